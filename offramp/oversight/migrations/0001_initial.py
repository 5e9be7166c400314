import django.db.models.deletion
import offramp.kernel.decisions
import offramp.kernel.identifiers
import offramp.oversight.migrations._written_once
import offramp.oversight.states
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(default=offramp.kernel.identifiers.spoken_code, max_length=8)),
                ('about', models.CharField(choices=[(offramp.oversight.states.About['WORKER'], offramp.oversight.states.About['WORKER']), (offramp.oversight.states.About['OFFICER'], offramp.oversight.states.About['OFFICER']), (offramp.oversight.states.About['PROGRAM'], offramp.oversight.states.About['PROGRAM']), (offramp.oversight.states.About['PRIVACY'], offramp.oversight.states.About['PRIVACY']), (offramp.oversight.states.About['PRIVACY_OFFICER'], offramp.oversight.states.About['PRIVACY_OFFICER']), (offramp.oversight.states.About['CIVIL_RIGHTS'], offramp.oversight.states.About['CIVIL_RIGHTS'])], max_length=30)),
                ('words', models.CharField(max_length=2000)),
                ('contact', models.CharField(blank=True, max_length=120)),
                ('language', models.CharField(max_length=5)),
                ('received_at', models.DateTimeField()),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'received_at'], name='complaints_of_a_site')],
                'constraints': [models.UniqueConstraint(fields=('site', 'code'), name='complaint_code_once'), models.CheckConstraint(condition=models.Q(('about__in', [offramp.oversight.states.About['WORKER'], offramp.oversight.states.About['OFFICER'], offramp.oversight.states.About['PROGRAM'], offramp.oversight.states.About['PRIVACY'], offramp.oversight.states.About['PRIVACY_OFFICER'], offramp.oversight.states.About['CIVIL_RIGHTS']])), name='complaint_about_is_known'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='complaint_says_something')],
            },
        ),
        migrations.CreateModel(
            name='ComplaintAnswer',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[(offramp.oversight.states.ComplaintStatus['OPEN'], offramp.oversight.states.ComplaintStatus['OPEN']), (offramp.oversight.states.ComplaintStatus['ANSWERED'], offramp.oversight.states.ComplaintStatus['ANSWERED']), (offramp.oversight.states.ComplaintStatus['CLOSED'], offramp.oversight.states.ComplaintStatus['CLOSED'])], max_length=20)),
                ('sentence', models.CharField(max_length=600)),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='oversight.complaint')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'ordering': ['answered_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', offramp.oversight.states.ComplaintStatus['CLOSED'])), fields=('site', 'complaint'), name='complaint_closed_once'), models.CheckConstraint(condition=models.Q(('status__in', [offramp.oversight.states.ComplaintStatus['ANSWERED'], offramp.oversight.states.ComplaintStatus['CLOSED']])), name='complaint_answer_moves_it'), models.CheckConstraint(condition=models.Q(('sentence', ''), _negated=True), name='complaint_answer_says_something')],
            },
        ),
        migrations.CreateModel(
            name='LegalProcess',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('paper', models.CharField(choices=[(offramp.oversight.states.Paper['SUBPOENA'], offramp.oversight.states.Paper['SUBPOENA']), (offramp.oversight.states.Paper['WARRANT'], offramp.oversight.states.Paper['WARRANT']), (offramp.oversight.states.Paper['ORDER'], offramp.oversight.states.Paper['ORDER']), (offramp.oversight.states.Paper['ADMINISTRATIVE'], offramp.oversight.states.Paper['ADMINISTRATIVE'])], max_length=30)),
                ('issuer', models.CharField(max_length=120)),
                ('order_number', models.CharField(blank=True, max_length=60)),
                ('process_number', models.CharField(blank=True, max_length=60)),
                ('answer', models.CharField(choices=[(offramp.kernel.decisions.Answer['YES'], offramp.kernel.decisions.Answer['YES']), (offramp.kernel.decisions.Answer['ASK'], offramp.kernel.decisions.Answer['ASK']), (offramp.kernel.decisions.Answer['NO'], offramp.kernel.decisions.Answer['NO'])], max_length=10)),
                ('received_at', models.DateTimeField()),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', '-received_at'], name='legal_papers_of_a_site')],
                'constraints': [models.CheckConstraint(condition=models.Q(('paper__in', [offramp.oversight.states.Paper['SUBPOENA'], offramp.oversight.states.Paper['WARRANT'], offramp.oversight.states.Paper['ORDER'], offramp.oversight.states.Paper['ADMINISTRATIVE']])), name='legal_paper_is_known'), models.CheckConstraint(condition=models.Q(('issuer', ''), _negated=True), name='legal_paper_has_an_issuer'), models.CheckConstraint(condition=models.Q(('answer', offramp.kernel.decisions.Answer['NO']), models.Q(('answer', offramp.kernel.decisions.Answer['ASK']), models.Q(('order_number', ''), _negated=True), models.Q(('process_number', ''), _negated=True), models.Q(('paper', offramp.oversight.states.Paper['ADMINISTRATIVE']), _negated=True)), _connector='OR'), name='legal_paper_opens_nothing_without_order_and_process')],
            },
        ),
        migrations.CreateModel(
            name='AccessReview',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('week', models.DateField()),
                ('openings', models.PositiveIntegerField()),
                ('reviewed', models.JSONField()),
                ('found', models.CharField(max_length=600)),
                ('signed_at', models.DateTimeField()),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'week'), name='week_signed_once'), models.CheckConstraint(condition=models.Q(('found', ''), _negated=True), name='review_says_what_was_found')],
            },
        ),
        migrations.CreateModel(
            name='BreachInquiry',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('reason', models.CharField(max_length=240)),
                ('people', models.PositiveIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='breach_inquiry_says_why'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='breach_window_has_an_end')],
            },
        ),
        migrations.RunPython(
            code=offramp.oversight.migrations._written_once.guard,
            reverse_code=offramp.oversight.migrations._written_once.unguard,
        ),
    ]
