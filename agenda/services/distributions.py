from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from agenda.apportionment import apportion
from agenda.exceptions import Refused, refuse_impossible
from agenda.models import Distribution, DistributionTotal, Explanation, Indicator, RegionalTarget, TargetRevision
from agenda.queries import inhabitants_of
from nhveilig.accounts.models import User
from nhveilig.figures.formats import number
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit

Key = Distribution.Key


@dataclass(frozen=True)
class DecidedShare:
    """`exact` is the share before rounding, None where it was filled in by hand; `before` what held until now."""

    police_unit: PoliceUnit
    value: Decimal
    exact: Decimal | None = None
    weight: Decimal | None = None
    before: str = ""


@dataclass(frozen=True)
class Proposal:
    indicator: Indicator
    year: int
    key: str
    target: Decimal
    shares: tuple[DecidedShare, ...]
    reference_date: date | None = None

    @property
    def total(self) -> Decimal:
        return sum((share.value for share in self.shares), Decimal(0))

    @property
    def remainder(self) -> Decimal:
        """What the shares leave of the national target; only a distribution by hand can leave something."""
        return self.target - self.total


def propose_distribution(
    *,
    indicator: Indicator,
    year: int,
    key: str,
    police_units: Sequence[PoliceUnit],
    reference_date: date | None = None,
    by_hand: Mapping[int, Decimal] | None = None,
) -> Proposal:
    """What a distribution would give; writes nothing. `by_hand` holds a value for each id of an eenheid."""
    target = _target_of(indicator, year)
    if not police_units:
        raise Refused("Kies ten minste één eenheid die een deel op zich neemt.", "police_units")
    before = _shares_before(indicator, year)
    if key == Key.MANUAL:
        shares = _by_hand(indicator, police_units, by_hand or {}, before)
    else:
        weights = _weights(key, police_units, reference_date)
        values = apportion(target, weights, indicator.decimals)
        whole = sum(weights, Decimal(0))
        shares = [
            DecidedShare(unit, value, target * weight / whole, weight, before.get(unit.pk, ""))
            for unit, value, weight in zip(police_units, values, weights, strict=True)
        ]
    return Proposal(indicator, year, key, target, tuple(shares), reference_date if key == Key.INHABITANTS else None)


@transaction.atomic
def distribute(*, proposal: Proposal, note: str, decided_on: date, decided_by: str, by: User | None) -> Distribution:
    """Store a proposal. Shares that change keep what they were; a published distribution is refused."""
    indicator = Indicator.objects.select_for_update().get(pk=proposal.indicator.pk)
    if _target_of(indicator, proposal.year) != proposal.target:
        raise Refused("Het landelijke streefcijfer is intussen gewijzigd. Bekijk de verdeling opnieuw.", "shares")
    if proposal.remainder and not note.strip():
        raise Refused(_remainder_words(proposal), "note")
    if not decided_by.strip():
        raise Refused("Vul in wie deze verdeling heeft vastgesteld.", "decided_by")
    _write_shares(indicator, proposal, note.strip() or "Nieuwe verdeling", decided_on, by)
    _write_total(indicator, proposal, note.strip())
    distribution, _ = Distribution.objects.update_or_create(
        indicator=indicator,
        year=proposal.year,
        defaults={
            "key": proposal.key,
            "reference_date": proposal.reference_date,
            "note": note.strip(),
            "decided_on": decided_on,
            "decided_by": decided_by.strip(),
        },
    )
    return distribution


def _target_of(indicator: Indicator, year: int) -> Decimal:
    if indicator.region_rule != Indicator.Rule.SUM:
        raise Refused(f"“{indicator.name}” is niet over eenheden te verdelen: delen tellen hier niet op.", "year")
    if Distribution.objects.filter(indicator=indicator, year=year, key=Key.PUBLISHED).exists():
        raise Refused(
            f"De verdeling van {year} is zo gepubliceerd. Wijzig alleen het deel van één eenheid, met een reden.",
            "year",
        )
    target = indicator.targets.filter(year=year).first()
    if target is None or not target.figure.is_known:
        shown = "nog n.t.b." if target else "niet afgesproken"
        raise Refused(f"Het landelijke streefcijfer voor {year} is {shown}. Stel dat eerst vast.", "year")
    return target.figure.value


