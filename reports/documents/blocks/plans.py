"""The plans of a year: what each theme does, what came of it, and all of them in numbers."""

from collections.abc import Sequence
from itertools import compress

from reports.documents.blocks.base import FreezingError, Source, freezes, period_of, with_tables
from reports.documents.models import Block
from reports.documents.periods.presenters import changes_table, overview_table, targets_table, words_table
from reports.documents.periods.queries import BLOCK, YEARS, PeriodReport, SubjectState, ThemeState
from reports.documents.plans.parts import PARTS, FrozenParts
from reports.documents.plans.presenters import added_up, count_row, counts_table, rows_by_programme
from reports.documents.plans.results import FrozenResults, ProjectScope, counts_by_course, measured
from themes.models import Outlook, ProgressUpdate, Project, Theme
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.progress.standings import Standings

OVERVIEW_COLUMNS = {
    "activiteiten": "Activiteiten",
    "resultaten": "Beoogde resultaten",
    "streefwaarden": "Streefwaarden",
    "gedeeld": "waarvan elders geteld",
}
SUMMARY_COLUMNS = {
    "activiteiten": "Activiteiten",
    **dict(Outlook.choices),
    "zonder-stand": "zonder stand",
    "resultaten": "Gemeten resultaten",
    "met-cijfer": "waarvan met een getal",
}
# Also when there are none; a course nobody has, has no column.
ALWAYS = {"activiteiten", "resultaten", "met-cijfer"}


@freezes("implementation_plan")
def plan_block(block: Block, source: Source) -> dict:
    """What one theme does in one year.

    Options: those of `Source.plan_of`, and `parts`, all of PARTS when absent; in a document of one plan only `parts`.
    """
    of_jaarplan = "theme" in block.options
    plan = source.plan_of(block, "Stel het jaarplan opnieuw samen.") if of_jaarplan else source.own_plan
    parts = FrozenParts(plan, block.anchor)
    frozen = parts.freeze(_kinds(block))
    return {
        "slug": plan.theme.slug,
        "year": plan.year,
        "parts": frozen if of_jaarplan else _as_sections(_with_planning(frozen, plan.year), block.anchor),
        "tables": parts.tables,
    }


def _kinds(block: Block) -> Sequence[str]:
    kinds = block.options.get("parts", PARTS)
    for kind in kinds:
        if kind not in PARTS:
            raise FreezingError(f"Het blok “{block}” kent het deel “{kind}” niet. Kies uit: {', '.join(PARTS)}.")
    return kinds


def _with_planning(parts: list[dict], year: int) -> list[dict]:
    """The document of one plan draws its activities over the quarters of `year`."""
    return [part | {"planned_in": year} if part["kind"] == "activities" else part for part in parts]


def _as_sections(parts: list[dict], anchor: str) -> list[dict]:
    """In the document of one plan the contents lead to each part. One alone has the heading of its chapter."""
    if len(parts) == 1:
        return [parts[0] | {"title": ""}]
    return [part | {"id": f"{anchor}-{part['kind']}", "number": ""} for part in parts]


@freezes("plan_overview")
def overview_block(block: Block, source: Source) -> dict:
    """Every theme of the jaarplan with how much its plan holds. A target shared by two themes is counted once."""
    year = source.document.start_year
    counted = [(plan.theme, _size_of(PlanParts(plan))) for plan in source.some_plans_of(year)]
    totals = added_up(counts for _, counts in counted)
    distinct = totals[2] - totals[3]
    table = counts_table(
        f"{block.anchor}-aantallen",
        f"De thema’s van {year} in aantallen",
        OVERVIEW_COLUMNS,
        rows_by_programme((theme, count_row(theme.title, counts, level=2)) for theme, counts in counted),
        count_row("Alle thema’s (berekend)", totals, role="total"),
        roles={"gedeeld": "of_which"},
        notes=[f"Streefwaarden die twee thema’s delen, tellen één keer: er zijn er {distinct} verschillende."]
        if totals[3]
        else [],
    )
    return with_tables(block, [table])


def _size_of(parts: PlanParts) -> tuple[int, ...]:
    shared = sum(counted_elsewhere(target) is not None for target in parts.targets)
    return len(parts.activities), len(parts.results), len(parts.targets), shared


@freezes("progress_summary")
def summary_block(block: Block, source: Source) -> dict:
    """Every theme of the year in numbers: how its activities stand, and how many results have a figure.

    The beleidsplan the document is of first, then the programmes beside it.
    """
    year = source.year_of(block)
    plans, standings = source.some_plans_of(year), source.standings_of(year)
    counted = [(plan.theme, _progress_of(PlanParts(plan), standings)) for plan in plans]
    totals = added_up(counts for _, counts in counted)
    shown = [bool(number) or key in ALWAYS for key, number in zip(SUMMARY_COLUMNS, totals, strict=True)]
    rows = [(theme, count_row(theme.short_title, compress(counts, shown), level=2)) for theme, counts in counted]
    table = counts_table(
        f"{block.anchor}-aantallen",
        f"De thema’s van {year} in aantallen",
        dict(compress(SUMMARY_COLUMNS.items(), shown)),
        rows_by_programme(rows, first=source.document.plan_id),
        count_row("Alle thema’s (berekend)", compress(totals, shown), role="total"),
    )
    return with_tables(block, [table])


def _progress_of(parts: PlanParts, standings: Standings) -> tuple[int, ...]:
    by_course = counts_by_course(parts, standings)
    return len(parts.activities), *(by_course[course] for course in (*Outlook, "")), *measured(parts, standings)


@freezes("theme_progress")
def theme_progress_block(block: Block, source: Source) -> dict:
    """What one theme did in a year: its projects, what came of their activities, and every result with its figure.

    Options: those of `Source.plan_of`; `projects`: the titles of those this block is about, all when absent; `deeper`:
    false leaves out what lies below them; `heading`: what the table is about, for its caption; `texts`: what the author
    says of a project, by its title.
    """
    options, plan = block.options, source.plan_of(block, "Maak dat eerst.")
    titles, parts = options.get("projects", []), PlanParts(plan)
    results = FrozenResults(
        parts,
        source.standings_of(source.year_of(block)),
        scope=ProjectScope(tuple(_project(parts, title) for title in titles), deeper=options.get("deeper", True)),
        texts={title.casefold(): html for title, html in options.get("texts", {}).items()},
        has_text=bool(block.html),
        updates=ProgressUpdate.objects.standing().filter(plan=plan).select_related("municipality"),
    )
    heading = options.get("heading") or " en ".join(titles) or plan.theme.short_title
    table = results.table(f"{block.anchor}-resultaten", heading)
    return {
        "html": block.html,
        "slug": plan.theme.slug,
        "year": plan.year,
        "groups": results.groups(),
        "tables": [table.as_dict()] if table else [],
    }


def _project(parts: PlanParts, title: str) -> Project:
    for project in parts.projects:
        if project.title.casefold() == title.casefold():
            return project
    raise FreezingError(f"{parts.plan} heeft geen project “{title}”. Kijk of de titel klopt.")


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
        **state.standing.realised.as_dict(),
        "course": state.course_text,
        "on": state.on.isoformat() if state.on else None,
    }
