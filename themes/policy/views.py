"""A policy plan: its years and names, its themes, and of each theme the goals, elements and parts."""

from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.views.generic import FormView, TemplateView, View

from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.history import History
from nhveilig.editing.models import kept_until
from nhveilig.editing.services import save_if_unchanged
from nhveilig.editing.views import ByVisitor, RowFormView
from nhveilig.http.views import Above, RefusingFormView, breadcrumbs
from nhveilig.regions.views import OfUnit
from themes.members.queries import themes_with_own_goals
from themes.models import Objective, PolicyPlan, Theme
from themes.policy.constants import BY_STAFF, ELEMENT, GOAL, PART, REMOVED, THEME, RowKind, kind_of
from themes.policy.exceptions import PlanRefused, RowKept
from themes.policy.forms import KindForm, LinesForm, PlanForm, ThemesForm
from themes.policy.queries import kinds_of_parts, themes_on_page
from themes.policy.services.bins import Row, hanging_on, in_bin, remove_row, restore_row, why_kept
from themes.policy.services.plans import add_part, add_rows, add_themes, key_of, move_row, save_plan

GOALS_OF_STAFF = "De doelen van dit thema wijzigt het stafbureau. Vraag het daar, of stel het voor in een opmerking."


class OfPolicy(ByVisitor, OfUnit):
    """The plan in the address, for whoever decides on the plans of its eenheid."""

    permission = Permission.DECIDE_PLANS
    title = ""

    @cached_property
    def plan(self) -> PolicyPlan:
        plans = PolicyPlan.objects.select_related("police_unit", "agenda", "origin")
        return get_object_or_404(plans, police_unit=self.police_unit, slug=self.kwargs["plan"])

    @property
    def overview(self) -> str:
        return reverse("themes:policy-plan", args=[self.police_unit.slug, self.plan.slug])

    def above(self) -> Above:
        return [("Uitvoeringsplannen", reverse("themes:plan-list")), (self.plan.title, self.overview)]

    def get_context_data(self, **kwargs: object) -> dict:
        about = self.about_unit() | {"plan": self.plan, "title": self.title, "back": self.back}
        # What the address says of the plan comes along in `kwargs`, as words.
        return super().get_context_data(**{"breadcrumbs": breadcrumbs(self.above(), self.title)} | kwargs | about)

    @property
    def back(self) -> str:
        """Where one goes on: to what one came from, on the page of the plan."""
        return self.overview


class PolicyView(OfPolicy, TemplateView):
    """Everything of the plan on one page, with the way to change each of it."""

    permission = Permission.EDIT_PLANS
    template_name = "themes/policy/plan.html"

    def get_context_data(self, **kwargs: object) -> dict:
        themes = themes_on_page(self.plan, self.request.access)
        decides = self.request.access.may(Permission.DECIDE_PLANS, self.police_unit.pk)
        return super().get_context_data(
            themes=themes,
            document=self.plan.documents.filter(kind="policy_plan").order_by("pk").first(),
            may_edit=decides,
            unreviewed=sum(one.unreviewed for one in themes),
            may_restore=decides or any(one.may_edit_goals for one in themes),
            removed=self.request.GET.get("verwijderd", ""),
            breadcrumbs=breadcrumbs(self.above()[:1], self.plan.title),
            **kwargs,
        )


class PlanEditView(OfPolicy, RowFormView, FormView):
    template_name, form_class, title = "themes/policy/form.html", PlanForm, "Titel, jaren en rechten"

    def get_row(self) -> PolicyPlan:
        return self.plan

    def get_success_url(self) -> str:
        return self.overview

    def store(self, form: PlanForm) -> bool:
        try:
            return save_plan(plan=form.row, store=lambda: super(PlanEditView, self).store(form))
        except PlanRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
            raise


class ThemeAddView(SentOnce, OfPolicy, RefusingFormView):
    template_name, form_class, title = "themes/policy/form.html", ThemesForm, "Thema’s toevoegen"

    def get_initial(self) -> dict[str, object]:
        return {"parts": kinds_of_parts(self.plan)}

    def form_valid(self, form: ThemesForm) -> HttpResponse:
        lines, parts = form.cleaned_data["themes"], form.cleaned_data["parts"]
        try:
            made = add_themes(plan=self.plan, lines=lines, parts=parts, by=self.writer)
        except PlanRefused as refusal:
            return self.refused(form, "themes", refusal)
        messages.success(self.request, f"Toegevoegd: {', '.join(theme.short_title for theme in made)}.")
        return redirect(self.overview)


class OfTheme(OfPolicy):
    """A theme of the plan."""

    @cached_property
    def theme(self) -> Theme:
        theme = get_object_or_404(self.plan.themes.select_related("plan"), slug=self.kwargs["theme"])
        self.refuse_writer(theme)
        return theme

    def refuse_writer(self, theme: Theme) -> None:
        """Raises PermissionDenied."""

    @property
    def back(self) -> str:
        return f"{self.overview}#thema-{self.theme.pk}"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # Whether it is there, and is the visitor's, before anything that was sent is looked at.
        _ = self.theme, self.kind
        return super().dispatch(request, *args, **kwargs)

    @property
    def kind(self) -> RowKind:
        """Raises Http404."""
        if self.kwargs["kind"] not in BY_STAFF:
            raise Http404("Deze soort is er niet.")
        return BY_STAFF[self.kwargs["kind"]]

    @cached_property
    def row(self) -> Model:
        if not self.kind.to_theme:
            rows = Theme.objects.filter(pk=self.theme.pk)
        else:
            rows = self.kind.model.objects.filter(theme=self.theme)
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class OfGoals:
    """The goals of a theme: for staff, and for who leads it where staff allow that."""

    permission = Permission.EDIT_PLANS
    kind: ClassVar[RowKind] = GOAL

    def refuse_writer(self, theme: Theme) -> None:
        own = themes_with_own_goals(self.plan, self.request.access)
        if own is not None and theme.pk not in own:
            raise PermissionDenied(GOALS_OF_STAFF)


