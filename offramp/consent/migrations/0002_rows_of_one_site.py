"""On PostgreSQL, whoever acts at one site reaches no row of another. Every new table of records needs its line here."""

from django.db import migrations

from offramp.kernel.postgresql import rows


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial")]

    operations = [
        rows.OneSite("consent_releaseofinformation", person_id="people_person"),
        rows.OneSite("consent_releaseline", release_id="consent_releaseofinformation"),
        rows.OneSite("consent_saidstop"),
        rows.OneSite("consent_disclosure", person_id="people_person", line_id="consent_releaseline"),
        rows.OneSite("consent_reading", disclosure_id="consent_disclosure"),
        rows.OneSite("consent_emergencyaccess", person_id="people_person"),
    ]
