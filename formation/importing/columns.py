"""What the columns of a strength file are called, and what may stand in them."""

from formation.models import StaffCategory, StrengthRow
from nhveilig.sheets.layouts import Column

SERIES, DAY, UNIT, PARENT, UNIT_KIND = "reeks", "peildatum", "onderdeel", "valt onder", "soort onderdeel"
ROLE, CATEGORY, CATEGORY_ROLE, FTE, SOURCE = "rol", "categorie", "rol categorie", "fte", "bron"
TITLE, DAY_LABEL, DECIMALS = "titel", "peildatum in woorden", "decimalen"
CATEGORY_CODE, OFFICER = "code categorie", "telt als wijkagent"
# Not a column: what the layout of the rows says about where a new unit belongs.
PARENT_HINT = "ingesprongen onder"

COLUMNS = (
    Column(DAY, "De dag waarop de tabel geldt, zoals 31-12-2022.", ("datum", "reference_date")),
    Column(UNIT, "De naam van het onderdeel, zoals die al in het portaal staat.", ("eenheid", "naam", "unit")),
    Column(PARENT, "Het onderdeel waar dit onder valt. Nodig als het nieuw is of als meer onderdelen zo heten.",
           ("onderdeel van", "parent"), required=False),
    Column(UNIT_KIND, "Soort van een nieuw onderdeel, zoals basisteam of dienst.", ("soort",), required=False),
    Column(ROLE, "onderdeel, subtotaal of totaal. Alleen onderdelen worden opgeteld.", ("role",), required=False),
    Column(CATEGORY, "De personeelscategorie, zoals wijkagent.", ("personeelscategorie", "category")),
    Column(CATEGORY_ROLE, "telt mee, waarvan of totaal. Nodig als de categorie nieuw is.", (), required=False),
    Column(FTE, "Een getal zoals 12,5, of n.t.b., n.v.t., een streepje of leeg.", ("aantal", "waarde", "value")),
    Column(SERIES, "De reeks waar de tabel bij hoort; leeg is de hoofdtabel van de eenheid.", (), required=False),
    Column(SOURCE, "Waar de cijfers vandaan komen. Nodig bij een nieuwe tabel.", ("source",), required=False),
    Column(TITLE, "Hoe een nieuwe tabel heet; leeg als dat de hoofdtabel is.", required=False),
    Column(DAY_LABEL, "Hoe een nieuwe tabel de peildatum noemt, zoals vanaf 2022.", required=False),
    Column(DECIMALS, "Hoeveel cijfers achter de komma een nieuwe tabel heeft.", required=False),
    Column(CATEGORY_CODE, "Waarmee een nieuwe categorie in elke tabel dezelfde is; leeg is de naam.", required=False),
    Column(OFFICER, "ja als een nieuwe categorie meetelt voor de norm; leeg: als “wijkagent” in de naam staat.",
           required=False),
)  # fmt: skip


def role_by_name(name: str) -> str:
    """“totaal” and “waarvan …” say what they are; only a new category that says nothing else is asked."""
    text = name.lower()
    return "totaal" if text.startswith("totaal") else "waarvan" if text.startswith("waarvan") else "telt mee"


ROW_ROLES = {
    "onderdeel": StrengthRow.Role.DETAIL,
    "detail": StrengthRow.Role.DETAIL,
    "subtotaal": StrengthRow.Role.SUBTOTAL,
    "subtotal": StrengthRow.Role.SUBTOTAL,
    "totaal": StrengthRow.Role.TOTAL,
    "total": StrengthRow.Role.TOTAL,
}
CATEGORY_ROLES = {
    "telt mee": StaffCategory.Role.COUNTS,
    "value": StaffCategory.Role.COUNTS,
    "waarvan": StaffCategory.Role.OF_WHICH,
    "of_which": StaffCategory.Role.OF_WHICH,
    "totaal": StaffCategory.Role.TOTAL,
    "total": StaffCategory.Role.TOTAL,
}
