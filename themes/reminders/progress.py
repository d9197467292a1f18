"""Of what progress people are reminded: once a quarter, what stands still for three months or was never reported.

Those who lead a theme hear of their plan; a mayor of what the own municipality reports itself.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.urls import reverse

from nhveilig.figures.formats import counted
from nhveilig.regions.models import Municipality
from themes.members.queries import leaders_of, mayors_of
from themes.models import ImplementationPlan
from themes.parts.views import plan_url
from themes.progress.matrix import MatrixColumn, columns_on
from themes.progress.queries import MissingReports, missing_reports, per_municipality, with_subjects
from themes.progress.standings import FRESH_FOR
from themes.reminders.plans import Due, Notice


def progress_due_on(today: date) -> list[Due]:
    """The reminders due today of every adopted plan of this year that asks for a report."""
    adopted = ImplementationPlan.objects.filter(status=ImplementationPlan.Status.ADOPTED, year=today.year)
    plans = list(with_subjects(adopted.for_list()))
    found = missing_reports(plans, _columns(plans, today), today)
    return [due for missing in found for due in (*_of(missing, today), *_of_municipalities(missing, today))]


def _columns(plans: list[ImplementationPlan], today: date) -> Iterator[MatrixColumn]:
    """Of what is counted in every municipality. Two queries for each eenheid that counts so."""
    by_unit = sorted(plans, key=_unit_of)
    for _, own in groupby(by_unit, key=_unit_of):
        targets = per_municipality(own)
        if targets:
            yield from columns_on(targets, targets[0].plan.theme.plan.police_unit, today.year, today)


def _unit_of(plan: ImplementationPlan) -> int:
    return plan.theme.plan.police_unit_id


def _of(missing: MissingReports, today: date) -> Iterator[Due]:
    unreported = len(missing.unreported) if _is_late(missing.plan, today) else 0
    if not unreported and not missing.old:
        return
    notice = Notice(
        plan=missing.plan,
        about=f"progress-{_quarter(today)}",
        subject="hoe staat het ervoor?",
        text=_text(len(missing.old), unreported),
        path=plan_url(missing.plan, "progress"),
        asked=tuple(one.shown for one in missing.old),
    )
    yield from notice.to(leaders_of(missing.plan))


def _of_municipalities(missing: MissingReports, today: date) -> Iterator[Due]:
    """To the mayor of each municipality that never reported what is counted there."""
    if not _is_late(missing.plan, today):
        return
    for town in missing.missing:
        number = sum(town in column.missing for column in missing.columns)
        yield from _notice_of(missing.plan, town, number, today).to(mayors_of(missing.plan, [town]))


def _notice_of(plan: ImplementationPlan, town: Municipality, number: int, today: date) -> Notice:
    return Notice(
        plan=plan,
        about=f"progress-{_quarter(today)}-{town.code}",
        subject=f"wat {town} nog kan melden",
        text=f"Van {_parts(number)} van dit plan meldde {town} nog niets. Dat kan op de pagina met alle gemeenten.",
        path=reverse("themes:matrix", args=[plan.theme.plan.police_unit.slug, plan.year]),
    )


def _is_late(plan: ImplementationPlan, today: date) -> bool:
    """What was never reported is late only when the plan has been there for three months."""
    year_began = date(today.year, 1, 1)
    return today - max(year_began, plan.adopted_on or year_began) > FRESH_FOR


def _quarter(today: date) -> str:
    return f"{today.year}-{(today.month - 1) // 3 + 1}"


def _text(old: int, unreported: int) -> str:
    parts = []
    if old:
        parts.append(f"Van {_parts(old)} is de stand ouder dan drie maanden.")
    if unreported:
        parts.append(f"Van {_parts(unreported)} is nog nooit iets gemeld.")
    return " ".join(parts)


def _parts(count: int) -> str:
    return counted(count, "onderdeel", "onderdelen")
