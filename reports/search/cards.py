"""What a card says of something that was named: the one or two figures that people look it up for.

Each function gets the keys of a few rows the reader may see, and tells a card of each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import capfirst

from agenda.models import Indicator, Measurement, RegionalTarget, Target
from agenda.standings import IndicatorStanding, over_periods
from formation.models import StaffCategory, StrengthCell
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted, number, without_trailing_zeros
from nhveilig.figures.units import with_unit
from nhveilig.figures.values import total
from nhveilig.regions.models import Municipality, OrganisationUnit
from nhveilig.web.sections import SECTIONS
from reports.documents.models import Document
from reports.search import presenters as places
from reports.search.sources import ReaderScope
from themes.models import ImplementationPlan, ResultTarget, Theme

ADOPTED = ImplementationPlan.Status.ADOPTED
_UNIT = "safety_region__police_unit"

Told = Iterator[tuple[int, "Card"]]


@dataclass(frozen=True)
class Card:
    """`kind` is what it is a card of; `says` the answer, empty when nothing is known."""

    kind: str
    title: str
    url: str
    says: str = ""


def municipalities(keys: Sequence[int], reach: ReaderScope, today: date) -> Told:
    """How many of what every municipality promised this year it kept. Two queries."""
    plans = reach.plans.filter(status=ADOPTED, year=today.year)
    everywhere = {"scope": ResultTarget.Scope.EVERY_MUNICIPALITY, "counts_as": None}
    targets = ResultTarget.objects.present().filter(plan__in=plans.values("pk"), **everywhere).order_by()
    of_unit = dict(targets.values_list("plan__theme__plan__police_unit").annotate(number=Count("pk")))
    kept = Count("standing_set", Q(standing_set__target__in=targets.values("pk"), standing_set__reached=True))
    for one in Municipality.objects.filter(pk__in=keys).select_related("safety_region").annotate(kept=kept):
        of = of_unit.get(one.safety_region.police_unit_id, 0)
        said = f"{one.kept} van de {of} afspraken van {today.year} nagekomen" if of else ""
        region = f"Veiligheidsregio {one.safety_region}"
        yield one.pk, Card("Gemeente", one.name, reverse("reports:municipality", args=[one.code]), said or region)


def teams(keys: Sequence[int], reach: ReaderScope, today: date) -> Told:
    """Its wijkagenten and its formatie, of the newest table that has them. Two queries."""
    cells: dict[int, list[StrengthCell]] = {}
    for cell in StrengthCell.objects.telling(keys):
        cells.setdefault(cell.row.unit_id, []).append(cell)
    for team in OrganisationUnit.objects.filter(pk__in=keys).select_related("police_unit"):
        url = reverse("formation:part", args=[team.police_unit.slug, team.pk])
        says = strength(cells.get(team.pk, [])) or f"Eenheid {team.police_unit}"
        yield team.pk, Card(capfirst(team.get_kind_display()), team.name, url, says)


def strength(cells: Sequence[StrengthCell]) -> str:
    """`38 wijkagenten, 61,4 fte formatie per 1-1-2022`; of cells of one part, the newest first. Empty of none."""
    officers = _of_newest([cell for cell in cells if cell.category.is_community_officer])
    wholes = _of_newest([cell for cell in cells if cell.category.role == StaffCategory.Role.TOTAL])
    tables = {cell.row.table_id: cell.row.table for cell in (officers or wholes)}
    added = total(cell.figure for cell in officers).value
    said = [] if added is None else [_officers(without_trailing_zeros(added))]
    said += [
        f"{cell.category.measure.text(cell.value, cell.category.decimals)} formatie"
        for cell in wholes
        if cell.figure.is_known and cell.row.table_id in tables
    ]
    return f"{', '.join(said)} {next(iter(tables.values())).per_day}" if said else ""


def _of_newest(cells: Sequence[StrengthCell]) -> list[StrengthCell]:
    return [cell for cell in cells if cell.row.table_id == cells[0].row.table_id]


def _officers(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    word = "wijkagent" if value == 1 else "wijkagenten"
    return f"{number(value)} {word}" if whole else f"{number(value)} fte {word}"


def indicators(keys: Sequence[int], reach: ReaderScope, today: date) -> Told:
    """The target of the reader's own eenheid with what was realised, or else the national one. Four queries."""
    units = reach.access.units_with(Permission.VIEW_AGENDA)
    unit = next((unit for unit in reach.access.units if unit.pk in units), None)
    own = {"police_unit": unit, "indicator__in": keys, "year__lte": today.year}
    targets = {one.indicator_id: one for one in RegionalTarget.objects.filter(**own).order_by("year")}
    asked = Target.objects.filter(indicator__in=keys, year__lte=today.year).order_by("year")
    national = {one.indicator_id: one for one in asked}
    measured: dict[int, list[Measurement]] = {}
    for one in Measurement.objects.current().figures_only().filter(**own):
        measured.setdefault(one.indicator_id, []).append(one)
    for indicator in Indicator.objects.filter(pk__in=keys).select_related("objective__agenda"):
        place = indicator.objective.agenda.slug, indicator.objective.code, indicator.code
        url = reverse("agenda:indicator-detail", args=place)
        says = _own(indicator, targets.get(indicator.pk), measured.get(indicator.pk, []))
        said = f"{unit}, {says}" if says else _national(indicator, national.get(indicator.pk))
        yield indicator.pk, Card("Indicator", capfirst(indicator.name), url, said)


