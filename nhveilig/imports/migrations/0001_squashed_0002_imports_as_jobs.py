"""What an empty database gets; one that has some of what this replaces goes on with that."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('imports', '0001_initial'),
        ('imports', '0002_imports_as_jobs'),
    ]

    initial = True

    dependencies = [
        ('regions', '0002_inhabitants_outlines_and_tiles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='tabel')),
                ('requested_at', models.DateTimeField(auto_now_add=True, verbose_name='aangevraagd op')),
                ('file', models.FileField(blank=True, upload_to='imports/', verbose_name='bestand')),
                ('file_name', models.CharField(max_length=200, verbose_name='bestandsnaam')),
                ('options', models.JSONField(default=dict, verbose_name='keuzes bij het uploaden')),
                ('state', models.CharField(choices=[('queued', 'wacht op controle'), ('reading', 'wordt gecontroleerd'), ('ready', 'klaar om te bevestigen'), ('refused', 'geweigerd'), ('confirmed', 'bevestigd, wacht op opslaan'), ('storing', 'wordt opgeslagen'), ('done', 'ingelezen'), ('discarded', 'niet ingelezen'), ('failed', 'mislukt')], default='queued', max_length=10, verbose_name='status')),
                ('rows_read', models.PositiveIntegerField(default=0, verbose_name='gedaan')),
                ('plan', models.JSONField(blank=True, null=True, verbose_name='plan')),
                ('overtaken', models.BooleanField(default=False, verbose_name='ingehaald door een andere wijziging')),
                ('counts', models.JSONField(default=dict, verbose_name='aantallen')),
                ('fingerprint', models.CharField(blank=True, max_length=64, verbose_name='vingerafdruk')),
                ('error', models.TextField(blank=True, verbose_name='fout')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='pogingen')),
                ('lease', models.UUIDField(editable=False, null=True, verbose_name='huur')),
                ('lease_until', models.DateTimeField(editable=False, null=True, verbose_name='huur tot')),
                ('dispatched_at', models.DateTimeField(editable=False, null=True, verbose_name='aangeboden op')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='klaar op')),
                ('police_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='regions.policeunit', verbose_name='eenheid')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='aangevraagd door')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='totaal')),
                ('stage', models.CharField(blank=True, choices=[('', ''), ('read', 'bestand lezen'), ('compare', 'vergelijken met wat er staat'), ('store', 'opslaan')], default='', max_length=10, verbose_name='fase')),
                ('queue', models.CharField(choices=[('quick', 'snel'), ('long', 'lang')], default='quick', max_length=5, verbose_name='wachtrij')),
                ('cancel_requested', models.BooleanField(default=False, verbose_name='annuleren gevraagd')),
                ('started_at', models.DateTimeField(null=True, verbose_name='begonnen op')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-requested_at', '-pk'],
                'indexes': [models.Index(fields=['state', 'requested_at'], name='imports_job_queue')],
            },
        ),
        # Not made as `done`, as its constraint on PostgreSQL is called after the name it had.
        migrations.RenameField(model_name='importjob', old_name='rows_read', new_name='done'),
    ]
