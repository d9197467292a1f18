"""Where the uitvoeringsplannen of the demo data stand: `jaar-2025/drugs/` in the folder of their policy plan."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nhveilig.seeding.sheets import Sheet, SheetRow
from nhveilig.sheets.exceptions import FileRefused
from themes.models import ImplementationPlan, Objective, PlanText, PolicyPlan, Theme
from themes.models.plans import Part

TEXT_FILES = {
    PlanText.Kind.AMBITION: "ambitie.html",
    PlanText.Kind.OCCASION: "aanleiding.html",
    PlanText.Kind.STRATEGY: "strategie.html",
    PlanText.Kind.APPROACH: "aanpak.html",
    PlanText.Kind.COOPERATION: "samenwerking.html",
    PlanText.Kind.LESSONS: "lessen.html",
}
# Each with the column whose values occur once.
SHEETS = {
    **dict.fromkeys(["projects.csv", "activities.csv", "results.csv", "decisions.csv", "capacity.csv"], "order"),
    **dict.fromkeys(["funding.csv", "people.csv", "links.csv", "steps.csv", "progress.csv"], "order"),
    "targets.csv": "code",
}


@dataclass(eq=False)
class PlanFolder:
    """A plan with its folder, the themes it may name, and its own parts that others point at, by sheet and number."""

    path: Path
    plan: ImplementationPlan
    themes: dict[str, Theme]
    objectives: dict[str, Objective]
    parts: dict[str, dict[str, Part]] = field(default_factory=lambda: defaultdict(dict))

    def sheet(self, name: str) -> Iterable[SheetRow]:
        """The rows of a sheet; a plan has only the sheets it has something to put in."""
        path = self.path / name
        return Sheet(path, SHEETS[name]) if path.exists() else []


def plan_folders(policies: Mapping[Path, PolicyPlan]) -> list[PlanFolder]:
    """The folders of all years, each with a plan that is not stored yet. Raises FileRefused."""
    themes = Theme.objects.filter(plan__in=policies.values()).select_related("plan").prefetch_related("objectives")
    themes = list(themes)
    return [
        folder
        for path, policy in policies.items()
        for year in sorted(path.glob("jaar-*"))
        for folder in _folders_of(year, [theme for theme in themes if theme.plan_id == policy.pk], themes)
    ]


def _folders_of(year: Path, own: list[Theme], all_themes: list[Theme]) -> Iterator[PlanFolder]:
    known = {theme.slug: theme for theme in own}
    found = set()
    for row in Sheet(year / "plans.csv", "theme"):
        theme = row.lookup("theme", known, "dit thema")
        found.add(theme.slug)
        yield PlanFolder(
            path=_checked(year / theme.slug),
            plan=ImplementationPlan(
                theme=theme,
                year=_year(year),
                ambition_period=row.text("ambition_period", required=False),
                deadline=row.day_or_none("deadline"),
                nature=_nature(row),
            ),
            themes={other.slug: other for other in all_themes if _runs_in(other, _year(year))},
            objectives={str(objective.number): objective for objective in theme.objectives.all()},
        )
    _refuse_others(year, found | {"plans.csv"}, "hoort bij geen plan in plans.csv")


def _nature(row: SheetRow) -> str:
    """Empty for a plan of the eenheid; the column may be left out where all are."""
    told = row.has("nature") and row.text("nature", required=False)
    return row.choice("nature", ImplementationPlan.Nature) if told else ""


def _runs_in(theme: Theme, year: int) -> bool:
    """Themes of plans that follow each other may bear the same name."""
    return theme.plan.start_year <= year <= (theme.plan.extendable_until or theme.plan.end_year)


def _year(folder: Path) -> int:
    try:
        return int(folder.name.removeprefix("jaar-"))
    except ValueError:
        raise FileRefused(f"{folder.name}: dit is geen jaar. Noem de map zoals jaar-2025.") from None


def _checked(folder: Path) -> Path:
    """`folder`, which is not there while nobody has written in the plan."""
    if folder.is_dir():
        _refuse_others(folder, {*SHEETS, *TEXT_FILES.values()}, "is geen deel van een uitvoeringsplan")
    return folder


def _refuse_others(folder: Path, known: set[str], reason: str) -> None:
    """Under a misspelt name a part would be missed in silence."""
    for path in sorted(folder.iterdir()):
        if path.name not in known:
            raise FileRefused(f"{path.name} in {folder.name} {reason}. Bekend zijn: {', '.join(sorted(known))}.")