class RowEditView(OfTheme, RowFormView, FormView):
    template_name = "themes/policy/form.html"

    @property
    def title(self) -> str:
        return self.row.get_kind_display() if self.kind is PART else capfirst(self.kind.name)

    def get_form_class(self) -> type:
        return self.kind.form

    def get_row(self) -> Model:
        return self.row

    def get_history(self, row: Model) -> History:
        return History.of(self.plan)

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(theme=self.theme, row=self.row, has_prose=self.kind.has_prose, **kwargs)

    def store(self, form) -> bool:
        history, part = self.get_history(form.row), key_of(form.row)
        saved = save_if_unchanged(
            row=form.row, fields=form.fields, changes=form.changes(part), by=self.writer, history=history, part=part
        )
        return any(one.changed for one in saved)

    def get_success_url(self) -> str:
        return self.back


class GoalEditView(OfGoals, RowEditView):
    pass


class RowAddView(SentOnce, OfTheme, RefusingFormView):
    template_name = "themes/policy/form.html"

    @property
    def title(self) -> str:
        return f"{capfirst(self.kind.many)} toevoegen"

    @property
    def kind(self) -> RowKind:
        if (kind := super().kind) not in {PART, ELEMENT}:
            raise Http404("Thema’s voegt u toe bij het plan.")
        return kind

    def get_form(self, form_class: type | None = None) -> KindForm | LinesForm:
        given = self.get_form_kwargs()
        if self.kind is PART:
            return KindForm(**given, standing=self.theme.parts.values_list("kind", flat=True))
        return LinesForm(**given, label=capfirst(self.kind.many), longest=1_000 if self.kind is GOAL else 160)

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(theme=self.theme, **kwargs)

    def form_valid(self, form: KindForm | LinesForm) -> HttpResponse:
        if self.kind is PART:
            part = add_part(theme=self.theme, kind=form.cleaned_data["kind"], by=self.writer)
            place = [self.police_unit.slug, self.plan.slug, self.theme.slug, PART.code, part.pk]
            return redirect("themes:policy-row", *place)
        made = add_rows(theme=self.theme, model=self.kind.model, texts=form.cleaned_data["lines"], by=self.writer)
        word = self.kind.name if len(made) == 1 else self.kind.many
        messages.success(self.request, f"{len(made)} {word} toegevoegd bij {self.theme.short_title}.")
        return HttpResponseRedirect(self.back)


class GoalAddView(OfGoals, RowAddView):
    pass


class RowMoveView(OfTheme, View):
    http_method_names: ClassVar[list[str]] = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if self.kind not in {ELEMENT, GOAL}:
            raise Http404("Dit heeft een vaste volgorde.")
        if not move_row(row=self.row, up=request.POST.get("naar") == "op"):
            messages.info(request, "Het stond al aan het einde van de rij. Er is niets veranderd.")
        return HttpResponseRedirect(self.back)


class GoalMoveView(OfGoals, RowMoveView):
    pass


class RowRemoveView(OfTheme, TemplateView):
    """Says what goes along, and what hangs on it, and asks."""

    template_name = "themes/policy/remove.html"
    http_method_names: ClassVar[list[str]] = ["get", "post"]

    @property
    def title(self) -> str:
        return f"{capfirst(self.kind.name)} verwijderen"

    @property
    def kind(self) -> RowKind:
        if (kind := super().kind) not in REMOVED:
            raise Http404("Een deel maakt u leeg; het gaat niet weg.")
        return kind

    def get_context_data(self, **kwargs: object) -> dict:
        kept = why_kept(self.row) if self.kind is THEME else ""
        about = {"row": self.row, "kind": self.kind, "kept": kept, "hanging": hanging_on(self.row)}
        return super().get_context_data(**kwargs | about)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            remove_row(row=self.row, plan=self.plan, by=self.writer)
        except RowKept as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.back)
        return redirect(f"{self.overview}?verwijderd={self.kind.code}-{self.row.pk}")


class GoalRemoveView(OfGoals, RowRemoveView):
    pass


class BinView(OfPolicy, TemplateView):
    """What was removed lately, of what the visitor may put back."""

    permission = Permission.EDIT_PLANS
    template_name = "themes/policy/bin.html"
    http_method_names: ClassVar[list[str]] = ["get", "post"]
    title = "Prullenbak"

    def rows(self) -> dict[str, Row]:
        """By what an address calls each."""
        access = self.request.access
        own = themes_with_own_goals(self.plan, access)
        decides = access.may(Permission.DECIDE_PLANS, self.police_unit.pk)
        found = in_bin(self.plan)
        return {
            f"{kind_of(row).code}-{row.pk}": row
            for row in found
            if decides or (isinstance(row, Objective) and (own is None or row.theme_id in own))
        }

    def get_context_data(self, **kwargs: object) -> dict:
        rows = [(key, kind_of(row), row, kept_until(row.deleted_at)) for key, row in self.rows().items()]
        return super().get_context_data(rows=rows, **kwargs)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        row = self.rows().get(request.POST.get("rij", ""))
        if row is None or not restore_row(row=row, plan=self.plan, by=self.writer):
            messages.info(request, "Dit staat niet (meer) in de prullenbak.")
        else:
            messages.success(request, f"Staat er weer: “{row}”.")
        return redirect(self.overview)
