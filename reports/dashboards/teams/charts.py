"""The formatie of a basisteam over the years, drawn."""

from collections.abc import Sequence

from formation.models import StrengthTable
from formation.periods import day
from formation.presenters import counting
from formation.validators import figures_by_category
from nhveilig.figures.values import Figure
from nhveilig.regions.models import OrganisationUnit

# More bars than these cannot be told apart on a phone.
MOST_DATES = 8


def strength_chart(team: OrganisationUnit, tables: Sequence[StrengthTable]) -> dict | None:
    """Per category on the last reference dates of one series of formatie; None as long as there is one date.

    Expects tables read with `with_figures_of(team)`, each series oldest first.
    """
    shown = _longest_series(tables)[-MOST_DATES:]
    if len(shown) < 2:
        return None
    last = shown[-1]
    figures = [figures_by_category(table.rows.all()[0]) for table in shown]
    return {
        "id": f"formatie-basisteam-{team.pk}",
        "number": "",
        "title": f"Formatie van {team} per personeelscategorie",
        "description": f"Van {day(shown[0])} tot {day(last)}; samen zijn de delen van een balk de formatie.",
        "kind": "stacked",
        "unit": "fte",
        "decimals": last.decimals,
        "category_header": "Peildatum",
        "categories": [day(table) for table in shown],
        "series": [
            _series(category.name, [one.get(category.code, Figure.blank()) for one in figures])
            for category in counting(last)
        ],
        "source": last.source,
    }


def _longest_series(tables: Sequence[StrengthTable]) -> list[StrengthTable]:
    """The longest series of formatie whose tables have a total, so that its categories are all of it."""
    by_series: dict[str, list[StrengthTable]] = {}
    for table in tables:
        if table.kind == StrengthTable.Kind.ESTABLISHMENT and len(counting(table)) < len(table.categories.all()):
            by_series.setdefault(table.series, []).append(table)
    return max(by_series.values(), key=len, default=[])


def _series(label: str, figures: list[Figure]) -> dict:
    return {
        "label": label,
        "values": [f"{figure.value:f}" if figure.is_known else None for figure in figures],
        "missing": [None if figure.is_known else figure.qualifier.value for figure in figures],
    }
