"""Documents that are put together from the plans of an eenheid; what staff wrote in one stays."""

from django.db import transaction

from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from nhveilig.regions.models import PoliceUnit
from reports.documents.assembling.base import Assembly
from reports.documents.assembling.queries import ASSEMBLIES
from reports.documents.models import Document, Edition
from reports.documents.services.editions import freeze_if_changed
from reports.documents.services.outlines import framed, read_outline, write_outline
from themes.models import PolicyPlan


class NothingToAssemble(PortalError):
    """Not one plan of the year can stand in the document."""


@transaction.atomic
def assemble(*, kind: str, police_unit: PoliceUnit, year: int) -> Document:
    """Make the document of that kind and year, or bring its outline in line with the plans.

    Raises NothingToAssemble.
    """
    assembly = ASSEMBLIES[kind](police_unit, year)
    if not assembly.plans:
        raise NothingToAssemble(assembly.refusal.format(year=year))
    document = _locked_document(assembly)
    nodes = read_outline(document) or framed(assembly.chapters(document), notes=assembly.has_notes, abbreviations=True)
    assembly.bring_in_line(nodes, document)
    write_outline(document, nodes)
    return document


@transaction.atomic
def assemble_edition(*, kind: str, police_unit: PoliceUnit, year: int, by: User | None) -> Edition:
    """The same, and freeze it as a concept; the last edition when nothing changed since.

    Raises NothingToAssemble, FreezingError.
    """
    document = assemble(kind=kind, police_unit=police_unit, year=year)
    return freeze_if_changed(document=document, status=Edition.Status.CONCEPT, frozen_by=by)


def _locked_document(assembly: Assembly) -> Document:
    """Two people who assemble at once do so one after the other."""
    wanted = Document.objects.of_year(assembly.kind, assembly.police_unit, assembly.year)
    if not wanted.exists():
        # Of two who make it at once the second takes that of the first.
        described = _described(assembly)
        Document.objects.get_or_create(slug=described.pop("slug"), defaults=described)
    return wanted.select_for_update(of=("self",)).select_related("plan__agenda").get()


def _described(assembly: Assembly) -> dict:
    unit, year = assembly.police_unit, assembly.year
    organisation, style = Document.objects.house_style_of(unit)
    return {
        "slug": f"{assembly.kind.label.lower()}-{unit.slug}-{year}",
        "kind": assembly.kind,
        "police_unit": unit,
        "plan": PolicyPlan.objects.with_agenda_of(unit, year).first() if assembly.has_agenda else None,
        "title": assembly.title,
        "subtitle": assembly.subtitle,
        "organisation": organisation,
        "start_year": year,
        "end_year": year,
        "layout": style,
    }
