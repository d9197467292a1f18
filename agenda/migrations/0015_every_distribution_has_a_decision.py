from django.db import migrations

from agenda.decisions import DISTRIBUTION
from nhveilig.governance.services import point_to_decisions


def point(apps, schema_editor):
    """What was adopted holds by a decision, dated as it says; when it does not say, nobody knows."""
    for adopted in (DISTRIBUTION,):
        point_to_decisions(apps.get_model, adopted)


class Migration(migrations.Migration):
    dependencies = [("agenda", "0014_distributions_point_to_decisions")]
    operations = [migrations.RunPython(point, migrations.RunPython.noop)]
