"""The tables were made by the app of the documents (0005) and take the name of this one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("regions", "0003_less_than_and_nearly"),
        ("reports", "0010_rooms_of_their_own"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=80, verbose_name="naam")),
                        ("path", models.CharField(max_length=400, verbose_name="adres")),
                        ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="bewaard op")),
                        ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="gebruiker")),
                    ],
                    options={
                        "db_table": "reports_savedview",
                        "verbose_name": "bewaarde weergave",
                        "verbose_name_plural": "bewaarde weergaven",
                        "ordering": ["user", "name"],
                        "constraints": [models.UniqueConstraint(fields=("user", "path"), name="reports_one_saved_view_per_path")],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("seen_at", models.DateTimeField(verbose_name="gezien op")),
                        ("before", models.DateTimeField(blank=True, null=True, verbose_name="daarvoor gezien op")),
                        ("police_unit", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="regions.policeunit", verbose_name="eenheid")),
                        ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="gebruiker")),
                    ],
                    options={
                        "db_table": "reports_visit",
                        "verbose_name": "bezoek",
                        "verbose_name_plural": "bezoeken",
                        "constraints": [models.UniqueConstraint(fields=("user", "police_unit"), name="reports_one_visit_per_user_and_unit")],
                    },
                ),
            ]
        ),
        migrations.AlterModelTable("savedview", None),
        migrations.AlterModelTable("visit", None),
    ]
