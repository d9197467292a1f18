"""Where the pages about editing one strength table are: below the page that shows it."""

from django.urls import reverse

from formation.models import StrengthTable


def table_url(table: StrengthTable, name: str) -> str:
    """The address of page `name` of `table`. The eenheid must have been read with it."""
    place = {"slug": table.police_unit.slug, "series": table.series, "day": table.reference_date}
    return reverse(f"formation:{name}", kwargs=place | {"kind": str(table.kind)})
