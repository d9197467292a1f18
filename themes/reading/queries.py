"""The plans of one year, by programme: how far each is, and what the reader may do with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst

from nhveilig.accounts.access import Access
from nhveilig.accounts.names import name_of
from nhveilig.figures.formats import date_long
from themes.models import Comment, ImplementationPlan, PlanLink, PlanPerson, PolicyPlan, Theme, ThemeMember
from themes.parts.completeness import Meter, completeness, meter
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.parts.views import plan_url
from themes.reading import outline, presenters

# As they stand in an address.
DOWNLOADS = {
    "activiteiten": presenters.activity_table,
    "resultaten": presenters.result_table,
    "streefwaarden": presenters.target_table,
}


@dataclass(frozen=True)
class PlanRow:
    """A theme in one year; `plan` is None when there is none that the reader may see.

    The addresses are empty where the reader may not go. `progress` and `open_comments` are for those who write.
    """

    theme: Theme
    year: int
    plan: ImplementationPlan | None = None
    is_mine: bool = False
    leaders: list[str] = field(default_factory=list)
    progress: Meter | None = None
    open_comments: int = 0
    may_write: bool = False

    @property
    def url(self) -> str:
        return plan_url(self.plan) if self.plan else ""

    @property
    def edit_url(self) -> str:
        return plan_url(self.plan, "plan-edit") if self.plan and self.plan.is_open and self.may_write else ""

    @property
    def comments_url(self) -> str:
        return plan_url(self.plan, "plan-comments") if self.open_comments else ""

    @property
    def start_url(self) -> str:
        if self.plan or not self.may_write:
            return ""
        return reverse("themes:plan-start", args=[self.theme.plan.police_unit.slug, self.year, self.theme.slug])


@dataclass(frozen=True)
class Programme:
    policy: PolicyPlan
    rows: list[PlanRow]

    @property
    def title(self) -> str:
        """With its period, which most titles have already."""
        first, last = self.policy.start_year, self.policy.end_year
        period = f"{first}-{last}" if first < last else str(first)
        return self.policy.title if period in self.policy.title else f"{self.policy.title} {period}"


def years_to_choose(access: Access, today_year: int) -> list[int]:
    """Every year somebody planned or can plan for: from the first plan up to a year ahead."""
    planned = set(ImplementationPlan.objects.visible_to(access).order_by().values_list("year", flat=True).distinct())
    last = max(planned | {today_year}) + 1
    return list(range(min(planned | {today_year}), last + 1))


def first_shown(access: Access, today_year: int) -> int:
    """The newest year that has a plan to see; without any, the first for which one can be begun."""
    newest = ImplementationPlan.objects.visible_to(access).order_by("-year").values_list("year", flat=True).first()
    themes = Theme.objects.readable_by(access)
    to_begin = (year for year in (today_year, today_year + 1) if themes.in_year(year).exists())
    return newest or next(to_begin, today_year)


def plan_rows(access: Access, year: int) -> list[PlanRow]:
    """Every theme that runs in `year`, as many queries for ten as for one."""
    plans = {plan.theme_id: plan for plan in ImplementationPlan.objects.visible_to(access).for_year(year)}
    themes = Theme.objects.readable_by(access)
    shown = (themes.in_year(year) | themes.filter(pk__in=plans)).for_list()
    return _rows(access, year, list(shown), plans)


def _rows(access: Access, year: int, themes: list[Theme], plans: dict[int, ImplementationPlan]) -> list[PlanRow]:
    writable = set(Theme.objects.writable_by(access).values_list("pk", flat=True))
    mine = set(ThemeMember.objects.of(access).values_list("theme", flat=True))
    open_plans = [plan for theme, plan in plans.items() if theme in writable and plan.is_open]
    progress = _progress(open_plans)
    comments = _open_comments(plan for theme, plan in plans.items() if theme in writable)
    return [
        PlanRow(
            theme=theme,
            year=year,
            plan=(plan := plans.get(theme.pk)),
            is_mine=theme.pk in mine,
            leaders=_leaders(theme, plan),
            progress=progress.get(theme.pk),
            open_comments=comments.get(plan.pk, 0) if plan else 0,
            may_write=theme.pk in writable,
        )
        for theme in themes
    ]


def _progress(plans: Iterable[ImplementationPlan]) -> dict[int, Meter]:
    """By theme."""
    found = ImplementationPlan.objects.filter(pk__in=[plan.pk for plan in plans]).with_parts()
    return {plan.theme_id: meter(completeness(plan)) for plan in found}


def _open_comments(plans: Iterable[ImplementationPlan]) -> dict[int, int]:
    """How many threads wait for an answer, by plan."""
    threads = Comment.objects.filter(plan__in=[plan.pk for plan in plans]).begun().unresolved()
    return dict(threads.order_by().values_list("plan").annotate(number=Count("pk")))


def _leaders(theme: Theme, plan: ImplementationPlan | None) -> list[str]:
    """As the plan names them, or else whoever leads the theme in the portal."""
    named = [one.name for one in plan.leaders if one.name] if plan else []
    return named or [name_of(member.user) for member in theme.leaders]


def programmes(rows: Iterable[PlanRow]) -> list[Programme]:
    """`rows` must be in the order of their programmes."""
    return [Programme(policy, list(found)) for policy, found in groupby(rows, lambda row: row.theme.plan)]


def plan_page(plan: ImplementationPlan) -> dict[str, object]:
    """Expects `with_parts()`."""
    parts = PlanParts(plan)
    page = {
        "ambition": outline.ambition(parts, under=2),
        "texts": outline.texts(parts, under=3),
        # Where the work is in projects, the goals have no group of their own.
        "objectives": parts.objectives if any(map(parts.project_of, parts.activities)) else [],
        "groups": outline.groups(parts, level=3),
        "own_targets": outline.target_lines(parts.targets_of(None)),
        "targets": table.as_dict() if (table := presenters.target_table(parts)) else None,
        "counted": _counted(parts),
        "decisions": [(decision, presenters.moment_of(decision)) for decision in parts.decisions],
        "means": [
            table.as_dict() for table in (presenters.capacity_table(parts), presenters.funding_table(parts)) if table
        ],
        "people": list(_people(parts)),
        "links": parts.links,
        "facts": list(_facts(plan)),
    }
    page["downloads"] = [name for name, make in DOWNLOADS.items() if make(parts)]
    return page | {"contents": list(_contents(page))}


def _counted(parts: PlanParts) -> str:
    """How many targets there are, and how many of them count under another theme."""
    shared = sum(counted_elsewhere(target) is not None for target in parts.targets)
    if not shared:
        return ""
    verb = "telt" if shared == 1 else "tellen"
    return f"Van deze {len(parts.targets)} streefwaarden {verb} er {shared} mee bij een ander thema."


def _people(parts: PlanParts) -> Iterator[tuple[str, str]]:
    """Per role the names, for components/data_list.html."""
    for kind in PlanPerson.Kind:
        if names := [_named(one) for one in parts.people if one.kind == kind and (one.name or one.organisation)]:
            yield capfirst(kind.label), "; ".join(names)


def _named(person: PlanPerson) -> str:
    if person.name and person.organisation:
        return f"{person.name} ({person.organisation})"
    return person.name or person.organisation


def _facts(plan: ImplementationPlan) -> Iterator[str]:
    if plan.adopted_on and not plan.nature:
        yield f"Vastgesteld op {date_long(plan.adopted_on)}"
    if plan.status == ImplementationPlan.Status.CONSULTATION:
        yield f"Gemeenten kunnen reageren tot en met {date_long(plan.consultation_ends_on)}"
    if plan.is_open and plan.deadline:
        yield f"Gereed op {date_long(plan.deadline)}"


def _contents(page: dict) -> Iterator[tuple[str, str]]:
    """The headings a reader may jump to: HTML id and words."""
    for name, anchor, title in (
        ("ambition", "ambitie", "Ambitie"),
        ("texts", "achtergrond", "Achtergrond en aanpak"),
        ("objectives", "doelen", "Strategische doelen"),
        ("groups", "werk", "Wat gaan we doen?"),
        ("targets", "streefwaarden", "Streefwaarden"),
        ("decisions", "besluiten", "Gevraagde besluiten"),
        ("means", "middelen", "Inzet en middelen"),
        ("people", "betrokkenen", "Betrokkenen"),
        ("links", "verbanden", "Verbanden"),
    ):
        if page[name]:
            yield anchor, title


def linked(links: list[PlanLink], year: int, access: Access) -> list[tuple[PlanLink, str]]:
    """Each link with the address of what it leads to, empty where the reader may not go. One query."""
    themes = {link.theme_id for link in links if link.theme_id}
    plans = ImplementationPlan.objects.visible_to(access).for_list().filter(year=year, theme__in=themes)
    addresses = {plan.theme_id: plan_url(plan) for plan in plans}
    return [(link, _address(link, addresses)) for link in links if link.theme_id or link.indicator_id]


def _address(link: PlanLink, plans: dict[int, str]) -> str:
    if link.theme_id:
        return plans.get(link.theme_id, "")
    objective = link.indicator.objective
    place = {"slug": objective.agenda.slug, "objective": objective.code, "code": link.indicator.code}
    return reverse("agenda:indicator-detail", kwargs=place)
