"""On PostgreSQL, whoever acts at one site reaches no row of another. Every new table of records needs its line here."""

from django.db import migrations

from offramp.kernel.postgresql import rows


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        rows.OneSite("people_person"),
        rows.OneSite("people_alias", person_id="people_person"),
        rows.OneSite("people_personkey", person_id="people_person"),
        rows.OneSite("people_assignment", person_id="people_person"),
        rows.OneSite("people_link", person_id="people_person", same_as_id="people_person"),
        rows.OneSite("people_keptout", person_id="people_person"),
    ]
