"""What was reported on one subject, newest first: with who, when, and what was corrected."""

from dataclasses import dataclass

from nhveilig.accounts.names import name_of
from nhveilig.figures.units import with_unit
from nhveilig.regions.models import Municipality
from themes.models import ProgressUpdate
from themes.progress.counting import Counting, Subject
from themes.progress.standings import BADGES


@dataclass(frozen=True)
class Entry:
    """One report. `corrected_by` is the report that came in its place, or None."""

    update: ProgressUpdate
    subject: Subject
    corrected_by: ProgressUpdate | None

    @property
    def figure_text(self) -> str:
        """`12 controles`; of what adds up `12 controles erbij`."""
        text = with_unit(self.update.figure, getattr(self.subject, "unit", ""))
        adds_up = getattr(self.subject, "counting", "") == Counting.SUM
        return f"{text} erbij" if adds_up and self.update.figure.is_known else text

    @property
    def badge(self) -> str:
        return BADGES[self.update.course] if self.update.course else ""

    @property
    def reporter(self) -> str:
        """Empty of what came from a publication."""
        return name_of(self.update.reported_by) if self.update.reported_by_id else ""


def history_of(subject: Subject, municipality: Municipality | None) -> list[Entry]:
    """One query."""
    found = list(ProgressUpdate.objects.of_subject(subject, municipality).select_related("reported_by"))
    corrections = {update.corrects_id: update for update in found if update.corrects_id}
    found.sort(key=lambda update: (update.reported_at, update.pk), reverse=True)
    return [Entry(update, subject, corrections.get(update.pk)) for update in found]
