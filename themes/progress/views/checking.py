"""What waits for staff before it counts: all of an eenheid in one table, and whether a plan asks for that at all."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from nhveilig.accounts.models import User
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from nhveilig.http.views import breadcrumbs, is_own_page
from nhveilig.regions.views import OfUnit
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.views import PLANS, OnePlan, plan_url
from themes.progress.checking import accept_reports, return_report, set_checking
from themes.progress.exceptions import VerdictOvertaken
from themes.progress.waiting import reports_in, to_check

TITLE = "Meldingen nakijken"
NOTHING_TICKED = "U vinkte nog niets aan. Vink aan wat klopt, of stuur een melding terug."


class CheckView(SentOnce, OfUnit, View):
    """`melding` is what was ticked, to count from now on; `terug` the one report that goes back, with its reason."""

    permission = Permission.DECIDE_PLANS

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        ticked = {int(pk) for pk in request.POST.getlist("melding") if pk.isascii() and pk.isdecimal() and len(pk) < 19}
        returned = request.POST.get("terug", "")
        try:
            done = self.returned(returned) if returned else self.accepted(ticked)
        except PortalError as error:
            status = CONFLICT if isinstance(error, VerdictOvertaken) else UNPROCESSABLE
            return self.show(str(error), ticked, status)
        messages.success(request, done)
        return redirect(self.url)

    def accepted(self, ticked: Collection[int]) -> str:
        """What was done, in words. Raises PortalError."""
        updates = list(self.updates(pk__in=ticked))
        if not updates:
            raise PortalError(NOTHING_TICKED)
        accept_reports(updates=updates, **self.by)
        verb = "telt" if len(updates) == 1 else "tellen"
        return f"{counted(len(updates), 'melding', 'meldingen')} {verb} nu mee. Wie ze schreef, krijgt bericht."

    def returned(self, pk: str) -> str:
        """The same. Raises PortalError."""
        update = self.updates(pk=pk).first() if pk.isascii() and pk.isdecimal() and len(pk) < 19 else None
        if update is None:
            raise PortalError("Deze melding is er niet meer. Er is niets opgeslagen.")
        return_report(update=update, reason=self.request.POST.get(f"reden-{pk}", ""), **self.by)
        return f"De melding over “{update.subject}” is teruggestuurd, met uw reden."

    def updates(self, **which: object):
        """Also those that somebody judged since the page was shown."""
        return reports_in(self.police_unit).filter(**which)

    @property
    def by(self) -> dict[str, User | None]:
        whom = self.request.access.for_whom(self.permission, self.police_unit.pk)
        return {"by": self.request.user, "on_behalf_of": whom}

    @property
    def url(self) -> str:
        return reverse("themes:progress-check", args=[self.police_unit.slug])

    def show(self, refusal: str = "", ticked: Collection[int] = (), status: int = 200) -> HttpResponse:
        returned = self.request.POST.get("terug", "")
        context = {
            "title": TITLE,
            "groups": to_check(self.police_unit),
            "refusal": refusal,
            "ticked": ticked,
            "returned": returned,
            "reason": self.request.POST.get(f"reden-{returned}", ""),
            "action": self.url,
            "breadcrumbs": breadcrumbs([(PLANS, reverse("themes:plan-list"))], here=TITLE),
        }
        return render(self.request, "themes/progress/check.html", context | self.about_unit(), status=status)


class CheckingView(OnePlan, View):
    """Whether reports on one plan wait for staff before they count."""

    permission = Permission.DECIDE_PLANS
    http_method_names = ["post", "options"]

    def plans(self) -> ImplementationPlanQuerySet:
        return super().plans().decided_by(self.request.access)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        checks = request.POST.get("controle") == "on"
        if not set_checking(plan=self.plan, checks=checks):
            messages.info(request, "Er is niets gewijzigd.")
        elif checks:
            messages.success(request, "Wat anderen over dit plan melden, wacht voortaan op uw controle.")
        else:
            messages.success(request, "Nieuwe meldingen tellen meteen mee. Wat al wachtte, wacht tot u het nakijkt.")
        back = request.POST.get("terug", "")
        return redirect(back if is_own_page(back) else plan_url(self.plan, "progress"))
