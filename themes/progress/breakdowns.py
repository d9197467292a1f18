"""A figure in parts that add up to it: `jongens: 110; meisjes: 70`, as it is stored, written in a file and read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from nhveilig.figures.formats import number, without_trailing_zeros
from nhveilig.figures.parsing import Unreadable, parse_figure, typed_figure
from nhveilig.figures.values import Figure, Qualifier, combined_qualifier
from themes.models import Activity, IntendedResult, ProgressUpdate, ResultTarget
from themes.progress.exceptions import FieldWrong

FIELD = "breakdown"
LONGEST_NAME, MOST_PARTS = 80, 20
UNDIVIDED = "niet verdeeld"
_BETWEEN = re.compile(r"[;\n]")


@dataclass(frozen=True)
class Share:
    name: str
    figure: Figure


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """Name and number of each part as they are typed, whatever is in them."""
    for piece in _BETWEEN.split(text):
        if piece.strip():
            name, _, written = piece.rpartition(":")
            yield " ".join(name.split()), written.strip()


def read(text: str) -> list[Share]:
    """Raises FieldWrong."""
    found = [_share(name, written) for name, written in pieces(text)]
    if len(found) > MOST_PARTS:
        raise FieldWrong(FIELD, f"Dit zijn {len(found)} delen; er passen er {MOST_PARTS}.")
    names = [one.name.casefold() for one in found]
    if twice := next((one.name for one in found if names.count(one.name.casefold()) > 1), None):
        raise FieldWrong(FIELD, f"“{twice}” staat er twee keer. Tel die twee op, of geef ze elk een eigen naam.")
    return found


def _share(name: str, written: str) -> Share:
    """Raises FieldWrong."""
    if not name:
        raise FieldWrong(FIELD, f"Schrijf bij “{written}” een naam en een getal, zoals “jongens: 110”.")
    if not written:
        raise FieldWrong(FIELD, f"Vul bij “{name}” een getal in, of maak de naam leeg.")
    if len(name) > LONGEST_NAME:
        raise FieldWrong(FIELD, f"“{name[:30]}…” is te lang voor een deel: hooguit {LONGEST_NAME} tekens.")
    try:
        figure = parse_figure(written)
    except Unreadable as error:
        raise FieldWrong(FIELD, f"Bij “{name}”: {error}") from None
    if not figure.is_known or figure.value < 0:
        raise FieldWrong(FIELD, f"Bij “{name}” staat “{written}”. Vul een getal in van nul of meer.")
    return Share(name, figure)


def written(shares: Iterable[Share]) -> str:
    return "; ".join(f"{one.name}: {typed_figure(one.figure)}" for one in shares)


def why_undivided(subject: Activity | IntendedResult | ResultTarget) -> str:
    """Why a figure of this has no parts; empty when it may have."""
    if not isinstance(subject, ResultTarget):
        return "Hier hoort geen getal bij, dus ook geen verdeling. Schrijf het in de toelichting."
    if subject.unit.startswith("%"):
        return "Een percentage kunt u niet verdelen. Schrijf de aantallen in de toelichting."
    if subject.is_yes_or_no:
        return "Dit is er wel of niet, en dat kunt u niet verdelen. Laat de verdeling leeg."
    return ""


def divided(subject: Activity | IntendedResult | ResultTarget, figure: Figure, text: str) -> str:
    """As it is stored. Raises FieldWrong when the parts do not add up to the figure."""
    shares = read(text)
    if not shares:
        return ""
    if why := why_undivided(subject):
        raise FieldWrong(FIELD, why)
    if not figure.is_known:
        raise FieldWrong(FIELD, "Vul eerst het getal in. Dan kunt u het verdelen.")
    unsure = next((one for one in shares if one.figure.qualifier != Qualifier.EXACT), None)
    if unsure and figure.qualifier == Qualifier.EXACT:
        raise FieldWrong(
            FIELD,
            f"Bij “{unsure.name}” staat “{unsure.figure}”, en {number(figure.value)} is een vast getal. Schrijf bij "
            "allebei of bij geen van beide zo’n woord.",
        )
    _check_sum(figure.value, sum((one.figure.value for one in shares), Decimal(0)))
    return written(shares)


def _check_sum(whole: Decimal, parts: Decimal) -> None:
    """Raises FieldWrong."""
    if apart := whole - parts:
        shown, sums = (number(without_trailing_zeros(value)) for value in (whole, parts))
        left = number(without_trailing_zeros(abs(apart)))
        how = f"er ontbreekt nog {left}" if apart > 0 else f"dat is {left} te veel"
        raise FieldWrong(FIELD, f"De delen zijn samen {sums}, en het getal is {shown}: {how}.")


def breakdown_of(subject: Activity | IntendedResult | ResultTarget, updates: Iterable[ProgressUpdate]) -> str:
    """Of what these reports come to, oldest first: as it was said last, or added up by part."""
    given = [update for update in updates if update.figure.qualifier != Qualifier.BLANK]
    if not subject.adds_up or not any(update.breakdown for update in given):
        return given[-1].breakdown if given else ""
    parts: dict[str, list[Share]] = {}
    for update in given:
        whole = [Share(UNDIVIDED, update.figure)] if update.figure.is_known else []
        for share in read(update.breakdown) or whole:
            parts.setdefault(share.name.casefold(), []).append(share)
    return written(_together(shares) for shares in parts.values())


def _together(shares: list[Share]) -> Share:
    figures = [one.figure for one in shares]
    value = sum((one.value for one in figures), Decimal(0))
    return Share(shares[0].name, Figure(value, combined_qualifier(figures)))


def known_parts(subject: ResultTarget) -> list[str]:
    """What earlier reports on the same target divided it in, those of the last first. One query."""
    found = ProgressUpdate.objects.standing().filter(target=subject).exclude(breakdown="").order_by("-on", "-pk")
    names: dict[str, str] = {}
    for text in found.values_list("breakdown", flat=True)[:10]:
        for name, _ in pieces(text):
            names.setdefault(name.casefold(), name)
    return list(names.values())[:MOST_PARTS]
