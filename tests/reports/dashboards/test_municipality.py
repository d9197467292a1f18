"""The page of a municipality: agreed, delivered, asked, and its police; and who may see which in which year."""

import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags

from formation.models import StrengthTable
from formation.norm import Populations, newest_with_officers, norm_line
from formation.queries import part_tables
from nhveilig.accounts.models import Role
from nhveilig.figures.charts import data_table
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Inhabitants, OrganisationUnit
from reports.dashboards.teams.presenters import strength_chart, strength_of
from tests.regions.factories import MunicipalityFactory, OrganisationUnitFactory
from tests.themes.factories import PolicyPlanFactory
from themes.models import Decision, Reaction
from themes.progress.services import Report, report_progress

from .municipal import (
    YEAR,
    Scope,
    make_plan,
    make_table,
    make_target,
    make_team,
    make_unit,
    put_to_municipalities,
    report,
    visitor,
)

pytestmark = pytest.mark.django_db
LIST = "/gemeenten/"


@pytest.fixture(autouse=True)
def _in_the_year():
    with time_machine.travel(date(YEAR, 11, 22), tick=False):
        yield


def url(town, year=YEAR):
    return reverse("reports:municipality-dashboard", args=[town.code, year])


def section(client, town, name, year=YEAR):
    """The words of one of the four sections."""
    page = client.get(url(town, year)).text
    found = re.search(rf'<section class="municipality-part" id="{name}".*?</section>', page, re.DOTALL)
    return " ".join(strip_tags(found[0]).split())


def test_it_says_what_was_agreed_for_municipalities_and_how_much_for_the_region():
    unit, (town, *_) = make_unit()
    plan = make_plan(unit)
    make_target(plan, title="Zelfscan ingevuld")
    make_target(plan, Scope.ALL_MUNICIPALITIES, title="Gemeenten met beleid", value=3, unit="gemeenten")
    make_target(plan, Scope.REGION, title="Controles")
    make_target(make_plan(unit, status="concept"), title="Nog niet vastgesteld")
    words = section(visitor(unit, town=town), town, "afgesproken")
    assert "2 afspraken voor gemeenten, in 1 thema. 1 streefwaarde geldt voor de hele regio." in words
    assert "Zelfscan ingevuld: ten minste 1 scan" in words
    assert "Gemeenten met beleid: ten minste 3 gemeenten" in words
    assert "Nog niet vastgesteld" not in words


def test_what_two_themes_share_is_agreed_once():
    unit, (town, *_) = make_unit()
    target = make_target(make_plan(unit), title="E-learning gevolgd")
    make_target(make_plan(unit), title="E-learning gevolgd", counts_as=target)
    assert "1 afspraak voor gemeenten, in 1 thema." in section(visitor(unit, town=town), town, "afgesproken")


@pytest.mark.parametrize(
    ("own", "beside"),
    [
        (1, "2 van 3 gemeenten zijn zover, deze ook."),
        (0, "1 van 3 gemeenten is zover, deze nog niet."),
        (None, "1 van 3 gemeenten is zover, deze nog niet."),
    ],
)
def test_its_own_results_stand_beside_those_of_the_others(own, beside):
    unit, (town, other, _) = make_unit()
    target = make_target(make_plan(unit))
    report(target, 1, other)
    if own is not None:
        report(target, own, town)
    words = section(visitor(unit, town=town), town, "geleverd")
    assert beside in words
    assert f"is hier {1 if own else 0} van 1 bereikt" in words
    shown = {1: "1 scan Gereed stand van 30 september 2025", 0: "0 scans Op koers stand van 30 september 2025"}
    assert shown.get(own, "Nog niet gemeld") in words
    assert ("Afgesproken is ten minste 1 scan." in words) == (own != 1)


def test_what_is_not_reached_here_comes_first():
    unit, (town, *_) = make_unit()
    plan = make_plan(unit)
    reached, behind = make_target(plan, title="Wel"), make_target(plan, title="Niet")
    report(reached, 1, town)
    report(behind, 0, town)
    words = section(visitor(unit, town=town), town, "geleverd")
    assert words.index("Niet") < words.index("Wel")


