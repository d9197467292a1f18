from django.db import migrations, models


class Migration(migrations.Migration):
    """Who divides a target says which shares they saw; that of what there is begins at the first."""

    dependencies = [("agenda", "0008_agreements_as_a_register")]

    operations = [
        migrations.AddField(
            model_name="distribution",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="versie"),
        ),
        migrations.AddField(
            model_name="distribution",
            name="versions",
            field=models.JSONField(blank=True, default=dict, verbose_name="versies per veld"),
        ),
    ]
