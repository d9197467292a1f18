"""A sentence above a chart is computed and true, or it is not there."""

import pytest

from nhveilig.figures import findings
from nhveilig.figures.values import Figure, Qualifier

pytestmark = pytest.mark.django_db

OPEN = [Figure.unknown(), Figure.undecided(), Figure.of(9, Qualifier.CIRCA), Figure.of(9, Qualifier.NEARLY)]


def named(*figures):
    found = (one if isinstance(one, Figure) else Figure.of(one) for one in figures)
    return list(zip("abcde", found, strict=False))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"done": 7, "on_track": 28, "behind": 6}, "Van de 41 activiteiten zijn er 7 gereed en lopen er 6 achter"),
        ({"done": 1, "behind": 1}, "Van de 2 activiteiten is er 1 gereed en loopt er 1 achter"),
        ({"on_track": 3}, "Van de 3 activiteiten is er nog geen gereed en loopt er geen achter"),
        ({"done": 1}, "Van de 1 activiteit is er 1 gereed en loopt er geen achter"),
        ({"": 4}, "Over geen van de 4 activiteiten is gemeld"),
        ({}, ""),
    ],
)
def test_how_activities_stand(counts, said):
    assert findings.of_activities(counts) == said


def test_how_activities_stand_in_a_year():
    assert findings.of_activities({"done": 2}, " in 2026").startswith("Van de 2 activiteiten in 2026 zijn er 2 gereed")


def test_targets_that_are_reached():
    found = [(Figure.of(5), Figure.of(5)), (Figure.of(4), Figure.of(5)), (Figure.blank(), Figure.of(3))]
    assert findings.reaching(found) == "Van deze 3 streefwaarden is er 1 gehaald; over 1 is nog niets gemeld"
    assert findings.reaching([(Figure.of(4, Qualifier.MINIMUM), Figure.of(3))] * 2).endswith("zijn er 2 gehaald")


@pytest.mark.parametrize("figure", OPEN[2:])
def test_nobody_says_reached_of_what_may_be_less(figure):
    assert findings.reaching([(figure, Figure.of(9))] * 2) == ""
    one = [(figure, Figure.of(9)), (Figure.of(9), Figure.of(9))]
    assert findings.reaching(one) == "Van deze 2 streefwaarden is er zeker 1 gehaald"
    assert findings.reaching([(Figure.blank(), Figure.of(9))]) == ""


def test_a_course_has_two_ends():
    course = [("in 2019", Figure.of(190)), ("in 2020", Figure.of(900)), ("in 2022", Figure.of("210.5"))]
    said = findings.over_time("Het streefcijfer", course, "zaken", 1)
    assert said == "Het streefcijfer steeg van 190,0 in 2019 naar 210,5\u00a0zaken in 2022"
    assert " daalde van " in findings.over_time("X", course[1:], "zaken")
    assert findings.over_time("X", course[:1] * 2, "%") == "X is in 2019 even hoog als in 2019: 190%"
    assert findings.over_time("X", course[:1], "zaken") == ""


@pytest.mark.parametrize("figure", [*OPEN, Figure.blank(), Figure.dash()])
def test_no_course_where_an_end_is_not_sure(figure):
    assert findings.over_time("X", named(1, 2, figure), "zaken") == ""


def test_what_is_largest():
    said = findings.largest("is de grootste post", named("2052000", "7", Figure.dash()), "euro")
    assert said == "A is de grootste post: €\u00a02.052.000"
    assert findings.largest("is de grootste", named(1, "2.5"), "fte", 2) == "B is de grootste: 2,50\u00a0fte"
    assert findings.largest("heeft de meeste", named(0, 1), "onderzoeken") == "B heeft de meeste: 1\u00a0onderzoek"


@pytest.mark.parametrize("figure", [*OPEN, Figure.blank(), Figure.of(5)])
def test_nothing_is_largest_where_another_may_be_as_large(figure):
    assert findings.largest("is de grootste", named(5, 2, figure), "fte") == ""


def test_nothing_is_largest_alone_or_below_nought():
    assert findings.largest("is de grootste", named(5), "fte") == ""
    assert findings.largest("is de grootste", named(-5, -2), "fte") == ""


def test_what_changed_most():
    said = findings.most_changed(named("3", "-20.50", Figure.blank()), "fte", 2, "sinds 2018 ")
    assert said == "Het meest veranderde sinds 2018 b: −20,50\u00a0fte"


@pytest.mark.parametrize("figures", [(0, 0), (3, -3), (3, Figure.unknown()), (3, Figure.undecided())])
def test_nothing_changed_most(figures):
    assert findings.most_changed(named(*figures), "fte") == ""


def test_realised_beside_its_target():
    said = findings.beside_target("2020", Figure.of(1), Figure.of(190), "onderzoeken")
    assert said == "In 2020 was de realisatie 1 onderzoek en het streefcijfer 190"
    assert findings.beside_target("2020", Figure.of(1, Qualifier.PROVISIONAL), Figure.of(2), "zaken") == ""


@pytest.mark.parametrize(
    ("reached", "of", "said"),
    [
        ([8, 8, 5], 8, "2 van de 3 gemeenten kwamen alle 8 afspraken na"),
        ([1, 0], 1, "1 van de 2 gemeenten kwam de afspraak na"),
        ([5, 0], 8, "Nog geen van de 2 gemeenten kwam alle 8 afspraken na"),
        ([0, 0], 0, ""),
    ],
)
def test_where_everything_is_reached(reached, of, said):
    assert findings.everywhere(reached, of) == said
