from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("themes", "0030_the_prosecution_reacts_too")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="quarters",
            field=models.JSONField(blank=True, help_text="waarin het gebeurt", null=True, verbose_name="kwartalen"),
        ),
    ]
