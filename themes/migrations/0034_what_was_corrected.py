from django.db import migrations


def say_what_was_corrected(apps, schema_editor):
    reports = apps.get_model("themes", "ProgressUpdate").objects
    corrected = reports.filter(corrects__isnull=False).order_by().values("corrects")
    reports.filter(pk__in=corrected).update(state="corrected")


def forget_what_never_counted(apps, schema_editor):
    """Going back: whatever is stored counts."""
    apps.get_model("themes", "ProgressUpdate").objects.exclude(state__in=["counts", "corrected"]).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('themes', '0033_reports_are_checked'),
    ]

    operations = [
        migrations.RunPython(say_what_was_corrected, forget_what_never_counted),
    ]
