"""What an empty database gets; one that has some of what this replaces goes on with that."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from nhveilig.squashing import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_working_group_members'),
        ('accounts', '0003_people_and_the_record_of_roles'),
        ('accounts', '0004_changed_names'),
        ('accounts', '0005_who_comes_in'),
        ('accounts', '0006_proven_addresses'),
        ('accounts', '0007_standins_and_ends_of_roles'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('regions', '0003_less_than_and_nearly'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
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
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ('address_proven', models.BooleanField(default=False, editable=False, verbose_name='e-mailadres bevestigd')),
                ],
                options={
                    'verbose_name': 'gebruiker',
                    'verbose_name_plural': 'users',
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='accounts_an_address_belongs_to_one')],
                },
                managers=[
                    ('objects', django.contrib.auth.models.UserManager()),
                ],
            ),
            migrations.CreateModel(
                name='Role',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('reader', 'lezer'), ('mayor', 'burgemeester'), ('chief_prosecutor', 'hoofdofficier van justitie'), ('police_controller', 'controller politie'), ('group_member', 'werkgroeplid'), ('project_leader', 'projectleider'), ('staff', 'stafbureau'), ('administrator', 'beheerder')], max_length=20, verbose_name='rol')),
                    ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='regions.municipality', verbose_name='gemeente')),
                    ('police_unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='regions.policeunit', verbose_name='eenheid')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to=settings.AUTH_USER_MODEL, verbose_name='gebruiker')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='tot en met')),
                ],
                options={
                    'verbose_name': 'rol',
                    'verbose_name_plural': 'rollen',
                    'ordering': ['police_unit', 'kind'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('municipality__isnull', True)), fields=('user', 'kind', 'police_unit'), name='accounts_role_held_once'), models.UniqueConstraint(condition=models.Q(('municipality__isnull', False)), fields=('user', 'kind', 'municipality'), name='accounts_role_held_once_for_a_municipality'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'mayor'), ('municipality__isnull', False)), models.Q(models.Q(('kind', 'mayor'), _negated=True), ('municipality__isnull', True)), _connector='OR'), name='accounts_a_mayor_has_a_municipality')],
                },
            ),
            migrations.CreateModel(
                name='RoleChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('action', models.CharField(choices=[('given', 'rol gegeven'), ('taken', 'rol ingetrokken'), ('end_set', 'einddatum gewijzigd'), ('deactivated', 'account stilgezet'), ('reactivated', 'account weer opengezet'), ('link', 'link voor een nieuw wachtwoord gemaakt'), ('renamed', 'naam of e-mailadres gewijzigd')], max_length=12, verbose_name='wat')),
                    ('kind', models.CharField(blank=True, choices=[('reader', 'lezer'), ('mayor', 'burgemeester'), ('chief_prosecutor', 'hoofdofficier van justitie'), ('police_controller', 'controller politie'), ('group_member', 'werkgroeplid'), ('project_leader', 'projectleider'), ('staff', 'stafbureau'), ('administrator', 'beheerder')], max_length=20, verbose_name='rol')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='op')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='door')),
                    ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.municipality', verbose_name='gemeente')),
                    ('police_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.policeunit', verbose_name='eenheid')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_changes', to=settings.AUTH_USER_MODEL, verbose_name='gebruiker')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='tot en met')),
                ],
                options={
                    'verbose_name': 'wijziging van rollen',
                    'verbose_name_plural': 'wijzigingen van rollen',
                    'ordering': ['at', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action__in', ['given', 'taken', 'end_set']), ('kind__gt', '')), models.Q(models.Q(('action__in', ['given', 'taken', 'end_set']), _negated=True), ('kind', '')), _connector='OR'), name='accounts_a_change_of_a_role_names_it')],
                },
            ),
            migrations.CreateModel(
                name='LinkRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email', models.EmailField(max_length=254, verbose_name='e-mailadres')),
                    ('asked_at', models.DateTimeField(db_index=True, verbose_name='gevraagd op')),
                    ('address', models.GenericIPAddressField(blank=True, null=True, verbose_name='netwerkadres')),
                    ('handled_at', models.DateTimeField(blank=True, null=True, verbose_name='afgehandeld op')),
                ],
                options={
                    'verbose_name': 'aanvraag van een wachtwoordlink',
                    'verbose_name_plural': 'aanvragen van een wachtwoordlink',
                },
            ),
            migrations.CreateModel(
                name='SentForm',
                fields=[
                    ('key', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='vingerafdruk')),
                    ('at', models.DateTimeField(db_index=True, verbose_name='op')),
                    ('led_to', models.TextField(blank=True, verbose_name='leidde naar')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='door')),
                ],
                options={
                    'verbose_name': 'verstuurd formulier',
                    'verbose_name_plural': 'verstuurde formulieren',
                },
            ),
            migrations.CreateModel(
                name='AccessEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('logged_in', 'ingelogd'), ('failed', 'wachtwoord of gebruikersnaam klopte niet'), ('throttled', 'te veel pogingen: niet geprobeerd'), ('logged_out', 'uitgelogd'), ('refused', 'pagina geweigerd'), ('link_asked', 'wachtwoordlink gevraagd'), ('password', 'nieuw wachtwoord gekozen'), ('stood_in', 'werkte namens iemand anders')], max_length=10, verbose_name='wat')),
                    ('account', models.CharField(blank=True, max_length=64, verbose_name='account')),
                    ('address', models.GenericIPAddressField(blank=True, null=True, verbose_name='netwerkadres')),
                    ('path', models.CharField(blank=True, max_length=200, verbose_name='pagina')),
                    ('at', models.DateTimeField(db_index=True, verbose_name='op')),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='access_events', to=settings.AUTH_USER_MODEL, verbose_name='gebruiker')),
                    ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='namens')),
                ],
                options={
                    'verbose_name': 'toegang',
                    'verbose_name_plural': 'toegangslogboek',
                    'ordering': ['-at', '-pk'],
                    'indexes': [models.Index(fields=['address', 'kind', 'at'], name='accounts_access_by_address'), models.Index(fields=['account', 'kind', 'at'], name='accounts_access_by_account')],
                },
            ),
            migrations.CreateModel(
                name='StandIn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('assistant', 'medewerker die voorbereidt'), ('deputy', 'vervanger')], max_length=10, verbose_name='als')),
                    ('starts_on', models.DateField(verbose_name='vanaf')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='tot en met')),
                    ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='geregeld op')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='beëindigd op')),
                    ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='beëindigd door')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='geregeld door')),
                    ('police_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.policeunit', verbose_name='eenheid')),
                    ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to=settings.AUTH_USER_MODEL, verbose_name='voor wie')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to=settings.AUTH_USER_MODEL, verbose_name='wie werkt')),
                ],
                options={
                    'verbose_name': 'vervanging',
                    'verbose_name_plural': 'vervangingen',
                    'ordering': ['-starts_on', 'pk'],
                    'indexes': [models.Index(fields=['user', 'police_unit'], name='accounts_stand_ins_of_a_user')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('user', models.F('principal')), _negated=True), name='accounts_nobody_stands_in_for_oneself'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('starts_on')), _connector='OR'), name='accounts_standing_in_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='accounts_who_ended_standing_in_is_known')],
                },
            ),
        ),
    ]
