import django.db.models.deletion
import offramp.kernel.identifiers
import offramp.people.states
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('given_name', models.CharField(blank=True, max_length=60)),
                ('family_name', models.CharField(blank=True, max_length=60)),
                ('description', models.CharField(blank=True, max_length=200)),
                ('birth_date', models.DateField(null=True)),
                ('age_band', models.CharField(choices=[(offramp.people.states.AgeBand['UNDER_18'], offramp.people.states.AgeBand['UNDER_18']), (offramp.people.states.AgeBand['FROM_18'], offramp.people.states.AgeBand['FROM_18']), (offramp.people.states.AgeBand['FROM_25'], offramp.people.states.AgeBand['FROM_25']), (offramp.people.states.AgeBand['FROM_35'], offramp.people.states.AgeBand['FROM_35']), (offramp.people.states.AgeBand['FROM_45'], offramp.people.states.AgeBand['FROM_45']), (offramp.people.states.AgeBand['FROM_55'], offramp.people.states.AgeBand['FROM_55']), (offramp.people.states.AgeBand['FROM_65'], offramp.people.states.AgeBand['FROM_65']), (offramp.people.states.AgeBand['UNKNOWN'], offramp.people.states.AgeBand['UNKNOWN'])], default=offramp.people.states.AgeBand['UNKNOWN'], max_length=12)),
                ('language', models.CharField(choices=[(offramp.people.states.Language['ENGLISH'], offramp.people.states.Language['ENGLISH']), (offramp.people.states.Language['SPANISH'], offramp.people.states.Language['SPANISH']), (offramp.people.states.Language['OTHER'], offramp.people.states.Language['OTHER'])], default=offramp.people.states.Language['ENGLISH'], max_length=5)),
                ('race', models.JSONField(default=list)),
                ('sex', models.CharField(choices=[(offramp.people.states.Sex['FEMALE'], offramp.people.states.Sex['FEMALE']), (offramp.people.states.Sex['MALE'], offramp.people.states.Sex['MALE']), (offramp.people.states.Sex['ANOTHER'], offramp.people.states.Sex['ANOTHER']), (offramp.people.states.Sex['UNKNOWN'], offramp.people.states.Sex['UNKNOWN'])], default=offramp.people.states.Sex['UNKNOWN'], max_length=10)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('contact_hours', models.CharField(blank=True, max_length=60)),
                ('contact_words', models.CharField(blank=True, max_length=120)),
                ('contact_kept_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('language__in', [offramp.people.states.Language['ENGLISH'], offramp.people.states.Language['SPANISH'], offramp.people.states.Language['OTHER']])), name='person_language_is_known'), models.CheckConstraint(condition=models.Q(('age_band__in', [offramp.people.states.AgeBand['UNDER_18'], offramp.people.states.AgeBand['FROM_18'], offramp.people.states.AgeBand['FROM_25'], offramp.people.states.AgeBand['FROM_35'], offramp.people.states.AgeBand['FROM_45'], offramp.people.states.AgeBand['FROM_55'], offramp.people.states.AgeBand['FROM_65'], offramp.people.states.AgeBand['UNKNOWN']])), name='person_age_band_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('is_same', models.BooleanField()),
                ('linked_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('linked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='people.person')),
                ('same_as', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('site', 'person', 'same_as'), name='linked_once'), models.CheckConstraint(condition=models.Q(('person__lt', models.F('same_as'))), name='link_joins_two_records_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='link_undone_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('duty', models.CharField(choices=[(offramp.people.states.Duty['ON_CALL'], offramp.people.states.Duty['ON_CALL']), (offramp.people.states.Duty['CASE_MANAGER'], offramp.people.states.Duty['CASE_MANAGER']), (offramp.people.states.Duty['PEER'], offramp.people.states.Duty['PEER']), (offramp.people.states.Duty['OUTREACH'], offramp.people.states.Duty['OUTREACH']), (offramp.people.states.Duty['SUPERVISION'], offramp.people.states.Duty['SUPERVISION'])], max_length=20)),
                ('starts_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('beyond_limit', models.CharField(blank=True, max_length=240)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'member', 'ended_at'], name='assignments_of_a_member')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('site', 'person', 'member', 'duty'), name='assigned_once_per_duty'), models.CheckConstraint(condition=models.Q(('duty__in', [offramp.people.states.Duty['ON_CALL'], offramp.people.states.Duty['CASE_MANAGER'], offramp.people.states.Duty['PEER'], offramp.people.states.Duty['OUTREACH'], offramp.people.states.Duty['SUPERVISION']])), name='assignment_duty_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), ('ended_at__gte', models.F('starts_at')), _connector='OR'), name='assignment_ended_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('given_name', models.CharField(blank=True, max_length=60)),
                ('family_name', models.CharField(blank=True, max_length=60)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'person', 'given_name', 'family_name'), name='alias_once'), models.CheckConstraint(condition=models.Q(('family_name', ''), ('given_name', ''), _negated=True), name='alias_is_a_name')],
            },
        ),
        migrations.CreateModel(
            name='PersonKey',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=60)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='people.person')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'key', 'person'), name='person_key_once')],
            },
        ),
        migrations.CreateModel(
            name='KeptOut',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('kept_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_out', to='people.person')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('site', 'person', 'member'), name='kept_out_once'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='kept_out_undone_at_and_by')],
            },
        ),
    ]
