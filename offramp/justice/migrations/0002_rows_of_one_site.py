"""On PostgreSQL, whoever acts at one site reaches no row of another. Every new table of records needs its line here."""

from django.db import migrations

from offramp.kernel.postgresql import rows


class Migration(migrations.Migration):
    dependencies = [("justice", "0001_initial")]

    operations = [
        rows.OneSite("justice_diversion", referral_id="referrals_referral", person_id="people_person"),
        rows.OneSite("justice_officerdecision", referral_id="referrals_referral"),
        rows.OneSite("justice_extension", diversion_id="justice_diversion"),
        rows.OneSite("justice_condition", diversion_id="justice_diversion"),
        rows.OneSite("justice_contactword", diversion_id="justice_diversion"),
        rows.OneSite("justice_notice", diversion_id="justice_diversion"),
        rows.OneSite("justice_sharedupdate", referral_id="referrals_referral", person_id="people_person"),
        rows.OneSite("justice_takenback", update_id="justice_sharedupdate"),
    ]
