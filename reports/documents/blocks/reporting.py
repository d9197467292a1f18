from reports.documents.blocks.base import FreezingError, Source, freezes, period_of
from reports.documents.models import Block
from reports.documents.periods.presenters import changes_table, overview_table, targets_table, words_table
from reports.documents.periods.queries import BLOCK, YEARS, PeriodReport, SubjectState, ThemeState
from themes.models import Theme


@freezes(BLOCK)
def report_block(block: Block, source: Source) -> dict:
    """What was reported up to the end of a half year, and what changed since the report before.

    Options: `year`, the first of the document when absent; `until` (h1 or jaar); and for the chapter of one theme
    `theme` (slug) with, where two programmes have one of that name, `policy` (slug). Without them, the overview of all.
    """
    year = source.year_of(block)
    if year not in YEARS:
        raise FreezingError(f"Het blok “{block}” vraagt het jaar “{year}”. Kies een jaar van deze eeuw.")
    report = source.period_report(year, period_of(block, "until"))
    content = {
        "html": block.html,
        "year": report.year,
        "period": report.title,
        "until": report.until.isoformat(),
        "previous": report.previous.as_dict() if report.previous else None,
    }
    return content | (_theme if "theme" in block.options else _overview)(report, block)


def _overview(report: PeriodReport, block: Block) -> dict:
    if not report.themes:
        raise FreezingError(
            f"Van {report.police_unit} is er geen vastgesteld uitvoeringsplan {report.year}, "
            "dus er is geen voortgang om te tonen."
        )
    return {
        "tables": [overview_table(report, block.anchor).as_dict()],
        "without_plan": [theme.title for theme in report.without_plan],
        "silent_themes": [_silent(state) for state in report.themes if state.silent],
    }


def _silent(state: ThemeState) -> dict:
    silent, counted = len(state.silent), len(state.counted)
    # Whom to ask, the page on which the report is put together says; an edition is for everybody.
    return {"title": state.theme.title, "silent": silent, "of": counted}


def _theme(report: PeriodReport, block: Block) -> dict:
    state = _state(report, block.options)
    changes = report.previous.changes(state) if report.previous else []
    tables = [
        targets_table(report, state, block.anchor),
        words_table(report, state, block.anchor),
        changes_table(report, state, changes, block.anchor),
    ]
    return {
        "policy": state.theme.plan.slug,
        "theme": state.theme.slug,
        "tables": [table.as_dict() for table in tables if table],
        "late": [_named(one) | {"why": why} for one in state.counted if (why := one.late(report.until))],
        "silent": [str(one.subject) for one in state.silent],
        "missing": [_missing(one) for one in state.counted if one.missing and one.standing.is_reported],
        "changes": {
            "new": sum(change.is_new for change in changes),
            "changed": sum(change.differs for change in changes),
            "unchanged": sum(not change.is_new and not change.differs for change in changes),
        },
        "subjects": [_said(one) for one in state.counted],
    }


def _state(report: PeriodReport, options: dict) -> ThemeState:
    if state := report.theme(options["theme"], options.get("policy")):
        return state
    theme = Theme.objects.filter(slug=options["theme"]).first()
    raise FreezingError(
        f"Van het thema “{theme.title if theme else options['theme']}” is er geen vastgesteld uitvoeringsplan "
        f"{report.year}. Stel de rapportage opnieuw samen."
    )


def _named(state: SubjectState) -> dict:
    return {"slug": state.slug, "title": str(state.subject)}


def _missing(state: SubjectState) -> dict:
    """Of what counts in every municipality and was reported by some: who is not there yet."""
    names = [municipality.name for municipality in state.missing]
    return _named(state) | {"municipalities": names, "of": state.standing.coverage.of}


def _said(state: SubjectState) -> dict:
    """What the next report compares itself with."""
    return {
        **_named(state),
        "origin": state.origin,
        "code": getattr(state.subject, "code", ""),
        **state.figure.as_dict(),
        "course": state.course_text,
        "on": state.on.isoformat() if state.on else None,
    }
