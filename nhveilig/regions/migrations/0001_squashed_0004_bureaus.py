"""What an empty database gets; one that has some of what this replaces goes on with that."""

import django.db.models.deletion
from django.db import migrations, models

from nhveilig.squashing import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('regions', '0001_initial'),
        ('regions', '0002_inhabitants_outlines_and_tiles'),
        ('regions', '0003_less_than_and_nearly'),
        ('regions', '0004_bureaus'),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='PoliceUnit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=8, unique=True, verbose_name='code')),
                    ('slug', models.SlugField(unique=True, verbose_name='webnaam')),
                    ('name', models.CharField(max_length=60, unique=True, verbose_name='naam')),
                    ('kind', models.CharField(choices=[('regional', 'regionale eenheid'), ('national', 'landelijke eenheid'), ('prosecution', 'parket'), ('shared', 'gezamenlijk deel')], default='regional', max_length=12, verbose_name='soort')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='volgorde')),
                ],
                options={
                    'verbose_name': 'eenheid',
                    'verbose_name_plural': 'eenheden',
                    'ordering': ['order'],
                },
            ),
            migrations.CreateModel(
                name='SafetyRegion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=8, unique=True, verbose_name='code')),
                    ('name', models.CharField(max_length=60, unique=True, verbose_name='naam')),
                    ('police_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='safety_regions', to='regions.policeunit', verbose_name='eenheid')),
                ],
                options={
                    'verbose_name': 'veiligheidsregio',
                    'verbose_name_plural': "veiligheidsregio's",
                    'ordering': ['code'],
                },
            ),
            migrations.CreateModel(
                name='Municipality',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='geldig vanaf')),
                    ('valid_until', models.DateField(blank=True, null=True, verbose_name='geldig tot')),
                    ('code', models.CharField(max_length=6, unique=True, verbose_name='GM-code')),
                    ('name', models.CharField(max_length=60, verbose_name='naam')),
                    ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='regions.municipality', verbose_name='opgegaan in')),
                    ('safety_region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='municipalities', to='regions.safetyregion', verbose_name='veiligheidsregio')),
                    ('tile_column', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='kolom op de tegelkaart')),
                    ('tile_row', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='rij op de tegelkaart')),
                ],
                options={
                    'verbose_name': 'gemeente',
                    'ordering': ['name'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_from__lt', models.F('valid_until')), _connector='OR'), name='regions_municipality_ends_after_it_starts')],
                },
            ),
            migrations.CreateModel(
                name='OrganisationUnit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='geldig vanaf')),
                    ('valid_until', models.DateField(blank=True, null=True, verbose_name='geldig tot')),
                    ('kind', models.CharField(choices=[('eenheid', 'eenheid'), ('leiding', 'leiding'), ('staf', 'staf'), ('district', 'district'), ('basisteam', 'basisteam'), ('flexteam', 'flexteam'), ('districtsrecherche', 'districtsrecherche'), ('team', 'team'), ('dienst', 'dienst'), ('afdeling', 'afdeling'), ('groep', 'groep')], max_length=20, verbose_name='soort')),
                    ('name', models.CharField(max_length=100, verbose_name='naam')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='volgorde')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='regions.organisationunit', verbose_name='onderdeel van')),
                    ('police_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='regions.policeunit', verbose_name='eenheid')),
                    ('code', models.CharField(blank=True, max_length=12, verbose_name='code')),
                    ('municipalities', models.ManyToManyField(blank=True, related_name='organisation_units', to='regions.municipality', verbose_name='werkgebied')),
                ],
                options={
                    'verbose_name': 'onderdeel',
                    'verbose_name_plural': 'onderdelen',
                    'ordering': ['police_unit', 'order'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_from__lt', models.F('valid_until')), _connector='OR'), name='regions_organisationunit_ends_after_it_starts'), models.UniqueConstraint(fields=('police_unit', 'parent', 'name', 'valid_from'), name='regions_one_unit_per_parent_and_name')],
                },
            ),
            migrations.CreateModel(
                name='Inhabitants',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='waarde')),
                    ('qualifier', models.CharField(choices=[('exact', 'exact'), ('minimum', 'ten minste'), ('maximum', 'ten hoogste'), ('more_than', 'meer dan'), ('less_than', 'minder dan'), ('nearly', 'bijna'), ('circa', 'circa'), ('provisional', 'voorlopig'), ('undecided', 'nog te bepalen (n.t.b.)'), ('not_applicable', 'niet van toepassing (n.v.t.)'), ('unknown', 'onbekend'), ('blank', 'leeg'), ('dash', 'streepje')], default='exact', max_length=14, verbose_name='soort waarde')),
                    ('reference_date', models.DateField(verbose_name='peildatum')),
                    ('source', models.CharField(max_length=300, verbose_name='bron')),
                    ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='inhabitants', to='regions.municipality', verbose_name='gemeente')),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='inhabitants', to='regions.organisationunit', verbose_name='onderdeel')),
                ],
                options={
                    'verbose_name': 'inwonertal',
                    'verbose_name_plural': 'inwonertallen',
                    'ordering': ['municipality', 'unit', 'reference_date'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('municipality__isnull', True), ('unit__isnull', False)), models.Q(('municipality__isnull', False), ('unit__isnull', True)), _connector='OR'), name='regions_inhabitants_of_one_place'), models.UniqueConstraint(condition=models.Q(('municipality__isnull', False)), fields=('municipality', 'reference_date'), name='regions_one_count_per_municipality_and_date'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('unit', 'reference_date'), name='regions_one_count_per_unit_and_date'), models.CheckConstraint(condition=models.Q(models.Q(('qualifier__in', ['exact', 'minimum', 'maximum', 'more_than', 'less_than', 'nearly', 'circa', 'provisional']), ('value__isnull', False)), models.Q(('qualifier__in', ['undecided', 'not_applicable', 'unknown', 'blank', 'dash']), ('value__isnull', True)), _connector='OR'), name='regions_inhabitants_value_fits_qualifier', violation_error_message='Vul een getal in, of kies waarom er geen getal is.')],
                },
            ),
            migrations.CreateModel(
                name='Outline',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('geometry', models.JSONField(verbose_name='omtrek')),
                    ('source', models.CharField(max_length=300, verbose_name='bron')),
                    ('loaded_at', models.DateTimeField(auto_now=True, verbose_name='geladen op')),
                    ('municipality', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outline', to='regions.municipality', verbose_name='gemeente')),
                ],
                options={
                    'verbose_name': 'omtrek',
                    'verbose_name_plural': 'omtrekken',
                },
            ),
            migrations.CreateModel(
                name='Office',
                fields=[
                    ('police_unit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='office', serialize=False, to='regions.policeunit', verbose_name='eenheid')),
                    ('name', models.CharField(max_length=100, verbose_name='naam van het bureau')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mailadres')),
                    ('phone', models.CharField(blank=True, max_length=30, verbose_name='telefoonnummer')),
                ],
                options={
                    'verbose_name': 'stafbureau',
                    'verbose_name_plural': 'stafbureaus',
                },
            ),
        ),
    ]
