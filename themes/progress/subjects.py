"""The subject and the municipality in an address below a plan; to whoever may not read the plan they are not there."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme

from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, ResultTarget, Standing
from themes.parts.registry import UnknownPart, key_of, parse_key
from themes.parts.views import OnePlan, plan_url
from themes.progress.counting import Subject
from themes.progress.permissions import ReportingDesk, desk_of, is_per_municipality
from themes.progress.standings import Standings, SubjectStanding, municipalities_of

GONE = "Dit onderdeel staat niet (meer) in het plan."


class OneSubject(OnePlan):
    """One activity, result or target (`<part>`), of a target perhaps in the municipality of `?gemeente=`."""

    @cached_property
    def subject(self) -> Subject:
        found = subject_of(self.plan, self.kwargs["part"])
        if found is None:
            raise Http404(GONE)
        return found

    @cached_property
    def municipality(self) -> Municipality | None:
        code = self.request.GET.get("gemeente", "")
        if not code:
            return None
        if not is_per_municipality(self.subject):
            raise Http404("Dit wordt niet per gemeente geteld.")
        own = Municipality.objects.filter(safety_region__police_unit=self.plan.theme.plan.police_unit_id)
        return get_object_or_404(own.select_related("successor"), code=code)

    @cached_property
    def desk(self) -> ReportingDesk:
        return desk_of(self.request.access, self.plan)

    @cached_property
    def may_report(self) -> bool:
        town = self.municipality
        return self.desk.may_report(self.subject, town.pk if town else None) and self._town_exists

    @cached_property
    def _town_exists(self) -> bool:
        """A municipality that went up in another reports no more; what it reported stays."""
        town = self.municipality
        return town is None or municipalities_of(self.plan, timezone.localdate()).filter(pk=town.pk).exists()

    def subject_url(self, name: str = "progress-report", **more: object) -> str:
        return subject_url(self.plan, self.subject, self.municipality, name, **more)

    def way_back(self, otherwise: str) -> str:
        """Where the visitor came from, as `terug` says, when that is a page of ours."""
        asked = self.request.POST.get("terug") or self.request.GET.get("terug") or ""
        return asked if url_has_allowed_host_and_scheme(asked, None) else otherwise


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
        found = found.select_related("counts_as__plan__theme__plan__police_unit")
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


def standing_of(
    plan: ImplementationPlan, subject: Subject, municipality: Municipality | None, today: date
) -> SubjectStanding:
    """For the region as a whole, or in one municipality."""
    if municipality is None:
        return Standings([plan], today=today).of(subject)
    own = Standing.objects.filter(target=subject, municipality=municipality).select_related("reported_by")
    return SubjectStanding(subject, own.first())
