"""On PostgreSQL, whoever acts at one site reaches no row of another. Every new table of records needs its line here."""

from django.db import migrations

from offramp.kernel.postgresql import rows


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]

    operations = [
        rows.OneSite("casework_meeting", referral_id="referrals_referral", person_id="people_person"),
        rows.OneSite("casework_contact", person_id="people_person"),
        rows.OneSite("casework_contactaddendum", contact_id="casework_contact"),
        rows.OneSite(
            "casework_supplygiven",
            person_id="people_person",
            meeting_id="casework_meeting",
            contact_id="casework_contact",
        ),
        rows.OneSite("casework_intake", person_id="people_person"),
        rows.OneSite("casework_intakepart", intake_id="casework_intake"),
    ]
