import django.db.models.deletion
import offramp.kernel.classification
import offramp.kernel.decisions
import offramp.kernel.identifiers
import offramp.oversight.migrations._written_once
import offramp.oversight.states
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('people', '0002_rows_of_one_site'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
            },
        ),
        migrations.CreateModel(
            name='LegalList',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('order_number', models.CharField(max_length=60)),
                ('process_number', models.CharField(max_length=60)),
                ('fields', models.JSONField()),
                ('covers_confidential', models.BooleanField()),
                ('listed_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(null=True)),
                ('produced_at', models.DateTimeField(null=True)),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('agreed_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('listed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('listed_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person')),
                ('produced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
        ),
        migrations.CreateModel(
            name='LegalItem',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('recipient', models.CharField(max_length=120)),
                ('field', models.CharField(max_length=60)),
                ('data_class', models.CharField(choices=[(offramp.kernel.classification.DataClass['IDENTITY'], offramp.kernel.classification.DataClass['IDENTITY']), (offramp.kernel.classification.DataClass['CONTACT'], offramp.kernel.classification.DataClass['CONTACT']), (offramp.kernel.classification.DataClass['LOCATION'], offramp.kernel.classification.DataClass['LOCATION']), (offramp.kernel.classification.DataClass['JUSTICE_EVENT'], offramp.kernel.classification.DataClass['JUSTICE_EVENT']), (offramp.kernel.classification.DataClass['PARTICIPATION'], offramp.kernel.classification.DataClass['PARTICIPATION']), (offramp.kernel.classification.DataClass['SHARED_UPDATE'], offramp.kernel.classification.DataClass['SHARED_UPDATE']), (offramp.kernel.classification.DataClass['COMPLIANCE_NOTICE'], offramp.kernel.classification.DataClass['COMPLIANCE_NOTICE']), (offramp.kernel.classification.DataClass['CLINICAL'], offramp.kernel.classification.DataClass['CLINICAL']), (offramp.kernel.classification.DataClass['NOTES'], offramp.kernel.classification.DataClass['NOTES']), (offramp.kernel.classification.DataClass['COMMUNICATIONS'], offramp.kernel.classification.DataClass['COMMUNICATIONS']), (offramp.kernel.classification.DataClass['SERVICES'], offramp.kernel.classification.DataClass['SERVICES']), (offramp.kernel.classification.DataClass['LEGAL_NEEDS'], offramp.kernel.classification.DataClass['LEGAL_NEEDS']), (offramp.kernel.classification.DataClass['VICTIM_SAFETY'], offramp.kernel.classification.DataClass['VICTIM_SAFETY']), (offramp.kernel.classification.DataClass['DEMOGRAPHICS'], offramp.kernel.classification.DataClass['DEMOGRAPHICS']), (offramp.kernel.classification.DataClass['STAFF'], offramp.kernel.classification.DataClass['STAFF']), (offramp.kernel.classification.DataClass['AGGREGATE'], offramp.kernel.classification.DataClass['AGGREGATE']), (offramp.kernel.classification.DataClass['TECHNICAL'], offramp.kernel.classification.DataClass['TECHNICAL'])], max_length=3)),
                ('text', models.TextField(blank=True)),
                ('statement', models.CharField(max_length=20)),
                ('made_at', models.DateTimeField()),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('listed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='oversight.legallist')),
            ],
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
        ),
        migrations.AddField(
            model_name='legallist',
            name='paper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lists', to='oversight.legalprocess'),
        ),
        migrations.CreateModel(
            name='LegalStep',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[(offramp.oversight.states.PaperStatus['RECEIVED'], offramp.oversight.states.PaperStatus['RECEIVED']), (offramp.oversight.states.PaperStatus['READ'], offramp.oversight.states.PaperStatus['READ']), (offramp.oversight.states.PaperStatus['NOTHING'], offramp.oversight.states.PaperStatus['NOTHING']), (offramp.oversight.states.PaperStatus['LISTED'], offramp.oversight.states.PaperStatus['LISTED']), (offramp.oversight.states.PaperStatus['AGREED'], offramp.oversight.states.PaperStatus['AGREED']), (offramp.oversight.states.PaperStatus['PRODUCED'], offramp.oversight.states.PaperStatus['PRODUCED'])], max_length=30)),
                ('said', models.CharField(blank=True, max_length=240)),
                ('taken_at', models.DateTimeField()),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='oversight.legalprocess')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
            ],
            options={
                'ordering': ['taken_at', 'pk'],
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
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['site', 'received_at'], name='complaints_of_a_site'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.UniqueConstraint(fields=('site', 'code'), name='complaint_code_once'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('about__in', [offramp.oversight.states.About['WORKER'], offramp.oversight.states.About['OFFICER'], offramp.oversight.states.About['PROGRAM'], offramp.oversight.states.About['PRIVACY'], offramp.oversight.states.About['PRIVACY_OFFICER'], offramp.oversight.states.About['CIVIL_RIGHTS']])), name='complaint_about_is_known'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='complaint_says_something'),
        ),
        migrations.AddConstraint(
            model_name='complaintanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('status', offramp.oversight.states.ComplaintStatus['CLOSED'])), fields=('site', 'complaint'), name='complaint_closed_once'),
        ),
        migrations.AddConstraint(
            model_name='complaintanswer',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', [offramp.oversight.states.ComplaintStatus['ANSWERED'], offramp.oversight.states.ComplaintStatus['CLOSED']])), name='complaint_answer_moves_it'),
        ),
        migrations.AddConstraint(
            model_name='complaintanswer',
            constraint=models.CheckConstraint(condition=models.Q(('sentence', ''), _negated=True), name='complaint_answer_says_something'),
        ),
        migrations.AddConstraint(
            model_name='legalitem',
            constraint=models.UniqueConstraint(fields=('site', 'listed', 'field'), name='legal_item_once'),
        ),
        migrations.AddConstraint(
            model_name='legalitem',
            constraint=models.CheckConstraint(condition=models.Q(('data_class__in', [offramp.kernel.classification.DataClass['IDENTITY'], offramp.kernel.classification.DataClass['LEGAL_NEEDS'], offramp.kernel.classification.DataClass['VICTIM_SAFETY'], offramp.kernel.classification.DataClass['DEMOGRAPHICS'], offramp.kernel.classification.DataClass['CONTACT'], offramp.kernel.classification.DataClass['JUSTICE_EVENT'], offramp.kernel.classification.DataClass['PARTICIPATION'], offramp.kernel.classification.DataClass['SHARED_UPDATE'], offramp.kernel.classification.DataClass['CLINICAL'], offramp.kernel.classification.DataClass['NOTES'], offramp.kernel.classification.DataClass['COMMUNICATIONS'], offramp.kernel.classification.DataClass['SERVICES']])), name='legal_item_is_never_of_a_closed_class'),
        ),
        migrations.AddIndex(
            model_name='legalprocess',
            index=models.Index(fields=['site', '-received_at'], name='legal_papers_of_a_site'),
        ),
        migrations.AddConstraint(
            model_name='legalprocess',
            constraint=models.CheckConstraint(condition=models.Q(('paper__in', [offramp.oversight.states.Paper['SUBPOENA'], offramp.oversight.states.Paper['WARRANT'], offramp.oversight.states.Paper['ORDER'], offramp.oversight.states.Paper['ADMINISTRATIVE']])), name='legal_paper_is_known'),
        ),
        migrations.AddConstraint(
            model_name='legalprocess',
            constraint=models.CheckConstraint(condition=models.Q(('issuer', ''), _negated=True), name='legal_paper_has_an_issuer'),
        ),
        migrations.AddConstraint(
            model_name='legalprocess',
            constraint=models.CheckConstraint(condition=models.Q(('answer', offramp.kernel.decisions.Answer['NO']), models.Q(('answer', offramp.kernel.decisions.Answer['ASK']), models.Q(('order_number', ''), _negated=True), models.Q(('process_number', ''), _negated=True), models.Q(('paper', offramp.oversight.states.Paper['ADMINISTRATIVE']), _negated=True)), _connector='OR'), name='legal_paper_opens_nothing_without_order_and_process'),
        ),
        migrations.AddConstraint(
            model_name='legallist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('order_number', ''), _negated=True), models.Q(('process_number', ''), _negated=True)), name='legal_list_needs_order_and_process'),
        ),
        migrations.AddConstraint(
            model_name='legallist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', True), ('agreed_by__isnull', True)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False)), _connector='OR'), name='legal_list_agreed_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='legallist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('produced_at__isnull', True), ('produced_by__isnull', True)), models.Q(('produced_at__isnull', False), ('produced_by__isnull', False)), _connector='OR'), name='legal_list_produced_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='legallist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', True), ('agreed_user__isnull', True)), models.Q(('agreed_at__isnull', False), ('agreed_user__isnull', False), models.Q(('agreed_user', models.F('listed_user')), _negated=True)), _connector='OR'), name='legal_list_is_agreed_by_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='legallist',
            constraint=models.CheckConstraint(condition=models.Q(('produced_at__isnull', True), models.Q(('agreed_at__isnull', False), ('produced_at__gte', models.F('agreed_at'))), _connector='OR'), name='legal_list_is_produced_after_two_agreed'),
        ),
        migrations.AddConstraint(
            model_name='legallist',
            constraint=models.UniqueConstraint(condition=models.Q(('produced_at__isnull', False)), fields=('site', 'paper'), name='legal_paper_produces_once'),
        ),
        migrations.AddConstraint(
            model_name='legalstep',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', [offramp.oversight.states.PaperStatus['READ'], offramp.oversight.states.PaperStatus['NOTHING'], offramp.oversight.states.PaperStatus['LISTED'], offramp.oversight.states.PaperStatus['AGREED'], offramp.oversight.states.PaperStatus['PRODUCED']])), name='legal_step_moves_it'),
        ),
        migrations.AddConstraint(
            model_name='legalstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', offramp.oversight.states.PaperStatus['READ']), _negated=True), models.Q(('said', ''), _negated=True), _connector='OR'), name='legal_paper_is_read_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='legalstep',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', [offramp.oversight.states.PaperStatus['NOTHING'], offramp.oversight.states.PaperStatus['PRODUCED']])), fields=('site', 'paper'), name='legal_paper_ends_once'),
        ),
        migrations.RunPython(
            code=offramp.oversight.migrations._written_once.guard,
            reverse_code=offramp.oversight.migrations._written_once.unguard,
        ),
    ]
