from django.db import migrations, models


class Migration(migrations.Migration):
    """What an existing portal holds of the demo data is noted by the next `seed`, as far as nobody changed it."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SeededRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=60, verbose_name="soort")),
                ("key", models.TextField(verbose_name="sleutel")),
                ("row", models.BigIntegerField(null=True, verbose_name="rij")),
                ("values", models.JSONField(default=dict, verbose_name="waarden")),
            ],
            options={
                "verbose_name": "rij van de voorbeeldgegevens",
                "verbose_name_plural": "rijen van de voorbeeldgegevens",
                "ordering": ["model", "key"],
                "constraints": [models.UniqueConstraint(fields=("model", "key"), name="seeding_one_note_per_key")],
            },
        ),
    ]
