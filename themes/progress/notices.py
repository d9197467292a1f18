"""Who hears what staff made of a report."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.services import Words, notify
from themes.models import ProgressUpdate, Verdict
from themes.parts.views import plan_url
from themes.progress.standings import subject_url

ACCEPTED = add_kind(
    Kind("report-accepted", "een melding van u die is nagekeken en meetelt", Permission.REPORT_PROGRESS, How.DIGEST)
)
RETURNED = add_kind(
    Kind(
        "report-returned",
        "een melding van u die terugkomt, met de reden",
        Permission.REPORT_PROGRESS,
        How.AT_ONCE,
        icon="returned",
    )
)


def tell_of_accepted(updates: Iterable[ProgressUpdate], by: User) -> None:
    """Of the reports of one person on one plan once."""
    for whose, plan, own in _by_writer(updates):
        names = ", ".join(f"“{one.subject}”" for one in own)
        verb = "telt nu mee" if len(own) == 1 else "tellen nu mee"
        words = f"{name_of(by)} keek na wat u meldde bij {names}. Het telt nu mee."
        notify(
            kind=ACCEPTED,
            to=whose,
            words=Words(
                f"{counted(len(own), 'melding', 'meldingen')} {verb}", words, plan_url(plan, "progress"), str(plan)
            ),
            about=f"accepted-{own[0].pk}",
            by=by,
            unit=plan.theme.plan.police_unit_id,
        )


def _by_writer(updates: Iterable[ProgressUpdate]) -> Iterator[tuple[list[User], object, list[ProgressUpdate]]]:
    def of(update: ProgressUpdate) -> tuple[int, int, int]:
        return update.plan_id, update.reported_by_id or 0, update.on_behalf_of_id or 0

    for _, found in groupby(sorted(updates, key=of), key=of):
        own = list(found)
        yield writers_of(own[0]), own[0].plan, own


def writers_of(update: ProgressUpdate) -> list[User]:
    """Who reported it, and in whose name."""
    return [one for one in (update.reported_by, update.on_behalf_of) if one]


def tell_of_returned(verdict: Verdict) -> None:
    update = verdict.update
    where = f"{update.subject}, {update.municipality}" if update.municipality else str(update.subject)
    text = f"{name_of(verdict.given_by, verdict)} over “{where}”: {verdict.reason}"
    notify(
        kind=RETURNED,
        to=writers_of(update),
        words=Words("een melding komt terug", text, subject_url(update.subject, update.municipality), str(update.plan)),
        about=f"returned-{update.pk}",
        by=verdict.given_by,
        unit=update.plan.theme.plan.police_unit_id,
    )
