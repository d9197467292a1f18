"""Making a policy plan or programme with its themes, from nothing or from the plan before it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import Max, Q
from django.utils.text import slugify

from nhveilig.editing.changes import Writer
from nhveilig.editing.history import History
from nhveilig.editing.models import BaseEdit, BinnedQuerySet
from nhveilig.editing.services import add_row, lock_row
from nhveilig.figures.formats import listed
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts.addresses import first_free
from themes.models import ImplementationPlan, Objective, PolicyPlan, Theme, ThemeElement, ThemePart
from themes.policy.exceptions import PlanRefused
from themes.policy.lines import ThemeLine

LONGEST = 30
POLICY = PolicyPlan.Kind.POLICY
Kind = BaseEdit.Kind
Row = Theme | ThemePart | Objective | ThemeElement


@dataclass(frozen=True)
class Takes:
    """What a new plan takes over from `basis`."""

    basis: PolicyPlan | None = None
    texts: bool = False
    goals: bool = False


@dataclass(frozen=True)
class Chapters:
    """The themes of a new plan, and the parts that the chapter of each has."""

    themes: Sequence[ThemeLine] = ()
    parts: Collection[str] = field(default_factory=tuple)


@transaction.atomic
def create_plan(*, plan: PolicyPlan, chapters: Chapters, takes: Takes, by: Writer) -> PolicyPlan:
    """Store a plan that is not there yet, with its themes. Raises PlanRefused."""
    # Of two at once the second sees the plan of the first.
    PoliceUnit.objects.select_for_update(no_key=True).get(pk=plan.police_unit_id)
    refuse_period(plan)
    plan.slug, plan.origin = _free_slug(plan), takes.basis
    add_row(row=plan, by=by, history=History.of)
    earlier = _themes_by_name(takes.basis)
    taken: set[str] = set()
    for line in chapters.themes:
        origin = earlier.get(line.title.casefold()) or earlier.get(line.short_title.casefold())
        theme = _theme(plan, line, origin, taken)
        _fill(theme, chapters.parts, takes)
    return plan


def refuse_period(plan: PolicyPlan) -> None:
    """Of an eenheid one beleidsplan holds at a time; programmes run beside it. Raises PlanRefused."""
    if plan.end_year < plan.start_year:
        raise PlanRefused("Het laatste jaar ligt vóór het eerste. Kies een later jaar.", "end_year")
    same = PolicyPlan.objects.filter(police_unit=plan.police_unit_id, kind=plan.kind).exclude(pk=plan.pk)
    within = same.filter(start_year__lte=plan.end_year, end_year__gte=plan.start_year).order_by("-start_year")
    if plan.kind != POLICY:
        within = within.filter(title__iexact=plan.title)
    if standing := within.first():
        raise PlanRefused(
            f"In die jaren is er al een {standing.get_kind_display()}: “{standing}” loopt van {standing.start_year} "
            f"tot en met {standing.end_year}. Kies als eerste jaar {standing.end_year + 1} of later, of ga verder in "
            "dat plan.",
            "start_year",
            standing,
        )


def _free_slug(plan: PolicyPlan) -> str:
    """An address that no plan has."""
    years = f"{plan.start_year}-{plan.end_year}"
    named = slugify((plan.abbreviation or plan.title).replace(years, ""))[:LONGEST].strip("-") or "plan"
    wanted = f"{named}-{plan.police_unit.slug}"[:38].strip("-") + f"-{years}"
    taken = set(PolicyPlan.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return first_free(wanted, taken)


def _themes_by_name(basis: PolicyPlan | None) -> dict[str, Theme]:
    """A theme goes on in the one that is called as it is; its number may change."""
    themes = list(basis.themes.prefetch_related("parts", "objectives", "elements")) if basis else []
    short = {theme.short_title.casefold(): theme for theme in themes}
    return short | {theme.title.casefold(): theme for theme in themes}


def _theme(plan: PolicyPlan, line: ThemeLine, origin: Theme | None, taken: set[str]) -> Theme:
    slug = first_free(slugify(line.short_title)[:40].strip("-") or "thema", taken)
    taken.add(slug)
    return Theme.objects.create(plan=plan, slug=slug, origin=origin, **vars(line))


def _fill(theme: Theme, parts: Iterable[str], takes: Takes) -> None:
    """With empty parts, or what the theme had in the plan before."""
    origin = theme.origin
    written = {part.kind: part for part in origin.parts.all()} if origin and takes.texts else {}
    for kind in parts:
        before = written.get(kind)
        text = {"title": before.title, "html": before.html} if before else {}
        ThemePart.objects.create(theme=theme, kind=kind, origin=before, **text)
    if origin is None or not takes.goals:
        return
    for goal in origin.objectives.all():
        Objective.objects.create(theme=theme, number=goal.number, text=goal.text, origin=goal)
    for one in origin.elements.all():
        html = one.html if takes.texts else ""
        ThemeElement.objects.create(theme=theme, number=one.number, title=one.title, html=html, origin=one)


@transaction.atomic
def save_plan(*, plan: PolicyPlan, store: Callable[[], bool]) -> bool:
    """`plan` is as it would be; `store` saves what changed. Raises PlanRefused."""
    PoliceUnit.objects.select_for_update(no_key=True).get(pk=plan.police_unit_id)
    refuse_period(plan)
    last = max(plan.end_year, plan.extendable_until or 0)
    outside = Q(year__lt=plan.start_year) | Q(year__gt=last)
    years = ImplementationPlan.objects.filter(outside, theme__plan=plan).values_list("year", flat=True)
    if years:
        told = listed(map(str, sorted(set(years))))
        raise PlanRefused(
            f"Er zijn uitvoeringsplannen van {told}. Kies jaren waar die in vallen, anders raken ze zoek.",
            "start_year" if min(years) < plan.start_year else "end_year",
        )
    return store()


@transaction.atomic
def add_themes(*, plan: PolicyPlan, lines: Sequence[ThemeLine], parts: Collection[str], by: Writer) -> list[Theme]:
    """Behind those that are there, each with its number. Raises PlanRefused."""
    plan = lock_row(plan)
    standing = list(plan.themes.all())
    # Also those in the bin: they may come back.
    ever = BinnedQuerySet(Theme).filter(plan=plan)
    numbers, taken = ({theme.number for theme in ever}, {theme.slug for theme in ever})
    last, made = max(numbers, default=0), []
    for place, line in enumerate(lines, start=1):
        if any(theme.title.casefold() == line.title.casefold() for theme in standing):
            raise PlanRefused(f"Het thema “{line.title}” staat al in dit plan.")
        theme = _theme(plan, replace(line, number=last + place), None, taken)
        _fill(theme, parts, Takes())
        made.append(theme)
    _keep_made(plan, made, by)
    return made


@transaction.atomic
def add_rows(*, theme: Theme, model: type[Objective | ThemeElement], texts: Sequence[str], by: Writer) -> list[Row]:
    """Goals, or elements, behind those that are there."""
    theme = lock_row(theme)
    last = model.objects.filter(theme=theme).aggregate(last=Max("number"))["last"] or 0
    column = "text" if model is Objective else "title"
    made = [
        model.objects.create(theme=theme, number=last + place, changed_at=by.now, changed_by=by.user, **{column: text})
        for place, text in enumerate(texts, start=1)
    ]
    _keep_made(theme.plan, made, by)
    return made


@transaction.atomic
def add_part(*, theme: Theme, kind: str, by: Writer) -> ThemePart:
    """Twice is once."""
    part, new = ThemePart.objects.get_or_create(theme=lock_row(theme), kind=kind)
    if new:
        _keep_made(theme.plan, [part], by)
    return part


@transaction.atomic
def move_row(*, row: Objective | ThemeElement, up: bool) -> bool:
    """Change places with the one before it, or after it; False when there is none."""
    lock_row(row.theme)
    row.refresh_from_db()
    beside = type(row).objects.filter(theme=row.theme_id)
    near = beside.filter(number__lt=row.number).last() if up else beside.filter(number__gt=row.number).first()
    if near is None:
        return False
    places = row.number, near.number
    # Two rows never have one number, not even for a moment.
    free = beside.aggregate(last=Max("number"))["last"] + 1
    for one, number in ((row, free), (near, places[0]), (row, places[1])):
        one.number = number
        one.save(update_fields=["number"])
    return True


def key_of(row: Row | PolicyPlan) -> str:
    """What it is called in the history of the plan; empty for the plan itself."""
    return "" if isinstance(row, PolicyPlan) else f"{row._meta.model_name}-{row.pk}"


def _keep_made(plan: PolicyPlan, rows: Sequence[Row], by: Writer) -> None:
    History.of(plan).keep_acts(Kind.CREATED, [(key_of(row), str(row)) for row in rows], by)
