from django.db import migrations

from nhveilig.units.migrating import carry


class Migration(migrations.Migration):
    dependencies = [("formation", "0010_in_whose_name"), ("units", "0002_known_units")]
    operations = [
        migrations.RunPython(carry("formation", "NationalTable", "unit"), migrations.RunPython.noop),
    ]
