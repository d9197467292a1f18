from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import DetailView

from agenda.editing_forms import TargetForm, target_initial
from agenda.exceptions import Overtaken
from agenda.models import Indicator, RegionalTarget, Target
from agenda.services import Refused, revise_target
from agenda.views.agendas import trail_to
from agenda.views.editing import INVALID, THEIRS_STAYS, saved
from agenda.views.measurements import address_of
from agenda.views.register import indicator_of
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.units import with_unit


class TargetReviseView(DetailView):
    """Change the national target of a year or another period, with the reason."""

    permission = Permission.EDIT_AGENDA
    template_name = "agenda/target_revise.html"
    context_object_name = "target"

    @property
    def indicator(self) -> Indicator:
        return indicator_of(self.kwargs["slug"], self.kwargs["objective"], self.kwargs["code"])

    def get_object(self, queryset=None) -> Target:
        indicator = self.indicator
        for target in indicator.targets.all():
            if target.when == self.kwargs["when"]:
                target.indicator = indicator
                return target
        raise Http404("Voor deze periode is geen streefcijfer afgesproken.")

    def get_context_data(self, **kwargs):
        indicator = self.object.indicator
        agenda = indicator.objective.agenda
        trail = trail_to(agenda, (indicator.name, address_of(indicator)), "Streefcijfer wijzigen")
        form = kwargs.pop("form", None) or TargetForm(initial=target_initial(self.object))
        return super().get_context_data(
            agenda=agenda,
            form=form,
            indicator=indicator,
            indicator_url=address_of(indicator),
            whose=self.whose(),
            when=self.kwargs.get("year") or self.object.year or self.object.period,
            now=getattr(self.object, "text", None) or with_unit(self.object.figure, self.object.indicator.unit),
            breadcrumbs=trail,
            **kwargs,
        )

    def whose(self) -> str:
        return "Landelijk"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        form = TargetForm(request.POST)
        if form.keeps_theirs:
            return saved(request, THEIRS_STAYS, address_of(self.object.indicator))
        if form.is_valid() and self._revised(form):
            self.object.refresh_from_db()
            shown = self.object.figure.text()
            message = f"Het streefcijfer is nu {shown}. Het oude blijft zichtbaar bij de geschiedenis."
            return saved(request, message, address_of(self.object.indicator))
        return self.render_to_response(self.get_context_data(form=form), status=INVALID)

    def _revised(self, form: TargetForm) -> bool:
        try:
            revise_target(
                target=self.object,
                figure=form.cleaned_data["figure"],
                reason=form.cleaned_data["reden"],
                revised_on=form.cleaned_data["per"],
                by=self.request.user,
                replaces=form.before,
            )
        except Refused as refused:
            form.refuse(refused)
            if isinstance(refused, Overtaken):
                self.object.refresh_from_db()
                form.name_next(target_initial(self.object), "was_waarde", "was_soort")
            return False
        return True


class ShareReviseView(TargetReviseView):
    """Change the target of one eenheid: only for its own staff, to others it is not there."""

    def get_object(self, queryset=None) -> RegionalTarget:
        mine = RegionalTarget.objects.filter(police_unit__in=self.request.access.units_with(self.permission))
        return get_object_or_404(
            mine.select_related("police_unit", "indicator__objective__agenda"),
            indicator=self.indicator,
            police_unit__slug=self.kwargs["unit"],
            year=self.kwargs["year"],
        )

    def whose(self) -> str:
        return self.object.police_unit.name
