"""Words are compared in small letters, without accents, soft hyphens and tags within a word; and passages hold only
words that a reader sees."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations
from django.db.models import F, Func, TextField

from reports.search.passages import passages_of

# As reports.search.question.folded, and first as passages.plain where a tag stands within a word.
FUNCTION = r"""
    CREATE OR REPLACE FUNCTION search_words(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT lower(regexp_replace(normalize(regexp_replace(
            regexp_replace(written, '</?(strong|em|b|i|u|s|sub)(\s[^>]*)?>', '', 'gi'),
            '[\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]', '', 'g'), NFKD), '[\u0300-\u036F]', '', 'g'))
    $$
"""
# Model of themes, name of the index, fields that weigh as a title, fields that weigh as text. An index counts only as
# long as reports/search/sources.py names the same fields in the same order.
INDEXES = [
    ("PlanText", "search_plan_text", [], ["html"]),
    ("Project", "search_project", ["title"], ["html"]),
    ("Activity", "search_activity", ["title"], ["html", "deliverable", "owner", "partners", "added_value"]),
    ("IntendedResult", "search_result", ["title"], ["html"]),
    ("ResultTarget", "search_target", ["title", "code"], ["unit", "deadline", "note"]),
    ("ProgressUpdate", "search_progress", [], ["words"]),
]
PASSAGES = """
    ALTER TABLE search_editionpassage ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('dutch', {title}), 'A') || setweight(to_tsvector('dutch', {text}), 'D')
    ) STORED
"""


def folded(field):
    return Func(F(field), function="search_words", output_field=TextField())


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        _index(apps, schema_editor, folded, PASSAGES.format(title="search_words(title)", text="search_words(text)"))


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        _index(apps, schema_editor, str, PASSAGES.format(title="title", text="text"))
        schema_editor.execute("DROP FUNCTION search_words(text)")


def _index(apps, schema_editor, as_compared, passages):
    for model, name, title, text in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")
        in_text = SearchVector(*map(as_compared, text), weight="D", config="dutch")
        in_title = SearchVector(*map(as_compared, title), weight="A", config="dutch") if title else None
        index = GinIndex(in_title + in_text if title else in_text, name=name)
        schema_editor.execute(index.create_sql(apps.get_model("themes", model), schema_editor))
    schema_editor.execute("ALTER TABLE search_editionpassage DROP COLUMN IF EXISTS words")
    schema_editor.execute(passages)
    schema_editor.execute("CREATE INDEX search_passage ON search_editionpassage USING gin (words)")


def write_again(apps, schema_editor):
    """The passages of every edition; what an edition holds stays what it is."""
    passage = apps.get_model("search", "EditionPassage")
    for edition in apps.get_model("reports", "Edition").objects.only("content").iterator(chunk_size=10):
        passage.objects.filter(edition=edition).delete()
        passage.objects.bulk_create(
            passage(edition=edition, order=order, anchor=one.anchor, title=one.title, text=one.text)
            for order, one in enumerate(passages_of(edition.content))
        )


class Migration(migrations.Migration):
    # Rows that were changed in this transaction let no index be made.
    atomic = False
    dependencies = [
        ("search", "0001_passages_of_editions"),
        ("reports", "0010_rooms_of_their_own"),
        ("themes", "0006_progress"),
    ]

    operations = [
        migrations.RunPython(write_again, migrations.RunPython.noop, atomic=True),
        migrations.RunPython(add, remove, atomic=True),
    ]
