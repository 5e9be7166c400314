import offramp.consent.states
import offramp.kernel.classification
import offramp.kernel.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
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
            ],
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('read_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
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
                ('purpose', models.CharField(choices=[(offramp.consent.states.Purpose['CARE'], offramp.consent.states.Purpose['CARE']), (offramp.consent.states.Purpose['HANDOFF'], offramp.consent.states.Purpose['HANDOFF']), (offramp.consent.states.Purpose['CHARGE_HOLD'], offramp.consent.states.Purpose['CHARGE_HOLD']), (offramp.consent.states.Purpose['COURT_HELP'], offramp.consent.states.Purpose['COURT_HELP']), (offramp.consent.states.Purpose['SERVICE_REFERRAL'], offramp.consent.states.Purpose['SERVICE_REFERRAL']), (offramp.consent.states.Purpose['OWN_SUBMISSION'], offramp.consent.states.Purpose['OWN_SUBMISSION']), (offramp.consent.states.Purpose['OVERSIGHT_AGGREGATE'], offramp.consent.states.Purpose['OVERSIGHT_AGGREGATE']), (offramp.consent.states.Purpose['EVALUATION_EXTRACT'], offramp.consent.states.Purpose['EVALUATION_EXTRACT']), (offramp.consent.states.Purpose['LEGAL_PROCESS'], offramp.consent.states.Purpose['LEGAL_PROCESS']), (offramp.consent.states.Purpose['PATIENT_REQUEST'], offramp.consent.states.Purpose['PATIENT_REQUEST']), (offramp.consent.states.Purpose['EMERGENCY_MEDICAL'], offramp.consent.states.Purpose['EMERGENCY_MEDICAL']), (offramp.consent.states.Purpose['SECURITY_REVIEW'], offramp.consent.states.Purpose['SECURITY_REVIEW'])], max_length=30)),
                ('is_yes', models.BooleanField()),
                ('ends_at', models.DateTimeField()),
                ('ends_with', models.CharField(blank=True, choices=[(offramp.consent.states.EndsWith['NO_HELD_CHARGE'], offramp.consent.states.EndsWith['NO_HELD_CHARGE'])], max_length=30)),
                ('happened_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('revocable_from', models.DateTimeField(null=True)),
            ],
        ),
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
            ],
        ),
    ]
