from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations

# As in 0008: it counts only as long as reports/search/sources.py searches this field and no other.
NAME, FIELD = "search_progress", "words"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        statement = GinIndex(SearchVector(FIELD, weight="D", config="dutch"), name=NAME)
        schema_editor.execute(statement.create_sql(apps.get_model("themes", "ProgressUpdate"), schema_editor))


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0008_search_on_postgres"),
        ("themes", "0006_progress"),
    ]

    operations = [migrations.RunPython(add, remove)]
