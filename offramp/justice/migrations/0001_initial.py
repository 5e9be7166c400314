import django.db.models.deletion
import offramp.justice.states
import offramp.kernel.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('people', '0001_initial'),
        ('referrals', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Diversion',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[(offramp.justice.states.Status['HELD'], offramp.justice.states.Status['HELD']), (offramp.justice.states.Status['NOT_FILED'], offramp.justice.states.Status['NOT_FILED']), (offramp.justice.states.Status['FILED'], offramp.justice.states.Status['FILED']), (offramp.justice.states.Status['DECLINED'], offramp.justice.states.Status['DECLINED']), (offramp.justice.states.Status['INELIGIBLE'], offramp.justice.states.Status['INELIGIBLE'])], default=offramp.justice.states.Status['HELD'], max_length=30)),
                ('held_at', models.DateTimeField()),
                ('started_on', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision_reason', models.CharField(blank=True, max_length=240)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('held_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='diversions', to='people.person')),
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='diversion', to='referrals.referral')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'status', 'due_on'], name='diversions_by_due_date')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', [offramp.justice.states.Status['HELD'], offramp.justice.states.Status['NOT_FILED'], offramp.justice.states.Status['FILED'], offramp.justice.states.Status['DECLINED'], offramp.justice.states.Status['INELIGIBLE']])), name='diversion_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('status', offramp.justice.states.Status['HELD'])), models.Q(models.Q(('status', offramp.justice.states.Status['HELD']), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='diversion_decided_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('until', models.DateField()),
                ('reason', models.CharField(max_length=240)),
                ('authority', models.CharField(max_length=20)),
                ('given_at', models.DateTimeField()),
                ('diversion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='justice.diversion')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='extension_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('clock', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=60)),
                ('recorded_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('diversion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='justice.diversion')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('site', 'diversion', 'clock', 'name'), name='condition_once'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='condition_undone_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('text_sha256', models.CharField(max_length=64)),
                ('previewed_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('told_how', models.CharField(blank=True, max_length=40)),
                ('answer', models.CharField(blank=True, max_length=40)),
                ('sent_at', models.DateTimeField(null=True)),
                ('diversion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='justice.diversion')),
                ('previewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'diversion', 'recipient'), name='one_notice_per_recipient'), models.CheckConstraint(condition=models.Q(models.Q(('told_at__isnull', True), ('told_by__isnull', True)), models.Q(('told_at__isnull', False), ('told_by__isnull', False)), _connector='OR'), name='notice_told_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', True), ('sent_by__isnull', True)), models.Q(('sent_at__isnull', False), ('sent_by__isnull', False)), _connector='OR'), name='notice_sent_at_and_by'), models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), models.Q(('sent_at__gte', models.F('told_at')), ('told_at__isnull', False)), _connector='OR'), name='nothing_is_sent_untold')],
            },
        ),
    ]
