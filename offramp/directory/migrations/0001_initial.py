import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import offramp.directory.models
import offramp.directory.states
import offramp.kernel.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name='State',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('fips', models.CharField(max_length=2, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('postal', models.CharField(max_length=2, unique=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('ends_at', models.DateTimeField(null=True)),
                ('password_ends_at', models.DateTimeField(null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='County',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('fips', models.CharField(max_length=5, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counties', to='directory.region')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counties', to='directory.state')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=80)),
                ('mode', models.CharField(choices=[(offramp.directory.states.SiteMode['LIVE'], offramp.directory.states.SiteMode['LIVE']), (offramp.directory.states.SiteMode['PLANNING'], offramp.directory.states.SiteMode['PLANNING']), (offramp.directory.states.SiteMode['DEMO'], offramp.directory.states.SiteMode['DEMO'])], default=offramp.directory.states.SiteMode['LIVE'], max_length=10)),
                ('time_zone', models.CharField(default='America/New_York', max_length=40, validators=[offramp.directory.models.is_a_time_zone])),
                ('on_call_phone', models.CharField(max_length=20)),
                ('referral_days', models.PositiveSmallIntegerField(default=30)),
                ('counties', models.ManyToManyField(related_name='sites', to='directory.county')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='directory.state')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('mode__in', [offramp.directory.states.SiteMode['LIVE'], offramp.directory.states.SiteMode['PLANNING'], offramp.directory.states.SiteMode['DEMO']])), name='site_mode_is_known'), models.CheckConstraint(condition=models.Q(('on_call_phone', ''), _negated=True), name='site_has_an_on_call_phone')],
            },
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[(offramp.directory.states.AgencyKind['POLICE'], offramp.directory.states.AgencyKind['POLICE']), (offramp.directory.states.AgencyKind['PROSECUTION'], offramp.directory.states.AgencyKind['PROSECUTION']), (offramp.directory.states.AgencyKind['DEFENSE'], offramp.directory.states.AgencyKind['DEFENSE']), (offramp.directory.states.AgencyKind['CARE'], offramp.directory.states.AgencyKind['CARE']), (offramp.directory.states.AgencyKind['TREATMENT'], offramp.directory.states.AgencyKind['TREATMENT']), (offramp.directory.states.AgencyKind['PROJECT_MANAGEMENT'], offramp.directory.states.AgencyKind['PROJECT_MANAGEMENT']), (offramp.directory.states.AgencyKind['COMMUNITY'], offramp.directory.states.AgencyKind['COMMUNITY']), (offramp.directory.states.AgencyKind['STATE'], offramp.directory.states.AgencyKind['STATE'])], max_length=20)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agencies', to='directory.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'name'), name='agency_named_once'), models.CheckConstraint(condition=models.Q(('kind__in', [offramp.directory.states.AgencyKind['POLICE'], offramp.directory.states.AgencyKind['PROSECUTION'], offramp.directory.states.AgencyKind['DEFENSE'], offramp.directory.states.AgencyKind['CARE'], offramp.directory.states.AgencyKind['TREATMENT'], offramp.directory.states.AgencyKind['PROJECT_MANAGEMENT'], offramp.directory.states.AgencyKind['COMMUNITY'], offramp.directory.states.AgencyKind['STATE']])), name='agency_kind_is_known')],
            },
        ),
        migrations.AddField(
            model_name='region',
            name='state',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regions', to='directory.state'),
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='directory.agency')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'agency', 'name'), name='unit_named_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[(offramp.directory.states.Role['OFFICER'], 'Officer'), (offramp.directory.states.Role['SUPERVISOR'], 'Sergeant'), (offramp.directory.states.Role['LE_LIAISON'], 'Liaison officer'), (offramp.directory.states.Role['PEER'], 'Peer specialist'), (offramp.directory.states.Role['OUTREACH'], 'Outreach worker'), (offramp.directory.states.Role['CASE_MANAGER'], 'Case manager'), (offramp.directory.states.Role['CM_SUPERVISOR'], 'Case management supervisor'), (offramp.directory.states.Role['PROSECUTOR'], 'Prosecutor liaison'), (offramp.directory.states.Role['DEFENDER'], 'Defender'), (offramp.directory.states.Role['PROJECT_MANAGER'], 'Project manager'), (offramp.directory.states.Role['OWG_MEMBER'], 'Operational Work Group member'), (offramp.directory.states.Role['PCG_MEMBER'], 'Policy Coordinating Group member'), (offramp.directory.states.Role['CLT_MEMBER'], 'Community Leadership Team member'), (offramp.directory.states.Role['CIVIL_RIGHTS'], 'Civil-rights reviewer'), (offramp.directory.states.Role['PROVIDER'], 'Treatment provider'), (offramp.directory.states.Role['BH_PRIMARY_CONTACT'], 'Primary contact'), (offramp.directory.states.Role['STATE_COORDINATOR'], 'State coordinator'), (offramp.directory.states.Role['EVALUATOR'], 'Evaluator'), (offramp.directory.states.Role['FUNDER'], 'Funder'), (offramp.directory.states.Role['PRIVACY_OFFICER'], 'Privacy officer'), (offramp.directory.states.Role['OPERATOR'], 'Operator')], max_length=30)),
                ('name', models.CharField(max_length=60)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('is_active', models.BooleanField(default=True)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='directory.agency')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='directory.site')),
                ('state', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='directory.state')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='directory.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'user', 'role'), name='member_once_per_role'), models.CheckConstraint(condition=models.Q(('role__in', [offramp.directory.states.Role['OFFICER'], offramp.directory.states.Role['SUPERVISOR'], offramp.directory.states.Role['LE_LIAISON'], offramp.directory.states.Role['PEER'], offramp.directory.states.Role['OUTREACH'], offramp.directory.states.Role['CASE_MANAGER'], offramp.directory.states.Role['CM_SUPERVISOR'], offramp.directory.states.Role['PROSECUTOR'], offramp.directory.states.Role['DEFENDER'], offramp.directory.states.Role['PROJECT_MANAGER'], offramp.directory.states.Role['OWG_MEMBER'], offramp.directory.states.Role['PCG_MEMBER'], offramp.directory.states.Role['CLT_MEMBER'], offramp.directory.states.Role['CIVIL_RIGHTS'], offramp.directory.states.Role['PROVIDER'], offramp.directory.states.Role['BH_PRIMARY_CONTACT'], offramp.directory.states.Role['STATE_COORDINATOR'], offramp.directory.states.Role['EVALUATOR'], offramp.directory.states.Role['FUNDER'], offramp.directory.states.Role['PRIVACY_OFFICER'], offramp.directory.states.Role['OPERATOR']])), name='member_role_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('site__isnull', False), ('state__isnull', True)), models.Q(('site__isnull', True), ('state__isnull', False)), _connector='OR'), name='member_of_a_site_or_a_state'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', [offramp.directory.states.Role['OFFICER'], offramp.directory.states.Role['SUPERVISOR']]), _negated=True), ('agency__isnull', False), _connector='OR'), name='sworn_staff_have_an_agency')],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.UUIDField(default=offramp.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='directory.membership')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='directory.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'ends_at'], name='shifts_of_a_site')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('place__gte', 1)), name='shift_place_counts_from_one')],
            },
        ),
        migrations.AddConstraint(
            model_name='region',
            constraint=models.UniqueConstraint(fields=('state', 'name'), name='region_named_once'),
        ),
    ]
