import django.db.models.deletion
import offramp.kernel.identifiers
import offramp.people.states
import offramp.protocols.states
import offramp.referrals.states
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('people', '0001_initial'),
        ('protocols', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(default=offramp.kernel.identifiers.spoken_code, max_length=8)),
                ('door', models.CharField(choices=[(offramp.protocols.states.DoorName['ARREST_DIVERSION'], offramp.protocols.states.DoorName['ARREST_DIVERSION']), (offramp.protocols.states.DoorName['SOCIAL_CONTACT'], offramp.protocols.states.DoorName['SOCIAL_CONTACT']), (offramp.protocols.states.DoorName['COMMUNITY'], offramp.protocols.states.DoorName['COMMUNITY'])], max_length=20)),
                ('status', models.CharField(choices=[(offramp.referrals.states.Status['ASKED'], offramp.referrals.states.Status['ASKED']), (offramp.referrals.states.Status['RETURNED'], offramp.referrals.states.Status['RETURNED']), (offramp.referrals.states.Status['MAY_OFFER'], offramp.referrals.states.Status['MAY_OFFER']), (offramp.referrals.states.Status['ACCEPTED'], offramp.referrals.states.Status['ACCEPTED']), (offramp.referrals.states.Status['LOOKING'], offramp.referrals.states.Status['LOOKING']), (offramp.referrals.states.Status['HANDED_OFF'], offramp.referrals.states.Status['HANDED_OFF']), (offramp.referrals.states.Status['DECLINED'], offramp.referrals.states.Status['DECLINED']), (offramp.referrals.states.Status['NOT_OFFERED'], offramp.referrals.states.Status['NOT_OFFERED']), (offramp.referrals.states.Status['NOT_DIVERTIBLE'], offramp.referrals.states.Status['NOT_DIVERTIBLE']), (offramp.referrals.states.Status['NOT_AGREED'], offramp.referrals.states.Status['NOT_AGREED']), (offramp.referrals.states.Status['CLOSED'], offramp.referrals.states.Status['CLOSED'])], max_length=20)),
                ('status_since', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('findings', models.JSONField(default=list)),
                ('asked_role', models.CharField(blank=True, max_length=30)),
                ('stand_in_role', models.CharField(blank=True, max_length=30)),
                ('decline_reason', models.CharField(blank=True, choices=[(offramp.referrals.states.DeclineReason['PREFERS_COURT'], offramp.referrals.states.DeclineReason['PREFERS_COURT']), (offramp.referrals.states.DeclineReason['NO_SERVICES'], offramp.referrals.states.DeclineReason['NO_SERVICES']), (offramp.referrals.states.DeclineReason['NO_REASON'], offramp.referrals.states.DeclineReason['NO_REASON'])], max_length=40)),
                ('not_offered_reason', models.CharField(blank=True, choices=[(offramp.referrals.states.NotOfferedReason['DISCRETION'], offramp.referrals.states.NotOfferedReason['DISCRETION']), (offramp.referrals.states.NotOfferedReason['MEDICAL_FIRST'], offramp.referrals.states.NotOfferedReason['MEDICAL_FIRST']), (offramp.referrals.states.NotOfferedReason['NO_WORKER'], offramp.referrals.states.NotOfferedReason['NO_WORKER']), (offramp.referrals.states.NotOfferedReason['NOT_ELIGIBLE'], offramp.referrals.states.NotOfferedReason['NOT_ELIGIBLE']), (offramp.referrals.states.NotOfferedReason['OTHER_PRIORITY'], offramp.referrals.states.NotOfferedReason['OTHER_PRIORITY'])], max_length=40)),
                ('close_reason', models.CharField(blank=True, choices=[(offramp.referrals.states.CloseReason['DECLINED'], offramp.referrals.states.CloseReason['DECLINED']), (offramp.referrals.states.CloseReason['INELIGIBLE'], offramp.referrals.states.CloseReason['INELIGIBLE']), (offramp.referrals.states.CloseReason['UNABLE_TO_LOCATE'], offramp.referrals.states.CloseReason['UNABLE_TO_LOCATE']), (offramp.referrals.states.CloseReason['NO_INTAKE_IN_TIME'], offramp.referrals.states.CloseReason['NO_INTAKE_IN_TIME']), (offramp.referrals.states.CloseReason['DUPLICATE'], offramp.referrals.states.CloseReason['DUPLICATE']), (offramp.referrals.states.CloseReason['CAPACITY'], offramp.referrals.states.CloseReason['CAPACITY']), (offramp.referrals.states.CloseReason['MOVED'], offramp.referrals.states.CloseReason['MOVED']), (offramp.referrals.states.CloseReason['DECEASED'], offramp.referrals.states.CloseReason['DECEASED'])], max_length=40)),
                ('offense', models.CharField(blank=True, max_length=60)),
                ('aggrieved_party', models.CharField(blank=True, max_length=20)),
                ('incident_number', models.CharField(blank=True, max_length=40)),
                ('statute', models.CharField(blank=True, max_length=60)),
                ('report_reference', models.CharField(blank=True, max_length=40)),
                ('property_reference', models.CharField(blank=True, max_length=40)),
                ('report_note', models.CharField(blank=True, max_length=240)),
                ('finished_at', models.DateTimeField(null=True)),
                ('place', models.CharField(blank=True, max_length=240)),
                ('concerns', models.JSONField(default=list)),
                ('seen_race', models.CharField(blank=True, choices=[(offramp.people.states.Race['AMERICAN_INDIAN'], offramp.people.states.Race['AMERICAN_INDIAN']), (offramp.people.states.Race['ASIAN'], offramp.people.states.Race['ASIAN']), (offramp.people.states.Race['BLACK'], offramp.people.states.Race['BLACK']), (offramp.people.states.Race['HISPANIC'], offramp.people.states.Race['HISPANIC']), (offramp.people.states.Race['MIDDLE_EASTERN'], offramp.people.states.Race['MIDDLE_EASTERN']), (offramp.people.states.Race['PACIFIC_ISLANDER'], offramp.people.states.Race['PACIFIC_ISLANDER']), (offramp.people.states.Race['WHITE'], offramp.people.states.Race['WHITE']), (offramp.people.states.Race['UNKNOWN'], offramp.people.states.Race['UNKNOWN'])], max_length=60)),
                ('seen_sex', models.CharField(blank=True, choices=[(offramp.people.states.Sex['FEMALE'], offramp.people.states.Sex['FEMALE']), (offramp.people.states.Sex['MALE'], offramp.people.states.Sex['MALE']), (offramp.people.states.Sex['ANOTHER'], offramp.people.states.Sex['ANOTHER']), (offramp.people.states.Sex['UNKNOWN'], offramp.people.states.Sex['UNKNOWN'])], max_length=10)),
                ('seen_age', models.CharField(blank=True, choices=[(offramp.people.states.AgeBand['UNDER_18'], offramp.people.states.AgeBand['UNDER_18']), (offramp.people.states.AgeBand['FROM_18'], offramp.people.states.AgeBand['FROM_18']), (offramp.people.states.AgeBand['FROM_25'], offramp.people.states.AgeBand['FROM_25']), (offramp.people.states.AgeBand['FROM_35'], offramp.people.states.AgeBand['FROM_35']), (offramp.people.states.AgeBand['FROM_45'], offramp.people.states.AgeBand['FROM_45']), (offramp.people.states.AgeBand['FROM_55'], offramp.people.states.AgeBand['FROM_55']), (offramp.people.states.AgeBand['FROM_65'], offramp.people.states.AgeBand['FROM_65']), (offramp.people.states.AgeBand['UNKNOWN'], offramp.people.states.AgeBand['UNKNOWN'])], max_length=12)),
                ('referrer_relation', models.CharField(blank=True, max_length=40)),
                ('referrer_contact', models.CharField(blank=True, max_length=120)),
                ('wants_call_back', models.BooleanField(default=False)),
                ('finished_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='directory.membership')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='people.person')),
                ('protocol_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='protocols.protocolversion')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='directory.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'status', 'received_at'], name='referrals_by_status'), models.Index(fields=['site', 'officer', '-received_at'], name='referrals_of_an_officer'), models.Index(fields=['site', '-received_at'], name='referrals_newest_first')],
                'constraints': [models.UniqueConstraint(fields=('site', 'code'), name='referral_code_once'), models.CheckConstraint(condition=models.Q(('status__in', [offramp.referrals.states.Status['ASKED'], offramp.referrals.states.Status['RETURNED'], offramp.referrals.states.Status['MAY_OFFER'], offramp.referrals.states.Status['ACCEPTED'], offramp.referrals.states.Status['LOOKING'], offramp.referrals.states.Status['HANDED_OFF'], offramp.referrals.states.Status['DECLINED'], offramp.referrals.states.Status['NOT_OFFERED'], offramp.referrals.states.Status['NOT_DIVERTIBLE'], offramp.referrals.states.Status['NOT_AGREED'], offramp.referrals.states.Status['CLOSED']])), name='referral_status_is_known'), models.CheckConstraint(condition=models.Q(('door__in', [offramp.protocols.states.DoorName['ARREST_DIVERSION'], offramp.protocols.states.DoorName['SOCIAL_CONTACT'], offramp.protocols.states.DoorName['COMMUNITY']])), name='referral_door_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', (offramp.referrals.states.Status['DECLINED'], offramp.referrals.states.Status['NOT_OFFERED'], offramp.referrals.states.Status['NOT_DIVERTIBLE'])), _negated=True), ('person__isnull', True), _connector='OR'), name='no_name_is_kept_without_a_yes'), models.CheckConstraint(condition=models.Q(('door', offramp.protocols.states.DoorName['COMMUNITY']), ('officer__isnull', False), _connector='OR'), name='police_doors_have_an_officer'), models.CheckConstraint(condition=models.Q(models.Q(('door', offramp.protocols.states.DoorName['COMMUNITY']), _negated=True), models.Q(('incident_number', ''), ('offense', ''), ('officer__isnull', True)), _connector='OR'), name='community_referrals_are_not_police_records'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('finished_by__isnull', True)), models.Q(('finished_at__isnull', False), ('finished_by__isnull', False)), _connector='OR'), name='referral_finished_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='HandOff',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('mode', models.CharField(choices=[(offramp.protocols.states.Mode['SCENE'], offramp.protocols.states.Mode['SCENE']), (offramp.protocols.states.Mode['STATION'], offramp.protocols.states.Mode['STATION']), (offramp.protocols.states.Mode['CENTER'], offramp.protocols.states.Mode['CENTER']), (offramp.protocols.states.Mode['PHONE'], offramp.protocols.states.Mode['PHONE'])], max_length=10)),
                ('called_at', models.DateTimeField()),
                ('rings_since', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('on_the_way_at', models.DateTimeField(null=True)),
                ('minutes_away', models.PositiveSmallIntegerField(null=True)),
                ('arrived_at', models.DateTimeField(null=True)),
                ('custody_ended_at', models.DateTimeField(null=True)),
                ('nobody_came', models.CharField(blank=True, max_length=40)),
                ('rating', models.PositiveSmallIntegerField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls_taken', to='directory.membership')),
                ('arrived_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('called_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('custody_ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='hand_off', to='referrals.referral')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'answered_at', 'called_at'], name='hand_offs_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('mode__in', [offramp.protocols.states.Mode['SCENE'], offramp.protocols.states.Mode['STATION'], offramp.protocols.states.Mode['CENTER'], offramp.protocols.states.Mode['PHONE']])), name='hand_off_mode_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__gte', models.F('called_at')), ('answered_by__isnull', False)), _connector='OR'), name='hand_off_answered_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('arrived_at__isnull', True), ('arrived_by__isnull', True)), models.Q(('arrived_at__isnull', False), ('arrived_by__isnull', False)), _connector='OR'), name='hand_off_arrived_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('custody_ended_at__isnull', True), ('custody_ended_by__isnull', True)), models.Q(('custody_ended_at__isnull', False), ('custody_ended_by__isnull', False)), _connector='OR'), name='hand_off_custody_ended_at_and_by'), models.CheckConstraint(condition=models.Q(('nobody_came__in', ['', offramp.referrals.states.InsteadOfWaiting['WAITED'], offramp.referrals.states.InsteadOfWaiting['CENTER'], offramp.referrals.states.InsteadOfWaiting['PHONE'], offramp.referrals.states.InsteadOfWaiting['SITE_RULE'], offramp.referrals.states.InsteadOfWaiting['WORKER_CAME']])), name='what_was_done_instead_is_known'), models.CheckConstraint(condition=models.Q(('rating__isnull', True), models.Q(('rating__gte', 1), ('rating__lte', 5)), _connector='OR'), name='rating_is_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('answer', models.CharField(max_length=20)),
                ('reason', models.CharField(blank=True, max_length=240)),
                ('was_by_phone', models.BooleanField(default=False)),
                ('is_exception', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('agreed_member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='referrals.referral')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'referral', 'made_at'], name='approvals_of_a_referral')],
                'constraints': [models.CheckConstraint(condition=models.Q(('is_exception', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='exceptions_say_why'), models.UniqueConstraint(condition=models.Q(('answer__in', ['confirm', 'deny'])), fields=('site', 'referral', 'made_by'), name='confirmed_or_denied_once')],
            },
        ),
        migrations.CreateModel(
            name='CallPass',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(choices=[(offramp.referrals.states.PassReason['WITH_SOMEONE'], offramp.referrals.states.PassReason['WITH_SOMEONE']), (offramp.referrals.states.PassReason['TOO_FAR'], offramp.referrals.states.PassReason['TOO_FAR']), (offramp.referrals.states.PassReason['NOT_SAFE'], offramp.referrals.states.PassReason['NOT_SAFE']), (offramp.referrals.states.PassReason['OTHER'], offramp.referrals.states.PassReason['OTHER'])], max_length=20)),
                ('passed_at', models.DateTimeField()),
                ('passed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
                ('hand_off', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passes', to='referrals.handoff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'hand_off', 'passed_by'), name='passed_on_once')],
            },
        ),
    ]
