from django.db import migrations


def add_unit(apps, schema_editor):
    """The Veiligheidsagenda 2023-2026 counts them."""
    words = {"singular": "samenwerkingsverband", "plural": "samenwerkingsverbanden"}
    if not apps.get_model("units", "Unit").objects.filter(plural=words["plural"]).exists():
        apps.get_model("units", "Unit").objects.create(**words)


class Migration(migrations.Migration):
    dependencies = [("units", "0002_known_units")]
    operations = [migrations.RunPython(add_unit, migrations.RunPython.noop)]
