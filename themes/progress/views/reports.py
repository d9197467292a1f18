"""Reading and reporting how it goes with one plan, and with one thing it promised."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.caching.views import KeepsParts
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from nhveilig.http.views import Above
from themes.models import ImplementationPlan, ProgressUpdate
from themes.parts.registry import key_of
from themes.parts.views import OnePlan, plan_url
from themes.progress.counting import name_of_subject
from themes.progress.exceptions import AlreadyCorrected, AnswerOvertaken
from themes.progress.forms import CorrectionForm, ReportForm, as_reported, course_choices, proposed
from themes.progress.permissions import desk_of
from themes.progress.presenters import subject_facts
from themes.progress.queries import EVERYTHING, filter_of, progress_page, read_work
from themes.progress.services.reporting import correct_progress, report_progress, report_unchanged
from themes.progress.standings import is_ahead
from themes.progress.subjects import OneSubject, standing_of
from themes.progress.validators import is_over

PROGRESS = "Voortgang"


class ProgressView(KeepsParts, OnePlan, TemplateView):
    """How everything in the plan stands; for whoever may report, with a form at each."""

    template_name = "themes/progress/progress.html"

    def readership(self) -> str:
        """A mayor is led to what the own municipality reports."""
        return self.request.access.readership(of_municipality=True)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        plan, today = self.plan, timezone.localdate()
        return super().get_context_data(
            **self.page(PROGRESS),
            is_adopted=plan.status == ImplementationPlan.Status.ADOPTED,
            is_over=is_over(plan, today),
            is_ahead=is_ahead(plan, today),
            work=SimpleLazyObject(lambda: self._work(plan, today)),
            here=self.request.get_full_path(),
            **kwargs,
        )

    def _work(self, plan: ImplementationPlan, today: date) -> dict[str, object]:
        access, desk = self.request.access, desk_of(self.request.access, plan)
        towns = [role.municipality for role in access.roles if role.municipality_id in desk.municipalities]
        read_work(plan)
        shown = progress_page(plan, desk, towns, today)
        chosen = filter_of(self.request.GET.get("toon", ""))
        return {
            "groups": shown.only(chosen),
            "filters": [
                {"label": f"{one.label} ({count})", "url": f"?toon={one.code}", "current": one == chosen}
                for one, count in shown.counted()
                if count or one in {EVERYTHING, chosen}
            ],
            "reports": desk.works_on_it,
            "courses": course_choices(),
        }


class SubjectPage(OneSubject):
    """`…/voortgang/<part>/`, as it is and as it answers a report that was refused."""

    form_class = ReportForm
    template_name = "themes/progress/report.html"

    @property
    def today(self) -> date:
        return timezone.localdate()

    def form(self, data=None, **kwargs) -> ReportForm:
        return self.form_class(self.subject, self.plan, self.today, data, **kwargs)

    def otherwise(self) -> str:
        """Where one goes on after a report, when nothing says where one came from."""
        if self.municipality:
            return self.subject_url()
        return f"{plan_url(self.plan, 'progress')}#{key_of(self.subject)}"

    def above(self) -> Above:
        return [*super().above(), (PROGRESS, plan_url(self.plan, "progress"))]

    def show(self, form: ReportForm | None, status: int = 200, **more: object) -> HttpResponse:
        context = self.page(
            self.subject_title,
            form=form,
            terug=self.way_back(""),
            **subject_facts(self.plan, self.subject, self.municipality, self.desk, self.today),
            **{"action": self.request.get_full_path(), **more},
        )
        return render(self.request, self.template_name, context, status=status)

    @property
    def subject_title(self) -> str:
        return f"{self.subject}: {self.municipality}" if self.municipality else str(self.subject)

    def said(self) -> None:
        shown = standing_of(self.plan, self.subject, self.municipality, self.today)
        now = ", ".join(words for words in (shown.figure_text, shown.course_label) if words) or "toelichting bewaard"
        messages.success(self.request, f"Gemeld bij “{self.subject_title}”: {now}.")

    def only_who_may(self) -> None:
        if not self.may_report:
            raise PermissionDenied


class ReportView(SubjectPage, View):
    """One subject with everything that was reported on it; whoever may, reports here."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        has_form = self.may_report and not is_ahead(self.plan, self.today)
        return self.show(self._empty_form() if has_form else None)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.only_who_may()
        typed = request.POST.copy()
        # The small form on the page of the plan asks for no day: it is about now.
        typed.setdefault("on", self.today.isoformat())
        form = self.form(typed)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE)
        try:
            self.report(form)
        except PortalError as error:
            form.refuse(error)
            return self.show(form, UNPROCESSABLE)
        self.said()
        return redirect(self.way_back(self.otherwise()))

    def report(self, form: ReportForm) -> ProgressUpdate:
        return report_progress(
            subject=self.subject,
            report=form.report,
            by=self.request.user,
            municipality=self.municipality,
            reason=form.cleaned_data.get("reason", ""),
            today=self.today,
        )

    def _empty_form(self) -> ReportForm:
        shown = standing_of(self.plan, self.subject, self.municipality, self.today)
        return self.form(initial=proposed(self.plan, shown, self.today))


class UnchangedView(SubjectPage, View):
    """“Niets veranderd”, in one click. `gezien` is how many reports there were on the page with the button."""

    permission = Permission.REPORT_PROGRESS
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.only_who_may()
        shown = standing_of(self.plan, self.subject, self.municipality, self.today)
        seen = request.POST.get("gezien", "")
        if shown.standing and seen != str(shown.standing.updates):
            return self._refused(str(AnswerOvertaken()), CONFLICT)
        try:
            report_unchanged(subject=self.subject, by=request.user, municipality=self.municipality, today=self.today)
        except PortalError as error:
            return self._refused(str(error), UNPROCESSABLE)
        self.said()
        return redirect(self.way_back(self.otherwise()))

    def _refused(self, refusal: str, status: int) -> HttpResponse:
        shown = standing_of(self.plan, self.subject, self.municipality, self.today)
        form = self.form(initial=proposed(self.plan, shown, self.today))
        return self.show(form, status, refusal=refusal, action=self.subject_url())


class CorrectView(SubjectPage, View):
    """Put another report in the place of one that was wrong."""

    permission = Permission.REPORT_PROGRESS
    form_class = CorrectionForm
    template_name = "themes/progress/correct.html"

    @cached_property
    def update(self) -> ProgressUpdate:
        place = {name_of_subject(self.subject): self.subject, "municipality": self.municipality}
        found = ProgressUpdate.objects.filter(**place).select_related("reported_by", "municipality")
        update = get_object_or_404(found, pk=self.kwargs["pk"])
        setattr(update, name_of_subject(self.subject), self.subject)
        return update

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.only_who_may()
        return self.show(self.form(initial=as_reported(self.update)), update=self.update)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.only_who_may()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE, update=self.update)
        try:
            self._correct(form)
        except PortalError as error:
            form.refuse(error)
            status = CONFLICT if isinstance(error, AlreadyCorrected) else UNPROCESSABLE
            return self.show(form, status, update=self.update)
        self.said()
        return redirect(f"{self.subject_url()}#meldingen-lijst")

    def _correct(self, form: ReportForm) -> None:
        correct_progress(
            update=self.update,
            report=form.report,
            by=self.request.user,
            reason=form.cleaned_data["reason"],
            today=self.today,
        )