def test_how_the_region_stands_is_counted_in_words():
    unit, (town, *_) = make_unit()
    plan = make_plan(unit)
    for course in ("done", "behind", "behind"):
        report(make_target(plan, Scope.REGION, value=9), 1, course=course)
    make_target(plan, Scope.REGION)
    words = section(visitor(unit, town=town), town, "geleverd")
    assert re.search("1 gereed 2 loopt achter 1 nog niet gemeld Van 4 streefwaarden", words)


def test_a_reaction_is_asked_until_it_is_given_or_the_consultation_ends():
    unit, (town, other, _) = make_unit()
    plan = put_to_municipalities(unit, date(YEAR, 12, 13))
    put_to_municipalities(unit, date(YEAR, 11, 1))
    client = visitor(unit, town=town)
    assert "1 reactie." in section(client, town, "gevraagd")
    assert f"/{plan.theme.slug}/reacties/geven/" in client.get(url(town)).text
    Reaction.objects.create(plan=plan, municipality=town, stance=Reaction.Stance.AGREES)
    assert "Niets meer gevraagd" in section(client, town, "gevraagd")
    assert "1 reactie." in section(client, other, "gevraagd")


def test_a_plan_for_next_year_is_asked_about_on_the_page_of_this_year():
    unit, (town, *_) = make_unit()
    make_plan(unit)
    put_to_municipalities(unit, date(YEAR, 12, 13), YEAR + 1)
    words = section(visitor(unit, town=town), town, "gevraagd")
    assert f"tot en met 13 december {YEAR}" in words


def test_what_is_counted_per_municipality_is_asked_until_it_is_reported():
    unit, (town, other, _) = make_unit()
    target = make_target(make_plan(unit), title="Contactpersoon genoemd", due_on=date(YEAR, 12, 31))
    report(target, 1, other)
    mayor = visitor(unit, town=town)
    assert "1 melding." in section(mayor, town, "gevraagd")
    assert f"/voortgang/target-{target.pk}/?gemeente={town.code}" in mayor.get(url(town)).text
    assert "Niets meer gevraagd" in section(mayor, other, "gevraagd")
    # Whoever cannot report for the municipality is led to where everybody reads.
    assert f"?gemeente={town.code}" not in visitor(unit, Role.Kind.READER).get(url(town)).text
    assert f"?gemeente={town.code}" in visitor(unit, Role.Kind.STAFF).get(url(town)).text
    report(target, 0, town)
    assert "Niets meer gevraagd" in section(mayor, town, "gevraagd")


@pytest.mark.parametrize(
    ("body", "is_asked"),
    [
        ("gemeenteraden", True),
        ("De raad", True),
        ("colleges van B en W", True),
        ("alle burgemeesters", True),
        ("B&W", True),
        ("Stuurgroep NHVeilig", False),
        ("partners van het beraad", False),
        ("", False),
    ],
)
def test_a_decision_is_asked_of_municipal_bodies_only(body, is_asked):
    unit, (town, *_) = make_unit()
    Decision.objects.create(plan=make_plan(unit), title="Convenant vaststellen", body=body, due_on=date(YEAR, 12, 1))
    words = section(visitor(unit, town=town), town, "gevraagd")
    assert ("Convenant vaststellen" in words) == is_asked
    assert ("uiterlijk 1 december 2025" in words) == is_asked


def test_a_decision_whose_day_has_passed_is_not_asked_any_more():
    unit, (town, *_) = make_unit()
    Decision.objects.create(plan=make_plan(unit), title="Beleid", body="raad", due_on=date(YEAR, 6, 1))
    words = section(visitor(unit, town=town), town, "gevraagd")
    assert "Niets meer gevraagd" in words
    assert "Eerder gevraagde besluiten (1)" in words


