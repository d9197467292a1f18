from django.db import migrations

from nhveilig.units.migrating import carry


class Migration(migrations.Migration):
    dependencies = [("themes", "0024_owners_of_activities"), ("units", "0002_known_units")]
    operations = [
        migrations.RunPython(carry("themes", "ResultTarget", "unit"), migrations.RunPython.noop),
    ]
