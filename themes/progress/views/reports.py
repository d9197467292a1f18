"""Reading and reporting how it goes with one plan, and with one thing it promised."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.models import User
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.caching.views import KeepsParts
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE, as_download
from nhveilig.http.views import Above, is_own_page
from nhveilig.pictures.reading import JPEG, PNG, read_picture
from nhveilig.regions.models import Municipality
from themes.models import Attachment, ImplementationPlan, ProgressUpdate
from themes.models.progress import ProgressUpdateQuerySet
from themes.parts.registry import key_of
from themes.parts.views import OnePlan, plan_tabs, plan_url
from themes.progress.breakdowns import known_parts, why_undivided
from themes.progress.counting import Subject, name_of_subject
from themes.progress.exceptions import AlreadyCorrected, AnswerOvertaken
from themes.progress.forms import CorrectionForm, ReportForm, as_reported, course_choices, proposed
from themes.progress.permissions import ReportingDesk, desk_of, is_checked, reports_for
from themes.progress.presenters import subject_facts
from themes.progress.queries import filter_links, filter_of, narrowed, progress_rows, read_work
from themes.progress.services import (
    correct_progress,
    discard_report,
    prepare_report,
    prepared_report,
    report_progress,
    report_unchanged,
)
from themes.progress.standings import SubjectStanding, is_ahead, municipalities_of, standing_of, subject_of, subject_url
from themes.progress.validators import is_over
from themes.progress.waiting import waiting_on

PROGRESS = "Voortgang"


def checked_first(number: int) -> str:
    """To whom reported what counts later."""
    if number == 1:
        return "Deze melding wacht op controle door het stafbureau, en telt daarna mee."
    return f"Hiervan wachten {number} meldingen op controle door het stafbureau; ze tellen daarna mee."


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
            tabs=plan_tabs(plan, "progress"),
            is_adopted=plan.status == ImplementationPlan.Status.ADOPTED,
            **self._checking(plan),
            is_over=is_over(plan, today),
            is_ahead=is_ahead(plan, today),
            work=SimpleLazyObject(lambda: self._work(plan, today)),
            here=self.request.get_full_path(),
            **kwargs,
        )

    def _checking(self, plan: ImplementationPlan) -> dict[str, object]:
        """For who decides on the plan: how many reports wait for them."""
        decides = self.request.access.may(Permission.DECIDE_PLANS, plan.theme.plan.police_unit_id)
        waiting = ProgressUpdate.objects.waiting().filter(plan=plan).count() if decides else 0
        return {"decides": decides, "to_check": waiting}

    def _work(self, plan: ImplementationPlan, today: date) -> dict[str, object]:
        access, desk = self.request.access, desk_of(self.request.access, plan)
        towns = [role.municipality for role in access.roles if role.municipality_id in desk.municipalities]
        read_work(plan)
        waiting = waiting_on(plan, access) if desk.works_on_it else {}
        groups = progress_rows(plan, desk, towns, today, waiting)
        chosen = filter_of(self.request.GET.get("toon", ""))
        return {
            "groups": narrowed(groups, chosen),
            "filters": filter_links(groups, chosen),
            "reports": desk.works_on_it,
            "courses": course_choices(),
        }


class SubjectPage(OnePlan):
    """`…/voortgang/<part>/`, as it is and as it answers a report that was refused: one activity, result or target, of a
    target perhaps in the municipality of `?gemeente=`."""

    form_class = ReportForm
    template_name = "themes/progress/report.html"

    @cached_property
    def subject(self) -> Subject:
        found = subject_of(self.plan, self.kwargs["part"])
        if found is None:
            raise Http404("Dit onderdeel staat niet (meer) in het plan.")
        return found

    @cached_property
    def municipality(self) -> Municipality | None:
        code = self.request.GET.get("gemeente", "")
        if not code:
            return None
        if not self.subject.is_per_municipality:
            raise Http404("Dit wordt niet per gemeente geteld.")
        own = Municipality.objects.filter(safety_region__police_unit=self.plan.theme.plan.police_unit_id)
        return get_object_or_404(own.select_related("successor"), code=code)

    @cached_property
    def desk(self) -> ReportingDesk:
        return desk_of(self.request.access, self.plan)

    @property
    def principal(self) -> User | None:
        town = self.municipality
        return reports_for(self.request.access, self.plan, town.pk if town else None)

    @cached_property
    def may_report(self) -> bool:
        town = self.municipality
        return self.desk.may_report(self.subject, town.pk if town else None) and self._town_exists

    @cached_property
    def may_prepare(self) -> bool:
        town = self.municipality
        return town is not None and self.desk.may_prepare(self.subject, town.pk) and self._town_exists

    @cached_property
    def _town_exists(self) -> bool:
        """A municipality that went up in another reports no more; what it reported stays."""
        town = self.municipality
        return town is None or municipalities_of(self.plan, self.today).filter(pk=town.pk).exists()

    def subject_url(self, name: str = "progress-report", **more: object) -> str:
        return subject_url(self.subject, self.municipality, name, **more)

    def way_back(self, otherwise: str) -> str:
        """Where the visitor came from, as `terug` says, when that is a page of ours."""
        asked = self.request.POST.get("terug") or self.request.GET.get("terug") or ""
        return asked if is_own_page(asked) else otherwise

    @property
    def today(self) -> date:
        return timezone.localdate()

    def reports(self) -> ProgressUpdateQuerySet:
        """Those on this subject that the visitor may know of."""
        return ProgressUpdate.objects.of_subject(self.subject, self.municipality).readable_by(self.request.access)

    def shown(self) -> SubjectStanding:
        return standing_of(self.subject, self.municipality, self.today)

    def proposed_form(self) -> ReportForm:
        return self.form(initial=proposed(self.shown(), self.today))

    def form(self, data=None, **kwargs) -> ReportForm:
        known = [] if why_undivided(self.subject) else known_parts(self.subject)
        form = self.form_class(self.subject, self.today, data, known=known, **kwargs)
        if self.may_prepare:
            # What is prepared is words and a figure; the mayor adds what comes along.
            for name in ("files", "alt", "breakdown"):
                form.fields.pop(name, None)
        return form

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
            corrects=form is not None and self.may_report,
            **subject_facts(self.subject, self.municipality, self.desk, self.request.access, self.today),
            is_checked=form is not None
            and self.may_report
            and is_checked(self.plan, self.principal or self.request.user),
            **{"action": self.request.get_full_path(), **more},
        )
        return render(self.request, self.template_name, context, status=status)

    @property
    def subject_title(self) -> str:
        return f"{self.subject}: {self.municipality}" if self.municipality else str(self.subject)

    def said(self, update: ProgressUpdate) -> None:
        if update.waits:
            messages.success(self.request, f"Gemeld bij “{self.subject_title}”. {checked_first(1)}")
            return
        shown = self.shown()
        now = ", ".join(words for words in (shown.figure_text, shown.course_label) if words) or "toelichting bewaard"
        messages.success(self.request, f"Gemeld bij “{self.subject_title}”: {now}.")

    def only_who_may(self) -> None:
        if not self.may_report:
            raise PermissionDenied


class ReportView(SentOnce, SubjectPage, View):
    """One subject with everything that was reported on it; whoever may, reports here."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        has_form = (self.may_report or self.may_prepare) and not is_ahead(self.plan, self.today)
        if not has_form:
            return self.show(None)
        prepared = prepared_report(self.subject, self.municipality)
        form = self.form(initial=as_reported(prepared)) if prepared else self.proposed_form()
        return self.show(form, prepared=prepared)

    def show(self, form: ReportForm | None, status: int = 200, **more: object) -> HttpResponse:
        return super().show(form, status, prepares=self.may_prepare, **more)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if not self.may_prepare:
            self.only_who_may()
        if "weg" in request.POST:
            return self.discarded()
        typed = request.POST.copy()
        # The small form on the page of the plan asks for no day: it is about now.
        typed.setdefault("on", self.today.isoformat())
        form = self.form(typed, files=request.FILES)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE)
        try:
            self.store(form)
        except PortalError as error:
            form.refuse(error)
            return self.show(form, UNPROCESSABLE)
        return redirect(self.way_back(self.otherwise()))

    def discarded(self) -> HttpResponse:
        if self.municipality and discard_report(subject=self.subject, municipality=self.municipality):
            messages.success(self.request, "De klaargezette melding is weggegooid. Er is niets gemeld.")
        else:
            messages.info(self.request, "Er stond geen melding (meer) klaar.")
        return redirect(self.otherwise())

    def store(self, form: ReportForm) -> None:
        """Raises ProgressRefused."""
        said = {"subject": self.subject, "report": form.report, "by": self.request.user, "today": self.today}
        said |= {"municipality": self.municipality, "reason": form.cleaned_data.get("reason", "")}
        if self.may_prepare:
            prepare_report(**said)
            messages.success(self.request, f"De melding van {self.municipality} staat klaar voor de burgemeester.")
        else:
            self.said(report_progress(on_behalf_of=self.principal, **said))