def test_its_basisteam_has_strength_and_wijkagenten_beside_the_norm():
    unit, (town, *_) = make_unit()
    make_plan(unit)
    make_team(town, make_table(unit, date(2020, 1, 1)), make_table(unit), make_table(unit, date(2027, 1, 1)))
    words = section(visitor(unit, town=town), town, "politie")
    assert f"{town} heeft 20.000 inwoners (1 januari 2024, Telling)." in words
    facts = {"Formatie": "30,00 fte", "Wijkagenten": "4,00 fte", "Inwoners van het werkgebied": "20.000"}
    assert all(f"{label}{figure}" in words for label, figure in facts.items())
    assert "1 of meer per 5.000" in words
    assert "Formatie per 1-6-2024. Bron: Sterktetabel." in words


def test_a_municipality_that_two_teams_share_has_no_norm_and_says_why():
    unit, (town, *_) = make_unit()
    make_plan(unit)
    make_team(town, make_table(unit))
    other = OrganisationUnitFactory(police_unit=unit)
    other.municipalities.add(town)
    words = section(visitor(unit, town=town), town, "politie")
    assert "Onbekend" in words
    assert f"De gemeente {town} wordt gedeeld met andere basisteams." in words
    assert f"{other} Dit team staat nog in geen enkele sterktetabel." in words


def test_a_team_of_the_same_name_is_shown_where_nobody_wrote_down_whom_it_serves():
    unit, (town, other, _) = make_unit()
    make_plan(unit)
    OrganisationUnitFactory(police_unit=unit, name=f"Basisteam {town}")
    Inhabitants.objects.create(municipality=town, value=900, reference_date=date(2024, 1, 1), source="Telling")
    client = visitor(unit, town=town)
    words = section(client, town, "politie")
    assert f"Basisteam {town} Gekozen omdat het team zo heet" in words
    assert f"{town} heeft 900 inwoners" in words
    words = section(client, other, "politie")
    assert f"Welk basisteam in {other} werkt, staat niet in dit portaal." in words
    assert f"Hoeveel inwoners {other} heeft, is niet bekend." in words


def test_a_municipality_of_another_eenheid_is_not_there():
    unit, (town, *_) = make_unit()
    make_plan(unit)
    elsewhere, _ = make_unit()
    answer = visitor(elsewhere, Role.Kind.STAFF).get(url(town))
    assert answer.status_code == 404
    assert LIST in answer.text
    assert town.name not in answer.text


@pytest.mark.parametrize("year", [1999, 2040, 0])
def test_an_unknown_year_leads_on(year):
    unit, (town, *_) = make_unit()
    make_plan(unit)
    answer = visitor(unit, town=town).get(url(town, year))
    assert answer.status_code == 404
    assert (url(town) in answer.text) or year == 0


def test_this_year_is_there_before_anything_is_adopted():
    unit, (town, *_) = make_unit()
    make_plan(unit, YEAR - 1)
    words = section(visitor(unit, town=town), town, "afgesproken")
    assert f"Voor {YEAR} is nog geen uitvoeringsplan vastgesteld." in words


def test_without_a_year_it_leads_to_the_newest_that_has_begun():
    unit, (town, *_) = make_unit()
    for year in (YEAR - 2, YEAR - 1, YEAR + 1):
        make_plan(unit, year)
    answer = visitor(unit, town=town).get(reverse("reports:municipality", args=[town.code]))
    assert answer.headers["Location"] == url(town, YEAR - 1)


def test_a_municipality_that_merged_keeps_its_old_years_and_leads_to_its_successor():
    unit, (new, *_) = make_unit()
    old = MunicipalityFactory(safety_region=new.safety_region, successor=new, valid_until=date(YEAR, 1, 1))
    target = make_target(make_plan(unit, YEAR - 1), title="Scan gedaan")
    make_plan(unit)
    with time_machine.travel(date(YEAR - 1, 11, 1)):
        report(target, 1, old)
    client = visitor(unit)
    words = section(client, old, "geleverd", YEAR - 1)
    assert "1 van 4 gemeenten is zover, deze ook." in words
    assert reverse("reports:municipality", args=[new.code]) in client.get(url(old, YEAR - 1)).text
    later = client.get(url(old))
    assert later.status_code == 404
    assert url(new) in later.text
    assert url(old, YEAR - 1) in later.text
    assert url(old, YEAR - 1) == client.get(reverse("reports:municipality", args=[old.code])).headers["Location"]


