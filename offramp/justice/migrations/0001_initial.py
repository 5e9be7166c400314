import django.db.models.deletion
import offramp.justice.states
import offramp.kernel.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('people', '0002_rows_of_one_site'),
        ('referrals', '0002_rows_of_one_site'),
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
                ('told_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('held_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='diversions', to='people.person')),
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='diversion', to='referrals.referral')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'status', 'due_on'], name='diversions_by_due_date')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', [offramp.justice.states.Status['HELD'], offramp.justice.states.Status['NOT_FILED'], offramp.justice.states.Status['FILED'], offramp.justice.states.Status['DECLINED'], offramp.justice.states.Status['INELIGIBLE']])), name='diversion_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('status', offramp.justice.states.Status['HELD'])), models.Q(models.Q(('status', offramp.justice.states.Status['HELD']), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='diversion_decided_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('told_at__isnull', True), ('told_by__isnull', True)), models.Q(('told_at__isnull', False), ('told_by__isnull', False)), _connector='OR'), name='diversion_told_at_and_by'), models.CheckConstraint(condition=models.Q(('told_at__isnull', True), models.Q(('decided_at__isnull', False), ('told_at__gte', models.F('decided_at'))), _connector='OR'), name='nobody_is_told_before_it_is_decided')],
            },
        ),
        migrations.CreateModel(
            name='ContactWord',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('next_on', models.DateField(null=True)),
                ('text', models.CharField(max_length=120)),
                ('written_at', models.DateTimeField()),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('diversion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_words', to='justice.diversion')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'recipient'], name='contact_words_for_a_recipient')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='contact_word_says_something')],
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
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('diversion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='justice.diversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('site', 'diversion', 'clock', 'name'), name='condition_once'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='condition_undone_at_and_by')],
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
        migrations.CreateModel(
            name='OfficerDecision',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[(offramp.justice.states.Status['HELD'], offramp.justice.states.Status['HELD']), (offramp.justice.states.Status['NOT_FILED'], offramp.justice.states.Status['NOT_FILED']), (offramp.justice.states.Status['FILED'], offramp.justice.states.Status['FILED']), (offramp.justice.states.Status['DECLINED'], offramp.justice.states.Status['DECLINED']), (offramp.justice.states.Status['INELIGIBLE'], offramp.justice.states.Status['INELIGIBLE'])], max_length=30)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='officer_decision', to='referrals.referral')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', [offramp.justice.states.Status['NOT_FILED'], offramp.justice.states.Status['FILED']])), name='officer_charges_or_does_not')],
            },
        ),
        migrations.CreateModel(
            name='SharedUpdate',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=200)),
                ('written_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='people.person')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.referral')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'recipient'], name='updates_for_a_recipient'), models.Index(fields=['site', 'person', '-written_at'], name='updates_about_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='update_says_something')],
            },
        ),
        migrations.CreateModel(
            name='TakenBack',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('taken_back_at', models.DateTimeField()),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('taken_back_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('update', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='justice.sharedupdate')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
