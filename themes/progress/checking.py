"""Whether what waits for a check counts from now on, or goes back to who wrote it. Of two people at once one wins; the
other is told what happened, and nothing of theirs was stored."""

from collections.abc import Iterable

from django.db import transaction

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from themes.models import ImplementationPlan, ProgressUpdate, Verdict
from themes.models.progress import State
from themes.progress.exceptions import ReasonMissing, VerdictOvertaken
from themes.progress.notices import tell_of_accepted, tell_of_returned
from themes.progress.services import let_count, lock


def set_checking(*, plan: ImplementationPlan, checks: bool) -> bool:
    """Whether reports of others than staff wait from now on; False when nothing changed. What waits now, waits until
    staff looked at it, also when nothing new has to."""
    changed = ImplementationPlan.objects.filter(pk=plan.pk).exclude(checks_progress=checks)
    plan.checks_progress = checks
    return bool(changed.update(checks_progress=checks))


@transaction.atomic
def accept_reports(
    *, updates: Iterable[ProgressUpdate], by: User, on_behalf_of: User | None = None
) -> list[ProgressUpdate]:
    """All of them count from now on, or none. Raises VerdictOvertaken."""
    # Always in the same order, so that two who do this at once wait for each other once.
    accepted = sorted(updates, key=lambda one: (one.subject_place, one.pk))
    for update in accepted:
        _judge(update, State.COUNTS, by, on_behalf_of)
        let_count(update=update)
    tell_of_accepted(accepted, by)
    return accepted


@transaction.atomic
def return_report(*, update: ProgressUpdate, reason: str, by: User, on_behalf_of: User | None = None) -> ProgressUpdate:
    """Raises ReasonMissing and VerdictOvertaken."""
    if not reason.strip():
        raise ReasonMissing
    verdict = _judge(update, State.RETURNED, by, on_behalf_of, reason.strip())
    tell_of_returned(verdict)
    return update


def _judge(update: ProgressUpdate, state: State, by: User, on_behalf_of: User | None, reason: str = "") -> Verdict:
    lock(update.subject)
    if not ProgressUpdate.objects.waiting().filter(pk=update.pk).update(state=state):
        raise VerdictOvertaken(update.subject, _what_happened(update))
    update.state = state
    return Verdict.objects.create(update=update, given_by=by, on_behalf_of=on_behalf_of, reason=reason)


def _what_happened(update: ProgressUpdate) -> str:
    verdict = Verdict.objects.filter(update=update).select_related("given_by", "on_behalf_of", "update").first()
    if verdict is None:
        return "vervangen door een andere melding"
    done = "teruggestuurd" if verdict.update.state == State.RETURNED else "overgenomen"
    return f"{done} door {name_of(verdict.given_by, verdict)}"
