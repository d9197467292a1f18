"""What an empty database gets; one that has some of what this replaces goes on with that."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from nhveilig.squashing import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('formation', '0001_initial'),
        ('formation', '0002_series_edits_and_changes'),
        ('formation', '0003_explained_differences'),
        ('formation', '0004_less_than_and_nearly'),
        ('formation', '0007_a_category_has_its_unit'),
        ('formation', '0008_changes_as_a_register'),
        ('formation', '0009_national_tables'),
    ]

    initial = True

    dependencies = [
        ('regions', '0003_less_than_and_nearly'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='NationalTable',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                    ('versions', models.JSONField(blank=True, default=dict, verbose_name='versies per veld')),
                    ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='verwijderd op')),
                    ('title', models.CharField(max_length=160, verbose_name='titel')),
                    ('kind', models.CharField(max_length=40, verbose_name='soort')),
                    ('category', models.CharField(max_length=60, verbose_name='categorie')),
                    ('reference_date', models.DateField(verbose_name='peildatum')),
                    ('unit', models.CharField(default='fte', max_length=20, verbose_name='maateenheid')),
                    ('source', models.CharField(blank=True, max_length=300, verbose_name='bron')),
                    ('explained_difference', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='verklaard verschil')),
                    ('explanation', models.TextField(blank=True, verbose_name='toelichting')),
                    ('slug', models.SlugField(blank=True, max_length=120, verbose_name='webnaam')),
                    ('status', models.CharField(choices=[('concept', 'in bewerking'), ('adopted', 'vastgesteld')], default='concept', max_length=10, verbose_name='status')),
                    ('adopted_on', models.DateField(blank=True, null=True, verbose_name='vastgesteld op')),
                    ('deleted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verwijderd door')),
                ],
                options={
                    'verbose_name': 'landelijke tabel',
                    'verbose_name_plural': 'landelijke tabellen',
                    'ordering': ['title', 'category', 'reference_date', 'kind'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('title', 'kind', 'category', 'reference_date'), name='formation_one_national_table_per_date', violation_error_message='Deze landelijke tabel staat er al.'), models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('slug',), name='formation_one_national_table_per_slug', violation_error_message='Deze webnaam is al van een andere landelijke tabel.')],
                },
            ),
            migrations.CreateModel(
                name='StrengthTable',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('formatie', 'formatie'), ('bezetting', 'bezetting')], default='formatie', max_length=10, verbose_name='soort')),
                    ('reference_date', models.DateField(verbose_name='peildatum')),
                    ('source', models.CharField(max_length=300, verbose_name='bron')),
                    ('police_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='strength_tables', to='regions.policeunit', verbose_name='eenheid')),
                    ('adopted_on', models.DateField(blank=True, null=True, verbose_name='vastgesteld op')),
                    ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='copies', to='formation.strengthtable', verbose_name='overgenomen van')),
                    ('date_label', models.CharField(blank=True, max_length=40, verbose_name='peildatum in woorden')),
                    ('series', models.SlugField(default='eenheid', verbose_name='reeks')),
                    ('status', models.CharField(choices=[('concept', 'in bewerking'), ('adopted', 'vastgesteld')], default='concept', max_length=10, verbose_name='status')),
                    ('title', models.CharField(blank=True, max_length=160, verbose_name='titel')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                    ('filled_version', models.PositiveIntegerField(blank=True, null=True, verbose_name='versie bij het vullen')),
                    ('filled_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='filled', to='formation.nationaltable', verbose_name='gevuld uit')),
                ],
                options={
                    'verbose_name': 'sterktetabel',
                    'verbose_name_plural': 'sterktetabellen',
                    'ordering': ['police_unit', 'kind', 'series', 'reference_date'],
                    'constraints': [models.UniqueConstraint(fields=('police_unit', 'kind', 'series', 'reference_date'), name='formation_one_table_per_series_and_date')],
                },
            ),
            migrations.CreateModel(
                name='StrengthRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('detail', 'onderdeel'), ('subtotal', 'subtotaal'), ('total', 'totaal')], default='detail', max_length=10, verbose_name='rol')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='volgorde')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='strength_rows', to='regions.organisationunit', verbose_name='onderdeel')),
                    ('table', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='formation.strengthtable', verbose_name='tabel')),
                ],
                options={
                    'verbose_name': 'rij',
                    'verbose_name_plural': 'rijen',
                    'ordering': ['table', 'order'],
                    'constraints': [models.UniqueConstraint(fields=('table', 'unit'), name='formation_one_row_per_unit')],
                },
            ),
            migrations.CreateModel(
                name='StrengthExplanation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('category_code', models.SlugField(verbose_name='categorie')),
                    ('difference', models.DecimalField(decimal_places=4, max_digits=14, verbose_name='verklaard verschil')),
                    ('text', models.TextField(verbose_name='toelichting')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='regions.organisationunit', verbose_name='onderdeel')),
                    ('table', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='explanations', to='formation.strengthtable', verbose_name='tabel')),
                ],
                options={
                    'verbose_name': 'toelichting',
                    'verbose_name_plural': 'toelichtingen',
                    'ordering': ['table', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('table', 'unit', 'category_code', 'difference'), name='formation_one_explanation_per_difference')],
                },
            ),
            migrations.CreateModel(
                name='StaffCategory',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(verbose_name='code')),
                    ('name', models.CharField(max_length=60, verbose_name='naam')),
                    ('role', models.CharField(choices=[('value', 'telt mee'), ('of_which', 'waarvan'), ('total', 'totaal')], default='value', max_length=10, verbose_name='rol')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='volgorde')),
                    ('table', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='categories', to='formation.strengthtable', verbose_name='tabel')),
                    ('is_community_officer', models.BooleanField(default=False, verbose_name='telt als wijkagent')),
                    ('unit', models.CharField(choices=[('fte', 'fte'), ('percentage', '%'), ('people', 'personen'), ('platoons', 'pelotons'), ('hours', 'uur'), ('number', 'aantal')], default='fte', max_length=10, verbose_name='meeteenheid')),
                    ('decimals', models.PositiveSmallIntegerField(default=2, verbose_name='decimalen')),
                ],
                options={
                    'verbose_name': 'personeelscategorie',
                    'verbose_name_plural': 'personeelscategorieën',
                    'ordering': ['table', 'order'],
                    'constraints': [models.UniqueConstraint(fields=('table', 'code'), name='formation_one_category_per_code'), models.UniqueConstraint(condition=models.Q(('role', 'total')), fields=('table',), name='formation_one_total_column_per_table'), models.CheckConstraint(condition=models.Q(('is_community_officer', False), ('unit', 'fte'), _connector='OR'), name='formation_officers_are_counted_in_fte')],
                },
            ),
            migrations.CreateModel(
                name='StrengthCell',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='waarde')),
                    ('qualifier', models.CharField(choices=[('exact', 'exact'), ('minimum', 'ten minste'), ('maximum', 'ten hoogste'), ('more_than', 'meer dan'), ('less_than', 'minder dan'), ('nearly', 'bijna'), ('circa', 'circa'), ('provisional', 'voorlopig'), ('undecided', 'nog te bepalen (n.t.b.)'), ('not_applicable', 'niet van toepassing (n.v.t.)'), ('unknown', 'onbekend'), ('blank', 'leeg'), ('dash', 'streepje')], default='exact', max_length=14, verbose_name='soort waarde')),
                    ('category', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='formation.staffcategory', verbose_name='categorie')),
                    ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='formation.strengthrow', verbose_name='rij')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                ],
                options={
                    'verbose_name': 'cijfer',
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('row', 'category'), name='formation_one_cell_per_row_and_category'), models.CheckConstraint(condition=models.Q(models.Q(('qualifier__in', ['exact', 'minimum', 'maximum', 'more_than', 'less_than', 'nearly', 'circa', 'provisional']), ('value__isnull', False)), models.Q(('qualifier__in', ['undecided', 'not_applicable', 'unknown', 'blank', 'dash']), ('value__isnull', True)), _connector='OR'), name='formation_strengthcell_value_fits_qualifier', violation_error_message='Vul een getal in, of kies waarom er geen getal is.')],
                },
            ),
            migrations.CreateModel(
                name='StrengthCellEdit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('old_value', models.DecimalField(decimal_places=4, max_digits=14, null=True, verbose_name='oude waarde')),
                    ('old_qualifier', models.CharField(max_length=14, verbose_name='oude soort waarde')),
                    ('new_value', models.DecimalField(decimal_places=4, max_digits=14, null=True, verbose_name='nieuwe waarde')),
                    ('new_qualifier', models.CharField(max_length=14, verbose_name='nieuwe soort waarde')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reden')),
                    ('edited_at', models.DateTimeField(auto_now_add=True, verbose_name='gewijzigd op')),
                    ('cell', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='formation.strengthcell', verbose_name='cijfer')),
                    ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gewijzigd door')),
                    ('table', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='formation.strengthtable', verbose_name='tabel')),
                    ('undoes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='undone_by', to='formation.strengthcelledit', verbose_name='maakt ongedaan')),
                ],
                options={
                    'verbose_name': 'wijziging',
                    'verbose_name_plural': 'wijzigingen',
                    'ordering': ['-edited_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='StrengthChangeSet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(blank=True, verbose_name='webnaam')),
                    ('title', models.CharField(max_length=160, verbose_name='titel')),
                    ('decimals', models.PositiveSmallIntegerField(default=1, verbose_name='decimalen')),
                    ('source', models.CharField(blank=True, max_length=300, verbose_name='bron')),
                    ('after', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='changes_until', to='formation.strengthtable', verbose_name='wordt')),
                    ('before', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='changes_since', to='formation.strengthtable', verbose_name='was')),
                    ('police_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='strength_changes', to='regions.policeunit', verbose_name='eenheid')),
                    ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='verwijderd op')),
                    ('deleted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verwijderd door')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                    ('versions', models.JSONField(blank=True, default=dict, verbose_name='versies per veld')),
                ],
                options={
                    'verbose_name': 'reeks veranderingen',
                    'verbose_name_plural': 'reeksen veranderingen',
                    'ordering': ['police_unit', 'slug'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('police_unit', 'slug'), name='formation_one_change_set_per_slug', violation_error_message='Deze eenheid heeft al een reeks met deze webnaam.'), models.UniqueConstraint(models.F('police_unit'), django.db.models.functions.text.Lower('title'), condition=models.Q(('deleted_at', None)), name='formation_one_change_set_per_title', violation_error_message='Deze eenheid heeft al een reeks met deze titel.')],
                },
            ),
            migrations.CreateModel(
                name='StrengthChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='waarde')),
                    ('qualifier', models.CharField(choices=[('exact', 'exact'), ('minimum', 'ten minste'), ('maximum', 'ten hoogste'), ('more_than', 'meer dan'), ('less_than', 'minder dan'), ('nearly', 'bijna'), ('circa', 'circa'), ('provisional', 'voorlopig'), ('undecided', 'nog te bepalen (n.t.b.)'), ('not_applicable', 'niet van toepassing (n.v.t.)'), ('unknown', 'onbekend'), ('blank', 'leeg'), ('dash', 'streepje')], default='exact', max_length=14, verbose_name='soort waarde')),
                    ('origin', models.CharField(max_length=160, verbose_name='herkomst')),
                    ('categories', models.CharField(blank=True, max_length=200, verbose_name='categorieën')),
                    ('period', models.CharField(blank=True, max_length=40, verbose_name='periode')),
                    ('role', models.CharField(choices=[('detail', 'herkomst'), ('total', 'totaal')], default='detail', max_length=10, verbose_name='rol')),
                    ('explains', models.BooleanField(default=True, verbose_name='verklaart het verschil')),
                    ('order', models.PositiveSmallIntegerField(blank=True, verbose_name='volgorde')),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.organisationunit', verbose_name='onderdeel')),
                    ('change_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='formation.strengthchangeset', verbose_name='reeks')),
                    ('explained_difference', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='verklaard verschil')),
                    ('explanation', models.TextField(blank=True, verbose_name='toelichting')),
                    ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='verwijderd op')),
                    ('deleted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verwijderd door')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='naar')),
                    ('starts_on', models.DateField(blank=True, null=True, verbose_name='van')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                    ('versions', models.JSONField(blank=True, default=dict, verbose_name='versies per veld')),
                ],
                options={
                    'verbose_name': 'verandering van sterkte',
                    'verbose_name_plural': 'veranderingen van sterkte',
                    'ordering': ['change_set', 'order', 'pk'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('qualifier__in', ['exact', 'minimum', 'maximum', 'more_than', 'less_than', 'nearly', 'circa', 'provisional']), ('value__isnull', False)), models.Q(('qualifier__in', ['undecided', 'not_applicable', 'unknown', 'blank', 'dash']), ('value__isnull', True)), _connector='OR'), name='formation_strengthchange_value_fits_qualifier', violation_error_message='Vul een getal in, of kies waarom er geen getal is.'), models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('change_set', 'origin', 'categories', 'period', 'unit', 'starts_on', 'ends_on', 'role'), name='formation_one_change_per_origin_and_period', violation_error_message='Deze verandering staat er al in deze reeks.')],
                },
            ),
            migrations.CreateModel(
                name='NationalFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='waarde')),
                    ('qualifier', models.CharField(choices=[('exact', 'exact'), ('minimum', 'ten minste'), ('maximum', 'ten hoogste'), ('more_than', 'meer dan'), ('less_than', 'minder dan'), ('nearly', 'bijna'), ('circa', 'circa'), ('provisional', 'voorlopig'), ('undecided', 'nog te bepalen (n.t.b.)'), ('not_applicable', 'niet van toepassing (n.v.t.)'), ('unknown', 'onbekend'), ('blank', 'leeg'), ('dash', 'streepje')], default='exact', max_length=14, verbose_name='soort waarde')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                    ('versions', models.JSONField(blank=True, default=dict, verbose_name='versies per veld')),
                    ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='verwijderd op')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='opmerking')),
                    ('deleted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verwijderd door')),
                    ('police_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='national_figures', to='regions.policeunit', verbose_name='eenheid')),
                    ('table', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='formation.nationaltable', verbose_name='tabel')),
                ],
                options={
                    'verbose_name': 'landelijk cijfer',
                    'verbose_name_plural': 'landelijke cijfers',
                    'ordering': ['table', models.OrderBy(models.F('police_unit__order'), nulls_last=True)],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('qualifier__in', ['exact', 'minimum', 'maximum', 'more_than', 'less_than', 'nearly', 'circa', 'provisional']), ('value__isnull', False)), models.Q(('qualifier__in', ['undecided', 'not_applicable', 'unknown', 'blank', 'dash']), ('value__isnull', True)), _connector='OR'), name='formation_nationalfigure_value_fits_qualifier', violation_error_message='Vul een getal in, of kies waarom er geen getal is.'), models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('table', 'police_unit'), name='formation_one_national_figure_per_unit', violation_error_message='Deze eenheid staat al in de tabel.'), models.UniqueConstraint(condition=models.Q(('deleted_at', None), ('police_unit', None)), fields=('table',), name='formation_one_whole_per_national_table', violation_error_message='Het totaal staat al in de tabel.')],
                },
            ),
        ),
    ]
