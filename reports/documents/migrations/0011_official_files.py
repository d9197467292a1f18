from hashlib import sha256

import django.db.models.deletion
from django.core.files.base import ContentFile
from django.db import migrations, models


def give_back_to_exports(apps, schema_editor):
    """The release before this one knows files of exports alone; without one it would make what is official anew."""
    Export, OfficialFile = apps.get_model("reports", "Export"), apps.get_model("reports", "OfficialFile")
    storage = Export._meta.get_field("file").storage
    for kept in OfficialFile.objects.select_related("edition__document").iterator(chunk_size=1):
        name = f"exports/{kept.sha256[:16]}/{kept.edition.document.slug}-editie-{kept.edition.number}.pdf"
        Export.objects.create(
            edition=kept.edition,
            format="pdf",
            content_key=sha256(f"{kept.sha256}:official".encode()).hexdigest(),
            state="done",
            file=storage.save(name, ContentFile(bytes(kept.data))),
            file_size=kept.size,
            pages=kept.pages,
            finished_at=kept.made_at,
        )


class Migration(migrations.Migration):
    """The files themselves follow from `keep_official_files`: a migration can neither render nor wait for storage."""

    dependencies = [("reports", "0010_rooms_of_their_own")]

    operations = [
        migrations.CreateModel(
            name="OfficialFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("data", models.BinaryField(verbose_name="bestand")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(verbose_name="grootte")),
                ("pages", models.PositiveIntegerField(null=True, verbose_name="pagina's")),
                ("made_at", models.DateTimeField(verbose_name="gemaakt op")),
                ("renderer", models.CharField(blank=True, max_length=64, verbose_name="versie van de opmaak")),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="official_file",
                        to="reports.edition",
                        verbose_name="editie",
                    ),
                ),
            ],
            options={
                "verbose_name": "officieel bestand",
                "verbose_name_plural": "officiële bestanden",
                "ordering": ["edition"],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, give_back_to_exports),
    ]
