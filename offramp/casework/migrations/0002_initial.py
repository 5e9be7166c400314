import django.db.models.deletion
import offramp.casework.states
import offramp.protocols.states
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casework', '0001_initial'),
        ('directory', '0001_initial'),
        ('people', '0001_initial'),
        ('protocols', '0001_initial'),
        ('referrals', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='intake',
            name='completed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership'),
        ),
        migrations.AddField(
            model_name='intake',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='intake', to='people.person'),
        ),
        migrations.AddField(
            model_name='intake',
            name='protocol_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='protocols.protocolversion'),
        ),
        migrations.AddField(
            model_name='intake',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site'),
        ),
        migrations.AddField(
            model_name='intake',
            name='started_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership'),
        ),
        migrations.AddField(
            model_name='intakepart',
            name='intake',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='casework.intake'),
        ),
        migrations.AddField(
            model_name='intakepart',
            name='saved_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership'),
        ),
        migrations.AddField(
            model_name='intakepart',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='met_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='people.person'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='referral',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting', to='referrals.referral'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site'),
        ),
        migrations.AddField(
            model_name='supplygiven',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership'),
        ),
        migrations.AddField(
            model_name='supplygiven',
            name='meeting',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supplies', to='casework.meeting'),
        ),
        migrations.AddField(
            model_name='supplygiven',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supplies', to='people.person'),
        ),
        migrations.AddField(
            model_name='supplygiven',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site'),
        ),
        migrations.AddConstraint(
            model_name='intake',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', True), ('completed_by__isnull', True)), models.Q(('completed_at__isnull', False), ('completed_by__isnull', False)), _connector='OR'), name='intake_completed_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='intakepart',
            constraint=models.UniqueConstraint(fields=('site', 'intake', 'part'), name='intake_part_once'),
        ),
        migrations.AddConstraint(
            model_name='intakepart',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', [offramp.protocols.states.IntakePart['REACHING_YOU'], offramp.protocols.states.IntakePart['HOME_AND_FAMILY'], offramp.protocols.states.IntakePart['INCOME_WORK_PAPERS'], offramp.protocols.states.IntakePart['HEALTH'], offramp.protocols.states.IntakePart['SUBSTANCE_USE'], offramp.protocols.states.IntakePart['MIND_AND_MOOD'], offramp.protocols.states.IntakePart['HARD_THINGS'], offramp.protocols.states.IntakePart['LEGAL'], offramp.protocols.states.IntakePart['STRENGTHS'], offramp.protocols.states.IntakePart['WHAT_YOU_WANT'], offramp.protocols.states.IntakePart['CHANGE']])), name='intake_part_is_known'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['site', 'person', '-met_at'], name='meetings_of_a_person'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('naloxone__in', [offramp.casework.states.Naloxone['GIVEN'], offramp.casework.states.Naloxone['HAS_ONE'], offramp.casework.states.Naloxone['NOT_WANTED'], offramp.casework.states.Naloxone['NOT_ASKED']])), name='meeting_naloxone_is_known'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('has_overdosed__in', [offramp.casework.states.Overdose['YES'], offramp.casework.states.Overdose['NO'], offramp.casework.states.Overdose['NOT_ASKED']])), name='meeting_overdose_is_known'),
        ),
        migrations.AddIndex(
            model_name='supplygiven',
            index=models.Index(fields=['site', '-given_at'], name='supplies_of_a_site'),
        ),
        migrations.AddConstraint(
            model_name='supplygiven',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='supply_counts_from_one'),
        ),
        migrations.AddConstraint(
            model_name='supplygiven',
            constraint=models.CheckConstraint(condition=models.Q(('lot', ''), _negated=True), name='supply_has_its_lot'),
        ),
    ]
