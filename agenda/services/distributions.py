from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.db import transaction
from django.utils.text import capfirst

from agenda.apportionment import DecidedShare, Proposal, apportion
from agenda.decisions import DISTRIBUTION
from agenda.exceptions import Overtaken, Refused, refuse_impossible
from agenda.models import Distribution, DistributionTotal, Explanation, Indicator, RegionalTarget, TargetRevision
from agenda.queries import inhabitants_of
from nhveilig.accounts.models import User
from nhveilig.editing.changes import FieldChange, ReadyField, Writer
from nhveilig.editing.exceptions import SaveRefused
from nhveilig.editing.rows import FormRow
from nhveilig.editing.services import lock_row, save_fields
from nhveilig.figures.formats import date_long, number
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.governance.services import UNSAID, Deciding, decide
from nhveilig.regions.models import PoliceUnit
from nhveilig.trail.kinds import Kind as Trail
from nhveilig.trail.services import Subject, record

Key, SHARES = Distribution.Key, Distribution.SHARES
# Its lines are shown beside each other in a conflict; together they make no distribution.
SHARES_FIELD = forms.Field(label="Verdeling")


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
    day = reference_date if key == Key.INHABITANTS else None
    version = _distribution_of(indicator, year).version_of(SHARES)
    return Proposal(indicator, year, key, target, tuple(shares), day, version)


@dataclass(kw_only=True)
class DividedYear(FormRow):
    """The division of one year as one field of the editing kit: all its shares, with who decided on them."""

    proposal: Proposal
    decision: Distribution

    def text(self, field: str = SHARES) -> str:
        """What stands there now, a line for each part of it."""
        shares = self.row.indicator.regional_targets.filter(year=self.row.year, source="").select_related("police_unit")
        asked = [(share.police_unit, share.text) for share in shares if share.qualifier != Qualifier.NOT_APPLICABLE]
        return _in_words(self.row, asked) if self.row.pk or asked else ""

    @property
    def wanted(self) -> str:
        shares = [(share.police_unit, Figure(share.value).text()) for share in self.proposal.shares]
        return _in_words(self.decision, shares)

    def read(self, field: str, text: str) -> tuple[Proposal, str]:
        return self.proposal, text

    def write(self, changes: Sequence[ReadyField], by: Writer) -> dict[str, int]:
        """Shares that change keep what they were."""
        decision, proposal = self.decision, self.proposal
        _write_shares(self.row.indicator, proposal, decision.note or "Nieuwe verdeling", decision.decided_on, by.user)
        _write_total(self.row.indicator, proposal, decision.note)
        for name in ("key", "reference_date", "note", "decided_on", "decided_by", "decision"):
            setattr(self.row, name, getattr(decision, name))
        self.row.note_change(by)
        return {}


def _in_words(decision: Distribution, shares: Sequence[tuple[PoliceUnit, str]]) -> str:
    day = f" op {date_long(decision.decided_on)}" if decision.decided_on else ""
    by = f"Vastgesteld door {decision.decided_by}{day}" if decision.decided_by else ""
    said = filter(None, [capfirst(decision.get_key_display()), by, decision.note])
    in_order = sorted(shares, key=lambda share: (share[0].order, share[0].pk))
    return "\n".join([*said, *(f"{unit}: {text}" for unit, text in in_order)])


@transaction.atomic
def distribute(
    *,
    proposal: Proposal,
    note: str,
    decided_on: date,
    decided_by: str,
    by: User | None,
    expected_version: int | None = None,
    deciding: Deciding = UNSAID,
) -> Distribution:
    """Store a proposal, as a decision on all shares of the year together.

    `expected_version` is that of the shares the writer saw (`Proposal.version`). Raises Refused, of a published
    distribution too, and Overtaken when somebody else changed the shares since.
    """
    indicator = lock_row(proposal.indicator)
    if _target_of(indicator, proposal.year) != proposal.target:
        raise Refused("Het landelijke streefcijfer is intussen gewijzigd. Bekijk de verdeling opnieuw.", "shares")
    if proposal.remainder and not note.strip():
        raise Refused(_remainder_words(proposal), "note")
    if not decided_by.strip():
        raise Refused("Vul in wie deze verdeling heeft vastgesteld.", "decided_by")
    about = {"key": proposal.key, "reference_date": proposal.reference_date, "note": note.strip()}
    decision = Distribution(**about, decided_on=decided_on, decided_by=decided_by.strip())
    decision.decision = decide(adopted=DISTRIBUTION, row=decision, said=deciding, by=by)
    row = _distribution_of(indicator, proposal.year, lock=True)
    divided = DividedYear(row, {SHARES: SHARES_FIELD}, proposal=proposal, decision=decision)
    seen = row.version_of(SHARES) if expected_version is None else expected_version
    try:
        save_fields(rows={"": divided}, changes=[FieldChange("", SHARES, divided.wanted, seen)], by=Writer(by))
    except SaveRefused as refused:
        message = "Iemand sloeg intussen een andere verdeling op. Kies welke er moet komen te staan."
        raise Overtaken(message, refused.conflicts[0]) from None
    _put_down(row, proposal, by)
    return row


def _put_down(row: Distribution, proposal: Proposal, by: User | None) -> None:
    record(
        kind=Trail.ADOPTED,
        subject=Subject("distribution", row.pk, f"Verdeling {row.indicator} {row.year}"),
        by=by,
        facts={
            "decided_on": row.decided_on,
            "key": row.key,
            "target": proposal.target,
            "shares": {share.police_unit.code: share.value for share in proposal.shares},
        },
    )


def _distribution_of(indicator: Indicator, year: int, *, lock: bool = False) -> Distribution:
    """A new one is not stored yet."""
    place = {"indicator": indicator, "year": year}
    found = Distribution.objects.select_for_update() if lock else Distribution.objects.all()
    return found.filter(**place).first() or Distribution(**place)


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
