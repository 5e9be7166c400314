import django.db.models.deletion
import offramp.kernel.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProtocolVersion',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('effective_from', models.DateField()),
                ('text', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('decision', models.CharField(max_length=200)),
                ('decided_on', models.DateField()),
                ('signers', models.JSONField(default=list)),
                ('adopted_at', models.DateTimeField()),
                ('adopted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='protocol_versions', to='directory.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', '-effective_from', '-number'], name='protocol_in_force')],
                'constraints': [models.UniqueConstraint(fields=('site', 'number'), name='protocol_version_numbered_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='protocol_version_counts_from_one'), models.CheckConstraint(condition=models.Q(('decision', ''), _negated=True), name='protocol_version_has_a_decision')],
            },
        ),
    ]
