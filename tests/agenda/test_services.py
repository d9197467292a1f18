"""What may be written to the register, and what stays to be seen of how it was."""

from datetime import date
from decimal import Decimal

import pytest

from agenda.exceptions import Overtaken, Refused
from agenda.models import Agreement, Distribution, Indicator, Measurement, RegionalTarget, Target, TargetRevision
from agenda.services.distributions import distribute, propose_distribution
from agenda.services.register import note_agreement, record_measurement, restore_previous, revise_target
from agenda.validators import reconcile
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Inhabitants, PoliceUnit
from tests.accounts.factories import UserFactory
from tests.agenda.factories import AgreementFactory, IndicatorFactory, RegionalTargetFactory, TargetFactory
from tests.regions.factories import MunicipalityFactory, PoliceUnitFactory, SafetyRegionFactory

pytestmark = pytest.mark.sqlite

TODAY = date(2029, 2, 1)
Period = Measurement.Period


@pytest.fixture
def indicator(db) -> Indicator:
    return TargetFactory().indicator


def recorded(indicator: Indicator, value: int | Figure = 5, replaces: int | None = None, **changes) -> Measurement:
    given = {"year": 2027, "period": Period.YEAR, "source": "Jaarverslag", "police_unit": None} | changes
    measurement = Measurement(indicator=indicator, **given)
    measurement.figure = value if isinstance(value, Figure) else Figure.of(value)
    return record_measurement(measurement=measurement, today=TODAY, by=None, replaces=replaces)


def test_a_correction_is_a_next_revision_and_the_old_one_stays(indicator):
    recorded(indicator, 5)
    recorded(indicator, 6, status=Measurement.Status.REVISED)

    found = Measurement.objects.order_by("revision").values_list("revision", "value", "is_current")
    assert list(found) == [(1, 5, False), (2, 6, True)]


def test_a_correction_can_be_undone_and_both_stay_to_be_seen(indicator):
    recorded(indicator, 5)

    restored = restore_previous(measurement=recorded(indicator, 50), by=None)

    assert (restored.value, restored.revision) == (5, 3)
    assert list(Measurement.objects.order_by("revision").values_list("value", "is_current")) == [
        (5, False),
        (50, False),
        (5, True),
    ]


def test_a_first_figure_has_nothing_to_go_back_to(indicator):
    with pytest.raises(Refused, match="geen correctie om terug te draaien"):
        restore_previous(measurement=recorded(indicator), by=None)


def test_an_older_correction_is_not_undone(indicator):
    recorded(indicator, 5)
    older = recorded(indicator, 6)
    recorded(indicator, 7)

    with pytest.raises(Refused, match="intussen opnieuw gewijzigd"):
        restore_previous(measurement=older, by=None)


@pytest.mark.parametrize(
    ("change", "message", "field"),
    [
        ({"value": -1}, "nooit minder dan 0", "figure"),
        ({"value": Figure.of("2.5")}, "hele getallen", "figure"),
        ({"year": 2026}, "hoort daar niet bij", "year"),
        ({"year": 2029}, "eindigt pas op 31 december 2029", "period"),
        ({"source": " "}, "waar het cijfer vandaan komt", "source"),
    ],
)
def test_what_cannot_be_is_refused_in_words(indicator, change, message, field):
    with pytest.raises(Refused, match=message) as refused:
        recorded(indicator, **change)

    assert refused.value.field == field
    assert not Measurement.objects.exists()


def test_a_percentage_over_a_hundred_is_refused(db):
    share = IndicatorFactory(measure=Indicator.Measure.PERCENTAGE, decimals=1)

    with pytest.raises(Refused, match="ten hoogste 100%"):
        recorded(share, 101)
    assert recorded(share, Figure.of("99.5")).pk


def test_of_two_writers_the_second_is_told_what_the_first_wrote(indicator):
    recorded(indicator, 5, replaces=0)

    with pytest.raises(Refused, match="Intussen is er een ander cijfer opgeslagen: 5"):
        recorded(indicator, 6, replaces=0)
    assert recorded(indicator, 6, replaces=1).revision == 2


def test_the_same_figure_twice_is_no_correction(indicator):
    recorded(indicator, 5)

    with pytest.raises(Refused, match="niets gewijzigd"):
        recorded(indicator, 5)


def test_a_changed_target_keeps_what_it_was_and_why(indicator):
    target = indicator.targets.get()

    revise_target(
        target=target, figure=Figure.of(80), reason="Besluit van het LOVP", revised_on=date(2028, 7, 1), by=None
    )

    assert Target.objects.get().figure == Figure.of(80)
    revision = TargetRevision.objects.get()
    assert (revision.figure, revision.reason) == (Figure.of(100), "Besluit van het LOVP")


