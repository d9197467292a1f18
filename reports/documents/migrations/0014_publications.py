import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nhveilig.texts.models


def leave_public_what_was(apps, schema_editor):
    """Until now what was adopted was public from that moment on."""
    Edition, Publication = apps.get_model("reports", "Edition"), apps.get_model("reports", "Publication")
    adopted = Edition.objects.filter(status="adopted").values_list("pk", "frozen_at")
    Publication.objects.bulk_create(Publication(edition_id=pk, published_at=frozen_at) for pk, frozen_at in adopted)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0013_days_of_adoption"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField(verbose_name="openbaar gemaakt op")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken op")),
                (
                    "reason",
                    nhveilig.texts.models.CharField(blank=True, max_length=300, verbose_name="reden van intrekken"),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="reports.edition",
                        verbose_name="editie",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="openbaar gemaakt door",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingetrokken door",
                    ),
                ),
            ],
            options={
                "verbose_name": "openbaarmaking",
                "verbose_name_plural": "openbaarmakingen",
                "ordering": ["edition", "published_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("edition",),
                        name="reports_an_edition_is_public_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="reports_a_withdrawal_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunPython(leave_public_what_was, migrations.RunPython.noop),
    ]
