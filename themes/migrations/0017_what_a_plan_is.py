from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("themes", "0016_reserves_become_baten_and_lasten")]

    operations = [
        migrations.AddField(
            model_name="implementationplan",
            name="nature",
            field=models.CharField(
                blank=True,
                choices=[("record", "achteraf ingevoerd"), ("example", "voorbeeld")],
                default="",
                max_length=8,
                verbose_name="aard",
            ),
        ),
    ]
