from django.db import migrations

from nhveilig.glossary.general import GENERAL


def put_in(apps, schema_editor):
    term = apps.get_model("glossary", "Term")
    term.objects.bulk_create(
        term(term=name, in_full=in_full, explanation=explanation) for name, in_full, explanation in GENERAL
    )


def take_out(apps, schema_editor):
    """Those that nobody changed."""
    given = [name for name, _, _ in GENERAL]
    apps.get_model("glossary", "Term").objects.filter(term__in=given, version=1).delete()


class Migration(migrations.Migration):
    dependencies = [("glossary", "0001_terms")]

    operations = [migrations.RunPython(put_in, take_out)]
