"""The year 2020 in the demo data against what the annual report of 2020 publishes.

The sheets in `published/` are copies of what was found in the publication: its 103 figures with their place, what it
tells without a figure, and its projects. They bear the names the publication uses at that place.
"""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from agenda.models import Measurement
from nhveilig.figures.values import Figure, Qualifier
from tests.themes.test_published_plans import Row
from themes.models import Activity, ImplementationPlan, ProgressUpdate, Project, ResultTarget, Standing
from themes.models.plans import Part

YEAR = 2020
THEMES = {
    "CTER": "radicalisering",
    "Cybercrime": "cybercrime",
    "Zorg en veiligheid": "zorg-en-veiligheid",
    "Ondermijning": "ondermijning",
    "Mensenhandel": "mensenhandel",
    "Online seksueel kindermisbruik": "kindermisbruik",
    "Executie": "executie",
    "RPC/Burgernet": "rpc-burgernet",
    "Evenementen": "evenementen",
    "Boa's": "boas",
    "Organisatie": "organisatie",
}
# One project under several names in the publication, or under a name that is also that of its theme.
NAMES = {
    "cyber": "cybercriminaliteit en gedigitaliseerde criminaliteit",
    "webinars": "organiseren van webinars",
    "citydeal": "citydeal lokale weerbaarheid cybercrime",
    "om": "politie en om",
    "pao": "programma aanpak ondermijning (pao)",
    "riec": "riec-nh",
    "fit": "financial intelligence team (fit)",
    "orville": "orville (schiphol)",
    "iipsy": "integraal intelligence project synthetische drugs (iipsy)",
    "bestuurlijk toezicht prostitutie": "inrichting bestuurlijk toezicht prostitutie",
    "monitor niet-vergunde prostitutie": "regionale monitor niet-vergunde prostitutie",
    "criminele aanwas": "criminele aanwas (voorheen dealende jeugd)",
    "integrale aanpak cter": "versteviging van de integrale aanpak",
    "gelegenheidsstructuren jachthavens": "aanpak gelegenheidsstructuren in jachthavens",
    "verbinding met hechte gemeenschap": "op zoek naar verbinding met een hechte gemeenschap",
    "versterken onderzoek schiphol": "versterken onderzoek en aanpak drugscriminaliteit schiphol",
    "schiphol-oost": "aanpak gelegenheidsterreinen bedrijventerrein schiphol-oost",
    "branchegerichte aanpak": "van bedrijfs- naar branchegerichte aanpak op schiphol",
    "ondermijning op de kaart": "ondermijning beter op de kaart zetten bij de partners op schiphol",
    "ondermijningsbeeld schiphol": "opvolging ondermijningsbeeld schiphol",
    "expertisebureau": "expertisebureau online kindermisbruik",
    # A paragraph about the whole theme, not a project.
    "trends": "",
}
# Under a theme the police are one of the partners; elsewhere they are the only one.
POLICE = {"cybercrime": "politie en om"}
QUALIFIERS = {
    "=": Qualifier.EXACT,
    ">": Qualifier.MORE_THAN,
    "<": Qualifier.LESS_THAN,
    "≈": Qualifier.CIRCA,
    ">=": Qualifier.MINIMUM,
    "<=": Qualifier.MAXIMUM,
}
# What is known of a value that the publication contradicts, elsewhere or by another publication.
INCONSISTENT = {
    "R001": "32",
    "R023": "32",
    "R025": "HackShield",
    "R029": "R025",
    "R045": "R044",
    "R047": "2022",
    "R049": "LIEC",
    "R062": "1,500.000",
    "R063": "IIPSY, IIPSy en IIpsy",
    "R084": "15 verdachten",
    "R089": "300 dagen",
    "R102": "32",
}


