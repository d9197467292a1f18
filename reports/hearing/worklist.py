"""To whoever says what a raad said; and to staff: which points wait, and where the document has yet to change."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted, date_long
from nhveilig.worklist.base import Kind, Row, Source
from nhveilig.worklist.registry import add_source
from reports.documents.models import Block
from reports.hearing.models import Answer, Hearing, Round

OPEN = Q(round__sent_at__isnull=False, round__closed_at=None)


class CouncilToAnswer(Source):
    """A raad is heard, and nobody put in what it said."""

    code, kind, waits = "council-hearing", Kind.ANSWER, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        towns = access.municipalities_with(Permission.ANSWER_HEARINGS)
        offices = access.units_without_municipality(Permission.ANSWER_HEARINGS)
        if not towns and not offices:
            return None
        own = Q(municipality__in=towns) | Q(municipality=None, round__document__police_unit__in=offices)
        return self.asked(
            Hearing.objects.silent().filter(OPEN, own),
            day="round__last_day",
            since="round__opens_on",
            words=["round__document__slug", "round__document__title", "municipality__name", "municipality__code"],
            numbers=["round"],
        )

    def told(self, row: Row) -> dict[str, str]:
        slug, title, name, code = row.words[:4]
        return {
            "title": f"Geef door wat de raad van {name} zei" if name else "Geef door wat het Openbaar Ministerie vindt",
            "why": f"Over {title}, tot en met {date_long(row.day)}.",
            "button": "Vul in",
            "url": reverse("hearing:hearing", args=[slug, row.numbers[0], code or "OM"]),
        }


class PointsToAnswer(Source):
    code, kind, waits = "hearing-points", Kind.ANSWER, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        units = access.units_with(Permission.HOLD_HEARINGS)
        if not units:
            return None
        open_points = Q(hearings__points__deleted_at=None, hearings__points__isnull=False) & (
            Q(hearings__points__answer=None) | Q(hearings__points__answer__answered_at=None)
        )
        rounds = Round.objects.filter(sent_at__isnull=False, document__police_unit__in=units)
        number = Count("hearings__points", filter=open_points)
        return self.asked(
            rounds.annotate(number=number).filter(number__gt=0),
            day="adoption_on",
            since="last_day",
            words=["document__slug", "document__title"],
            numbers=["number"],
        )

    def told(self, row: Row) -> dict[str, str]:
        slug, title = row.words[:2]
        return {
            "title": f"Beantwoord {counted(row.numbers[0], 'punt', 'punten')} van gemeenteraden",
            "why": f"Over {title}. De vaststelling is gepland op {date_long(row.day)}.",
            "button": "Beantwoord",
            "url": f"{reverse('hearing:points', args=[slug, row.key])}?toon=wacht",
        }


class DocumentToChange(Source):
    """A point was taken over, and the text it is about is as it was when the raden read it."""

    code, kind = "hearing-change", Kind.WRITE

    def rows(self, access: Access, today: date) -> QuerySet | None:
        units = access.units_with(Permission.HOLD_HEARINGS)
        if not units:
            return None
        changed = Block.objects.filter(
            document=OuterRef("round__document"),
            anchor=OuterRef("place"),
            changed_at__gt=OuterRef("round__edition__frozen_at"),
        )
        taken = Answer.objects.filter(
            ~Exists(changed),
            verdict__in=[Answer.Verdict.YES, Answer.Verdict.PARTLY],
            answered_at__isnull=False,
            done_at=None,
            round__document__police_unit__in=units,
        )
        return self.asked(
            taken,
            day="round__adoption_on",
            since=TruncDate("answered_at"),
            words=["round__document__slug", "round__document__title", "subject", "change"],
            numbers=["round"],
        )

    def told(self, row: Row) -> dict[str, str]:
        slug, title, subject, change = row.words[:4]
        return {
            "title": f"Pas het document aan: {subject}",
            "why": f"{title}. Een punt van een raad is overgenomen{f': {change}' if change else ''}.",
            "button": "Bekijk",
            "url": reverse("hearing:answer", args=[slug, row.numbers[0], row.key]),
        }


add_source(CouncilToAnswer())
add_source(PointsToAnswer())
add_source(DocumentToChange())
