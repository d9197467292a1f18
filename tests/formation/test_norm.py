"""One wijkagent for every 5.000 inhabitants: for the eenheid the law, for its parts a comparison."""

from decimal import Decimal

import pytest
from django.urls import reverse

from formation.models import StrengthCell, StrengthTable
from formation.norm import NormLine, NormOutcome, Populations, newest_with_officers, norm_lines
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.regions.models import Inhabitants, OrganisationUnit, PoliceUnit


def lines_of(slug: str) -> dict[str, NormLine]:
    unit = PoliceUnit.objects.get(slug=slug)
    tables = StrengthTable.objects.filter(police_unit=unit).with_figures()
    found = norm_lines(newest_with_officers(tables), Populations(unit))
    return {line.unit.name: line for line in found}


@pytest.mark.parametrize(
    ("slug", "officers", "inhabitants", "outcome", "words"),
    [
        ("noord-holland", "305", "1551877", NormOutcome.NOT_MET, "Norm niet gehaald, naar schatting"),
        ("noord-nederland", "355", "1729505", NormOutcome.MET, "Norm gehaald, naar schatting"),
    ],
)
def test_the_eenheid_as_a_whole(demo, slug, officers, inhabitants, outcome, words):
    whole = next(iter(lines_of(slug).values()))

    assert whole.is_whole
    assert (whole.officers.value, whole.population.figure) == (
        Decimal(officers),
        Figure.of(inhabitants, Qualifier.CIRCA),
    )
    assert (whole.outcome, whole.words) == (outcome, words)
    assert whole.needed == Decimal(inhabitants) / 5000


def test_the_fte_for_every_thousand_inhabitants_where_both_are_known(demo, staff):
    lines = lines_of("noord-holland")
    # 3.494,60 fte and some 1.551.877 inhabitants.
    assert lines["Eenheid Noord-Holland"].per_thousand == "circa 2,25"
    unknown = lines_of("noord-nederland")["Basisteam Groningen Zuid"]
    assert (unknown.per_thousand, unknown.facts()[-1][0]) == ("", "Nodig volgens 1 op 5.000 (fte)")
    page = staff.get(reverse("formation:norm", args=["noord-holland"])).content.decode()
    assert "<td>circa 2,25</td>" in page
    part = staff.get(reverse("formation:part", args=["noord-holland", lines["Basisteam Kennemer Kust"].unit.pk]))
    assert "Fte per 1.000 inwoners" in part.content.decode()


def test_districts_come_with_their_basisteams(demo):
    names = list(lines_of("noord-nederland"))

    assert names[:3] == ["Eenheid Noord-Nederland", "District Fryslân", "Basisteam Noordwest Fryslân"]
    assert names[-4:] == [
        "District Drenthe", "Basisteam Noord Drenthe", "Basisteam Zuidoost Drenthe", "Basisteam Zuidwest Drenthe",
    ]  # fmt: skip


def test_the_inhabitants_of_a_basisteam_are_those_of_its_municipalities(demo):
    line = lines_of("noord-holland")["Basisteam Kennemer Kust"]

    assert [place.name for place in line.population.municipalities] == ["Bloemendaal", "Heemstede", "Zandvoort"]
    assert line.texts == {
        "officers": "13,00", "inhabitants": "circa 67.921", "per_officer": "5.225", "needed": "13,6",
    }  # fmt: skip
    assert line.words == "Minder dan 1 per 5.000, naar schatting"


def test_a_shared_municipality_leaves_the_inhabitants_unknown(demo):
    line = lines_of("noord-nederland")["Basisteam Groningen Zuid"]

    assert (line.outcome, line.words) == (NormOutcome.UNKNOWN, "Onbekend")
    assert line.why == "De gemeente Groningen wordt gedeeld met andere basisteams."
    assert line.texts["inhabitants"] == line.texts["needed"] == "onbekend"


def test_an_own_count_goes_before_what_can_be_added_up(demo):
    team = OrganisationUnit.objects.get(name="Basisteam Groningen Zuid")
    Inhabitants.objects.create(unit=team, reference_date="2022-01-01", source="Eigen telling", value=Decimal(82500))

    line = lines_of("noord-nederland")["Basisteam Groningen Zuid"]

    assert (line.outcome, line.words) == (NormOutcome.MET, "1 of meer per 5.000")
    assert line.population.source == "Eigen telling"