def _own(indicator: Indicator, target: RegionalTarget | None, measured: Sequence[Measurement]) -> str:
    """`2022: streefcijfer 164 verdachten, gerealiseerd 120 (voorlopig)`; empty when nothing is known."""
    year = target.year if target else max((one.year for one in measured), default=None)
    if year is None:
        return ""
    realised = over_periods(indicator, [one for one in measured if one.year == year])
    standing = IndicatorStanding(indicator, year, target.figure if target else None, realised)
    said = (
        [f"streefcijfer {target.text if target.upper else with_unit(target.figure, indicator.unit)}"] if target else []
    )
    said += [f"gerealiseerd {standing.realised_text}"] if realised else ["nog niets gerealiseerd"]
    return f"{year}: {', '.join(said)}{f' ({standing.remark})' if standing.remark else ''}"


def _national(indicator: Indicator, target: Target | None) -> str:
    if target is None:
        return indicator.objective.agenda.title
    return f"landelijk streefcijfer {target.year}: {with_unit(target.figure, indicator.unit)}"


def themes(keys: Sequence[int], reach: ReaderScope, today: date) -> Told:
    """How far its plan of this year is. Two queries."""
    plans = {plan.theme_id: plan for plan in reach.plans.filter(theme__in=keys, year=today.year).order_by("nature")}
    for theme in Theme.objects.filter(pk__in=keys).select_related("plan__police_unit"):
        policy = theme.plan
        span = str(policy.start_year), str(policy.end_year)
        place = places.theme(str(theme.pk), theme.title, policy.police_unit.slug, theme.slug, *span, policy.title)
        plan = plans.get(theme.pk)
        says = f"{plan.kind_word} {plan.year}: {plan.get_status_display()}" if plan else policy.title
        yield theme.pk, Card("Thema", theme.title, place.url, says)


def documents(keys: Sequence[int], reach: ReaderScope, today: date) -> Told:
    """One query."""
    for one in Document.objects.filter(pk__in=keys).for_list():
        versions = counted(one.edition_count, "versie", "versies")
        url = reverse("reports:document-detail", args=[one.slug])
        yield one.pk, Card("Document", one.title, url, f"Eenheid {one.police_unit}, {versions}")


def pages(reach: ReaderScope) -> Iterator[tuple[Card, str]]:
    """Every page of the portal the reader may open, with words one may look for it by. Asks the database nothing."""
    access = reach.access
    for section in SECTIONS.values():
        for page in section.pages_for(access):
            yield Card("Pagina", page.label, page.url, page.text), page.text
    strong = access.units_with(Permission.VIEW_STRENGTH)
    for unit in [unit for unit in access.units if unit.pk in strong][:1]:
        for title, name, words in _OF_STRENGTH:
            card = Card("Pagina", title, reverse(f"formation:{name}", args=[unit.slug]), f"Eenheid {unit}. {words}")
            yield card, words


_OF_STRENGTH = (
    (
        "Wijkagenten en de norm",
        "norm",
        "Hoeveel wijkagenten er zijn naast het aantal inwoners, per district en basisteam.",
    ),
    ("Formatie en bezetting", "occupation", "Plaatsen op papier naast wie er werkt."),
)
