import offramp.kernel.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='TrailHead',
            fields=[
                ('site_id', models.UUIDField(primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('mac', models.CharField(default='', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Answered',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('site_id', models.UUIDField()),
                ('actor_id', models.UUIDField()),
                ('token_mark', models.CharField(max_length=64)),
                ('said_mark', models.CharField(max_length=64)),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.UUIDField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site_id', 'actor_id', 'token_mark'), name='answered_once_per_token')],
            },
        ),
        migrations.CreateModel(
            name='TrailRow',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('site_id', models.UUIDField()),
                ('seq', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('actor_id', models.UUIDField(null=True)),
                ('role', models.CharField(max_length=30)),
                ('action', models.CharField(max_length=60)),
                ('purpose', models.CharField(blank=True, max_length=30)),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.UUIDField(null=True)),
                ('detail', models.JSONField(default=dict)),
                ('previous_mac', models.CharField(max_length=64)),
                ('mac', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['site_id', 'object_id', '-seq'], name='trail_of_an_object')],
                'constraints': [models.UniqueConstraint(fields=('site_id', 'seq'), name='trail_one_row_per_number')],
            },
        ),
    ]
