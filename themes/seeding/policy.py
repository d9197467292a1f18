from pathlib import Path

from agenda.models import SafetyAgenda
from nhveilig.accounts.models import User
from nhveilig.regions.models import PoliceUnit
from nhveilig.seeding.rows import known, remove_others, upsert
from nhveilig.seeding.sheets import Sheet, read_text
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.texts.cleaning import clean
from themes.models import Objective, PolicyPlan, Theme, ThemeElement, ThemeMember, ThemePart

PART_FILES = {
    ThemePart.Kind.ANALYSIS: "analyse",
    ThemePart.Kind.WHY_UNIT_WIDE: "waarom-eenheidsbreed",
    ThemePart.Kind.OBJECTIVE: "doelstelling",
    ThemePart.Kind.CURRENT_STATE: "waar-staan-we-nu",
    ThemePart.Kind.ACTIONS: "wat-gaan-we-doen",
    ThemePart.Kind.OCCASION: "aanleiding",
    ThemePart.Kind.YIELD: "opbrengst",
    ThemePart.Kind.DEVELOPMENTS: "actuele-ontwikkelingen",
    ThemePart.Kind.AIMS: "wat-willen-we-bereiken",
    ThemePart.Kind.APPROACH: "hoe-denken-we",
}


def seed(folder: Path) -> PolicyPlan:
    """One policy plan or programme with its themes and their texts. Raises FileRefused."""
    plan = _plan(folder / "plan.csv")
    themes = _themes(folder / "themes.csv", plan)
    _objectives(folder / "objectives.csv", themes)
    _parts(folder, themes)
    _elements(folder, themes)
    _members(folder / "members.csv", themes)
    return plan


def _plan(path: Path) -> PolicyPlan:
    police_units, agendas = known(PoliceUnit, "code"), known(SafetyAgenda, "slug")
    plans = [
        PolicyPlan(
            police_unit=row.lookup("police_unit", police_units, "deze eenheid"),
            agenda=row.lookup_or_none("agenda", agendas, "deze Veiligheidsagenda"),
            **row.values(PolicyPlan, "slug kind title abbreviation start_year end_year extendable_until adopted_on"),
        )
        for row in Sheet(path, "slug")
    ]
    return upsert(plans, keys=["slug"])[0]


def _themes(path: Path, plan: PolicyPlan) -> dict[str, Theme]:
    themes = [Theme(plan=plan, **row.values(Theme, "number slug title short_title")) for row in Sheet(path, "number")]
    saved = upsert(themes, keys=["plan", "number"])
    remove_others(saved, plan=plan)
    return {str(theme.number): theme for theme in saved}


def _objectives(path: Path, themes: dict[str, Theme]) -> None:
    objectives = [
        Objective(theme=row.lookup("theme", themes, "dit thema"), **row.values(Objective, "number text"))
        for row in Sheet(path, "theme", "number")
    ]
    remove_others(upsert(objectives, keys=["theme", "number"]), theme__in=themes.values())


def _parts(folder: Path, themes: dict[str, Theme]) -> None:
    """A plan chooses its own parts: a text that is not there is a part that is not there.

    A plan without any texts has no document made of its chapters: of its themes only the goals are told here.
    """
    if not any(folder.glob("texts")):
        return
    titles = _part_titles(folder / "parts.csv", themes)
    parts = [
        ThemePart(theme=theme, kind=kind, title=titles.get((theme.number, kind), ""), html=clean(read_text(path)))
        for theme in themes.values()
        for kind, path in _part_texts(folder / "texts" / f"thema-{theme.number}")
    ]
    remove_others(upsert(parts, keys=["theme", "kind"]), theme__in=themes.values())


def _part_titles(path: Path, themes: dict[str, Theme]) -> dict[tuple[int, str], str]:
    """Headings that differ from the name of the part. The sheet may be absent. Raises FileRefused."""
    sheet = Sheet(path, "theme", "kind") if path.exists() else []
    return {
        (row.lookup("theme", themes, "dit thema").number, row.choice("kind", ThemePart.Kind)): row.text("title")
        for row in sheet
    }


def _part_texts(folder: Path) -> list[tuple[ThemePart.Kind, Path]]:
    """Raises FileRefused for a text that is no part: under a misspelt name it would be missed in silence."""
    names = {f"{name}.html" for name in PART_FILES.values()}
    for path in sorted(folder.glob("*.html")):
        if path.name not in names and not path.stem.startswith("element-"):
            where = f"{path.name} in {folder.name}"
            raise FileRefused(f"{where}: dit is geen deel van een thema. Kies uit {_listed(names)}.")
    texts = [(kind, folder / f"{name}.html") for kind, name in PART_FILES.items()]
    found = [(kind, path) for kind, path in texts if path.exists()]
    if not found:
        raise FileRefused(f"{folder.name}: dit thema heeft nog geen tekst. Voeg er een toe: {_listed(names)}.")
    return found


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


def _elements(folder: Path, themes: dict[str, Theme]) -> None:
    elements = []
    for row in Sheet(folder / "elements.csv", "theme", "number"):
        theme, number = row.lookup("theme", themes, "dit thema"), row.integer("number")
        html = clean(read_text(folder / "texts" / f"thema-{theme.number}" / f"element-{number}.html"))
        elements.append(ThemeElement(theme=theme, number=number, title=row.text("title"), html=html))
    remove_others(upsert(elements, keys=["theme", "number"]), theme__in=themes.values())


def _members(path: Path, themes: dict[str, Theme]) -> None:
    users = known(User, "username")
    members = [
        ThemeMember(
            theme=row.lookup("theme", themes, "dit thema"),
            user=row.lookup("username", users, "deze gebruiker"),
            kind=row.choice("kind", ThemeMember.Kind),
        )
        for row in Sheet(path, "theme", "username")
    ]
    upsert(members, keys=["theme", "user"])
