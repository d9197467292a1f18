import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField(model_name="importjob", old_name="rows_read", new_name="done"),
        migrations.AlterField(
            model_name="importjob", name="done", field=models.PositiveIntegerField(default=0, verbose_name="gedaan")
        ),
        migrations.AddField(
            model_name="importjob",
            name="total",
            field=models.PositiveIntegerField(default=0, verbose_name="totaal"),
        ),
        migrations.AddField(
            model_name="importjob",
            name="stage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", ""),
                    ("read", "bestand lezen"),
                    ("compare", "vergelijken met wat er staat"),
                    ("store", "opslaan"),
                ],
                default="",
                max_length=10,
                verbose_name="fase",
            ),
        ),
        migrations.AddField(
            model_name="importjob",
            name="queue",
            field=models.CharField(
                choices=[("quick", "snel"), ("long", "lang")], default="quick", max_length=5, verbose_name="wachtrij"
            ),
        ),
        migrations.AddField(
            model_name="importjob",
            name="cancel_requested",
            field=models.BooleanField(default=False, verbose_name="annuleren gevraagd"),
        ),
        migrations.AddField(
            model_name="importjob",
            name="started_at",
            field=models.DateTimeField(null=True, verbose_name="begonnen op"),
        ),
    ]
