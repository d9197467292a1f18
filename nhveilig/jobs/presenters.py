"""Why a job waits, in words for whoever waits for it."""

from datetime import timedelta

from django.db.models import CharField, Count, QuerySet, Value
from django.utils import timezone

from nhveilig.figures.formats import counted, datetime_long
from nhveilig.jobs.models import Job, WorkerSign
from nhveilig.jobs.services import machines

# A worker says every ten seconds that it lives; after this long nobody can count on it.
SILENCE = timedelta(seconds=45)

STAYS = "Het verzoek blijft staan en"


def why_it_waits(job: Job) -> str:
    """Two queries; empty for a job that does not wait."""
    if not job.is_waiting:
        return ""
    sign = WorkerSign.objects.filter(queue=job.queue).first()
    ahead = _ahead_of(job)
    if sign is None or sign.seen_at <= timezone.now() - SILENCE:
        last = f" De laatste is gezien op {datetime_long(sign.seen_at)}." if sign else ""
        return f"Er is nu geen achtergrondverwerking actief.{last} {STAYS} begint vanzelf zodra die er is."
    if job.dispatched_at is None:
        return f"De wachtrij antwoordt niet. {STAYS} wordt vanzelf opnieuw aangeboden."
    if not ahead:
        return f"Deze {job._meta.verbose_name} is als eerste aan de beurt."
    return f"Er {'gaat' if sum(ahead.values()) == 1 else 'gaan'} nog {_in_words(ahead)} voor."


def _ahead_of(job: Job) -> dict[type[Job], int]:
    """How many jobs of each kind the workers of this queue take or have taken before this one."""
    kinds = [machine.model for machine in machines()]
    counted = [_counted(kind, job, number) for number, kind in enumerate(kinds)]
    found = counted[0].union(*counted[1:], all=True)
    return {kinds[int(number)]: count for number, count in found if count}


def _counted(kind: type[Job], job: Job, number: int) -> QuerySet:
    before = kind.objects.live().filter(queue=job.queue, requested_at__lt=job.requested_at)
    labelled = before.order_by().annotate(job_kind=Value(str(number), output_field=CharField())).values("job_kind")
    return labelled.annotate(count=Count("pk")).values_list("job_kind", "count")


def _in_words(ahead: dict[type[Job], int]) -> str:
    named = ((count, kind._meta) for kind, count in ahead.items())
    return " en ".join(counted(count, names.verbose_name, names.verbose_name_plural) for count, names in named)
