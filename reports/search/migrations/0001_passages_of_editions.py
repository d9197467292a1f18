"""The table was made by the app of the documents (0007) and takes the name of this one."""

import django.db.models.deletion
from django.db import migrations, models

from reports.search.passages import passages_of


def keep_passages(apps, schema_editor):
    """Of the editions that were frozen before there was a search; of later ones they stand there."""
    edition_passage = apps.get_model("search", "EditionPassage")
    editions = apps.get_model("reports", "Edition").objects.filter(passages=None).only("content")
    for edition in editions.iterator(chunk_size=10):
        edition_passage.objects.bulk_create(
            edition_passage(edition=edition, order=order, anchor=one.anchor, title=one.title, text=one.text)
            for order, one in enumerate(passages_of(edition.content))
        )


class Migration(migrations.Migration):
    initial = True
    dependencies = [("reports", "0010_rooms_of_their_own")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="EditionPassage",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("order", models.PositiveIntegerField(verbose_name="volgorde")),
                        ("anchor", models.CharField(max_length=160, verbose_name="anker")),
                        ("title", models.TextField(verbose_name="kop")),
                        ("text", models.TextField(verbose_name="tekst")),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="passages",
                                to="reports.edition",
                                verbose_name="editie",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "reports_editionpassage",
                        "verbose_name": "passage",
                        "verbose_name_plural": "passages",
                        "ordering": ["edition", "order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("edition", "order"), name="reports_one_passage_per_place")
                        ],
                    },
                ),
            ]
        ),
        migrations.AlterModelTable("editionpassage", None),
        migrations.RunPython(keep_passages, migrations.RunPython.noop),
    ]
