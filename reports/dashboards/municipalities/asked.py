"""What is asked of a municipality, whoever reads it: as tasks, with a button for who may do it."""

import re
from datetime import date

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import Municipality
from nhveilig.worklist.base import Kind, Task
from reports.dashboards.municipalities.promises import ComparedPromise
from themes.models import Decision, ImplementationPlan
from themes.parts.views import plan_url
from themes.progress.promises import term_of
from themes.progress.standings import FINISHED, is_old
from themes.reading.presenters import aim_of, moment_of
from themes.worklist.base import day_and_month
from themes.worklist.towns import how_far

# A plan names the body that decides in words of its own.
MUNICIPAL_BODY = re.compile(r"\b(gemeente|raad\b|raden\b|college|burgemeester|b\s?(en|&)\s?w\b)", re.IGNORECASE)


def reaction(plan: ImplementationPlan, municipality: Municipality, today: date, *, may_react: bool) -> Task:
    name, day = f"{plan.theme.short_title} {plan.year}", plan.consultation_ends_on
    return Task(
        kind=Kind.ANSWER,
        title=f"Reageer op het plan {name}" if may_react else f"Reactie op het plan {name}",
        why=f"{municipality} kan zeggen wat het van het plan vindt, tot en met {day_and_month(day)}.",
        button="Lees en reageer" if may_react else "Lees het plan",
        url=f"{plan_url(plan, 'reaction-give')}?namens={municipality.code}" if may_react else plan_url(plan),
        day=day,
        since=None,
        today=today,
    )


def report(promise: ComparedPromise) -> Task:
    target, figure = promise.subject, promise.figure
    counts = not promise.is_yes_or_no
    aim = aim_of(target) if counts and target.value is not None else ""
    done = promise.figure_text if counts and figure.is_known else ""
    return Task(
        kind=Kind.REPORT,
        title=f"{'Meld' if promise.may_report else 'Te melden'}: {target}",
        why=f"{target.plan.theme.short_title}. {how_far(aim, done, promise.on)}",
        button="Meld" if promise.may_report else "Bekijk",
        url=promise.url,
        day=term_of(target),
        since=None,
        today=promise.today,
    )


def decision(one: Decision, today: date) -> Task:
    moment = moment_of(one)
    return Task(
        kind=Kind.DECIDE,
        title=f"{one} ({one.body})",
        why=f"Gevraagd besluit, {moment}." if moment else "Gevraagd besluit.",
        button="Bekijk het plan",
        url=plan_url(one.plan),
        day=one.due_on,
        since=None,
        today=today,
    )


def asks_for_reaction(plan: ImplementationPlan, today: date) -> bool:
    """Whether the municipality did not say yet what it thinks of a plan that is put to it. Expects `reacted_at` and
    `put_at` on the plan."""
    if plan.status != ImplementationPlan.Status.CONSULTATION or today > plan.consultation_ends_on:
        return False
    return plan.reacted_at is None or (plan.put_at is not None and plan.reacted_at < plan.put_at)


def asks_for_report(promise: ComparedPromise) -> bool:
    """Nothing was ever said, or what was said is old and it is not kept."""
    if promise.standing is None:
        return True
    return not promise.is_kept and promise.standing.course not in FINISHED and is_old(promise, promise.today)


def may(access: Access, permission: Permission, municipality: Municipality) -> bool:
    """Whether the visitor holds it for this municipality, as its mayor."""
    return municipality.pk in access.municipalities_with(permission)
