"""What the pages of a round read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from reports.hearing.models import Answer, Point, Round


@dataclass(frozen=True)
class Said:
    """One point as a matrix needs it."""

    hearing: int
    place: str
    stance: str
    waits: bool


def said_in(row: Round) -> list[Said]:
    """Of every raad. One query."""
    points = Point.objects.filter(hearing__round=row)
    found = points.values_list("hearing", "place", "stance", "answer__answered_at")
    return [Said(hearing, place, stance, answered is None) for hearing, place, stance, answered in found]


def points_of(row: Round) -> QuerySet[Point]:
    """In the order of the municipalities, with their raad and their answer."""
    found = Point.objects.filter(hearing__round=row).select_related("hearing__municipality", "answer")
    return found.order_by("hearing__municipality__name", "pk")


def in_round(points: Iterable[Point], row: Round) -> list[Point]:
    """Each knows its round, and that its document, so that no address asks for it again."""
    found = list(points)
    for point in found:
        point.hearing.round = row
    return found


def waiting(points: QuerySet[Point]) -> QuerySet[Point]:
    return points.filter(Q(answer=None) | Q(answer__answered_at=None))


def beside(answer: Answer, places: Iterable[str]) -> QuerySet[Point]:
    """Points about the same places that nobody answered yet: perhaps they ask the same."""
    return points_of(answer.round).filter(answer=None, place__in=list(places))
