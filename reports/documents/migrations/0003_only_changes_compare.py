from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A was-wordt has a second edition, and nothing else has."""

    dependencies = [
        ("reports", "0002_layout_and_comparisons"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=Q(format="changes", compared_with__isnull=False)
                | (~Q(format="changes") & Q(compared_with__isnull=True)),
                name="reports_only_changes_compare",
            ),
        ),
    ]
