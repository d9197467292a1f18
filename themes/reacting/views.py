"""Saying what a municipality, or the Openbaar Ministerie, thinks of a plan: read and react, look it over, sent."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from nhveilig.accounts.access import in_whose_name
from nhveilig.accounts.models import Role, User
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from nhveilig.notices.models import MailState, Notice
from themes.members.queries import leaders_of
from themes.models import PlanEdit, Reaction
from themes.models.plans import ImplementationPlanQuerySet, Part
from themes.parts.presenters import asked_for
from themes.parts.queries import PlanParts
from themes.parts.registry import key_of
from themes.parts.views import OnePlan, plan_url
from themes.reacting.forms import VerdictForm
from themes.reacting.presenters import Ask, Known, days_left, grouped, in_a_minute, titles_of, told_of_others
from themes.reacting.queries import changed_parts, edits_since, parts_to_react_to, past_of, with_origins
from themes.reacting.services import discard_draft, hand_over, keep_draft, send_draft
from themes.workflow.notices import copy_of
from themes.workflow.permissions import Party, ReactionDesk, desk_of
from themes.workflow.queries import WHOLE_PLAN, municipalities_asked, names_of

STEPS = ("Lees en reageer", "Kijk na", "Verstuurd")
WHOLE = "Het plan als geheel"


class ReactionPage(OnePlan):
    """A page of the party in `?namens=`, if the visitor may speak or prepare for it; without one, of their first."""

    permission = Permission.PREPARE_ANSWERS
    place = 0

    @cached_property
    def desk(self) -> ReactionDesk:
        return desk_of(self.request, self.plan)

    @cached_property
    def party(self) -> Party:
        asked = self.request.GET.get("namens", "")
        for party in self._parties:
            if asked in {"", party.code}:
                return party
        raise Http404("Namens deze gemeente kunt u niet reageren.")

    @property
    def _parties(self) -> Sequence[Party]:
        return self.desk.parties

    @property
    def sends(self) -> bool:
        return self.party in self.desk.sending

    @property
    def here(self) -> str:
        return self.desk.url(self.party)

    def page(self, title: str = "", **more: object) -> dict[str, object]:
        steps = [{"title": step, "number": number} for number, step in enumerate(STEPS, start=1)]
        about = {"party": self.party, "sends": self.sends, "desk": self.desk, "steps": steps, "at": self.place + 1}
        about["others_too"] = [(one, self.desk.url(one)) for one in self.desk.parties if one != self.party]
        return super().page(title, plan_name=self.plan_name, give_url=self.here, **about, **more)

    def to_plan(self) -> HttpResponse:
        return redirect(plan_url(self.plan))


class ReactionGiveView(ReactionPage, TemplateView):
    """The plan in a minute, what it asks of the party, and a form for each part; kept as a draft on the way."""

    template_name = "themes/reacting/give.html"

    def plans(self) -> ImplementationPlanQuerySet:
        return with_origins(super().plans().with_parts())

    @cached_property
    def parts(self) -> PlanParts:
        return PlanParts(self.plan)

    @cached_property
    def reacted_to(self) -> list[Part]:
        """What is asked, what something was said of, and what was chosen."""
        said, drafts = self.desk.said(self.party), self.desk.drafts(self.party)
        return parts_to_react_to(self.parts, self.party, [*said, *drafts, self.chosen])

    @property
    def chosen(self) -> str:
        """The part somebody came for."""
        return asked_for(self.request, "onderdeel")

    @cached_property
    def forms(self) -> dict[str, VerdictForm]:
        """By part; the plan as a whole comes last."""
        found = {key_of(part): title for part, title in zip(self.reacted_to, self.titles, strict=True)}
        return {key: self._form(key, title) for key, (_, title) in found.items()} | {
            WHOLE_PLAN: self._form(WHOLE_PLAN, WHOLE)
        }

    @cached_property
    def titles(self) -> list[tuple[str, str]]:
        return titles_of(self.reacted_to)

    def _form(self, key: str, title: str) -> VerdictForm:
        now = self.desk.drafts(self.party).get(key) or self.desk.current(self.party).get(key)
        return VerdictForm(
            self.request.POST if self.request.method == "POST" else None,
            prefix=key or "plan",
            about=title,
            is_whole=key == WHOLE_PLAN,
            initial={"stance": now.stance, "text": now.text} if now else {},
        )

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.desk.is_open or not self.desk.parties:
            return self.to_plan()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if "weg" in request.POST:
            if discard_draft(plan=self.plan, party=self.party):
                messages.success(request, "Het concept is weggegooid.")
            return self.to_plan()
        try:
            is_whole = self._keep()
            if is_whole and not self.sends:
                hand_over(plan=self.plan, party=self.party, by=request.user)
        except PortalError as error:
            if self._is_on_the_way:
                return self._kept(problem=str(error))
            return self.refused(str(error), UNPROCESSABLE if self.desk.is_open else CONFLICT)
        return self._kept() if self._is_on_the_way else self._onwards(is_whole)

    @property
    def _is_on_the_way(self) -> bool:
        """Kept by the script, while somebody fills it in."""
        return "HX-Request" in self.request.headers

    def _keep(self) -> bool:
        """Whether all that must be said is."""
        checked = [form.is_valid() for form in self.forms.values()]
        said = {key: form.said for key, form in self.forms.items() if form.fits}
        keep_draft(plan=self.plan, party=self.party, said=said, by=self.request.user)
        return all(checked) and not self._is_on_the_way and "later" not in self.request.POST

    def _kept(self, problem: str = "") -> HttpResponse:
        about = {"kept_at": timezone.localtime(), "problem": problem, "asks_so_far": self.asks_so_far()}
        return render(self.request, "themes/reacting/so_far.html", about)

    def _onwards(self, is_whole: bool) -> HttpResponse:
        if "later" in self.request.POST:
            messages.success(self.request, f"Het concept is bewaard. Buiten {self.party} ziet niemand het.")
            return redirect(self.here)
        if not is_whole:
            return self.refused("", UNPROCESSABLE)
        if self.sends:
            return redirect(self.desk.url(self.party, "reaction-check"))
        words = f"De reactie van {self.party} staat klaar. Wie haar verstuurt, krijgt bericht."
        messages.success(self.request, words)
        return self.to_plan()

    def refused(self, refusal: str, status: int) -> HttpResponse:
        problems = [one for form in self.forms.values() if form.errors for one in form.problems]
        return self.render_to_response(self.get_context_data(refusal=refusal, problems=problems), status=status)

    def asks_so_far(self) -> list[tuple[str, str]]:
        """Each part with what is said of it as it stands in the form; of the many for the Openbaar Ministerie those of
        which something is said, and the whole."""
        shown = (one for one in self.forms.values() if self.party.municipality or one.chosen or one.is_whole)
        return [(form.about, form.chosen) for form in shown]

    @cached_property
    def before(self) -> dict[str, Reaction]:
        """By part, what was said in an earlier round and not yet in this one."""
        said, current = self.desk.said(self.party), self.desk.current(self.party)
        return {key: one for key, one in said.items() if key not in current}

    @cached_property
    def edits(self) -> dict[str, list[PlanEdit]]:
        """By part, what was written since."""
        last = max((one.changed_at for one in self.before.values()), default=None)
        return edits_since(self.plan, last)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        today, plan, party = timezone.localdate(), self.plan, self.party
        *asks, whole = self._asks(today)
        others = len(municipalities_asked(plan)) - bool(party.municipality)
        drafts = self.desk.drafts(party).values()
        about = {
            "groups": grouped(asks, self.reacted_to, party, self.chosen) if asks else [],
            "whole": whole,
            "asks_so_far": self.asks_so_far(),
            "summary": in_a_minute(self.parts, sum(one.is_for_municipalities for one in self.parts.targets)),
            "is_asked_again": bool(self.before),
            "changed": changed_parts(plan, self.edits),
            "days_left": days_left(plan, today) if self.desk.is_open else "",
            "others": told_of_others(self.desk.others_said(party), others),
            "leaders": leaders_of(plan),
            "last_draft": max(drafts, key=lambda one: one.prepared_at, default=None),
            "last_year": plan.origin,
            "refusal": "",
            "problems": [],
        }
        return super().get_context_data(**self.page("Reageren", **about) | kwargs)

    def _asks(self, today: date) -> list[Ask]:
        """The plan as a whole comes last."""
        parts, current = self.reacted_to, self.desk.current(self.party)
        known = Known(
            self.plan, self.parts, self.party, past_of(parts, self.party, today), self.edits, bool(self.before)
        )
        heads = [(*head, known.facts_of(part)) for head, part in zip(self.titles, parts, strict=True)]
        heads.append(("Tot slot", WHOLE, []))
        return [
            Ask(key, title, kicker, form, facts, self.before.get(key), current.get(key))
            for (key, form), (kicker, title, facts) in zip(self.forms.items(), heads, strict=True)
        ]


class ReactionCheckView(SentOnce, ReactionPage, TemplateView):
    """What would be sent, all together; sending it."""

    permission = Permission.REACT_TO_PLANS
    template_name = "themes/reacting/check.html"
    place = 1

    @property
    def _parties(self) -> Sequence[Party]:
        return self.desk.sending

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.desk.is_open or not self.desk.sending:
            return self.to_plan()
        if not self.desk.drafts(self.party):
            page = "reaction-sent" if self.desk.current(self.party) else "reaction-give"
            return redirect(self.desk.url(self.party, page))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        unit = self.plan.theme.plan.police_unit_id
        able = request.access.able(Permission.REACT_TO_PLANS, unit)
        try:
            send_draft(
                plan=self.plan,
                party=self.party,
                seen=request.POST.get("gezien", ""),
                by=request.user,
                on_behalf_of=self._principal(able),
            )
        except PortalError as error:
            del self.desk
            request.__dict__.pop("_reaction_desks", None)
            return self.render_to_response(self.get_context_data(refusal=str(error)), status=CONFLICT)
        return redirect(self.desk.url(self.party, "reaction-sent"))

    def _principal(self, able: list[Role]) -> User | None:
        return in_whose_name(role for role in able if role.municipality_id == self.party.pk)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        drafts = self.desk.drafts(self.party)
        about = {
            "said": named(self.desk.current(self.party) | drafts),
            "drafts": drafts,
            "seen": self.desk.stamp(self.party),
            "refusal": "",
        }
        return super().get_context_data(**self.page("Kijk uw reactie na", **about) | kwargs)


class ReactionSentView(ReactionPage, TemplateView):
    """That it was sent, what happens next, and what was said."""

    template_name = "themes/reacting/sent.html"
    place = 2

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.desk.parties or not self.desk.current(self.party):
            return self.to_plan()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        said = self.desk.current(self.party)
        last = max(said.values(), key=lambda one: one.changed_at)
        copy = Notice.objects.filter(user=self.request.user, about=copy_of(self.plan, self.party.pk, last.changed_at))
        title = f"De reactie van {self.party} is verstuurd"
        about = {
            "title": title,
            "said": named(said),
            "last": last,
            "copy": copy.exclude(state=MailState.NONE).exists(),
            "waits": any(one.stance != Reaction.Stance.AGREES and not one.answer for one in said.values()),
            "leaders": leaders_of(self.plan),
            "back": self._back(),
        }
        return super().get_context_data(**self.page("Verstuurd") | about, **kwargs)

    def _back(self) -> tuple[str, str]:
        if self.party.municipality:
            return "Terug naar Mijn gemeente", reverse("reports:municipality", args=[self.party.code])
        return "Terug naar Start", reverse("home")


def named(said: dict) -> list[tuple[str, object]]:
    """With the name of what each is about, the plan as a whole last."""
    names = names_of(key for key in said if key) | {WHOLE_PLAN: WHOLE}
    return [(names[key], said[key]) for key in sorted(said, key=lambda key: key == WHOLE_PLAN)]
