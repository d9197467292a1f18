import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_reports_of_a_period"),
    ]

    operations = [
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
                "verbose_name": "passage",
                "verbose_name_plural": "passages",
                "ordering": ["edition", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "order"), name="reports_one_passage_per_place")
                ],
            },
        ),
    ]
