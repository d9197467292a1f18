"""What differs between a report and the one before it, as that was frozen."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, When

from agenda.periods import Period
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit
from reports.documents.models import Document, Edition
from reports.documents.periods.states import SubjectState, ThemeState

BLOCK = "progress_report"
KINDS = {Period.FIRST_HALF: Document.Kind.HALF_YEAR_REPORT, Period.YEAR: Document.Kind.TWELVE_MONTH_REPORT}
ADOPTED_FIRST = Case(When(status=Edition.Status.ADOPTED, then=0), default=1)


@dataclass(frozen=True)
class ReportedChange:
    """One subject that was reported on, beside what the previous report said of it (None when it said nothing)."""

    state: SubjectState
    before: dict | None

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def was(self) -> Figure:
        return Figure.from_dict(self.before) if self.before else Figure.blank()

    @property
    def now(self) -> Figure:
        return self.state.figure

    @property
    def was_course(self) -> str:
        return self.before["course"] if self.before else ""

    @property
    def differs(self) -> bool:
        return not self.is_new and (self.was, self.was_course) != (self.now, self.state.course_text)


class PreviousReport:
    """What the newest edition of the report before said of each subject; the adopted one where there is one."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.until = ""
        self._by_slug: dict[str, dict] = {}
        self._by_code: dict[tuple[str, str, str], dict] = {}
        for block in _blocks(edition.content["blocks"]):
            self._read(block["content"])

    def _read(self, content: dict) -> None:
        self.until = content["until"]
        for said in content.get("subjects", []):
            self._by_slug[said["slug"]] = said
            if said["code"]:
                self._by_code[content["policy"], content["theme"], said["code"]] = said

    def changes(self, theme: ThemeState) -> list[ReportedChange]:
        return [
            ReportedChange(state, self._before(theme, state)) for state in theme.counted if state.standing.is_reported
        ]

    def _before(self, theme: ThemeState, state: SubjectState) -> dict | None:
        """What was said of this part, of what it goes on from, or of what bore its code in the year before."""
        code = (theme.theme.plan.slug, theme.theme.slug, getattr(state.subject, "code", ""))
        return self._by_slug.get(state.slug) or self._by_slug.get(state.origin) or self._by_code.get(code)

    def as_dict(self) -> dict:
        return {"title": self.edition.document.title, "edition": self.edition.number, "until": self.until}


def previous_report(police_unit: PoliceUnit, year: int, period: str) -> PreviousReport | None:
    """A year follows on its first half, that on the year before."""
    before = [(year, Period.FIRST_HALF)] if period == Period.YEAR else []
    for earlier, kind in ((one, KINDS[half]) for one, half in [*before, (year - 1, Period.YEAR)]):
        of_kind = {"kind": kind, "police_unit": police_unit, "start_year": earlier}
        editions = Edition.objects.for_reading().filter(**{f"document__{name}": one for name, one in of_kind.items()})
        newest = editions.order_by(ADOPTED_FIRST, "-number").first()
        if newest and (found := PreviousReport(newest)).until:
            return found
    return None


def _blocks(blocks: list[dict]) -> Iterator[dict]:
    for block in blocks:
        if block["kind"] == BLOCK:
            yield block
        yield from _blocks(block["blocks"])
