"""A round that was sent, with what one raad said, under numbers that addresses can name."""

from datetime import timedelta

from django.utils import timezone

from nhveilig.regions.models import Municipality
from reports.documents.models import Edition
from reports.hearing.models import Answer, Hearing, Letter, Point, Round
from reports.hearing.places import outline_of

KEPT = 9001


def make_round(edition: Edition, code: str = "GM0361") -> Round:
    today = timezone.localdate()
    row = Round.objects.create(
        pk=KEPT,
        document=edition.document,
        edition=edition,
        opens_on=today,
        last_day=today + timedelta(weeks=10),
        adoption_on=today + timedelta(weeks=15),
        sender="Stafbureau",
        outline=outline_of(edition.content),
        sent_at=timezone.now(),
    )
    towns = Municipality.objects.on(today).filter(safety_region__police_unit=edition.document.police_unit_id)
    Hearing.objects.bulk_create(Hearing(round=row, municipality=town) for town in towns)
    hearing = Hearing.objects.get(round=row, municipality__code=code)
    answer = Answer.objects.create(pk=KEPT, round=row, subject="Sterkte")
    Point.objects.create(pk=KEPT, hearing=hearing, text="Zet de bezetting ernaast.", answer=answer)
    Point.objects.create(hearing=hearing, text="Wat kost dit?", answer=answer)
    Letter.objects.create(hearing=hearing, name="brief.pdf", media_type="application/pdf", size=4, data=b"%PDF")
    return row
