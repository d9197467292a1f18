"""What municipalities say of a plan: giving a reaction, all of them together, and the answers."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE, csv_download
from nhveilig.regions.models import Municipality
from themes.models import Reaction
from themes.parts.exceptions import PartIsGone
from themes.parts.registry import UnknownPart
from themes.parts.views import OnePlan, WritablePlan, plan_url
from themes.workflow.forms import AnswerForm, ReactionForm
from themes.workflow.permissions import ReactionDesk, desk_of
from themes.workflow.queries import WHOLE_PLAN, ReactionOverview, consultation_of, names_of
from themes.workflow.services.reactions import (
    AnswerOvertaken,
    ConsultationIsClosed,
    Opinion,
    ReactionOvertaken,
    answer_reaction,
    give_reaction,
)


def moment(text: str) -> datetime | None:
    """What a hidden field named; anything else is a moment at which nobody wrote."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


class ReactionGiveView(OnePlan, View):
    """Say what a municipality thinks of the plan, or of the part in `?onderdeel=`; a page of its own when something is
    in the way, or for who comes back after logging in."""

    permission = Permission.REACT_TO_PLANS

    @cached_property
    def desk(self) -> ReactionDesk:
        return desk_of(self.request, self.plan)

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        part = request.GET.get("onderdeel", WHOLE_PLAN)
        if not self.desk.is_open or not self.desk.municipalities:
            return redirect(plan_url(self.plan))
        entry = self.desk.entries(part)[0]
        own = entry.reaction
        said = {"stance": own.stance, "text": own.text} if own else {}
        place = {"municipality": entry.municipality.pk, "part": part, "seen": entry.seen}
        return self.answer(ReactionForm(initial=place | said), entry.municipality, 200)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form, town = ReactionForm(request.POST), self.municipality
        if not form.is_valid():
            return self.answer(form, town, UNPROCESSABLE if self.desk.is_open else CONFLICT)
        try:
            self.give(form.cleaned_data, town)
        except ReactionOvertaken as error:
            return self.overtaken(form, town, error)
        except (ConsultationIsClosed, PartIsGone, UnknownPart) as error:
            form.add_error(None, str(error))
            return self.answer(form, town, CONFLICT)
        except PortalError as error:
            form.add_error("text", str(error))
            return self.answer(form, town, UNPROCESSABLE)
        messages.success(request, f"De reactie van {town} is opgeslagen.")
        part = form.cleaned_data["part"]
        return redirect(f"{plan_url(self.plan)}#{part or 'reactie'}")

    @cached_property
    def municipality(self) -> Municipality:
        """The one in the form, if the visitor may speak for it; without one, their first."""
        asked = self.request.POST.get("municipality", "")
        for town in self.desk.municipalities:
            if asked in {"", str(town.pk)}:
                return town
        raise Http404("Namens deze gemeente kunt u niet reageren.")

    def give(self, said: dict[str, object], town: Municipality) -> Reaction:
        opinion = Opinion(part=said["part"], stance=said["stance"], text=said["text"])
        seen = moment(said["seen"])
        return give_reaction(plan=self.plan, municipality=town, opinion=opinion, seen=seen, by=self.request.user)

    def overtaken(self, form: ReactionForm, town: Municipality, error: ReactionOvertaken) -> HttpResponse:
        """Both texts; sending again replaces the other's, now that it was seen."""
        standing = error.standing
        again = ReactionForm(initial=form.cleaned_data | {"seen": standing.changed_at.isoformat()})
        return self.answer(again, town, CONFLICT, refusal=str(error), standing=standing)

    def answer(self, form: ReactionForm, town: Municipality, status: int, **more: object) -> HttpResponse:
        part = str(form["part"].value() or "")
        context = self.page("Reageren", form=form, municipality=town, part_name=self.name_of(part), **more)
        return render(self.request, "themes/workflow/reaction_give.html", context, status=status)

    def name_of(self, part: str) -> str:
        try:
            return names_of([part])[part] if part else "Het hele plan"
        except UnknownPart:
            return "Onbekend onderdeel"


class AllReactions(WritablePlan):
    @cached_property
    def overview(self) -> ReactionOverview:
        return ReactionOverview(self.plan, consultation_of(self.plan))

    def reactions_page(self, **more: object) -> dict[str, object]:
        # A refusal is about one answer; every other form stands as it was.
        return self.page("Reacties", overview=self.overview, **{"answered": None, "typed": "", "refusal": "", **more})


class ReactionsView(AllReactions, TemplateView):
    """Municipality by part, who said nothing yet, and every reaction with its answer."""

    template_name = "themes/workflow/reactions.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**self.reactions_page(), **kwargs)


class ReactionsCsvView(AllReactions, View):
    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return csv_download(self.overview.csv(), f"reacties-{self.plan.theme.slug}-{self.plan.year}.csv")


class ReactionAnswerView(AllReactions, View):
    """What is done with one reaction."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return redirect(plan_url(self.plan, "reactions"))

    def post(self, request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        reaction = get_object_or_404(self.plan.reactions.select_related("municipality"), pk=pk)
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.refused(reaction, form, UNPROCESSABLE, form.errors["answer"][0])
        said = form.cleaned_data
        try:
            answer_reaction(reaction=reaction, answer=said["answer"], seen=moment(said["seen"]))
        except (AnswerOvertaken, ConsultationIsClosed) as error:
            return self.refused(reaction, form, CONFLICT, str(error))
        messages.success(request, f"Het antwoord aan {reaction.municipality} is opgeslagen.")
        return redirect(f"{plan_url(self.plan, 'reactions')}#reactie-{reaction.pk}")

    def refused(self, reaction: Reaction, form: AnswerForm, status: int, refusal: str) -> HttpResponse:
        """The page as it is now, with what was typed in its own place beside what stands there."""
        context = self.reactions_page(answered=reaction.pk, typed=form.data.get("answer", ""), refusal=refusal)
        return render(self.request, "themes/workflow/reactions.html", context, status=status)