def test_a_range_that_is_changed_keeps_both_its_ends(indicator):
    target = RegionalTargetFactory(
        indicator=indicator, police_unit=PoliceUnitFactory(), value=2, qualifier="minimum", upper=4
    )

    revise_target(target=target, figure=Figure.of(3), reason="Vastgesteld", revised_on=date(2028, 1, 1), by=None)

    target.refresh_from_db()
    assert (target.text, target.revisions.get().text) == ("3", "2 tot 4")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": ""}, "Schrijf waarom"),
        ({"figure": Figure.of(100)}, "is al 100"),
        ({"revised_on": date(2020, 1, 1)}, "kan niet ingaan voor 1 januari 2027"),
        ({"replaces": Figure.of(90)}, "Intussen is dit streefcijfer gewijzigd in 100"),
    ],
)
def test_a_change_of_a_target_without_ground_is_refused(indicator, change, message):
    given = {"figure": Figure.of(80), "reason": "Besluit", "revised_on": date(2028, 7, 1), "by": None} | change

    with pytest.raises(Refused, match=message):
        revise_target(target=indicator.targets.get(), **given)
    assert not TargetRevision.objects.exists()


def proposal(indicator: Indicator, units: list[PoliceUnit], key: str = Distribution.Key.EQUAL, **options):
    return propose_distribution(indicator=indicator, year=2027, key=key, police_units=units, **options)


def decided(indicator: Indicator, units: list[PoliceUnit], note: str = "", **options) -> Distribution:
    return distribute(
        proposal=proposal(indicator, units, **options),
        note=note,
        decided_on=date(2027, 3, 1),
        decided_by="LOVP",
        by=None,
    )


def shares_of(indicator: Indicator) -> list[Decimal]:
    return list(indicator.regional_targets.order_by("police_unit__order").values_list("value", flat=True))


def test_equal_shares_add_up_to_the_target(indicator):
    decided(indicator, PoliceUnitFactory.create_batch(3))

    assert shares_of(indicator) == [34, 33, 33]
    assert [total.agrees for total in reconcile(indicator.objective.agenda)] == [True]


def unit_with_inhabitants(*counts: int) -> PoliceUnit:
    unit = PoliceUnitFactory()
    region = SafetyRegionFactory(police_unit=unit)
    for count in counts:
        place = MunicipalityFactory(safety_region=region)
        Inhabitants.objects.create(municipality=place, value=count, reference_date=date(2027, 1, 1), source="CBS")
    return unit


def test_shares_by_inhabitants_on_a_reference_date(indicator):
    units = [unit_with_inhabitants(100, 200), unit_with_inhabitants(150), unit_with_inhabitants(220)]

    made = decided(indicator, units, key=Distribution.Key.INHABITANTS, reference_date=date(2027, 1, 1))

    # Of 670 inhabitants: 44,78, 22,39 and 32,84 of a hundred.
    assert shares_of(indicator) == [45, 22, 33]
    assert made.reference_date == date(2027, 1, 1)


def test_an_eenheid_without_all_its_inhabitants_is_named(indicator):
    counted, not_counted = unit_with_inhabitants(100), unit_with_inhabitants(100)
    MunicipalityFactory(safety_region=not_counted.safety_regions.get())

    with pytest.raises(Refused, match=f"niet alle inwonertallen bekend van {not_counted.name}"):
        proposal(
            indicator,
            [counted, not_counted],
            key=Distribution.Key.INHABITANTS,
            reference_date=date(2027, 1, 1),
        )


def test_shares_by_hand_that_leave_something_must_be_explained(indicator):
    units = PoliceUnitFactory.create_batch(2)
    by_hand = {units[0].pk: Decimal(60), units[1].pk: Decimal(39)}
    options = {"key": Distribution.Key.MANUAL, "by_hand": by_hand}

    with pytest.raises(Refused, match="samen 99 en het landelijke streefcijfer is 100"):
        decided(indicator, units, **options)
    decided(indicator, units, note="Eén onderzoek blijft landelijk.", **options)

    (total,) = reconcile(indicator.objective.agenda)
    assert (total.difference, total.explanation) == (1, "Eén onderzoek blijft landelijk.")


def test_a_second_distribution_keeps_what_the_shares_were(indicator):
    units = PoliceUnitFactory.create_batch(2)
    decided(indicator, units)

    decided(indicator, units[:1], note="Eén eenheid doet alles.")

    assert [share.text for share in RegionalTarget.objects.order_by("police_unit__order")] == ["100", "n.v.t."]
    assert {revision.text for revision in TargetRevision.objects.all()} == {"50"}


def seen_and_decided(indicator: Indicator, seen, by, **decision) -> Distribution:
    told = {"note": "", "decided_on": date(2027, 3, 1), "decided_by": "LOVP"} | decision
    return distribute(proposal=seen, by=by, expected_version=seen.version, **told)


