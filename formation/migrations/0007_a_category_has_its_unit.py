from django.db import migrations, models
from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce


def to_categories(apps, schema_editor):
    table = apps.get_model("formation", "StrengthTable")
    own = table.objects.filter(pk=OuterRef("table_id")).values("decimals")
    apps.get_model("formation", "StaffCategory").objects.update(decimals=Subquery(own))


def to_tables(apps, schema_editor):
    category = apps.get_model("formation", "StaffCategory")
    most = category.objects.filter(table=OuterRef("pk")).order_by().values("table").annotate(most=Max("decimals"))
    found = Coalesce(Subquery(most.values("most")), 2)
    apps.get_model("formation", "StrengthTable").objects.update(decimals=found)


UNITS = [
    ("fte", "fte"), ("percentage", "%"), ("people", "personen"), ("platoons", "pelotons"), ("hours", "uur"),
    ("number", "aantal"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("formation", "0004_less_than_and_nearly")]

    operations = [
        migrations.AddField(
            "staffcategory", "unit", models.CharField("meeteenheid", max_length=10, choices=UNITS, default="fte")
        ),
        migrations.AddField(
            "staffcategory", "decimals", models.PositiveSmallIntegerField("decimalen", default=2)
        ),
        migrations.RunPython(to_categories, to_tables),
        migrations.RemoveField("strengthtable", "decimals"),
        migrations.AddConstraint(
            "staffcategory",
            models.CheckConstraint(
                condition=Q(is_community_officer=False) | Q(unit="fte"), name="formation_officers_are_counted_in_fte"
            ),
        ),
    ]
