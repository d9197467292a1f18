from django.db import migrations

from nhveilig.units.migrating import carry


class Migration(migrations.Migration):
    dependencies = [("agenda", "0010_meeteenheid"), ("units", "0002_known_units")]
    operations = [
        migrations.RunPython(carry("agenda", "Indicator", "unit"), migrations.RunPython.noop),
        migrations.RunPython(carry("agenda", "ContextFigure", "unit"), migrations.RunPython.noop),
    ]