def published(name: str) -> list[Row]:
    with (Path(__file__).parent / "published" / f"{name}-{YEAR}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


RESULTS = {row["code"]: row for row in published("results")}


def known_as(name: str, theme: str) -> str:
    name = name.lower().removeprefix("project ").replace("'", "’")
    name = name if not name.endswith("(fit)") else "fit"
    return POLICE.get(theme, name) if name == "politie" else NAMES.get(name, name)


@pytest.fixture
def plans(demo) -> list[ImplementationPlan]:
    found = ImplementationPlan.objects.filter(year=YEAR, theme__plan__police_unit__code="RE04")
    return list(found.select_related("theme"))


@pytest.fixture
def targets(plans) -> dict[str, ResultTarget]:
    """With the project of the result each is of, and those that is part of."""
    found = ResultTarget.objects.filter(plan__in=plans)
    return {one.code: one for one in found.select_related("plan__theme", "result__project__parent__parent")}


def test_every_subject_of_the_report_has_an_adopted_plan(plans):
    assert {plan.theme.slug for plan in plans} == set(THEMES.values())
    assert {plan.status for plan in plans} == {ImplementationPlan.Status.ADOPTED}
    # The publication does not say when they were adopted.
    assert {plan.adopted_on for plan in plans} == {None}


def test_every_figure_is_what_was_published(targets):
    standings = Standing.objects.filter(target__in=targets.values()).select_related("target")
    assert len(RESULTS) == 103
    assert {standing.target.code: standing.figure for standing in standings} == {
        code: _figure(row) for code, row in RESULTS.items()
    }
    assert {code: target.unit for code, target in targets.items()} == {
        code: row["unit"].replace("'", "’") for code, row in RESULTS.items()
    }


def test_every_figure_was_reported_once_and_as_published(targets):
    updates = ProgressUpdate.objects.filter(target__in=targets.values()).select_related("target")
    assert updates.count() == len(RESULTS)
    assert {update.target.code: update.figure for update in updates} == {
        code: _figure(row) for code, row in RESULTS.items()
    }
    assert all(update.on.year == YEAR and update.reason and update.reported_by for update in updates)


def _figure(row: Row) -> Figure:
    if not row["value"]:
        return Figure.unknown()
    nearly = row["words"].startswith("bijna")
    return Figure(Decimal(row["value"]), Qualifier.NEARLY if nearly else QUALIFIERS[row["operator"]])


def test_what_has_no_number_has_its_word(targets):
    """`tientallen`, `meerdere`: no number is made of it, and the reader sees what was said."""
    without = {code: row["words"] for code, row in RESULTS.items() if not row["value"]}
    assert without.keys() == {"R015", "R017", "R071"}
    said = _words(targets)
    assert all(word in said[code] for code, word in without.items())


def test_a_figure_of_another_year_says_of_which(targets):
    said = _words(targets)
    for code, row in RESULTS.items():
        years = set(re.findall(r"\d{4}", row["year"]))
        if years and years != {str(YEAR)}:
            assert years & set(re.findall(r"\d{4}", said[code])), code


def _words(targets: dict[str, ResultTarget]) -> dict[str, str]:
    return dict(Standing.objects.filter(target__in=targets.values()).values_list("target__code", "words"))


def test_every_figure_stands_with_its_project(targets):
    found = {code: (target.plan.theme.slug, *_places(target.result.project)) for code, target in targets.items()}
    expected = {code: (THEMES[row["theme"]], *_published_places(row)) for code, row in RESULTS.items()}
    astray = {code: (found[code], places) for code, places in expected.items() if not set(places) <= set(found[code])}
    assert not astray


def _places(project: Project | None) -> list[str]:
    """The names of the project and of what it is part of, lowest first."""
    return [] if project is None else [project.title.lower(), *_places(project.parent)]


def _published_places(row: Row) -> list[str]:
    theme = THEMES[row["theme"]]
    return [name for name in (known_as(row[level], theme) for level in ("project", "part")) if name]


def test_every_project_of_the_report_is_there_under_the_right_one(plans):
    """Also the goals and regional routes the report numbers as if they were projects."""
    found = {
        (project.plan.theme.slug, project.title.lower()): _places(project.parent)
        for project in Project.objects.filter(plan__in=plans).select_related("plan__theme", "parent__parent")
    }
    rows = published("projects")
    assert len(rows) == 34
    for row in rows:
        theme = THEMES[row["theme"]]
        above = found[theme, known_as(row["title"], theme)]
        assert known_as(row["parent"], theme) in above, row


def test_what_is_told_without_a_figure_is_there_with_how_it_went(plans):
    rows = published("activities")
    activities = Activity.objects.filter(plan__in=plans)
    assert (len(rows), activities.count()) == (47, 47)
    standings = Standing.objects.filter(activity__in=activities)
    assert standings.exclude(words="").exclude(course="").count() == 47


def test_the_sheets_say_where_each_row_was_published():
    rows = {row["lines"]: row for row in published("activities")}
    found = {row["lines"]: (slug, row["project"]) for slug in THEMES.values() for row in _sheet(slug, "activities")}
    assert found.keys() == rows.keys()
    for lines, (slug, project) in found.items():
        assert slug == THEMES[rows[lines]["theme"]]
        assert known_as(rows[lines]["project"], slug) in _titles(slug, project), lines
    said = {row["code"]: row["lines"] for slug in THEMES.values() for row in _sheet(slug, "targets")}
    assert said == {code: row["lines"] for code, row in RESULTS.items()}


def _titles(slug: str, order: str) -> list[str]:
    """As the sheet has them, of the project and of what it is part of."""
    projects = {row["order"]: row for row in _sheet(slug, "projects")}
    titles = []
    while order:
        titles.append(projects[order]["title"].lower())
        order = projects[order]["parent"]
    return titles


def _sheet(slug: str, name: str) -> list[Row]:
    (path,) = settings.FIXTURES_DIR.glob(f"*/jaar-{YEAR}/{slug}/{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_aim_was_invented(targets):
    """The report gives one aim as such: the suspects of human trafficking."""
    aims = {code: target.value for code, target in targets.items() if target.value is not None}
    assert aims == {"R084": 14}
    assert Standing.objects.get(target=targets["R084"]).reached


def test_what_the_agenda_measured_of_the_year_is_the_same_figure(targets):
    """Typed in twice, from one publication: as a national goal, and as a result of the eenheid."""
    measured = Measurement.objects.filter(year=YEAR, police_unit__code="RE04").select_related("indicator")
    figures = {measurement.indicator.code: measurement.figure for measurement in measured}
    reported = {one.target.code: one.figure for one in Standing.objects.filter(target__in=targets.values())}
    assert figures == {"om-verdachten": reported["R084"], "km-slachtoffers": reported["R085"]}


@pytest.mark.parametrize(("code", "known"), INCONSISTENT.items())
def test_what_the_sources_contradict_is_noted(targets, code, known):
    assert known in targets[code].note


def test_the_misprinted_year_is_noted(targets):
    assert "2021" in _words(targets)["R030"]


def test_a_number_read_into_a_word_says_so(targets):
    derived = {code for code, row in RESULTS.items() if row["derived"]}
    assert derived == {code for code, target in targets.items() if "afgeleid" in target.note}


def test_every_part_fits_its_fields(plans):
    """SQLite does not measure a text, PostgreSQL refuses it; and no fixture may hold what no form takes."""
    kinds = [model for model in apps.get_app_config("themes").get_models() if issubclass(model, Part)]
    for part in (part for model in kinds for part in model.objects.filter(plan__in=plans)):
        part.clean_fields(exclude=["plan", "objective", "project", "result", "activity", "counts_as", "theme"])
    for update in ProgressUpdate.objects.filter(plan__in=plans):
        update.clean_fields(exclude=["plan", "activity", "result", "target", "reported_by", "corrects", "municipality"])