def _weights(key: str, police_units: Sequence[PoliceUnit], reference_date: date | None) -> list[Decimal]:
    if key == Key.EQUAL:
        return [Decimal(1)] * len(police_units)
    if reference_date is None:
        raise Refused("Kies de peildatum van de inwonertallen.", "reference_date")
    counted = inhabitants_of(police_units, reference_date)
    if incomplete := [unit.name for unit in police_units if counted.get(unit.pk) is None]:
        raise Refused(
            f"Op deze peildatum zijn niet alle inwonertallen bekend van {', '.join(incomplete)}. "
            "Voer ze eerst in, of kies een andere verdeelsleutel.",
            "reference_date",
        )
    return [counted[unit.pk] for unit in police_units]


def _by_hand(
    indicator: Indicator,
    police_units: Sequence[PoliceUnit],
    by_hand: Mapping[int, Decimal],
    before: Mapping[int, str],
) -> list[DecidedShare]:
    for unit in police_units:
        if unit.pk not in by_hand:
            raise Refused(f"Vul het deel van {unit} in; schrijf 0 als de eenheid niets op zich neemt.", "shares")
        refuse_impossible(indicator, Figure(by_hand[unit.pk]))
    return [DecidedShare(unit, by_hand[unit.pk], before=before.get(unit.pk, "")) for unit in police_units]


def _shares_before(indicator: Indicator, year: int) -> dict[int, str]:
    return {share.police_unit_id: share.text for share in indicator.regional_targets.filter(year=year)}


def _write_shares(indicator: Indicator, proposal: Proposal, reason: str, decided_on: date, by: User | None) -> None:
    new = {share.police_unit.pk: Figure(share.value) for share in proposal.shares}
    known = {target.police_unit_id: target for target in indicator.regional_targets.filter(year=proposal.year)}
    for unit_id, target in known.items():
        figure = new.get(unit_id, Figure.not_applicable())
        if unit_id not in new and target.source:
            continue
        if (figure, None) != (target.figure, target.upper):
            _keep_what_it_was(target, reason, decided_on, by)
        target.figure, target.upper, target.source, target.note = figure, None, "", ""
        target.save()
    RegionalTarget.objects.bulk_create(
        RegionalTarget(indicator=indicator, police_unit_id=unit_id, year=proposal.year, value=figure.value)
        for unit_id, figure in new.items()
        if unit_id not in known
    )


def _keep_what_it_was(target: RegionalTarget, reason: str, decided_on: date, by: User | None) -> None:
    revision = TargetRevision(
        regional_target=target, upper=target.upper, reason=reason, revised_on=decided_on, revised_by=by
    )
    revision.figure = target.figure
    revision.save()


def _write_total(indicator: Indicator, proposal: Proposal, note: str) -> None:
    """The adopted total, and why the shares leave something of it, if they do."""
    DistributionTotal.objects.update_or_create(
        indicator=indicator,
        year=proposal.year,
        level=DistributionTotal.Level.NATIONAL,
        defaults={"value": proposal.target, "qualifier": "exact"},
    )
    place = {"indicator": indicator, "year": proposal.year, "about": Explanation.About.DISTRIBUTION}
    if proposal.remainder:
        Explanation.objects.update_or_create(**place, defaults={"difference": proposal.remainder, "text": note})
    else:
        Explanation.objects.filter(**place).delete()


def _remainder_words(proposal: Proposal) -> str:
    return (
        f"De delen geven samen {number(proposal.total)} en het landelijke streefcijfer is {number(proposal.target)}. "
        "Leg in de toelichting uit waarom dat verschilt, of pas een deel aan."
    )