class UnchangedView(SentOnce, SubjectPage, View):
    """“Niets veranderd”, in one click. `gezien` is how many reports there were on the page with the button."""

    permission = Permission.REPORT_PROGRESS
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.only_who_may()
        said = {"by": request.user, "municipality": self.municipality, "seen": request.POST.get("gezien", "")}
        said["on_behalf_of"] = self.principal
        try:
            update = report_unchanged(subject=self.subject, today=self.today, **said)
        except PortalError as error:
            status = CONFLICT if isinstance(error, AnswerOvertaken) else UNPROCESSABLE
            return self.show(self.proposed_form(), status, refusal=str(error), action=self.subject_url())
        self.said(update)
        return redirect(self.way_back(self.otherwise()))


class CorrectView(SentOnce, SubjectPage, View):
    """Put another report in the place of one that was wrong."""

    permission = Permission.REPORT_PROGRESS
    template_name = "themes/progress/correct.html"

    @property
    def form_class(self) -> type[ReportForm]:
        """Of what still waits for a check nobody has to say why."""
        return ReportForm if self.update.waits else CorrectionForm

    @cached_property
    def update(self) -> ProgressUpdate:
        update = get_object_or_404(
            self.reports().select_related("reported_by", "on_behalf_of", "prepared_by", "municipality"),
            pk=self.kwargs["pk"],
        )
        setattr(update, name_of_subject(self.subject), self.subject)
        return update

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.only_who_may()
        return self.show(self.form(initial=as_reported(self.update)), update=self.update)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.only_who_may()
        form = self.form(request.POST, files=request.FILES)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE, update=self.update)
        try:
            correction = correct_progress(
                update=self.update,
                report=form.report,
                by=request.user,
                on_behalf_of=self.principal,
                reason=form.cleaned_data.get("reason", ""),
                today=self.today,
            )
        except PortalError as error:
            form.refuse(error)
            status = CONFLICT if isinstance(error, AlreadyCorrected) else UNPROCESSABLE
            return self.show(form, status, update=self.update)
        self.said(correction)
        return redirect(f"{self.subject_url()}#meldingen-lijst")


class AttachmentView(SubjectPage, View):
    """A file that came with a report, for whoever may read the report; never opened as a page of ours."""

    def get(self, request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        response = self.answer(get_object_or_404(Attachment, pk=pk, report__in=self.reports().order_by()))
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def answer(self, file: Attachment) -> HttpResponse:
        return as_download(bytes(file.data), file.media_type, file.name)


class PreviewView(AttachmentView):
    """Of a picture a small one, beside the report; of what was kept before there were any, made now."""

    def answer(self, file: Attachment) -> HttpResponse:
        if not file.is_picture:
            raise Http404("Dit bestand is geen afbeelding.")
        small = bytes(file.preview) or read_picture(bytes(file.data)).thumbnail
        return HttpResponse(small, content_type=PNG if small.startswith(b"\x89PNG") else JPEG)
