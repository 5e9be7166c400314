"""On PostgreSQL, whoever acts at one site reaches no row of another. Every new table of records needs its line here."""

from django.db import migrations

from offramp.kernel.postgresql import rows


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]

    operations = [
        rows.OneSite("referrals_referral", person_id="people_person"),
        rows.OneSite("referrals_approval", referral_id="referrals_referral"),
        rows.OneSite("referrals_handoff", referral_id="referrals_referral"),
        rows.OneSite("referrals_callpass", hand_off_id="referrals_handoff"),
    ]
