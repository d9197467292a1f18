from django.db.models import QuerySet

from reports.documents.models import Document, Edition
from reports.opendata.columns import DataColumn
from reports.opendata.dataset import Dataset
from reports.opendata.filters import by_choice, by_unit, in_period

KINDS = dict(Document.Kind.choices)


def adopted_editions() -> QuerySet:
    """Adopted editions of every eenheid. What is adopted is public; a concept and a 95%-versie are not here."""
    return Edition.objects.filter(status=Edition.Status.ADOPTED)


def _listed() -> QuerySet:
    return adopted_editions().order_by(
        "document__police_unit__order", "document__start_year", "document__slug", "number"
    )


EDITIONS = Dataset(
    slug="edities",
    title="Vastgestelde documenten",
    description="Beleidsplannen, jaarplannen, uitvoeringsplannen en jaarverslagen, in elke editie die is vastgesteld.",
    row="editie",
    published=_listed,
    columns=(
        DataColumn("document", "document__slug", "De webnaam van het document."),
        DataColumn("editie", "number", "Het nummer van de editie."),
        DataColumn("titel", "document__title", "De titel van het document."),
        DataColumn("soort", "document__kind", "Wat voor document het is."),
        DataColumn("eenheid", "document__police_unit__slug", "De webnaam van de eenheid."),
        DataColumn("beginjaar", "document__start_year", "Het eerste jaar waar het document over gaat."),
        DataColumn("eindjaar", "document__end_year", "Het laatste jaar."),
        DataColumn("datum", "document_date", "De dag die op het document staat."),
        DataColumn("vastgelegdOp", "frozen_at", "Wanneer de editie is bevroren; daarna verandert zij niet meer."),
        DataColumn("toelichting", "note", "Wat er in deze editie anders is."),
        DataColumn("sha256", "sha256", "Het kenmerk van de inhoud, waarmee te zien is dat die nog dezelfde is."),
    ),
    key=("document", "editie"),
    filters=(
        by_unit("document__police_unit"),
        in_period("document__start_year", "document__end_year"),
        by_choice("soort", "document__kind", "Alleen documenten van deze soort.", KINDS),
    ),
    links={
        "self": "/documenten/{document}/edities/{editie}",
        "inhoud": "/documenten/{document}/edities/{editie}/inhoud",
        "tabellen": "/documenten/{document}/edities/{editie}/tabellen",
    },
)
