import django.db.models.deletion
import offramp.consent.states
import offramp.directory.states
import offramp.kernel.classification
import offramp.kernel.identifiers
import offramp.kernel.purposes
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('people', '0002_rows_of_one_site'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReleaseOfInformation',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[(offramp.consent.states.ReleaseKind['HANDOFF'], offramp.consent.states.ReleaseKind['HANDOFF']), (offramp.consent.states.ReleaseKind['RELEASE'], offramp.consent.states.ReleaseKind['RELEASE']), (offramp.consent.states.ReleaseKind['COMPLIANCE_NOTICE'], offramp.consent.states.ReleaseKind['COMPLIANCE_NOTICE']), (offramp.consent.states.ReleaseKind['JUSTICE'], offramp.consent.states.ReleaseKind['JUSTICE'])], max_length=20)),
                ('about', models.UUIDField(null=True)),
                ('person_name', models.CharField(max_length=140)),
                ('discloser', models.CharField(max_length=120)),
                ('purpose', models.CharField(max_length=200)),
                ('language', models.CharField(max_length=5)),
                ('text', models.TextField()),
                ('text_sha256', models.CharField(max_length=64)),
                ('signer', models.CharField(choices=[(offramp.consent.states.Signer['SELF'], offramp.consent.states.Signer['SELF']), (offramp.consent.states.Signer['GUARDIAN'], offramp.consent.states.Signer['GUARDIAN']), (offramp.consent.states.Signer['REPRESENTATIVE'], offramp.consent.states.Signer['REPRESENTATIVE'])], max_length=30)),
                ('signer_name', models.CharField(max_length=120)),
                ('signature_kind', models.CharField(choices=[(offramp.consent.states.SignatureKind['DRAWN'], offramp.consent.states.SignatureKind['DRAWN']), (offramp.consent.states.SignatureKind['TYPED'], offramp.consent.states.SignatureKind['TYPED']), (offramp.consent.states.SignatureKind['MARK'], offramp.consent.states.SignatureKind['MARK']), (offramp.consent.states.SignatureKind['PAPER'], offramp.consent.states.SignatureKind['PAPER'])], max_length=10)),
                ('signature', models.TextField(blank=True)),
                ('scan', models.BinaryField(null=True)),
                ('witness_name', models.CharField(blank=True, max_length=120)),
                ('was_read_aloud', models.BooleanField(default=False)),
                ('no_officer_present', models.BooleanField()),
                ('signed_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('revocable_from', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='people.person')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'person', '-signed_at'], name='releases_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [offramp.consent.states.ReleaseKind['HANDOFF'], offramp.consent.states.ReleaseKind['RELEASE'], offramp.consent.states.ReleaseKind['COMPLIANCE_NOTICE'], offramp.consent.states.ReleaseKind['JUSTICE']])), name='release_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('person_name', ''), _negated=True), models.Q(('discloser', ''), _negated=True), models.Q(('purpose', ''), _negated=True), models.Q(('text', ''), _negated=True), models.Q(('text_sha256', ''), _negated=True), models.Q(('signer_name', ''), _negated=True)), name='release_has_every_element'), models.CheckConstraint(condition=models.Q(models.Q(('scan__isnull', False), ('signature_kind', offramp.consent.states.SignatureKind['PAPER'])), models.Q(('signature_kind', offramp.consent.states.SignatureKind['MARK']), models.Q(('witness_name', ''), _negated=True)), models.Q(('signature_kind__in', [offramp.consent.states.SignatureKind['DRAWN'], offramp.consent.states.SignatureKind['TYPED']]), models.Q(('signature', ''), _negated=True)), _connector='OR'), name='release_is_signed_somehow'), models.CheckConstraint(condition=models.Q(models.Q(('about__isnull', False), ('kind__in', (offramp.consent.states.ReleaseKind['COMPLIANCE_NOTICE'], offramp.consent.states.ReleaseKind['JUSTICE']))), models.Q(models.Q(('kind__in', (offramp.consent.states.ReleaseKind['COMPLIANCE_NOTICE'], offramp.consent.states.ReleaseKind['JUSTICE'])), _negated=True), ('about__isnull', True)), _connector='OR'), name='paper_about_one_matter_names_it'), models.CheckConstraint(condition=models.Q(models.Q(('kind', offramp.consent.states.ReleaseKind['JUSTICE']), ('revocable_from__gt', models.F('signed_at')), ('revocable_from__isnull', False), ('revocable_from__lt', models.F('ends_at'))), models.Q(models.Q(('kind', offramp.consent.states.ReleaseKind['JUSTICE']), _negated=True), ('revocable_from__isnull', True)), _connector='OR'), name='only_a_justice_consent_holds_until_a_day'), models.CheckConstraint(condition=models.Q(('signer__in', [offramp.consent.states.Signer['SELF'], offramp.consent.states.Signer['GUARDIAN'], offramp.consent.states.Signer['REPRESENTATIVE']])), name='release_signer_is_known'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('signed_at'))), name='release_ends_after_it_is_signed'), models.CheckConstraint(condition=models.Q(('kind', offramp.consent.states.ReleaseKind['HANDOFF']), ('no_officer_present', True), _connector='OR'), name='full_release_without_an_officer')],
            },
        ),
        migrations.CreateModel(
            name='ReleaseLine',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('recipient_name', models.CharField(max_length=120)),
                ('recipient_role', models.CharField(max_length=30)),
                ('recipient_office', models.CharField(max_length=120)),
                ('data_class', models.CharField(choices=[(offramp.kernel.classification.DataClass['IDENTITY'], offramp.kernel.classification.DataClass['IDENTITY']), (offramp.kernel.classification.DataClass['CONTACT'], offramp.kernel.classification.DataClass['CONTACT']), (offramp.kernel.classification.DataClass['LOCATION'], offramp.kernel.classification.DataClass['LOCATION']), (offramp.kernel.classification.DataClass['JUSTICE_EVENT'], offramp.kernel.classification.DataClass['JUSTICE_EVENT']), (offramp.kernel.classification.DataClass['PARTICIPATION'], offramp.kernel.classification.DataClass['PARTICIPATION']), (offramp.kernel.classification.DataClass['SHARED_UPDATE'], offramp.kernel.classification.DataClass['SHARED_UPDATE']), (offramp.kernel.classification.DataClass['COMPLIANCE_NOTICE'], offramp.kernel.classification.DataClass['COMPLIANCE_NOTICE']), (offramp.kernel.classification.DataClass['CLINICAL'], offramp.kernel.classification.DataClass['CLINICAL']), (offramp.kernel.classification.DataClass['NOTES'], offramp.kernel.classification.DataClass['NOTES']), (offramp.kernel.classification.DataClass['COMMUNICATIONS'], offramp.kernel.classification.DataClass['COMMUNICATIONS']), (offramp.kernel.classification.DataClass['SERVICES'], offramp.kernel.classification.DataClass['SERVICES']), (offramp.kernel.classification.DataClass['LEGAL_NEEDS'], offramp.kernel.classification.DataClass['LEGAL_NEEDS']), (offramp.kernel.classification.DataClass['VICTIM_SAFETY'], offramp.kernel.classification.DataClass['VICTIM_SAFETY']), (offramp.kernel.classification.DataClass['DEMOGRAPHICS'], offramp.kernel.classification.DataClass['DEMOGRAPHICS']), (offramp.kernel.classification.DataClass['STAFF'], offramp.kernel.classification.DataClass['STAFF']), (offramp.kernel.classification.DataClass['AGGREGATE'], offramp.kernel.classification.DataClass['AGGREGATE']), (offramp.kernel.classification.DataClass['TECHNICAL'], offramp.kernel.classification.DataClass['TECHNICAL'])], max_length=3)),
                ('purpose', models.CharField(choices=[(offramp.kernel.purposes.Purpose['CARE'], offramp.kernel.purposes.Purpose['CARE']), (offramp.kernel.purposes.Purpose['HANDOFF'], offramp.kernel.purposes.Purpose['HANDOFF']), (offramp.kernel.purposes.Purpose['CHARGE_HOLD'], offramp.kernel.purposes.Purpose['CHARGE_HOLD']), (offramp.kernel.purposes.Purpose['COURT_HELP'], offramp.kernel.purposes.Purpose['COURT_HELP']), (offramp.kernel.purposes.Purpose['SERVICE_REFERRAL'], offramp.kernel.purposes.Purpose['SERVICE_REFERRAL']), (offramp.kernel.purposes.Purpose['OWN_SUBMISSION'], offramp.kernel.purposes.Purpose['OWN_SUBMISSION']), (offramp.kernel.purposes.Purpose['OVERSIGHT_AGGREGATE'], offramp.kernel.purposes.Purpose['OVERSIGHT_AGGREGATE']), (offramp.kernel.purposes.Purpose['EVALUATION_EXTRACT'], offramp.kernel.purposes.Purpose['EVALUATION_EXTRACT']), (offramp.kernel.purposes.Purpose['LEGAL_PROCESS'], offramp.kernel.purposes.Purpose['LEGAL_PROCESS']), (offramp.kernel.purposes.Purpose['PATIENT_REQUEST'], offramp.kernel.purposes.Purpose['PATIENT_REQUEST']), (offramp.kernel.purposes.Purpose['EMERGENCY_MEDICAL'], offramp.kernel.purposes.Purpose['EMERGENCY_MEDICAL']), (offramp.kernel.purposes.Purpose['SECURITY_REVIEW'], offramp.kernel.purposes.Purpose['SECURITY_REVIEW'])], max_length=30)),
                ('is_yes', models.BooleanField()),
                ('ends_at', models.DateTimeField()),
                ('ends_with', models.CharField(blank=True, choices=[(offramp.consent.states.EndsWith['NO_HELD_CHARGE'], offramp.consent.states.EndsWith['NO_HELD_CHARGE'])], max_length=30)),
                ('happened_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('revocable_from', models.DateTimeField(null=True)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('stopped_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='consent.releaseofinformation')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'recipient', 'data_class'], name='lines_of_a_recipient')],
                'constraints': [models.UniqueConstraint(fields=('site', 'release', 'recipient', 'data_class', 'purpose'), name='release_line_once'), models.CheckConstraint(condition=models.Q(models.Q(('recipient_name', ''), _negated=True), models.Q(('recipient_role', ''), _negated=True), models.Q(('recipient_office', ''), _negated=True)), name='release_line_names_its_recipient'), models.CheckConstraint(condition=models.Q(('purpose__in', [offramp.kernel.purposes.Purpose['CARE'], offramp.kernel.purposes.Purpose['HANDOFF'], offramp.kernel.purposes.Purpose['CHARGE_HOLD'], offramp.kernel.purposes.Purpose['COURT_HELP'], offramp.kernel.purposes.Purpose['SERVICE_REFERRAL'], offramp.kernel.purposes.Purpose['OWN_SUBMISSION'], offramp.kernel.purposes.Purpose['OVERSIGHT_AGGREGATE'], offramp.kernel.purposes.Purpose['EVALUATION_EXTRACT'], offramp.kernel.purposes.Purpose['LEGAL_PROCESS'], offramp.kernel.purposes.Purpose['PATIENT_REQUEST'], offramp.kernel.purposes.Purpose['EMERGENCY_MEDICAL'], offramp.kernel.purposes.Purpose['SECURITY_REVIEW']])), name='release_line_purpose_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('recipient_role__in', [offramp.directory.states.Role['LE_LIAISON'], offramp.directory.states.Role['OFFICER'], offramp.directory.states.Role['PROSECUTOR'], offramp.directory.states.Role['SUPERVISOR']]), _negated=True), ('data_class__in', ('C1', 'C4', 'C5', 'C5u', 'C5n', 'C10')), _connector='OR'), name='justice_is_never_told_of_care'), models.CheckConstraint(condition=models.Q(('revocable_from__isnull', True), models.Q(('data_class', offramp.kernel.classification.DataClass['PARTICIPATION']), ('is_yes', True), ('purpose', offramp.kernel.purposes.Purpose['CHARGE_HOLD']), ('recipient_role', offramp.directory.states.Role['PROSECUTOR'])), _connector='OR'), name='justice_consent_is_for_a_prosecutor_and_the_certificate'), models.CheckConstraint(condition=models.Q(('revocable_from__isnull', True), ('stopped_at__isnull', True), ('stopped_at__gte', models.F('revocable_from')), _connector='OR'), name='justice_consent_holds_until_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('stopped_at__isnull', True), ('stopped_by__isnull', True)), models.Q(('stopped_at__isnull', False), ('stopped_by__isnull', False)), _connector='OR'), name='release_line_stopped_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('ends_with', ''), ('happened_at__isnull', True)), models.Q(('ends_with__in', [offramp.consent.states.EndsWith['NO_HELD_CHARGE']]), ('revocable_from__isnull', True)), _connector='OR'), name='release_line_ends_with_a_known_event')],
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('recipient_name', models.CharField(max_length=120)),
                ('recipient_office', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[(offramp.consent.states.Sent['CERTIFICATE'], offramp.consent.states.Sent['CERTIFICATE']), (offramp.consent.states.Sent['SHARED_UPDATE'], offramp.consent.states.Sent['SHARED_UPDATE']), (offramp.consent.states.Sent['COMPLIANCE_NOTICE'], offramp.consent.states.Sent['COMPLIANCE_NOTICE']), (offramp.consent.states.Sent['CONTACT'], offramp.consent.states.Sent['CONTACT'])], max_length=20)),
                ('about_id', models.UUIDField()),
                ('text', models.TextField()),
                ('statement', models.CharField(max_length=20)),
                ('made_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='people.person')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='consent.releaseline')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'person', '-made_at'], name='accounting_of_a_person')],
                'constraints': [models.UniqueConstraint(fields=('site', 'recipient', 'kind', 'about_id'), name='told_once'), models.CheckConstraint(condition=models.Q(('kind__in', [offramp.consent.states.Sent['CERTIFICATE'], offramp.consent.states.Sent['SHARED_UPDATE'], offramp.consent.states.Sent['COMPLIANCE_NOTICE'], offramp.consent.states.Sent['CONTACT']])), name='disclosure_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('read_at', models.DateTimeField()),
                ('disclosure', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reading', to='consent.disclosure')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SaidStop',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('given_name', models.CharField(blank=True, max_length=60)),
                ('family_name', models.CharField(blank=True, max_length=60)),
                ('birth_date', models.DateField(null=True)),
                ('code', models.CharField(blank=True, max_length=8)),
                ('meant', models.CharField(choices=[(offramp.consent.states.Meant['EVERYBODY'], offramp.consent.states.Meant['EVERYBODY']), (offramp.consent.states.Meant['POLICE'], offramp.consent.states.Meant['POLICE']), (offramp.consent.states.Meant['PROSECUTION'], offramp.consent.states.Meant['PROSECUTION']), (offramp.consent.states.Meant['NAMED'], offramp.consent.states.Meant['NAMED'])], max_length=20)),
                ('words', models.CharField(blank=True, max_length=120)),
                ('said_at', models.DateTimeField()),
                ('placed_at', models.DateTimeField(null=True)),
                ('placed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'placed_at', 'said_at'], name='said_stops_that_wait')],
                'constraints': [models.CheckConstraint(condition=models.Q(('meant__in', [offramp.consent.states.Meant['EVERYBODY'], offramp.consent.states.Meant['POLICE'], offramp.consent.states.Meant['PROSECUTION'], offramp.consent.states.Meant['NAMED']])), name='said_stop_means_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('placed_at__isnull', True), models.Q(models.Q(('family_name', ''), ('given_name', ''), _negated=True), models.Q(('code', ''), _negated=True), _connector='OR')), models.Q(('birth_date__isnull', True), ('code', ''), ('family_name', ''), ('given_name', ''), ('placed_at__isnull', False), ('words', '')), _connector='OR'), name='said_stop_names_nobody_once_placed'), models.CheckConstraint(condition=models.Q(models.Q(('placed_at__isnull', True), ('placed_by__isnull', True)), models.Q(('placed_at__isnull', False), ('placed_by__isnull', False)), _connector='OR'), name='said_stop_placed_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='EmergencyAccess',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=240)),
                ('opened_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'opened_by', 'ends_at'], name='emergencies_of_a_member')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='emergency_says_why'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('opened_at'))), name='emergency_ends_after_it_begins')],
            },
        ),
    ]
