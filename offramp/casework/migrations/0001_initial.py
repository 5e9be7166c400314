import offramp.casework.states
import offramp.kernel.identifiers
import offramp.protocols.states
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('stage', models.CharField(choices=[(offramp.protocols.states.IntakeStage['BRIEF'], offramp.protocols.states.IntakeStage['BRIEF']), (offramp.protocols.states.IntakeStage['FULL'], offramp.protocols.states.IntakeStage['FULL'])], default=offramp.protocols.states.IntakeStage['FULL'], max_length=10)),
                ('started_at', models.DateTimeField()),
                ('completed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='IntakePart',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('part', models.CharField(choices=[(offramp.protocols.states.IntakePart['REACHING_YOU'], offramp.protocols.states.IntakePart['REACHING_YOU']), (offramp.protocols.states.IntakePart['HOME_AND_FAMILY'], offramp.protocols.states.IntakePart['HOME_AND_FAMILY']), (offramp.protocols.states.IntakePart['INCOME_WORK_PAPERS'], offramp.protocols.states.IntakePart['INCOME_WORK_PAPERS']), (offramp.protocols.states.IntakePart['HEALTH'], offramp.protocols.states.IntakePart['HEALTH']), (offramp.protocols.states.IntakePart['SUBSTANCE_USE'], offramp.protocols.states.IntakePart['SUBSTANCE_USE']), (offramp.protocols.states.IntakePart['MIND_AND_MOOD'], offramp.protocols.states.IntakePart['MIND_AND_MOOD']), (offramp.protocols.states.IntakePart['HARD_THINGS'], offramp.protocols.states.IntakePart['HARD_THINGS']), (offramp.protocols.states.IntakePart['LEGAL'], offramp.protocols.states.IntakePart['LEGAL']), (offramp.protocols.states.IntakePart['STRENGTHS'], offramp.protocols.states.IntakePart['STRENGTHS']), (offramp.protocols.states.IntakePart['WHAT_YOU_WANT'], offramp.protocols.states.IntakePart['WHAT_YOU_WANT']), (offramp.protocols.states.IntakePart['CHANGE'], offramp.protocols.states.IntakePart['CHANGE'])], max_length=30)),
                ('answers', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('needs', models.JSONField(default=list)),
                ('naloxone', models.CharField(choices=[(offramp.casework.states.Naloxone['GIVEN'], offramp.casework.states.Naloxone['GIVEN']), (offramp.casework.states.Naloxone['HAS_ONE'], offramp.casework.states.Naloxone['HAS_ONE']), (offramp.casework.states.Naloxone['NOT_WANTED'], offramp.casework.states.Naloxone['NOT_WANTED']), (offramp.casework.states.Naloxone['NOT_ASKED'], offramp.casework.states.Naloxone['NOT_ASKED'])], default=offramp.casework.states.Naloxone['NOT_ASKED'], max_length=12)),
                ('has_overdosed', models.CharField(choices=[(offramp.casework.states.Overdose['YES'], offramp.casework.states.Overdose['YES']), (offramp.casework.states.Overdose['NO'], offramp.casework.states.Overdose['NO']), (offramp.casework.states.Overdose['NOT_ASKED'], offramp.casework.states.Overdose['NOT_ASKED'])], default=offramp.casework.states.Overdose['NOT_ASKED'], max_length=12)),
                ('next_at', models.DateTimeField(null=True)),
                ('next_place', models.CharField(blank=True, max_length=120)),
                ('reach', models.CharField(blank=True, choices=[(offramp.casework.states.Reach['PHONE'], offramp.casework.states.Reach['PHONE']), (offramp.casework.states.Reach['TEXT'], offramp.casework.states.Reach['TEXT']), (offramp.casework.states.Reach['FIND'], offramp.casework.states.Reach['FIND'])], max_length=10)),
                ('met_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SupplyGiven',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('item', models.CharField(choices=[(offramp.casework.states.Supply['NALOXONE'], offramp.casework.states.Supply['NALOXONE'])], max_length=20)),
                ('quantity', models.PositiveSmallIntegerField()),
                ('lot', models.CharField(max_length=20)),
                ('expires_on', models.DateField(null=True)),
                ('was_shown_how', models.BooleanField()),
                ('given_at', models.DateTimeField()),
            ],
        ),
    ]
