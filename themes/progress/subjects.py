"""One subject of a plan: by the key in its address, that address, and how it stands."""

from datetime import date

from django.urls import reverse

from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, ResultTarget, Standing
from themes.parts.queries import counted_elsewhere
from themes.parts.registry import UnknownPart, key_of, parse_key
from themes.parts.views import plan_url
from themes.progress.counting import Subject
from themes.progress.standings import Standings, SubjectStanding


def subject_of(plan: ImplementationPlan, part: str) -> Subject | None:
    """None when the plan has no such part, has it in the bin, or nothing is reported on it."""
    try:
        kind, pk = parse_key(part)
    except UnknownPart:
        return None
    if kind.code not in {"activity", "result", "target"}:
        return None
    found = kind.model.objects.present().filter(plan=plan, pk=pk)
    if kind.model is ResultTarget:
        found = found.select_related("counts_as__plan__theme")
    subject = found.first()
    if subject:
        # Read with its theme and eenheid already.
        subject.plan = plan
    return subject


def subject_url(
    plan: ImplementationPlan,
    subject: Subject,
    municipality: Municipality | None = None,
    name: str = "progress-report",
    **more: object,
) -> str:
    place = f"?gemeente={municipality.code}" if municipality else ""
    return plan_url(plan, name, part=key_of(subject), **more) + place


def url_where_counted(plan: ImplementationPlan, subject: Subject) -> str:
    """Where a target of `plan` that counts with another theme is reported; empty when that plan is not there to read
    (yet)."""
    other = counted_elsewhere(subject)
    if other is None or other.plan.status != ImplementationPlan.Status.ADOPTED:
        return ""
    # Both are of one eenheid, which was read with this plan.
    place = {"unit": plan.theme.plan.police_unit.slug, "year": other.plan.year, "theme": other.plan.theme.slug}
    return reverse("themes:progress-report", kwargs=place | {"part": key_of(other)})


def standing_of(
    plan: ImplementationPlan, subject: Subject, municipality: Municipality | None, today: date
) -> SubjectStanding:
    """For the region as a whole, or in one municipality."""
    if municipality is None:
        return Standings([plan], today=today).of(subject)
    own = Standing.objects.filter(target=subject, municipality=municipality).select_related("reported_by")
    return SubjectStanding(subject, own.first())
