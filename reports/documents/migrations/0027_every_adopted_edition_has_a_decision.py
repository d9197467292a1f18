from django.db import migrations

from reports.documents.decisions import EDITION
from nhveilig.governance.services import point_to_decisions


def point(apps, schema_editor):
    """What was adopted holds by a decision, dated as it says; when it does not say, nobody knows."""
    for adopted in (EDITION,):
        point_to_decisions(apps.get_model, adopted)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0026_editions_point_to_decisions"),
        ("themes", "0039_what_is_adopted_has_a_decision"),
    ]
    operations = [migrations.RunPython(point, migrations.RunPython.noop)]
