"""The page of a municipality: asked, promised and kept, beside its neighbours; and who may see which in which year."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags

from formation.models import StrengthCell, StrengthTable
from formation.norm import Populations, newest_with_officers, norm_line
from nhveilig.accounts.models import Role
from nhveilig.figures.values import Figure
from nhveilig.regions.models import OrganisationUnit
from nhveilig.regions.services import set_neighbours
from reports.dashboards.teams.presenters import TeamPage
from tests.accounts.factories import UserFactory
from tests.regions.factories import MunicipalityFactory, OrganisationUnitFactory
from tests.themes.factories import PolicyPlanFactory
from themes.models import Decision, PlanPerson, Reaction, ThemeMember
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
    """The words of one of the sections; none of one that is not there."""
    page = client.get(url(town, year)).text
    found = re.search(rf'<section class="municipality-part" id="{name}".*?</section>', page, re.DOTALL)
    return " ".join(strip_tags(found[0].replace("<", " <")).split()) if found else ""


def test_it_says_what_was_agreed_for_municipalities_and_how_much_for_the_region():
    unit, (town, *_) = make_unit()
    plan = make_plan(unit)
    make_target(plan, title="Zelfscan ingevuld")
    make_target(plan, Scope.ALL_MUNICIPALITIES, title="Gemeenten met beleid", value=3, unit="gemeenten")
    make_target(plan, Scope.REGION, title="Controles")
    make_target(make_plan(unit, status="concept"), title="Nog niet vastgesteld")
    client = visitor(unit, town=town)
    words = section(client, town, "afgesproken")
    assert f"{plan.theme.short_title} 2 afspraken" in words
    assert f"/{YEAR}/{plan.theme.slug}/" in client.get(url(town)).text
    assert "Zelfscan ingevuld" in section(client, town, "open")
    assert "Gemeenten met beleid" in section(client, town, "samen")
    assert "Nog niet vastgesteld" not in client.get(url(town)).text
    assert "Van 1 streefwaarde voor heel" in section(client, town, "regio")


def test_what_two_themes_share_is_agreed_once():
    unit, (town, *_) = make_unit()
    target = make_target(make_plan(unit), title="E-learning gevolgd")
    make_target(make_plan(unit), title="E-learning gevolgd", counts_as=target)
    assert " 1 afspraak" in section(visitor(unit, town=town), town, "afgesproken")


@pytest.mark.parametrize(
    ("own", "sentence", "place", "says"),
    [
        (
            2,
            "1 van de 1 afspraak na; de middelste gemeente 1.",
            "nagekomen",
            "2 van 2 scans, stand van 30 september 2025",
        ),
        (1, "0 van de 1 afspraak na; de middelste gemeente 0.", "open", "Op koers 1 van 2 scans"),
        (None, "0 van de 1 afspraak na; de middelste gemeente 0.", "open", "nog niet (ten minste 2 scans afgesproken)"),
    ],
)
def test_it_begins_with_how_many_were_kept_beside_the_one_in_the_middle(own, sentence, place, says):
    unit, (town, other, _) = make_unit()
    target = make_target(make_plan(unit), value=2)
    report(target, 2, other)
    if own is not None:
        report(target, own, town)
    client = visitor(unit, town=town)
    assert f"{town} kwam {sentence}" in client.get(url(town)).text
    assert says in section(client, town, place)


def test_of_what_is_there_or_not_a_word_is_said():
    unit, (town, *_) = make_unit()
    plan = make_plan(unit)
    for target, figure in ((make_target(plan, title="Wel"), 1), (make_target(plan, title="Niet"), 0)):
        report(target, figure, town)
    client = visitor(unit, town=town)
    assert "Wel Gereed ja, stand van 30 september 2025" in section(client, town, "nagekomen")
    assert re.search(
        "Niet Op koers nog niet Eind augustus nog niet gemeld Gemeld door .* stand van 30 september\\.",
        section(client, town, "open"),
    )


def promised(client, town, target):
    page = client.get(url(town)).context["page"]
    return next(one for one in page.promises if one.subject == target)


def test_what_is_open_stands_beside_those_that_touch_it_and_the_one_in_the_middle():
    unit, (town, *others) = make_unit(6)
    target = make_target(make_plan(unit), value=4)
    set_neighbours(municipality=town, neighbours=others[:2])
    for other, figure in zip(others[:3], (4, 1, 3), strict=True):
        report(target, figure, other)
    report(target, 2, town)
    shown = promised(visitor(unit, town=town), town, target)
    assert [(bar.row.name, bar.row.text, bar.share) for bar in shown.bars] == [
        (town.name, "2", 50),
        (others[0].name, "4", 100),
        (others[1].name, "1", 25),
        ("middelste gemeente", "2", 50),
    ]
    assert shown.covered == "1 van 6 gemeenten is zover."


def test_what_is_not_known_of_a_neighbour_is_no_zero():
    unit, (town, other, _) = make_unit()
    target = make_target(make_plan(unit), value=4)
    set_neighbours(municipality=town, neighbours=[other])
    shown = promised(visitor(unit, town=town), town, target)
    assert [(bar.row.text, bar.share) for bar in shown.bars] == [("niet gemeld", None)] * 3
    assert shown.covered == "Nog geen van de 3 gemeenten is zover."


def test_a_reader_chooses_who_stands_beside_it_and_that_is_remembered():
    unit, (town, *others) = make_unit(6)
    target = make_target(make_plan(unit), value=4)
    set_neighbours(municipality=town, neighbours=others[:1])
    client, another = visitor(unit, town=town), visitor(unit)
    here = reverse("reports:municipality-neighbours", args=[town.code])
    assert f'value="{others[0].code}" checked' in re.sub(r' (id|class|aria-\w+)="[^"]*"', "", client.get(here).text)
    too_many = client.post(here, {"naast": [one.code for one in others[:4]]})
    assert too_many.status_code == 422
    assert "U koos 4 gemeenten; er passen er 3 naast." in too_many.text
    assert client.post(here, {"naast": [one.code for one in others[2:4]]}).status_code == 302
    assert [place.pk for place in promised(client, town, target).near] == [one.pk for one in others[2:4]]
    assert [place.pk for place in promised(another, town, target).near] == [others[0].pk]
    client.post(here, {})
    assert [place.pk for place in promised(client, town, target).near] == [others[0].pk]


def test_what_runs_behind_comes_first_with_since_when():
    unit, (town, *_) = make_unit()
    plan = make_plan(unit)
    ahead, behind = make_target(plan, value=3), make_target(plan, value=3, due_on=date(YEAR, 10, 31))
    for target in (ahead, behind):
        report(target, 1, town)
    client = visitor(unit, town=town)
    assert [one.subject for one in client.get(url(town)).context["page"].open] == [behind, ahead]
    assert "Loopt achter sinds 1 november." in section(client, town, "open")


def test_who_may_report_does_so_from_what_is_open():
    unit, (town, *_) = make_unit()
    target = make_target(make_plan(unit), value=3)
    report(target, 1, town)
    way = f"/target-{target.pk}/?gemeente={town.code}"
    assert way in visitor(unit, town=town).get(url(town)).text
    assert way in visitor(unit, Role.Kind.STAFF).get(url(town)).text
    assert way not in visitor(unit).get(url(town)).text


def test_who_leads_a_theme_that_asks_something_can_be_written_to():
    unit, (town, *_) = make_unit()
    plan, other = make_plan(unit), make_plan(unit)
    make_target(plan)
    leader = UserFactory(email="leider@voorbeeld.nl", first_name="Lia")
    ThemeMember.objects.create(theme=plan.theme, user=leader, kind="leader")
    ThemeMember.objects.create(theme=other.theme, user=UserFactory(first_name="Cor"), kind="leader")
    client = visitor(unit, town=town)
    assert section(client, town, "wie") == f"Wie u kunt vragen {plan.theme.short_title} {leader.shown_name}"
    assert f"mailto:{leader.email}" in client.get(url(town)).text


def test_who_the_plan_names_can_be_asked_where_nobody_leads_the_theme_here():
    unit, (town, *_) = make_unit()
    plan = make_plan(unit)
    PlanPerson.objects.create(plan=plan, kind="leader", name="Cor de Graaf")
    assert section(visitor(unit), town, "wie") == f"Wie u kunt vragen {plan.theme.short_title} Cor de Graaf"


def test_how_the_region_stands_is_counted_in_words():
    unit, (town, *_) = make_unit()
    plan = make_plan(unit)
    for course in ("done", "behind", "behind"):
        report(make_target(plan, Scope.REGION, value=9), 1, course=course)
    make_target(plan, Scope.REGION)
    words = section(visitor(unit, town=town), town, "regio")
    assert re.search("Van 4 streefwaarden .*1 gereed 2 loopt achter 1 nog niet gemeld", words)


def test_a_reaction_is_asked_until_it_is_given_or_the_consultation_ends():
    unit, (town, other, _) = make_unit()
    plan = put_to_municipalities(unit, date(YEAR, 12, 13))
    put_to_municipalities(unit, date(YEAR, 11, 1))
    client = visitor(unit, town=town)
    asks = f"Reageer op het plan {plan.theme.short_title}"
    assert asks in section(client, town, "gevraagd")
    assert "nog 21 dagen" in section(client, town, "gevraagd")
    assert f"/{plan.theme.slug}/reacties/geven/" in client.get(url(town)).text
    Reaction.objects.create(plan=plan, municipality=town, stance=Reaction.Stance.AGREES)
    assert "Niets meer gevraagd" in section(client, town, "gevraagd")
    assert f"Reactie op het plan {plan.theme.short_title}" in section(client, other, "gevraagd")


def test_a_plan_for_next_year_is_asked_about_on_the_page_of_this_year():
    unit, (town, *_) = make_unit()
    make_plan(unit)
    put_to_municipalities(unit, date(YEAR, 12, 13), YEAR + 1)
    words = section(visitor(unit, town=town), town, "gevraagd")
    assert "tot en met 13 december" in words


def test_what_is_counted_per_municipality_is_asked_until_it_is_reported():
    unit, (town, other, _) = make_unit()
    target = make_target(make_plan(unit), title="Contactpersoon genoemd", due_on=date(YEAR, 12, 31))
    report(target, 1, other)
    mayor = visitor(unit, town=town)
    assert "Meld: Contactpersoon genoemd" in section(mayor, town, "gevraagd")
    assert "Hier is nog nooit iets over gemeld." in section(mayor, town, "gevraagd")
    assert f"/voortgang/target-{target.pk}/?gemeente={town.code}" in mayor.get(url(town)).text
    assert "Niets meer gevraagd" in section(mayor, other, "gevraagd")
    # Whoever cannot report for the municipality is led to where everybody reads.
    assert f"?gemeente={town.code}" not in visitor(unit, Role.Kind.READER).get(url(town)).text
    assert f"?gemeente={town.code}" in visitor(unit, Role.Kind.STAFF).get(url(town)).text
    report(target, 0, town)
    assert "Niets meer gevraagd" in section(mayor, town, "gevraagd")


def test_what_was_reported_long_ago_and_is_not_kept_is_asked_again():
    unit, (town, *_) = make_unit()
    plan = make_plan(unit)
    old, kept = make_target(plan, value=2, title="Controles"), make_target(plan, title="Beleid")
    for target in (old, kept):
        said = Report(on=date(YEAR, 3, 2), figure=Figure.of(1))
        report_progress(subject=target, report=said, by=None, municipality=town, today=date(YEAR, 3, 2))
    words = section(visitor(unit, town=town), town, "gevraagd")
    assert "Meld: Controles" in words
    assert "Afgesproken: ten minste 2 scans. Laatst gemeld: 1 scan, op 2 maart." in words
    assert "Beleid" not in words


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
    assert ("1 dec nog 9 dagen" in words) == is_asked


def test_a_decision_whose_day_has_passed_is_not_asked_any_more():
    unit, (town, *_) = make_unit()
    Decision.objects.create(plan=make_plan(unit), title="Beleid", body="raad", due_on=date(YEAR, 6, 1))
    words = section(visitor(unit, town=town), town, "gevraagd")
    assert "Niets meer gevraagd" in words


def test_its_basisteam_has_its_strength_and_wijkagenten():
    unit, (town, *_) = make_unit()
    make_plan(unit)
    make_team(town, make_table(unit, date(2020, 1, 1)), make_table(unit), make_table(unit, date(2027, 1, 1)))
    words = section(visitor(unit, town=town), town, "politie")
    assert f"Team van {town} 30,00 fte waarvan wijkagent 4,00 fte" in words
    assert "Plaatsen op papier: Formatie per 1-6-2024 , Sterktetabel." in words
    assert "in het district" not in words


def test_its_basisteam_stands_beside_the_others_of_its_district():
    unit, (town, other, elsewhere) = make_unit()
    make_plan(unit)
    table = make_table(unit)
    teams = [make_team(one, table) for one in (town, other, elsewhere)]
    for team in teams[:2]:
        team.parent = teams[0].parent or OrganisationUnitFactory(police_unit=unit, kind="district")
        team.save()
    StrengthCell.objects.filter(row__unit=teams[1], category__code="totaal").update(value=60)
    police = visitor(unit, town=town).get(url(town)).context["police"]
    shown = [(bar.row.name, bar.row.text, bar.share, bar.row.is_mine) for bar in police.district]
    assert shown == [(teams[1].name, "60,00", 100, False), (teams[0].name, "30,00", 50, True)]


def test_a_municipality_may_have_two_teams_and_one_of_them_no_table():
    unit, (town, *_) = make_unit()
    make_plan(unit)
    make_team(town, make_table(unit))
    other = OrganisationUnitFactory(police_unit=unit)
    other.municipalities.add(town)
    words = section(visitor(unit, town=town), town, "politie")
    assert f"{other} onbekend Dit team staat nog in geen enkele sterktetabel." in words


def test_a_team_of_the_same_name_is_shown_where_nobody_wrote_down_whom_it_serves():
    unit, (town, other, _) = make_unit()
    make_plan(unit)
    OrganisationUnitFactory(police_unit=unit, name=f"Basisteam {town}")
    client = visitor(unit, town=town)
    words = section(client, town, "politie")
    assert f"Basisteam {town} onbekend Gekozen omdat het team zo heet" in words
    assert f"Welk basisteam in {other} werkt, staat niet in dit portaal." in section(client, other, "politie")


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
    assert "Scan gedaan Gereed ja" in section(client, old, "nagekomen", YEAR - 1)
    page = client.get(url(old, YEAR - 1)).text
    assert reverse("reports:municipality", args=[new.code]) in page
    assert url(old) not in page
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
    words = section(visitor(unit), new, "open")
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
    rows = re.findall(r'<a href="[^"]+">(Gemeente \d+)</a></th><td[^>]*>(\d van \d)[^§]*?</td><td[^>]*>(\d)', page)
    assert drawn == {name: reached for name, reached, _ in rows}
    shown = {name: (reached, silent) for name, reached, silent in rows}
    expected = [("2 van 2", "0"), ("0 van 2", "1"), ("0 van 2", "2"), ("0 van 2", "2")]
    assert [shown[str(town)] for town in towns] == expected


def test_the_list_looks_at_one_promise_in_the_order_that_is_asked():
    unit, towns = make_unit(4)
    towns.sort(key=str)
    plan = make_plan(unit)
    target, _ = make_target(plan, value=4, title="Controles"), make_target(plan)
    for town, figure in zip(towns, (2, 4, 1), strict=False):
        report(target, figure, town)
    client, here = visitor(unit), reverse("reports:municipality-list")

    def rows(order):
        query = {"jaar": YEAR, "afspraak": target.pk, "volgorde": order}
        page = client.get(here, query).text
        assert "1 van de 4 gemeenten kwam de afspraak na" in page
        return re.findall(r'<a href="[^"]+">Gemeente (\d+)</a></th><td[^>]*>([^<]+?) ?<', page)

    number = [town.name.split()[1] for town in towns]
    told = ["2 van 4", "4 van 4", "1 van 4", "niet gemeld"]
    assert rows("") == rows("niets") == list(zip(number, told, strict=True))
    page = client.get(here, {"jaar": YEAR, "afspraak": target.pk}).text
    drawn = dict(re.findall(r"<title>Gemeente (\d+)(?:: )?([^<]*)</title>", page))
    assert [drawn[one] for one in number] == ["2 van 4", "4 van 4", "1 van 4", ""]
    assert [name for name, _ in rows("stand")] == [number[place] for place in (3, 2, 0, 1)]
    assert [name for name, _ in rows("-stand")] == [number[place] for place in (1, 0, 2, 3)]
    # What is no promise of this year counts as not asked.
    assert "0 van 2" in client.get(here, {"jaar": YEAR, "afspraak": "9" * 12}).text


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
    assert reverse("formation:part", args=[unit.slug, team.pk]) in page
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
    words = section(visitor(unit, town=town), town, "samen")
    assert "Gemeenten die meedoen 2 gemeenten, stand van 30 september 2025" in words


def test_a_year_that_is_over_asks_for_what_was_not_reported_with_a_reason_and_for_no_later_plans():
    unit, (town, *_) = make_unit()
    make_target(make_plan(unit, YEAR - 2))
    put_to_municipalities(unit, date(YEAR, 12, 13))
    words = section(visitor(unit, town=town), town, "gevraagd", YEAR - 2)
    assert "Niets meer gevraagd" in words
    assert f"Over 1 afspraak van {YEAR - 2} is nooit iets gemeld. Melden kan nog, met een reden." in words


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
        shown = TeamPage(team, date(YEAR, 11, 22)).norm
        assert (shown.texts, shown.words, shown.why) == (expected.texts, expected.words, expected.why)


def test_the_page_can_be_kept_under_a_name():
    unit, (town, *_) = make_unit()
    make_plan(unit)
    client = visitor(unit, town=town)
    client.post(reverse("reports:saved-views"), {"name": "Voor het college", "path": url(town)})
    assert f'<a href="{url(town)}">Voor het college</a>' in client.get("/").text


def team_page(team, day=date(YEAR, 11, 22)):
    return TeamPage(team, day)


def test_a_basisteam_says_what_came_since_the_table_before():
    unit, (town, *_) = make_unit()
    days = [date(2020, 1, 1), date(2024, 6, 1), date(2027, 1, 1)]
    team = make_team(town, *(make_table(unit, day) for day in days), make_table(unit, days[0], "wijkagenten"))
    StrengthCell.objects.filter(row__table__reference_date=days[0], category__code="totaal").update(value=28)
    page = team_page(team)
    assert page.sentence == f"{team} heeft 30,00\N{NO-BREAK SPACE}fte op papier, 2,00 meer dan op 1 januari 2020."
    assert page.change.signed == "+2,00 fte"
    assert page.per_fte == "1 op 667 inwoners"
    shown = [(bar.row.name, bar.row.text, bar.row.is_mine) for bar in page.over_time]
    assert shown == [("1-1-2020", "28,00", False), ("1-6-2024", "30,00", True)]
    earlier = team_page(team, date(2020, 12, 31))
    assert earlier.sentence == f"{team} heeft 28,00\N{NO-BREAK SPACE}fte op papier."
    assert not earlier.over_time
    before = team_page(team, date(2019, 12, 31))
    assert before.sentence == f"Van {team} is nog geen sterkte bekend."
    assert before.first == days[0]


def test_a_basisteam_stands_beside_its_district_and_says_how_its_municipalities_stand():
    unit, (town, other, _) = make_unit()
    target, _ = [make_target(make_plan(unit)) for _ in range(2)]
    report(target, 1, town)
    table, district = make_table(unit), OrganisationUnitFactory(police_unit=unit, kind="district")
    teams = [make_team(place, table) for place in (town, other)]
    OrganisationUnit.objects.filter(pk__in=[team.pk for team in teams]).update(parent=district)
    team = OrganisationUnit.objects.get(pk=teams[0].pk)
    assert [(bar.row.name, bar.row.is_mine) for bar in team_page(team).district] == [
        (teams[0].name, True),
        (teams[1].name, False),
    ]
    page = visitor(unit, town=town).get(reverse("reports:team-dashboard", args=[unit.slug, YEAR, team.pk])).text
    assert "1 van 2 afspraken nagekomen" in page
    assert str(district) in page


def moved(target, town, *reports):
    """The trend after numbers on days, on the page of the municipality and with this promise in the list."""
    for day, figure in reports:
        said = Report(on=day, figure=Figure.of(figure))
        report_progress(subject=target, report=said, by=None, municipality=town, today=day)
    client = visitor(town.safety_region.police_unit, town=town)
    listed = client.get(f"{LIST}?afspraak={target.pk}").text
    pages = (client.get(url(town)).text, listed, client.get(LIST).text)
    return [[(way, words.strip()) for way, words in TREND.findall(page)] for page in pages]


TREND = re.compile(r'class="trend trend--(\w+)">.*?</svg>([^<]*)<')
SPRING, AUTUMN = date(YEAR, 5, 4), date(YEAR, 10, 4)


def test_a_promise_says_how_it_moved_in_three_months():
    unit, (town, other, *_) = make_unit()
    target = make_target(make_plan(unit), value=4, counting="sum")
    own, chosen, listed = moved(target, town, (SPRING, 1), (AUTUMN, 1))
    assert own == chosen == [("better", "Eind augustus 1, nu 2")]
    # Of how many it kept, only what changed.
    assert listed == []
    own, chosen, _ = moved(target, other, (SPRING, 2))
    assert own == [("flat", "Sinds eind augustus niet veranderd")]
    assert len(chosen) == 2


def test_of_all_promises_the_list_says_how_many_were_kept_then():
    unit, (town, *_) = make_unit()
    target = make_target(make_plan(unit))
    own, _, listed = moved(target, town, (AUTUMN, 1))
    assert own == [("better", "Eind augustus nog niet gemeld")]
    assert listed == [("better", "eind augustus 0")]


def test_what_should_stay_low_gets_worse_and_a_report_without_a_number_has_no_trend():
    unit, (town, other, *_) = make_unit()
    plan = make_plan(unit)
    most = make_target(plan, value=1, operator="<=")
    assert moved(most, town, (SPRING, 1), (AUTUMN, 3))[0] == [("worse", "Eind augustus 1, nu 3")]
    assert moved(most, other)[0] == []


def test_a_plan_of_a_year_that_began_last_month_has_no_trend():
    unit, (town, *_) = make_unit()
    target = make_target(make_plan(unit, YEAR + 1))
    with time_machine.travel(date(YEAR + 1, 2, 3), tick=False):
        said = Report(on=date(YEAR + 1, 1, 20), figure=Figure.of(0))
        report_progress(subject=target, report=said, by=None, municipality=town, today=date(YEAR + 1, 2, 3))
        page = visitor(unit, town=town).get(url(town, YEAR + 1)).text
    assert 'class="trend' not in page
