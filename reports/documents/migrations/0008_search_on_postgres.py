from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations

# Model of themes, name of the index, fields that weigh as a title, fields that weigh as text. An index counts only as
# long as reports/search/sources.py names the same fields in the same order.
INDEXES = [
    ("PlanText", "search_plan_text", [], ["html"]),
    ("Project", "search_project", ["title"], ["html"]),
    ("Activity", "search_activity", ["title"], ["html", "deliverable", "owner", "partners", "added_value"]),
    ("IntendedResult", "search_result", ["title"], ["html"]),
    ("ResultTarget", "search_target", ["title", "code"], ["unit", "deadline", "note"]),
]
# Passages are long and never change: their words are kept, so that ranking need not read them again.
PASSAGES = """
    ALTER TABLE reports_editionpassage ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('dutch', title), 'A') || setweight(to_tsvector('dutch', text), 'D')
    ) STORED
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for model, name, title, text in INDEXES:
        statement = GinIndex(_vector(title, text), name=name)
        schema_editor.execute(statement.create_sql(apps.get_model("themes", model), schema_editor))
    schema_editor.execute(PASSAGES)
    schema_editor.execute("CREATE INDEX search_passage ON reports_editionpassage USING gin (words)")


def remove(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for _, name, _, _ in INDEXES:
        schema_editor.execute(f"DROP INDEX {name}")
    schema_editor.execute("ALTER TABLE reports_editionpassage DROP COLUMN words")


def _vector(title, text):
    in_text = SearchVector(*text, weight="D", config="dutch")
    return SearchVector(*title, weight="A", config="dutch") + in_text if title else in_text


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_passages_of_editions"),
        ("themes", "0006_progress"),
    ]

    operations = [migrations.RunPython(add, remove)]
