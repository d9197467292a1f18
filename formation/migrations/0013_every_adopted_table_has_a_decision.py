from django.db import migrations

from formation.decisions import TABLE
from nhveilig.governance.services import point_to_decisions


def point(apps, schema_editor):
    """What was adopted holds by a decision, dated as it says; when it does not say, nobody knows."""
    for adopted in (TABLE,):
        point_to_decisions(apps.get_model, adopted)


class Migration(migrations.Migration):
    dependencies = [("formation", "0012_tables_point_to_decisions")]
    operations = [migrations.RunPython(point, migrations.RunPython.noop)]
