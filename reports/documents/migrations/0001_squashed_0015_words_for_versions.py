"""What an empty database gets; one that has some of what this replaces goes on with that.

Tables of dashboards and search are made here, as in 0005 and 0007: their own first migrations give them the name they
have now, and cannot be squashed, as they have to find the tables of an older database as well. The indexes of search
(0008 and 0009) are made by those as they are now.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from nhveilig.squashing import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('reports', '0001_initial'),
        ('reports', '0002_layout_and_comparisons'),
        ('reports', '0003_only_changes_compare'),
        ('reports', '0004_documents_of_plans'),
        ('reports', '0005_visits_and_saved_views'),
        ('reports', '0006_reports_of_a_period'),
        ('reports', '0007_passages_of_editions'),
        ('reports', '0008_search_on_postgres'),
        ('reports', '0009_search_progress_on_postgres'),
        ('reports', '0010_rooms_of_their_own'),
        ('reports', '0011_official_files'),
        ('reports', '0012_exports_in_queues'),
        ('reports', '0013_days_of_adoption'),
        ('reports', '0014_publications'),
        ('reports', '0015_words_for_versions'),
    ]

    initial = True

    dependencies = [
        ('regions', '0003_less_than_and_nearly'),
        ('themes', '0006_progress'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=120, unique=True, verbose_name='webnaam')),
                    ('kind', models.CharField(choices=[('policy_plan', 'Beleidsplan'), ('year_plan', 'Jaarplan'), ('annual_report', 'Jaarverslag'), ('half_year_report', 'Halfjaarrapportage'), ('twelve_month_report', 'Twaalfmaandsrapportage'), ('implementation_plan', 'Uitvoeringsplan')], max_length=20, verbose_name='soort')),
                    ('title', models.CharField(max_length=220, verbose_name='titel')),
                    ('subtitle', models.CharField(blank=True, max_length=160, verbose_name='ondertitel')),
                    ('organisation', models.CharField(max_length=120, verbose_name='organisatie')),
                    ('start_year', models.PositiveSmallIntegerField(verbose_name='eerste jaar')),
                    ('end_year', models.PositiveSmallIntegerField(verbose_name='laatste jaar')),
                    ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='themes.policyplan', verbose_name='beleidsplan')),
                    ('police_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='regions.policeunit', verbose_name='eenheid')),
                    ('layout', models.JSONField(blank=True, default=dict, verbose_name='opmaak')),
                    ('implementation_plan', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='document', to='themes.implementationplan', verbose_name='uitvoeringsplan')),
                ],
                options={
                    'verbose_name': 'document',
                    'verbose_name_plural': 'documenten',
                    'ordering': ['police_unit', '-start_year', 'title'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('start_year__lte', models.F('end_year'))), name='reports_document_ends_after_it_starts')],
                },
            ),
            migrations.CreateModel(
                name='Block',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='volgorde')),
                    ('kind', models.CharField(max_length=30, verbose_name='soort')),
                    ('anchor', models.SlugField(max_length=60, verbose_name='anker')),
                    ('number', models.CharField(blank=True, max_length=10, verbose_name='nummer')),
                    ('title', models.CharField(blank=True, max_length=200, verbose_name='titel')),
                    ('html', models.TextField(blank=True, verbose_name='tekst')),
                    ('options', models.JSONField(blank=True, default=dict, verbose_name='instellingen')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='reports.block', verbose_name='onderdeel van')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='reports.document', verbose_name='document')),
                ],
                options={
                    'verbose_name': 'blok',
                    'verbose_name_plural': 'blokken',
                    'ordering': ['document', 'order'],
                    'constraints': [models.UniqueConstraint(fields=('document', 'anchor'), name='reports_one_block_per_anchor')],
                },
            ),
            migrations.CreateModel(
                name='Edition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='versie')),
                    ('status', models.CharField(choices=[('concept', 'Concept'), ('consultation', '95%-versie'), ('adopted', 'Vastgesteld')], max_length=12, verbose_name='status')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='toelichting')),
                    ('schema_version', models.PositiveSmallIntegerField(verbose_name='schemaversie')),
                    ('content', models.JSONField(verbose_name='inhoud')),
                    ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                    ('frozen_at', models.DateTimeField(verbose_name='bewaard op')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='reports.document', verbose_name='document')),
                    ('frozen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='editions', to=settings.AUTH_USER_MODEL, verbose_name='bewaard door')),
                    ('document_date', models.DateField(blank=True, null=True, verbose_name='datum van het document')),
                    ('adopted_on', models.DateField(blank=True, null=True, verbose_name='vastgesteld op')),
                    ('adopted_words', models.CharField(blank=True, max_length=40, verbose_name='datum van vaststelling')),
                    ('rectifies', models.CharField(blank=True, max_length=600, verbose_name='wat deze versie rechtzet')),
                ],
                options={
                    'verbose_name': 'versie',
                    'ordering': ['document', '-number'],
                    'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='reports_one_edition_per_number')],
                },
            ),
            migrations.CreateModel(
                name='Export',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('format', models.CharField(choices=[('pdf', 'PDF'), ('html', 'webpagina (HTML)'), ('json', 'gegevens (JSON)'), ('csv', 'tabellen (ZIP met CSV)'), ('changes', 'was-wordt (PDF)')], max_length=8, verbose_name='formaat')),
                    ('requested_at', models.DateTimeField(auto_now_add=True, verbose_name='aangevraagd op')),
                    ('content_key', models.CharField(editable=False, max_length=64, verbose_name='sleutel')),
                    ('state', models.CharField(choices=[('queued', 'wacht'), ('running', 'bezig'), ('done', 'klaar'), ('failed', 'mislukt'), ('cancelled', 'geannuleerd')], default='queued', max_length=10, verbose_name='status')),
                    ('stage', models.CharField(blank=True, choices=[('', ''), ('html', "pagina's samenstellen"), ('layout', 'opmaken'), ('write', 'wegschrijven')], default='', max_length=10, verbose_name='fase')),
                    ('done', models.PositiveIntegerField(default=0, verbose_name='gedaan')),
                    ('total', models.PositiveIntegerField(default=0, verbose_name='totaal')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='pogingen')),
                    ('lease', models.UUIDField(editable=False, null=True, verbose_name='huur')),
                    ('lease_until', models.DateTimeField(editable=False, null=True, verbose_name='huur tot')),
                    ('dispatched_at', models.DateTimeField(editable=False, null=True, verbose_name='aangeboden op')),
                    ('cancel_requested', models.BooleanField(default=False, verbose_name='annuleren gevraagd')),
                    ('error', models.TextField(blank=True, verbose_name='fout')),
                    ('file', models.FileField(blank=True, upload_to='exports/', verbose_name='bestand')),
                    ('file_size', models.PositiveBigIntegerField(null=True, verbose_name='grootte')),
                    ('pages', models.PositiveIntegerField(null=True, verbose_name="pagina's")),
                    ('started_at', models.DateTimeField(null=True, verbose_name='begonnen op')),
                    ('finished_at', models.DateTimeField(null=True, verbose_name='klaar op')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to='reports.edition', verbose_name='versie')),
                    ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='aangevraagd door')),
                    ('compared_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comparisons', to='reports.edition', verbose_name='vergeleken met')),
                    ('queue', models.CharField(choices=[('quick', 'snel'), ('long', 'lang')], default='quick', max_length=5, verbose_name='wachtrij')),
                ],
                options={
                    'verbose_name': 'export',
                    'ordering': ['-requested_at', '-pk'],
                    'indexes': [models.Index(fields=['state', 'requested_at'], name='reports_export_queue')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('content_key',), name='reports_one_live_export_per_content'), models.CheckConstraint(condition=models.Q(models.Q(('compared_with__isnull', False), ('format', 'changes')), models.Q(models.Q(('format', 'changes'), _negated=True), ('compared_with__isnull', True)), _connector='OR'), name='reports_only_changes_compare')],
                },
            ),
            migrations.CreateModel(
                name='OfficialFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('data', models.BinaryField(verbose_name='bestand')),
                    ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                    ('size', models.PositiveBigIntegerField(verbose_name='grootte')),
                    ('pages', models.PositiveIntegerField(null=True, verbose_name="pagina's")),
                    ('made_at', models.DateTimeField(verbose_name='gemaakt op')),
                    ('renderer', models.CharField(blank=True, max_length=64, verbose_name='versie van de opmaak')),
                    ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='official_file', to='reports.edition', verbose_name='versie')),
                ],
                options={
                    'verbose_name': 'officieel bestand',
                    'verbose_name_plural': 'officiële bestanden',
                    'ordering': ['edition'],
                },
            ),
            migrations.CreateModel(
                name='Publication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('published_at', models.DateTimeField(verbose_name='openbaar gemaakt op')),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='ingetrokken op')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reden van intrekken')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='reports.edition', verbose_name='versie')),
                    ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='openbaar gemaakt door')),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ingetrokken door')),
                ],
                options={
                    'verbose_name': 'openbaarmaking',
                    'verbose_name_plural': 'openbaarmakingen',
                    'ordering': ['edition', 'published_at', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('edition',), name='reports_an_edition_is_public_once'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='reports_a_withdrawal_has_a_reason')],
                },
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                CreateModels(
                    migrations.CreateModel(
                        name='SavedView',
                        fields=[
                            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                            ('name', models.CharField(max_length=80, verbose_name='naam')),
                            ('path', models.CharField(max_length=400, verbose_name='adres')),
                            ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='bewaard op')),
                            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gebruiker')),
                        ],
                        options={
                            'verbose_name': 'bewaarde weergave',
                            'verbose_name_plural': 'bewaarde weergaven',
                            'ordering': ['user', 'name'],
                            'constraints': [models.UniqueConstraint(fields=('user', 'path'), name='reports_one_saved_view_per_path')],
                        },
                    ),
                    migrations.CreateModel(
                        name='Visit',
                        fields=[
                            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                            ('seen_at', models.DateTimeField(verbose_name='gezien op')),
                            ('before', models.DateTimeField(blank=True, null=True, verbose_name='daarvoor gezien op')),
                            ('police_unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='regions.policeunit', verbose_name='eenheid')),
                            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gebruiker')),
                        ],
                        options={
                            'verbose_name': 'bezoek',
                            'verbose_name_plural': 'bezoeken',
                            'constraints': [models.UniqueConstraint(fields=('user', 'police_unit'), name='reports_one_visit_per_user_and_unit')],
                        },
                    ),
                    migrations.CreateModel(
                        name='EditionPassage',
                        fields=[
                            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                            ('order', models.PositiveIntegerField(verbose_name='volgorde')),
                            ('anchor', models.CharField(max_length=160, verbose_name='anker')),
                            ('title', models.TextField(verbose_name='kop')),
                            ('text', models.TextField(verbose_name='tekst')),
                            ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='reports.edition', verbose_name='editie')),
                        ],
                        options={
                            'verbose_name': 'passage',
                            'verbose_name_plural': 'passages',
                            'ordering': ['edition', 'order'],
                            'constraints': [models.UniqueConstraint(fields=('edition', 'order'), name='reports_one_passage_per_place')],
                        },
                    ),
                ),
            ],
        ),
    ]
