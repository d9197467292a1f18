"""What the abbreviations above the columns of a strength table mean, in words everybody knows."""

from collections.abc import Iterable

from formation.models import StrengthTable

ABBREVIATIONS = {
    "os-vo": (
        "OS VO",
        "Operationele sterkte, volledig opgeleid: plaatsen voor agenten en rechercheurs met een diploma.",
    ),
    "os-asp": ("OS ASP", "Operationele sterkte, aspiranten: plaatsen voor agenten die nog in opleiding zijn."),
    "nos": ("NOS", "Niet-operationele sterkte: plaatsen voor ondersteuning, zoals een secretariaat."),
    "wv-wijk": ("WV WIJK", "Plaatsen voor wijkagenten. Ze zijn al in het totaal meegeteld."),
}


def abbreviations(tables: Iterable[StrengthTable]) -> list[tuple[str, str]]:
    """Those that head a column of these tables, each once."""
    codes = {category.code for table in tables for category in table.categories.all()}
    return [found for code, found in ABBREVIATIONS.items() if code in codes]