def test_what_merged_during_the_year_is_named_beside_its_successor():
    unit, (new, *_) = make_unit()
    old = MunicipalityFactory(safety_region=new.safety_region, successor=new, valid_until=date(YEAR, 7, 1))
    target = make_target(make_plan(unit))
    said = Report(on=date(YEAR, 3, 1), figure=Figure.of(1))
    report_progress(subject=target, report=said, by=None, municipality=old)
    words = section(visitor(unit), new, "geleverd")
    assert f"{old}, vóór de herindeling: 1 scan, stand van 1 maart {YEAR}." in words


def test_the_list_colours_the_map_with_the_numbers_of_its_table():
    unit, towns = make_unit(4)
    plan = make_plan(unit)
    targets = [make_target(plan), make_target(plan)]
    report(targets[0], 1, towns[0])
    report(targets[1], 1, towns[0])
    report(targets[1], 0, towns[1])
    page = visitor(unit).get(reverse("reports:municipality-list"), {"jaar": YEAR}).text
    drawn = dict(re.findall(r"<title>(Gemeente \d+): ([^<]+)</title>", page))
    rows = re.findall(r'<a href="[^"]+">(Gemeente \d+)</a></th><td>([^<]+)</td><td>(\d)', page)
    assert drawn == {name: reached for name, reached, _ in rows}
    shown = {name: (reached, silent) for name, reached, silent in rows}
    expected = [("2 van 2", "0"), ("0 van 2", "1"), ("0 van 2", "2"), ("0 van 2", "2")]
    assert [shown[str(town)] for town in towns] == expected


@pytest.mark.parametrize("query", ["jaar=1950", "jaar=later", "eenheid=elders"])
def test_the_list_of_a_year_or_eenheid_that_is_not_there_leads_on(query):
    unit, _ = make_unit()
    make_plan(unit)
    answer = visitor(unit).get(f"{reverse('reports:municipality-list')}?{query}")
    assert answer.status_code == 404
    assert f"{LIST}?eenheid={unit.slug}" in answer.text


def test_a_basisteam_has_its_figures_up_to_that_year_and_the_municipalities_it_serves():
    unit, (town, other, _) = make_unit()
    make_plan(unit)
    team = make_team(town, make_table(unit, date(2020, 1, 1)), make_table(unit), officers=3)
    client = visitor(unit)
    page = client.get(reverse("reports:team-dashboard", args=[unit.slug, YEAR, team.pk])).text
    assert "Minder dan 1 per 5.000" in page
    assert url(town) in page
    assert url(other) not in page
    assert "1-1-2020" in page
    assert "1-6-2024" in page
    earlier = client.get(reverse("reports:team-dashboard", args=[unit.slug, 2020, team.pk])).text
    assert "1-6-2024" not in earlier
    gone = client.get(reverse("reports:team-dashboard", args=[unit.slug, 1990, team.pk]))
    assert gone.status_code == 404
    assert reverse("reports:team-dashboard", args=[unit.slug, YEAR, team.pk]) in gone.text


def test_what_is_no_basisteam_of_the_eenheid_has_no_page():
    unit, _ = make_unit()
    make_plan(unit)
    district = OrganisationUnitFactory(police_unit=unit, kind="district")
    elsewhere = OrganisationUnitFactory()
    client = visitor(unit)
    for pk in (district.pk, elsewhere.pk):
        assert client.get(reverse("reports:team-dashboard", args=[unit.slug, YEAR, pk])).status_code == 404


