import django.db.models.deletion
import offramp.casework.states
import offramp.kernel.identifiers
import offramp.protocols.states
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('people', '0002_rows_of_one_site'),
        ('protocols', '0001_initial'),
        ('referrals', '0002_rows_of_one_site'),
    ]

    operations = [
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('stage', models.CharField(choices=[(offramp.protocols.states.IntakeStage['BRIEF'], offramp.protocols.states.IntakeStage['BRIEF']), (offramp.protocols.states.IntakeStage['FULL'], offramp.protocols.states.IntakeStage['FULL'])], default=offramp.protocols.states.IntakeStage['FULL'], max_length=10)),
                ('started_at', models.DateTimeField()),
                ('completed_at', models.DateTimeField(null=True)),
                ('completed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='intake', to='people.person')),
                ('protocol_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='protocols.protocolversion')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', True), ('completed_by__isnull', True)), models.Q(('completed_at__isnull', False), ('completed_by__isnull', False)), _connector='OR'), name='intake_completed_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='IntakePart',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('part', models.CharField(choices=[(offramp.protocols.states.IntakePart['REACHING_YOU'], offramp.protocols.states.IntakePart['REACHING_YOU']), (offramp.protocols.states.IntakePart['HOME_AND_FAMILY'], offramp.protocols.states.IntakePart['HOME_AND_FAMILY']), (offramp.protocols.states.IntakePart['INCOME_WORK_PAPERS'], offramp.protocols.states.IntakePart['INCOME_WORK_PAPERS']), (offramp.protocols.states.IntakePart['HEALTH'], offramp.protocols.states.IntakePart['HEALTH']), (offramp.protocols.states.IntakePart['SUBSTANCE_USE'], offramp.protocols.states.IntakePart['SUBSTANCE_USE']), (offramp.protocols.states.IntakePart['MIND_AND_MOOD'], offramp.protocols.states.IntakePart['MIND_AND_MOOD']), (offramp.protocols.states.IntakePart['HARD_THINGS'], offramp.protocols.states.IntakePart['HARD_THINGS']), (offramp.protocols.states.IntakePart['LEGAL'], offramp.protocols.states.IntakePart['LEGAL']), (offramp.protocols.states.IntakePart['STRENGTHS'], offramp.protocols.states.IntakePart['STRENGTHS']), (offramp.protocols.states.IntakePart['WHAT_YOU_WANT'], offramp.protocols.states.IntakePart['WHAT_YOU_WANT']), (offramp.protocols.states.IntakePart['CHANGE'], offramp.protocols.states.IntakePart['CHANGE'])], max_length=30)),
                ('answers', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
                ('intake', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='casework.intake')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'intake', 'part'), name='intake_part_once'), models.CheckConstraint(condition=models.Q(('part__in', [offramp.protocols.states.IntakePart['REACHING_YOU'], offramp.protocols.states.IntakePart['HOME_AND_FAMILY'], offramp.protocols.states.IntakePart['INCOME_WORK_PAPERS'], offramp.protocols.states.IntakePart['HEALTH'], offramp.protocols.states.IntakePart['SUBSTANCE_USE'], offramp.protocols.states.IntakePart['MIND_AND_MOOD'], offramp.protocols.states.IntakePart['HARD_THINGS'], offramp.protocols.states.IntakePart['LEGAL'], offramp.protocols.states.IntakePart['STRENGTHS'], offramp.protocols.states.IntakePart['WHAT_YOU_WANT'], offramp.protocols.states.IntakePart['CHANGE']])), name='intake_part_is_known')],
            },
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
                ('met_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('agreed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='people.person')),
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting', to='referrals.referral')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'person', '-met_at'], name='meetings_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('naloxone__in', [offramp.casework.states.Naloxone['GIVEN'], offramp.casework.states.Naloxone['HAS_ONE'], offramp.casework.states.Naloxone['NOT_WANTED'], offramp.casework.states.Naloxone['NOT_ASKED']])), name='meeting_naloxone_is_known'), models.CheckConstraint(condition=models.Q(('has_overdosed__in', [offramp.casework.states.Overdose['YES'], offramp.casework.states.Overdose['NO'], offramp.casework.states.Overdose['NOT_ASKED']])), name='meeting_overdose_is_known')],
            },
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
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supplies', to='casework.meeting')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supplies', to='people.person')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', '-given_at'], name='supplies_of_a_site')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='supply_counts_from_one'), models.CheckConstraint(condition=models.Q(('lot', ''), _negated=True), name='supply_has_its_lot')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[(offramp.casework.states.ContactKind['FIELD'], offramp.casework.states.ContactKind['FIELD']), (offramp.casework.states.ContactKind['OFFICE'], offramp.casework.states.ContactKind['OFFICE']), (offramp.casework.states.ContactKind['PHONE'], offramp.casework.states.ContactKind['PHONE']), (offramp.casework.states.ContactKind['TEXT'], offramp.casework.states.ContactKind['TEXT']), (offramp.casework.states.ContactKind['PARTNER'], offramp.casework.states.ContactKind['PARTNER']), (offramp.casework.states.ContactKind['ATTEMPT'], offramp.casework.states.ContactKind['ATTEMPT'])], max_length=12)),
                ('is_substantive', models.BooleanField(null=True)),
                ('happened_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField(null=True)),
                ('place', models.CharField(blank=True, choices=[(offramp.casework.states.ContactPlace['OUTSIDE'], offramp.casework.states.ContactPlace['OUTSIDE']), (offramp.casework.states.ContactPlace['HOME'], offramp.casework.states.ContactPlace['HOME']), (offramp.casework.states.ContactPlace['OFFICE'], offramp.casework.states.ContactPlace['OFFICE']), (offramp.casework.states.ContactPlace['SERVICE'], offramp.casework.states.ContactPlace['SERVICE']), (offramp.casework.states.ContactPlace['CLINIC'], offramp.casework.states.ContactPlace['CLINIC']), (offramp.casework.states.ContactPlace['COURT'], offramp.casework.states.ContactPlace['COURT']), (offramp.casework.states.ContactPlace['JAIL'], offramp.casework.states.ContactPlace['JAIL']), (offramp.casework.states.ContactPlace['OTHER'], offramp.casework.states.ContactPlace['OTHER'])], max_length=20)),
                ('present', models.JSONField(default=list)),
                ('domains', models.JSONField(default=list)),
                ('talked_safer_use', models.BooleanField(default=False)),
                ('words', models.TextField(blank=True)),
                ('next_step', models.CharField(blank=True, max_length=120)),
                ('next_on', models.DateField(null=True)),
                ('sensitivity', models.CharField(choices=[(offramp.casework.states.Sensitivity['USUAL'], offramp.casework.states.Sensitivity['USUAL']), (offramp.casework.states.Sensitivity['CLOSE'], offramp.casework.states.Sensitivity['CLOSE'])], default=offramp.casework.states.Sensitivity['USUAL'], max_length=10)),
                ('written_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='people.person')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
            ],
        ),
        migrations.AddField(
            model_name='supplygiven',
            name='contact',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supplies', to='casework.contact'),
        ),
        migrations.CreateModel(
            name='ContactAddendum',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('words', models.TextField()),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addenda', to='casework.contact')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['site', 'person', '-happened_at'], name='contacts_of_a_person'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('signed_at__isnull', True)), fields=['site', 'written_by', 'happened_at'], name='contacts_not_signed'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', [offramp.casework.states.ContactKind['FIELD'], offramp.casework.states.ContactKind['OFFICE'], offramp.casework.states.ContactKind['PHONE'], offramp.casework.states.ContactKind['TEXT'], offramp.casework.states.ContactKind['PARTNER'], offramp.casework.states.ContactKind['ATTEMPT']])), name='contact_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('sensitivity__in', [offramp.casework.states.Sensitivity['USUAL'], offramp.casework.states.Sensitivity['CLOSE']])), name='contact_sensitivity_is_known'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('signed_at__isnull', True), ('is_substantive__isnull', False), _connector='OR'), name='contact_signed_says_whether_it_moved_something'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('is_substantive', True), ('kind', offramp.casework.states.ContactKind['ATTEMPT']), _negated=True), name='contact_attempt_moved_nothing'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('next_step', ''), ('next_on__isnull', False), _connector='OR'), name='contact_next_step_has_its_day'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_by__isnull', True)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='contact_signed_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='contactaddendum',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='addendum_says_something'),
        ),
    ]
