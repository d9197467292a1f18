"""Visits, saved views and passages go to the apps they belong to; the tables follow in the migrations of those."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_search_progress_on_postgres")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("SavedView"),
                migrations.DeleteModel("Visit"),
                migrations.DeleteModel("EditionPassage"),
            ]
        )
    ]
