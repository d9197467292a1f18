"""Of what progress people are reminded: once a quarter, what stands still for three months or was never reported."""

from collections.abc import Iterator
from datetime import date

from themes.models import ImplementationPlan
from themes.progress.freshness import FRESH_FOR
from themes.progress.silences import Silence, silences, with_subjects
from themes.views.scope import plan_url
from themes.workflow.audience import leaders_of
from themes.workflow.reminding import Due, Notice


def progress_due_on(today: date) -> list[Due]:
    """To the leaders of every adopted plan of this year that asks for a report."""
    adopted = ImplementationPlan.objects.filter(status=ImplementationPlan.Status.ADOPTED, year=today.year)
    found = silences(with_subjects(adopted.for_list()), [], today)
    return [due for silence in found for due in _of(silence, today)]


def _of(silence: Silence, today: date) -> Iterator[Due]:
    """What was never reported is late only when the plan has been there for three months."""
    began = max(date(today.year, 1, 1), silence.plan.adopted_on or date(today.year, 1, 1))
    unreported = len(silence.unreported) if today - began > FRESH_FOR else 0
    if not unreported and not silence.old:
        return
    quarter = (today.month - 1) // 3 + 1
    notice = Notice(
        plan=silence.plan,
        about=f"progress-{today.year}-{quarter}",
        subject="hoe staat het ervoor?",
        text=_text(len(silence.old), unreported),
        path=plan_url(silence.plan, "progress"),
        asked=tuple(one.shown for one in silence.old),
    )
    yield from notice.to(leaders_of(silence.plan))


def _text(old: int, unreported: int) -> str:
    parts = []
    if old:
        parts.append(f"Van {_parts(old)} is de stand ouder dan drie maanden.")
    if unreported:
        parts.append(f"Van {_parts(unreported)} is nog nooit iets gemeld.")
    return " ".join(parts)


def _parts(count: int) -> str:
    return "1 onderdeel" if count == 1 else f"{count} onderdelen"
