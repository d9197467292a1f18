"""What a text means: the same in the parser, in the fields of pages and (tests/js/figures.test.js) in the grid."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from nhveilig.exceptions import PortalError
from nhveilig.figures import formats, forms
from nhveilig.figures.dates import FuzzyDate, parse_date, parse_fuzzy_date
from nhveilig.figures.parsing import (
    AMOUNT,
    ANY,
    COUNT,
    FTE,
    PERCENTAGE,
    Bounds,
    Unreadable,
    parse_figure,
    parse_number,
    typed_figure,
)
from nhveilig.figures.values import WITH_NUMBER, WITHOUT_NUMBER, Figure, Qualifier

EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))
BOUNDS = {"figure": ANY, "fte": FTE, "number": ANY, "amount": AMOUNT, "percentage": PERCENTAGE, "count": COUNT}
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one['kind']}: {one['text'][:20]}")


def bounds_of(example: dict) -> Bounds:
    bounds = BOUNDS[example["kind"]]
    return replace(bounds, decimals=example["decimals"]) if "decimals" in example else bounds


def parser_of(example: dict) -> Callable[[str], object]:
    match example["kind"]:
        case "date":
            return parse_date
        case "fuzzy":
            return lambda text: parse_fuzzy_date(text, example.get("year"))
        case "figure" | "fte":
            return lambda text: parse_figure(text, bounds_of(example))
    return lambda text: parse_number(text, bounds_of(example))


def field_of(example: dict) -> forms.forms.Field:
    made = {
        "date": forms.DateField,
        "fuzzy": partial(forms.FuzzyDateField, year=example.get("year")),
        "amount": forms.AmountField,
        "percentage": forms.PercentageField,
        "count": forms.CountField,
        "number": forms.NumberField,
    }
    return made.get(example["kind"], lambda **kwargs: forms.FigureField(bounds=bounds_of(example), **kwargs))(
        required=False
    )


def meaning(example: dict) -> object:
    means = example["means"]
    match example["kind"]:
        case "date":
            return date.fromisoformat(means)
        case "fuzzy":
            return FuzzyDate(*map(date.fromisoformat, means), example["shown"])
        case "figure" | "fte":
            value, qualifier = means
            return Figure(None if value is None else Decimal(value), Qualifier(qualifier))
    return None if means is None else Decimal(means)


@each_example
def test_a_text_means_one_thing_or_is_refused(example):
    if code := example.get("refused"):
        with pytest.raises(Unreadable) as refusal:
            parser_of(example)(example["text"])
        assert refusal.value.code == code
    else:
        assert parser_of(example)(example["text"]) == meaning(example)


@each_example
def test_a_field_means_the_same(example):
    field = field_of(example)
    if code := example.get("refused"):
        with pytest.raises(ValidationError) as refusal:
            field.clean(example["text"])
        assert refusal.value.code == code
        assert refusal.value.messages[0].endswith(".")
    else:
        assert field.clean(example["text"]) == meaning(example)


@each_example
def test_it_is_shown_in_one_way_that_means_the_same(example):
    if "refused" in example or example["shown"] is None:
        return
    found = meaning(example)
    if example["kind"] == "date":
        shown = formats.date_short(found)
    elif example["kind"] == "fuzzy":
        shown = parser_of(example)(example["text"]).text
    else:
        shown = field_of(example).prepare_value(found)
    assert shown == example["shown"]
    assert parser_of(example)(shown) == found


def test_the_list_has_examples_of_every_kind():
    kinds = [one["kind"] for one in EXAMPLES]
    assert {*kinds} == {*BOUNDS, "date", "fuzzy"}
    assert all(any(one["kind"] == kind and "refused" in one for one in EXAMPLES) for kind in kinds)
    asked = [tuple(one.get(key) for key in ("kind", "text", "decimals", "year")) for one in EXAMPLES]
    assert len({*asked}) == len(asked) > 120


@pytest.mark.parametrize("text", ["1,234", "100,000", "-12,500"])
def test_what_has_two_meanings_is_refused_with_two_ways_out(text):
    with pytest.raises(Unreadable) as refusal:
        parse_number(text)
    whole, broken = (part.split(" ")[0] for part in str(refusal.value).split(" Schrijf ")[1].split(", of "))
    assert parse_number(whole) == abs(Decimal(text.replace(",", "")))
    assert parse_number(broken) == abs(Decimal(text.replace(",", ".")))


@pytest.mark.parametrize(
    ("text", "bounds", "remedy"),
    [
        ("", COUNT, None),
        ("veel", ANY, "Schrijf bijvoorbeeld 1234,5."),
        ("veel", COUNT, "Schrijf bijvoorbeeld 1234."),
        ("90%", AMOUNT, "is in procenten, en dat hoort hier niet. Typ alleen een getal: 90."),
        ("bijna 1.200", COUNT, "Typ hier alleen het getal: 1.200."),
        ("-3", COUNT, "Haal het minteken weg."),
        ("101%", PERCENTAGE, "hooguit 100."),
        ("0,126", AMOUNT, "2 cijfers achter de komma kwijt. Rond het af, bijvoorbeeld op 0,13."),
        ("1,234", AMOUNT, "Schrijf 1234 als u een geheel getal bedoelt, of 1,23 als"),
        ("9" * 41, ANY, "hooguit 40 tekens"),
    ],
)
def test_a_refusal_says_what_to_type_instead(text, bounds, remedy):
    if remedy is None:
        assert parse_number(text, bounds) is None
        return
    with pytest.raises(PortalError) as refusal:
        parse_number(text, bounds)
    assert remedy in str(refusal.value)


@pytest.mark.parametrize("field", [forms.NumberField, forms.AmountField, forms.PercentageField, forms.CountField,
                                   forms.FigureField, forms.DateField, forms.FuzzyDateField])  # fmt: skip
def test_a_field_that_is_required_says_what_to_fill_in(field):
    with pytest.raises(ValidationError, match=r"^\['Vul een "):
        field().clean("")


def test_a_date_in_words_is_shown_again_as_a_browser_takes_it():
    widget = forms.DateField().widget
    assert widget.format_value("31 december 2026") == widget.format_value(date(2026, 12, 31)) == "2026-12-31"
    assert widget.format_value("morgen") == "morgen"


def test_a_date_far_away_is_a_mistake():
    with pytest.raises(ValidationError, match="tussen 1-1-1990 en 1-1-2100"):
        forms.DateField().clean("1-1-1026")


def test_what_only_looks_different_has_not_changed():
    assert not forms.AmountField().has_changed(Decimal("45000.00"), "€ 45.000")
    assert forms.AmountField().has_changed(Decimal("45000.00"), "45.001")
    assert forms.AmountField().has_changed(Decimal("45000.00"), "veel")


def test_periods_sort_by_when_they_begin_and_then_end():
    typed = ["2027", "Q3 2026", "eind 2026", "2026", "begin 2026", "1-1-2026"]
    found = sorted(map(parse_fuzzy_date, typed))
    expected = ["1 januari 2026", "begin 2026", "2026", "derde kwartaal 2026", "eind 2026", "2027"]
    assert [one.text for one in found] == expected


values = st.decimals(-1_000_000, 1_000_000, places=4)
periods = st.sampled_from(["{y}", "{m}-{y}", "Q{q} {y}", "H{h} {y}"])
days = st.dates(date(1000, 1, 1), date(9998, 12, 31))


@given(values, st.sampled_from(sorted(WITH_NUMBER)), st.sampled_from([None, 0, 1, 2, 3, 4]))
def test_every_figure_shown_reads_back_as_itself(value, qualifier, decimals):
    figure = Figure(
        formats.without_trailing_zeros(formats.rounded(value, 4 if decimals is None else decimals)), qualifier
    )
    assert parse_figure(typed_figure(figure, decimals), replace(ANY, decimals=decimals)) == figure
    if decimals is not None:
        assert parse_figure(figure.text(decimals), replace(ANY, decimals=decimals)) == figure


@given(st.sampled_from(sorted(WITHOUT_NUMBER)))
def test_every_reason_for_no_number_reads_back_as_itself(qualifier):
    assert parse_figure(Figure(None, qualifier).text()) == Figure(None, qualifier)


@given(st.decimals(-999_999_999_999, 999_999_999_999, places=2))
def test_every_amount_shown_reads_back_as_itself(amount):
    assert parse_number(formats.euro(amount), AMOUNT) == amount
    assert forms.AmountField().clean(forms.AmountField().prepare_value(amount)) == amount


@given(st.decimals(-100, 100, places=3))
def test_every_percentage_shown_reads_back_as_itself(value):
    assert parse_number(formats.percentage(value), PERCENTAGE) == value


@given(days)
def test_every_date_shown_reads_back_as_itself(day):
    assert (
        parse_date(formats.date_short(day)) == parse_date(formats.date_long(day)) == parse_date(day.isoformat()) == day
    )


@given(
    days,
    st.sampled_from(["", "begin ", "medio ", "eind "]),
    st.sampled_from(["{y}", "{m}-{y}", "Q{q} {y}", "H{h} {y}"]),
)
def test_every_period_shown_reads_back_as_itself_and_holds_its_days(day, part, form):
    typed = part + form.format(y=day.year, m=day.month, q=(day.month + 2) // 3, h=1 if day.month < 7 else 2)
    found = parse_fuzzy_date(typed)
    again = parse_fuzzy_date(found.text)
    assert (again, again.text) == (found, found.text)
    assert found.first <= found.last
    if not part:
        assert found.first <= day <= found.last


@given(days, periods)
def test_begin_medio_and_eind_are_the_whole(day, form):
    typed = form.format(y=day.year, m=day.month, q=(day.month + 2) // 3, h=1 if day.month < 7 else 2)
    whole = parse_fuzzy_date(typed)
    begin, middle, end = (parse_fuzzy_date(f"{part} {typed}") for part in ("begin", "medio", "eind"))
    assert (begin.first, end.last) == (whole.first, whole.last)
    assert begin.last + timedelta(days=1) == middle.first
    assert middle.last + timedelta(days=1) == end.first
