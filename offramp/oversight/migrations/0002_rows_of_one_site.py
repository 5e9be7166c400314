"""On PostgreSQL, whoever acts at one site reaches no row of another. Every new table of records needs its line here."""

from django.db import migrations

from offramp.kernel.postgresql import rows


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial")]

    operations = [
        rows.OneSite("oversight_complaint"),
        rows.OneSite("oversight_complaintanswer", complaint_id="oversight_complaint"),
        rows.OneSite("oversight_legallist", person_id="people_person", paper_id="oversight_legalprocess"),
        rows.OneSite("oversight_legalitem", listed_id="oversight_legallist"),
    ]
