import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def put_long_exports_in_their_queue(apps, schema_editor):
    apps.get_model("reports", "Export").objects.filter(format__in=["pdf", "changes"]).update(queue="long")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0011_official_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="export",
            name="queue",
            field=models.CharField(
                choices=[("quick", "snel"), ("long", "lang")], default="quick", max_length=5, verbose_name="wachtrij"
            ),
        ),
        migrations.RunPython(put_long_exports_in_their_queue, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="export",
            name="requested_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="aangevraagd door",
            ),
        ),
        # A worker says anew that it lives within ten seconds, in a table of the jobs.
        migrations.DeleteModel(name="WorkerSign"),
    ]