def test_what_counts_municipalities_in_the_whole_region_is_shown_among_what_they_do():
    unit, (town, *_) = make_unit()
    target = make_target(make_plan(unit), Scope.REGION, title="Gemeenten die meedoen", value=None, unit="gemeenten")
    report(target, 2)
    client = visitor(unit, town=town)
    assert "Gemeenten die meedoen (de hele regio)" in section(client, town, "afgesproken")
    assert "2 gemeenten stand van 30 september 2025 De hele regio." in section(client, town, "geleverd")


def test_a_year_that_is_over_asks_for_what_was_not_reported_with_a_reason_and_for_no_later_plans():
    unit, (town, *_) = make_unit()
    make_target(make_plan(unit, YEAR - 2))
    put_to_municipalities(unit, date(YEAR, 12, 13))
    words = section(visitor(unit, town=town), town, "gevraagd", YEAR - 2)
    assert f"1 melding. Het jaar {YEAR - 2} is voorbij; melden kan nog, met een reden." in words


def test_a_mayor_is_led_to_the_own_municipality_from_every_page():
    unit, (town, *_) = make_unit()
    make_plan(unit)
    here = reverse("reports:municipality", args=[town.code])
    mayor = visitor(unit, town=town)
    assert re.search(rf'href="{here}"[^>]*>Mijn gemeente', mayor.get("/").text)
    assert re.search(rf'href="{here}"[^>]*aria-current="true"[^>]*>Mijn gemeente', mayor.get(url(town)).text)
    assert "Mijn gemeente" not in visitor(unit).get("/").text


def test_a_year_of_the_policy_plan_is_there_before_anything_is_planned_for_it():
    unit, (town, *_) = make_unit()
    PolicyPlanFactory(police_unit=unit, start_year=YEAR - 4, end_year=YEAR - 2)
    team = make_team(town, make_table(unit))
    client = visitor(unit)
    pages = [
        url(town, YEAR - 3),
        f"{LIST}?jaar={YEAR - 3}",
        reverse("reports:team-dashboard", args=[unit.slug, YEAR - 3, team.pk]),
    ]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]


def test_a_basisteam_has_the_same_norm_as_on_the_page_about_its_strength(demo):
    for team in OrganisationUnit.objects.filter(kind="basisteam", municipalities__isnull=False).distinct():
        tables = StrengthTable.objects.adopted().with_figures_of(team)
        expected = norm_line(newest_with_officers(tables), team, Populations(team.police_unit))
        found = strength_of(team.municipalities.first(), date(YEAR, 11, 22))
        shown = next(one.norm for one in found if one.team == team)
        assert (shown.texts, shown.words, shown.why) == (expected.texts, expected.words, expected.why)


def test_the_page_can_be_kept_under_a_name():
    unit, (town, *_) = make_unit()
    make_plan(unit)
    client = visitor(unit, town=town)
    client.post(reverse("reports:saved-views"), {"name": "Voor het college", "path": url(town)})
    assert f'<a href="{url(town)}">Voor het college</a>' in client.get("/").text


def test_the_chart_of_a_basisteam_has_the_numbers_of_its_table():
    unit, (town, *_) = make_unit()
    make_plan(unit)
    days = [date(2020, 1, 1), date(2024, 6, 1)]
    team = make_team(town, *(make_table(unit, day) for day in days), make_table(unit, days[0], "wijkagenten"))
    tables = list(StrengthTable.objects.adopted().with_figures_of(team).order_by("series", "reference_date"))
    chart = strength_chart(team, tables)
    shown = part_tables([table for table in tables if table.series == "eenheid"])[0].as_dict()
    drawn = [[cell["value"] for cell in row["cells"]] for row in data_table(chart)["rows"]]
    assert [[Decimal(value) for value in row] for row in drawn] == [
        [Decimal(row["cells"][0]["value"])] for row in shown["rows"]
    ]
    assert [row["label"] for row in data_table(chart)["rows"]] == ["1-1-2020", "1-6-2024"]
    page = visitor(unit).get(reverse("reports:team-dashboard", args=[unit.slug, YEAR, team.pk])).text
    assert f'id="figuur-{chart["id"]}"' in page
    assert strength_chart(team, tables[:1]) is None
