"""What the page about one subject says besides its form: what was aimed for, how it stands, and every report on it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from nhveilig.accounts.access import Access
from nhveilig.accounts.names import name_of
from nhveilig.figures.charts import chart, chart_series
from nhveilig.figures.formats import date_short
from nhveilig.figures.units import with_unit
from nhveilig.figures.values import Figure, decimals_needed
from nhveilig.regions.models import Municipality
from themes.models import Attachment, ProgressUpdate, ResultTarget, Standing, Verdict
from themes.models.progress import State
from themes.parts.registry import key_of
from themes.progress.counting import Subject, figure_of
from themes.progress.matrix import Towns, columns_of
from themes.progress.permissions import ReportingDesk
from themes.progress.standings import SubjectStanding, standing_of, subject_url, url_where_counted
from themes.progress.validators import last_day
from themes.progress.waiting import figure_said
from themes.reading.presenters import aim_of, moment_of, repeats_of


def subject_facts(
    subject: Subject, municipality: Municipality | None, desk: ReportingDesk, access: Access, today: date
) -> dict[str, object]:
    """For `themes/progress/report.html` and `correct.html`."""
    return {
        "subject": subject,
        "subject_key": key_of(subject),
        "municipality": municipality,
        "kind": subject._meta.verbose_name,
        "shown": standing_of(subject, municipality, today),
        "facts": [(label, words) for label, words in _facts(subject) if words],
        "history": (history := history_of(subject, municipality, access)),
        "chart": course_chart(subject, history),
        "adds_up": subject.adds_up,
        "unchanged_url": subject_url(subject, municipality, "progress-unchanged"),
        "correct_place": f"?gemeente={municipality.code}" if municipality else "",
        "counts_with": repeats_of(subject),
        "counts_with_url": url_where_counted(subject),
        "earlier": _earlier(subject, municipality),
        **_per_municipality(subject, municipality, desk, today),
    }


def _facts(subject: Subject) -> list[tuple[str, str]]:
    if not isinstance(subject, ResultTarget):
        moment = moment_of(subject) if hasattr(subject, "planned_moment") else ""
        return [("Wanneer", moment), ("Eigenaar", getattr(subject, "owner", ""))]
    return [
        ("Streefwaarde", aim_of(subject)),
        ("Voor wie", subject.get_scope_display()),
        ("Wanneer", moment_of(subject)),
        ("Hoe het telt", subject.get_counting_display()),
        ("Opmerking", subject.note),
    ]


def _earlier(subject: Subject, municipality: Municipality | None) -> list[tuple[Municipality, SubjectStanding, str]]:
    """What municipalities reported that went up in this one: each with the address of its reports."""
    if municipality is None:
        return []
    found = Standing.objects.filter(target=subject, municipality__successor=municipality)
    return [
        (one.municipality, SubjectStanding(subject, one), subject_url(subject, one.municipality))
        for one in found.select_related("municipality").order_by("municipality__name")
    ]


def _per_municipality(
    subject: Subject, municipality: Municipality | None, desk: ReportingDesk, today: date
) -> dict[str, object]:
    """Of what is counted per municipality, on the page of the whole: each of them, with the own ones first."""
    if municipality is not None or not subject.is_per_municipality:
        return {"column": None, "towns": []}
    plan = subject.plan
    [column] = columns_of([subject], Towns(plan.theme.plan.police_unit_id, last_day(plan.year, today)), today)
    towns = [(cell, desk.may_report(subject, cell.municipality.pk)) for cell in column.cells]
    return {"column": column, "towns": sorted(towns, key=lambda one: one[0].municipality.pk not in desk.municipalities)}


@dataclass(frozen=True)
class HistoryEntry:
    """One report."""

    update: ProgressUpdate
    subject: Subject
    # How it stood after this report; of what adds up the sum.
    stood: Figure

    @property
    def figure_text(self) -> str:
        """`12 controles`; of what adds up `12 controles erbij, samen 40`, when it counts."""
        text = figure_said(self.update.figure, self.subject)
        if not self.counts or not self.subject.adds_up or not self.update.figure.is_known:
            return text
        return f"{text}, samen {self.stood.text(decimals_needed([self.stood]))}"

    @property
    def counts(self) -> bool:
        return self.update.state == State.COUNTS

    @property
    def is_struck(self) -> bool:
        """Whether another came in its place."""
        return self.update.state in {State.CORRECTED, State.WITHDRAWN}

    @property
    def may_change(self) -> bool:
        """Whether another may come in its place; what was sent back is answered by a new report."""
        return self.counts or self.update.waits

    @property
    def verdict(self) -> Verdict | None:
        return getattr(self.update, "verdict", None)

    @property
    def checker(self) -> str:
        return name_of(self.verdict.given_by, self.verdict)

    @property
    def reporter(self) -> str:
        """Empty of what came from a publication."""
        return name_of(self.update.reported_by, self.update) if self.update.reported_by_id else ""


def history_of(subject: Subject, municipality: Municipality | None, access: Access) -> list[HistoryEntry]:
    """As far as the visitor may know. Two queries."""
    checked = ("verdict__given_by", "verdict__on_behalf_of")
    found = list(
        ProgressUpdate.objects.of_subject(subject, municipality)
        .readable_by(access)
        .select_related("reported_by", "on_behalf_of", "prepared_by", *checked)
        .prefetch_related(Prefetch("attachments", Attachment.objects.for_list()))
    )
    entries, holding = [], []
    for update in found:
        if update.state == State.COUNTS:
            holding.append(update)
        entries.append(HistoryEntry(update, subject, figure_of(subject, holding)))
    return sorted(entries, key=lambda one: (one.update.reported_at, one.update.pk), reverse=True)


def course_chart(subject: Subject, history: list[HistoryEntry]) -> dict | None:
    """How it went, beside what was aimed for; None of what has fewer than two numbers."""
    held = [one for one in history if one.counts and one.update.figure.is_known]
    if len(held) < 2:
        return None
    held.sort(key=lambda one: (one.update.on, one.update.pk))
    figures = [one.stood for one in held]
    series = [chart_series("stand", figures)]
    if subject.value is not None:
        series.append(chart_series("streefwaarde", [Figure(subject.value)] * len(held)))
    decimals = decimals_needed(figures)
    return chart(
        "verloop",
        f"{subject}: de stand na elke melding",
        [date_short(one.update.on) for one in held],
        series,
        kind="line",
        unit=subject.unit,
        decimals=decimals,
        category_header="Stand van",
        finding=f"Van {figures[0].text(decimals)} naar {with_unit(figures[-1], subject.unit)}",
    )
