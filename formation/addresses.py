"""Where the pages about one strength table are: `/sterkte/<eenheid>/<reeks>/<peildatum>/`, editing below that."""

from datetime import date

from django.urls import reverse

from formation.models import StrengthTable


class DayConverter:
    """`2022-01-01`; anything else, the 30th of February too, is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value.isoformat() if isinstance(value, date) else value


def table_url(table: StrengthTable, name: str = "dated-table") -> str:
    """The address of page `name` of `table`. The eenheid must have been read with it."""
    place = {"slug": table.police_unit.slug, "series": table.series, "day": table.reference_date}
    return reverse(f"formation:{name}", kwargs=place | {"kind": str(table.kind)})
