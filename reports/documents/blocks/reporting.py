from agenda.periods import REPORTED
from reports.documents.blocks.base import BlockType, FreezingError
from reports.documents.periods.changes import BLOCK
from reports.documents.periods.presenters import changes_table, overview_table, targets_table, words_table
from reports.documents.periods.queries import PeriodReport
from reports.documents.periods.states import SubjectState, ThemeState
from themes.models import Theme

YEARS = range(2000, 2100)


class ProgressReportBlock(BlockType):
    """What was reported up to the end of a half year, and what changed since the report before.

    Options: `year`, the first of the document when absent; `until` (h1 or jaar); and for the chapter of one theme
    `theme` (slug) with, where two programmes have one of that name, `policy` (slug). Without them, the overview of all.
    """

    kind = BLOCK

    def freeze(self) -> dict:
        report = self.source.period_report(self._year(), self._until())
        content = {
            "html": self.block.html,
            "year": report.year,
            "period": report.title,
            "until": report.until.isoformat(),
            "previous": report.previous.as_dict() if report.previous else None,
        }
        return content | (self._theme(report) if "theme" in self.block.options else self._overview(report))

    def _year(self) -> int:
        year = self.block.options.get("year", self.source.document.start_year)
        if year not in YEARS:
            raise FreezingError(f"Het blok “{self.block}” vraagt het jaar “{year}”. Kies een jaar van deze eeuw.")
        return year

    def _until(self) -> str:
        until = self.block.options.get("until", REPORTED[-1])
        if until not in REPORTED:
            raise FreezingError(f"Het blok “{self.block}” kent de periode “{until}” niet: kies h1 of jaar.")
        return until

    def _overview(self, report: PeriodReport) -> dict:
        if not report.themes:
            raise FreezingError(
                f"Van {report.police_unit} is er geen vastgesteld uitvoeringsplan {report.year}, "
                "dus er is geen voortgang om te tonen."
            )
        return {
            "tables": [overview_table(report, self.block.anchor).as_dict()],
            "without_plan": [theme.title for theme in report.without_plan],
            "silent_themes": [_silent(state) for state in report.themes if state.silent],
        }

    def _theme(self, report: PeriodReport) -> dict:
        state = self._state(report)
        anchor = self.block.anchor
        changes = self._changes(report, state)
        tables = [
            targets_table(report, state, anchor),
            words_table(report, state, anchor),
            changes["table"],
        ]
        return {
            "policy": state.theme.plan.slug,
            "theme": state.theme.slug,
            "tables": [table.as_dict() for table in tables if table],
            "late": [_late(one, why) for one in state.counted if (why := one.late(report.until))],
            "silent": [str(one.subject) for one in state.silent],
            "missing": [_missing(one) for one in state.counted if one.missing and one.standing.is_reported],
            "changes": {name: count for name, count in changes.items() if name != "table"},
            "subjects": [_said(one) for one in state.counted],
        }

    def _state(self, report: PeriodReport) -> ThemeState:
        options = self.block.options
        state = report.theme(options["theme"], options.get("policy"))
        if state is None:
            raise FreezingError(
                f"Van het thema “{_title(options['theme'])}” is er geen vastgesteld uitvoeringsplan {report.year}. "
                "Stel de rapportage opnieuw samen."
            )
        return state

    def _changes(self, report: PeriodReport, state: ThemeState) -> dict:
        changes = report.previous.changes(state) if report.previous else []
        return {
            "table": changes_table(report, state, changes, self.block.anchor),
            "new": sum(change.is_new for change in changes),
            "changed": sum(change.differs for change in changes),
            "unchanged": sum(not change.is_new and not change.differs for change in changes),
        }


def _title(slug: str) -> str:
    theme = Theme.objects.filter(slug=slug).first()
    return theme.title if theme else slug


def _silent(state: ThemeState) -> dict:
    return {
        "title": state.theme.title,
        "leaders": state.leaders,
        "silent": len(state.silent),
        "of": len(state.counted),
    }


def _late(state: SubjectState, why: str) -> dict:
    return {"slug": state.slug, "title": str(state.subject), "why": why}


def _missing(state: SubjectState) -> dict:
    """Of what counts in every municipality and was reported by some: who is not there yet."""
    return {
        "slug": state.slug,
        "title": str(state.subject),
        "municipalities": [municipality.name for municipality in state.missing],
        "of": state.standing.coverage.of,
    }


def _said(state: SubjectState) -> dict:
    """What the next report compares itself with."""
    return {
        "slug": state.slug,
        "origin": state.origin,
        "code": getattr(state.subject, "code", ""),
        "title": str(state.subject),
        **state.figure.as_dict(),
        "course": state.course_text,
        "on": state.on.isoformat() if state.on else None,
    }
