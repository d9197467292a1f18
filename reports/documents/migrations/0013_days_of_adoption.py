from django.db import migrations, models

import nhveilig.texts.models
from nhveilig.figures.formats import date_long


def take_over_the_day_of_the_document(apps, schema_editor):
    """What was adopted bore a day of its own at most; of the day it was frozen nobody decided anything."""
    adopted = apps.get_model("reports", "Edition").objects.filter(status="adopted").defer("content")
    for edition in adopted.iterator(chunk_size=100):
        day = edition.document_date
        edition.adopted_on, edition.adopted_words = day, date_long(day) if day else "datum onbekend"
        edition.save(update_fields=["adopted_on", "adopted_words"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0012_exports_in_queues")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="adopted_on",
            field=models.DateField(blank=True, null=True, verbose_name="vastgesteld op"),
        ),
        migrations.AddField(
            model_name="edition",
            name="adopted_words",
            field=nhveilig.texts.models.CharField(
                blank=True, default="", max_length=40, verbose_name="datum van vaststelling"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="edition",
            name="rectifies",
            field=nhveilig.texts.models.CharField(
                blank=True, default="", max_length=600, verbose_name="wat deze editie rechtzet"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(take_over_the_day_of_the_document, migrations.RunPython.noop),
    ]