def test_a_municipality_without_a_count_is_named(demo):
    Inhabitants.objects.filter(municipality__name="Zandvoort").delete()
    line = lines_of("noord-holland")["Basisteam Kennemer Kust"]

    assert line.why == "Het aantal inwoners van Zandvoort is niet bekend."


def test_an_unknown_number_of_wijkagenten_decides_nothing(demo):
    cells = StrengthCell.objects.filter(row__unit__name="Basisteam Haarlem", category__code="wijkagent")
    cells.update(value=None, qualifier="unknown")

    assert lines_of("noord-holland")["Basisteam Haarlem"].outcome == NormOutcome.UNKNOWN


def test_exactly_one_for_every_five_thousand_is_enough(demo):
    team = OrganisationUnit.objects.get(name="Basisteam Alkmaar")
    Inhabitants.objects.create(unit=team, reference_date="2022-01-01", source="Eigen telling", value=Decimal(190000))

    assert lines_of("noord-holland")["Basisteam Alkmaar"].outcome == NormOutcome.MET


@pytest.mark.parametrize(
    ("strength", "counted", "is_judged"),
    [
        ("2014-06-30", "2021-01-01", False),
        ("2022-01-01", "2020-01-01", True),
        ("2022-01-02", "2020-01-01", False),
        ("2019-01-01", "2021-01-01", True),
        ("2019-01-01", "2021-01-02", False),
        ("2020-02-29", "2022-03-01", True),
    ],
)
def test_no_verdict_over_a_gap_of_more_than_two_years(demo, strength, counted, is_judged):
    table = newest_with_officers(StrengthTable.objects.filter(police_unit__slug="noord-holland").with_figures())
    StrengthTable.objects.exclude(pk=table.pk).delete()
    StrengthTable.objects.filter(pk=table.pk).update(reference_date=strength)
    Inhabitants.objects.update(reference_date=counted)

    whole = next(iter(lines_of("noord-holland").values()))

    assert whole.years == f"De wijkagenten zijn van {strength[:4]}, de inwoners van {counted[:4]}."
    assert (whole.outcome == NormOutcome.NOT_MET) == is_judged
    if not is_judged:
        assert (whole.words, whole.shape) == ("Geen oordeel", "queued")
        assert whole.why.startswith(whole.years)


def test_the_oldest_of_the_counts_decides(demo):
    Inhabitants.objects.filter(municipality__name="Zandvoort").update(reference_date="2015-01-01")

    line = lines_of("noord-holland")["Basisteam Kennemer Kust"]

    assert line.words == "Geen oordeel"
    assert "de inwoners van 2015 en 2021" in line.why


@pytest.mark.parametrize("page", ["norm", "part"])
def test_pages_say_the_years_beside_the_outcome(demo, log_in, page):
    team = OrganisationUnit.objects.get(name="Basisteam Kennemer Kust")
    place = ["noord-holland"] if page == "norm" else ["noord-holland", team.pk]
    shown = log_in("lezer").get(reverse(f"formation:{page}", args=place)).text
    assert "De wijkagenten zijn van 2022, de inwoners van 2021." in shown
    Inhabitants.objects.update(reference_date="2015-01-01")
    shown = log_in("lezer").get(reverse(f"formation:{page}", args=place)).text
    assert "Geen oordeel" in shown
    assert "te ver uit elkaar" in shown


@pytest.mark.parametrize("address", ["/overzicht/noord-holland/2022/", "/overzicht/noord-holland/2022/basisteam/{}/"])
def test_dashboards_say_the_years_and_judge_no_gap(demo, log_in, address):
    address = address.format(OrganisationUnit.objects.get(name="Basisteam Kennemer Kust").pk)
    assert "zijn van 2022, de inwoners van 2021" in log_in("staf").get(address).text
    Inhabitants.objects.update(reference_date="2015-01-01")
    shown = log_in("staf").get(address).text
    assert "Geen oordeel" in shown
    assert "Norm gehaald" not in shown
    assert "Norm niet gehaald" not in shown
