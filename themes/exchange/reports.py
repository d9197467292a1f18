"""What is reported on one plan, as the file has it. A report that is there never changes; what has no key is new."""

from collections.abc import Iterable

from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.imports.kinds import Order
from nhveilig.imports.plans import ImportPlan, RowAction, RowChange
from nhveilig.regions.models import Municipality
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import plain
from nhveilig.sheets.layouts import Record
from themes.exchange.constants import ABOUT, COURSES, KEY, REPORT, TOWN, UNCHANGED, key_of_words
from themes.models import ImplementationPlan, ProgressUpdate
from themes.models.progress import State
from themes.parts.queries import PlanParts
from themes.parts.registry import key_of
from themes.progress.breakdowns import read, why_undivided, written
from themes.progress.counting import Subject
from themes.progress.exceptions import ProgressRefused
from themes.progress.forms import ReportForm
from themes.progress.permissions import desk_of, reports_for
from themes.progress.services import report_progress
from themes.progress.standings import is_ahead, municipalities_of

# What is there is compared by these; a reason and a proof may be added to nothing.
Said = tuple[str, str, object, str, str, str, str]


class TakenReports:
    """Expects a plan read `with_parts()`."""

    def __init__(self, plan: ImplementationPlan, order: Order, outcome: ImportPlan) -> None:
        self.plan, self.order, self.outcome = plan, order, outcome
        self.today = timezone.localdate()
        parts = PlanParts(plan)
        self.subjects = {key_of(one): one for one in (*parts.activities, *parts.results, *parts.targets)}

    def take(self, records: Iterable[Record]) -> None:
        records = list(records)
        if not records:
            return
        self.access = Access(self.order.user) if self.order.user else None
        own = ProgressUpdate.objects.filter(plan=self.plan).select_related("municipality")
        own = own.readable_by(self.access) if self.access else own
        self.there = {one.pk: one for one in own}
        # What came back may be said again.
        self.said = {_said(one) for one in self.there.values() if one.state not in State.given_up()}
        known = Municipality.objects.filter(safety_region__police_unit=self.order.police_unit)
        self.towns = {plain(name): town for town in known for name in (town.name, town.code)}
        self.present = set(municipalities_of(self.plan, self.today).values_list("pk", flat=True))
        self.desk = desk_of(self.access, self.plan) if self.access else None
        for record in records:
            try:
                self._take(record)
            except ProgressRefused as error:
                self.outcome.problems.append(record.problem(REPORT.get(error.field, ABOUT), str(error)))
            except _Wrong as error:
                self.outcome.problems.append(record.problem(*error.args))

    def _take(self, record: Record) -> None:
        """Raises _Wrong and ProgressRefused."""
        said = self._read(record)
        if record.has(KEY):
            self._compare(record, said)
        elif said in self.said:
            self.outcome.unchanged += 1
        else:
            self._report(record, said)
            self.said.add(said)

    def _compare(self, record: Record, said: Said) -> None:
        number = record.text(KEY).rpartition("-")[2]
        there = self.there.get(int(number)) if number.isascii() and number.isdecimal() and len(number) <= 18 else None
        if there is None:
            raise _Wrong(KEY, "Deze melding staat niet bij dit plan. Maak de cel leeg om haar als nieuw te melden.")
        if _said(there, divided=REPORT["breakdown"] in record.cells) != said:
            raise _Wrong(
                KEY, "Een melding verandert niet meer. Zet terug wat er stond, en verbeter haar in het portaal."
            )
        self.outcome.unchanged += 1

    def _read(self, record: Record) -> Said:
        """Raises _Wrong and ProgressRefused."""
        column = ABOUT
        try:
            subject = self._subject(record)
            column = TOWN
            town = self._town(record)
            column = REPORT["value"]
            figure = parsing.figure(record.cell(column))
            column = REPORT["course"]
            course = parsing.choice(record.cell(column), COURSES)
            column = REPORT["on"]
            on = parsing.day(record.cell(column)).isoformat() if record.has(column) else ""
        except ValueError as error:
            raise _Wrong(column, str(error)) from None
        code = town.code if town else ""
        parts = written(read(record.text(REPORT["breakdown"])))
        return key_of(subject), code, figure, course, on, _line(record.text(REPORT["words"])), parts

    def _subject(self, record: Record) -> Subject:
        """Raises ValueError."""
        found = self.subjects.get(key_of_words(record.text(ABOUT)))
        if found is None:
            raise ValueError("Dit is geen kenmerk van een activiteit, resultaat of streefwaarde van dit plan.")
        return found

    def _town(self, record: Record) -> Municipality | None:
        """Raises ValueError."""
        if not record.has(TOWN):
            return None
        found = self.towns.get(plain(record.text(TOWN)))
        if found is None:
            raise ValueError("Deze gemeente is niet van deze eenheid.")
        return found

    def _report(self, record: Record, said: Said) -> None:
        """Raises _Wrong and ProgressRefused."""
        subject, town = self.subjects[said[0]], self._town(record)
        pk = town.pk if town else None
        if is_ahead(self.plan, self.today) or (pk and pk not in self.present):
            raise _Wrong(ABOUT, "Hierover kan nu niet worden gemeld.")
        if self.desk and not self.desk.may_report(subject, pk):
            raise _Wrong(
                ABOUT, "Hierover meldt u niet: het telt per gemeente of bij een ander thema, of is niet van u."
            )
        if said[3] == UNCHANGED:
            raise _Wrong(REPORT["course"], "“Niets veranderd” meldt u in het portaal. Schrijf hier hoe het gaat.")
        form = self._form(subject, record, said)
        if not form.is_valid():
            field, faults = next(iter(form.errors.items()))
            raise _Wrong(REPORT.get(field, ABOUT), faults[0])
        update = report_progress(
            subject=subject,
            report=form.report,
            by=self.order.user,
            municipality=town,
            reason=form.cleaned_data.get("reason", ""),
            today=self.today,
            on_behalf_of=reports_for(self.access, self.plan, pk) if self.access else None,
        )
        what = f"{subject}, {town}" if town else str(subject)
        done = "gemeld, wacht op controle" if update.waits else "gemeld"
        new = ", ".join(filter(None, (said[2].text(), record.text(REPORT["course"]), done)))
        place = record.sheet.title, record.row
        self.outcome.changes.append(RowChange(RowAction.NEW, what, "", new, *place))

    def _form(self, subject: Subject, record: Record, said: Said) -> ReportForm:
        texts = {name: record.cell(column).text for name, column in REPORT.items()}
        form = ReportForm(subject, self.today, texts | {"course": said[3], "on": said[4]})
        if "value" not in form.fields and record.has(REPORT["value"]):
            raise _Wrong(REPORT["value"], "Hier hoort geen getal bij. Schrijf het in de toelichting.")
        if said[-1] and "breakdown" not in form.fields:
            raise _Wrong(REPORT["breakdown"], why_undivided(subject))
        return form


class _Wrong(Exception):
    """The column, and what is wrong in it."""


def _said(update: ProgressUpdate, *, divided: bool = True) -> Said:
    """`divided`: whether the file has a column for the parts."""
    name, pk = update.subject_place
    town = update.municipality.code if update.municipality else ""
    course = UNCHANGED if update.unchanged else update.course
    return (
        f"{name}-{pk}",
        town,
        update.figure,
        course,
        update.on.isoformat(),
        _line(update.words),
        update.breakdown if divided else "",
    )


def _line(words: str) -> str:
    return " ".join(words.split())