def test_who_divides_what_another_divided_meanwhile_hears_both(indicator):
    units, first = PoliceUnitFactory.create_batch(2), UserFactory(first_name="Sanne", last_name="Stavast")
    mine = proposal(indicator, units)
    seen_and_decided(indicator, proposal(indicator, units[:1]), first)

    with pytest.raises(Overtaken) as refused:
        seen_and_decided(indicator, mine, UserFactory())

    conflict = refused.value.conflict
    assert f"{units[0]}: 100" in conflict.theirs
    assert [f"{unit}: 50" in conflict.mine for unit in units] == [True, True]
    assert (conflict.changed_by, conflict.version) == ("Sanne Stavast", 1)
    assert shares_of(indicator) == [100]
    # Seen both, it is a choice made knowingly.
    distribute(
        proposal=mine,
        note="",
        decided_on=date(2027, 3, 1),
        decided_by="LOVP",
        by=None,
        expected_version=conflict.version,
    )
    assert shares_of(indicator) == [50, 50]


def test_the_same_division_sent_twice_is_stored_once(indicator):
    seen = proposal(indicator, PoliceUnitFactory.create_batch(2))
    seen_and_decided(indicator, seen, None)

    again = seen_and_decided(indicator, seen, None)

    assert again.version_of(Distribution.SHARES) == 1
    assert not TargetRevision.objects.exists()


def test_a_share_that_was_changed_by_itself_counts_as_a_change_of_the_division(indicator):
    units = PoliceUnitFactory.create_batch(2)
    decided(indicator, units)
    mine = proposal(indicator, units[:1])
    revise_target(
        target=RegionalTarget.objects.get(police_unit=units[0]),
        figure=Figure.of(60),
        reason="Besluit",
        revised_on=date(2028, 7, 1),
        by=None,
    )

    with pytest.raises(Overtaken) as refused:
        seen_and_decided(indicator, mine, None)
    assert f"{units[0]}: 60" in refused.value.conflict.theirs


def test_a_published_distribution_is_not_made_again(demo):
    indicator = Indicator.objects.get(code="om-verdachten")

    with pytest.raises(Refused, match="zo gepubliceerd"):
        propose_distribution(
            indicator=indicator, year=2020, key="gelijk", police_units=list(PoliceUnit.objects.all()[:2])
        )


def test_an_open_target_cannot_be_divided(demo):
    indicator = Indicator.objects.get(code="cyber-regulier")

    with pytest.raises(Refused, match=r"2020 is nog n.t.b."):
        propose_distribution(
            indicator=indicator, year=2020, key="gelijk", police_units=list(PoliceUnit.objects.all()[:2])
        )


def test_dividing_a_decided_target_takes_the_place_of_what_was_open(demo):
    indicator = Indicator.objects.get(code="cyber-regulier")
    revise_target(
        target=indicator.targets.get(year=2020),
        figure=Figure.of(355),
        reason="Vastgesteld door het LOVP",
        revised_on=date(2019, 12, 1),
        by=None,
    )
    units = list(PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL))

    distribute(
        proposal=propose_distribution(indicator=indicator, year=2020, key="gelijk", police_units=units),
        note="",
        decided_on=date(2020, 1, 15),
        decided_by="LOVP",
        by=None,
    )

    share = RegionalTarget.objects.get(indicator=indicator, police_unit__code="RE01", year=2020)
    assert (share.text, share.source, share.revisions.get().text) == ("36", "", "n.t.b.")
    assert sum(indicator.regional_targets.filter(year=2020).values_list("value", flat=True)) == 355


def test_the_note_of_a_year_is_replaced_and_that_of_another_stays(db):
    agreement, unit = AgreementFactory(), PoliceUnitFactory()
    given = {"agreement": agreement, "police_unit": unit, "status": Agreement.Status.RUNNING, "by": None}

    for year, text in [(2027, "Begonnen."), (2027, "Halverwege."), (2028, "Klaar.")]:
        note_agreement(year=year, text=text, written_on=TODAY, **given)
    note_agreement(**given | {"police_unit": None}, year=2027, text="Landelijk loopt het.", written_on=TODAY)

    assert [(note.year, note.text) for note in agreement.notes.filter(police_unit=unit)] == [
        (2027, "Halverwege."),
        (2028, "Klaar."),
    ]
    assert agreement.notes.count() == 3


@pytest.mark.parametrize(
    ("year", "text", "message"), [(2030, "Al klaar.", "nog niets"), (2027, " ", "een of twee zinnen")]
)
def test_a_note_that_says_nothing_is_refused(db, year, text, message):
    with pytest.raises(Refused, match=message):
        note_agreement(
            agreement=AgreementFactory(),
            police_unit=None,
            year=year,
            status=Agreement.Status.DONE,
            text=text,
            written_on=TODAY,
            by=None,
        )
