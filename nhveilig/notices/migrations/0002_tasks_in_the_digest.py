import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_choices(apps, schema_editor):
    """Who wanted no mail of what is due, nor of what is to be reported, wants no tasks in the digest either."""
    choices = apps.get_model("notices", "NoticeChoice").objects
    readers = apps.get_model("notices", "DigestReader").objects
    wanted = choices.filter(kind__in=["due", "progress"]).exclude(how="not").values("user")
    unwanted = choices.filter(kind__in=["due", "progress"]).exclude(user__in=wanted)
    pks = unwanted.values_list("user", flat=True).distinct().order_by()
    readers.bulk_create(readers.model(user_id=pk, days=0, told=[]) for pk in pks)


class Migration(migrations.Migration):

    dependencies = [
        ("notices", "0001_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DigestReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (14, "vanaf veertien dagen van tevoren"),
                            (7, "vanaf een week van tevoren"),
                            (3, "vanaf drie dagen van tevoren"),
                            (0, "zet geen taken in het overzicht"),
                        ],
                        default=14,
                        verbose_name="taken in het overzicht",
                    ),
                ),
                ("told", models.JSONField(default=list, editable=False, verbose_name="al genoemd")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gebruiker",
                    ),
                ),
            ],
            options={
                "verbose_name": "lezer van het dagelijkse overzicht",
                "verbose_name_plural": "lezers van het dagelijkse overzicht",
            },
        ),
        migrations.RunPython(keep_choices, migrations.RunPython.noop),
    ]
