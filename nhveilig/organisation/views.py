from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.models import User
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.models import Edit
from nhveilig.editing.presenters import shown_edit
from nhveilig.editing.views import ByVisitor, RowFormView
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted, date_long
from nhveilig.http.views import RefusingFormView, breadcrumbs
from nhveilig.organisation import services
from nhveilig.organisation.forms import AddForm, ContinueForm, EndForm, UnitForm
from nhveilig.organisation.queries import Organisation, is_used
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.regions.views import OfUnit

EDITS_SHOWN = 100
TITLE = "Organisatie"


class HomeView(View):
    """Leads to the eenheid one keeps; of several, to the first."""

    permission = Permission.EDIT_ORGANISATION

    def get(self, request: HttpRequest) -> HttpResponse:
        kept = PoliceUnit.objects.filter(pk__in=request.access.units_with(self.permission))
        return redirect("organisation:tree", kept[0].slug)


class OrganisationPage(ByVisitor, OfUnit):
    permission = Permission.EDIT_ORGANISATION
    title = ""

    @cached_property
    def organisation(self) -> Organisation:
        return Organisation(self.police_unit)

    @property
    def principal(self) -> User | None:
        return self.request.access.for_whom(self.permission, self.police_unit.pk)

    @property
    def tree_url(self) -> str:
        return reverse("organisation:tree", args=[self.police_unit.slug])

    def above(self) -> list[tuple[str, str]]:
        return [(TITLE, self.tree_url)]

    def get_context_data(self, **kwargs) -> dict[str, object]:
        around = {"title": self.title, "breadcrumbs": breadcrumbs(self.above(), self.title), "back_url": self.back_url}
        return super().get_context_data(**self.about_unit() | around | kwargs)

    @property
    def back_url(self) -> str:
        return self.tree_url


class TreeView(OrganisationPage, TemplateView):
    template_name = "organisation/tree.html"
    title = TITLE

    def get_context_data(self, **kwargs) -> dict[str, object]:
        today, organisation = timezone.localdate(), self.organisation
        branches = organisation.branches(today)
        return super().get_context_data(
            branches=branches,
            gone=organisation.gone(today),
            coming=organisation.coming(today),
            is_empty=not any(unit.parent_id for unit in organisation.units),
            other_units=PoliceUnit.objects.filter(pk__in=self.request.access.units_with(self.permission)).exclude(
                pk=self.police_unit.pk
            ),
            **kwargs,
        )


class AddView(SentOnce, OrganisationPage, RefusingFormView):
    template_name = "organisation/form.html"
    form_class = AddForm
    title = "Onderdelen toevoegen"

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"organisation": self.organisation, "police_unit": self.police_unit}

    def get_initial(self) -> dict[str, object]:
        asked = self.request.GET.get("onder", "")
        return {"onder": int(asked)} if asked.isdecimal() and len(asked) < 10 else {}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(about=self.about_unit()["unit_name"], **kwargs)

    def form_valid(self, form: AddForm) -> HttpResponse:
        chosen = form.cleaned_data
        lines = chosen["lijst"]
        try:
            made = services.add_units(
                police_unit=self.police_unit,
                parent=chosen.get("onder"),
                lines=lines,
                kind=chosen["soort"],
                valid_from=chosen["vanaf"],
                by=self.writer,
            )
        except PortalError as error:
            return self.refused(form, "lijst", error)
        known = len(lines) - len(made)
        stood = "stond" if known == 1 else "stonden"
        there = f"; {counted(known, 'onderdeel', 'onderdelen')} {stood} er al" if known else ""
        messages.success(self.request, f"Toegevoegd: {counted(len(made), 'onderdeel', 'onderdelen')}{there}.")
        return redirect(self.tree_url)


class UnitPage(OrganisationPage):
    """About one part of the eenheid in the address."""

    @cached_property
    def unit(self) -> OrganisationUnit:
        try:
            found = self.organisation.find(self.kwargs["pk"])
        except KeyError:
            raise Http404("Dit onderdeel is er niet.") from None
        found.police_unit = self.police_unit
        return found

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # Before anything that was sent is looked at: what is another's is not there.
        _ = self.unit
        return super().dispatch(request, *args, **kwargs)

    @property
    def unit_url(self) -> str:
        return self.address("change")

    def address(self, page: str, **more: int) -> str:
        return reverse(f"organisation:{page}", kwargs=self.kwargs | more)

    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (self.unit.name, self.unit_url)]

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**kwargs | {"unit": self.unit, "row": self.unit})


class ChangeView(RowFormView, UnitPage, RefusingFormView):
    template_name = "organisation/unit.html"

    @property
    def title(self) -> str:
        return self.unit.name

    def above(self) -> list[tuple[str, str]]:
        return OrganisationPage.above(self)

    def get_row(self) -> OrganisationUnit:
        return self.unit

    def get_form_class(self) -> type[UnitForm]:
        return UnitForm.of(self.organisation, self.unit)

    def store(self, form: UnitForm) -> bool:
        saved = services.change_unit(unit=form.row, fields=form.fields, changes=form.changes(), by=self.writer)
        return any(one.changed for one in saved)

    def get_success_url(self) -> str:
        return self.tree_url

    def get_context_data(self, **kwargs) -> dict[str, object]:
        pk = {"unit": self.police_unit.slug, "pk": self.unit.pk}
        pages = ("end", "continue", "history", "remove")
        return super().get_context_data(
            is_root=self.unit == self.organisation.root,
            urls={page: reverse(f"organisation:{page}", kwargs=pk) for page in pages},
            add_url=f"{reverse('organisation:add', args=[self.police_unit.slug])}?onder={self.unit.pk}",
            **kwargs,
        )


class StepView(SentOnce, UnitPage, RefusingFormView):
    """What happens to a part on a day."""

    template_name = "organisation/form.html"

    @property
    def back_url(self) -> str:
        return self.unit_url

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"organisation": self.organisation, "unit": self.unit}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(about=self.unit, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        try:
            message = self.do(form.cleaned_data)
        except PortalError as error:
            return self.refused(form, None, error)
        messages.success(self.request, message)
        return redirect(self.tree_url)


class EndView(StepView):
    form_class = EndForm
    title = "Beëindigen of samenvoegen"

    def do(self, chosen: dict) -> str:
        about = {"day": chosen["dag"], "successor": chosen["opvolger"], "is_without": chosen.get("zonder", False)}
        services.end_unit(unit=self.unit, by=self.writer, **about)
        into = f" en gaat op in {chosen['opvolger']}" if chosen["opvolger"] else ""
        return f"{self.unit} bestaat niet meer vanaf {date_long(chosen['dag'])}{into}. Oude jaren houden het onderdeel."


class ContinueView(StepView):
    form_class = ContinueForm
    title = "Verandert vanaf een dag"

    def do(self, chosen: dict) -> str:
        about = {"day": chosen["dag"], "name": chosen["naam"], "parent": chosen["onder"]}
        going_on = services.continue_unit(unit=self.unit, by=self.writer, **about)
        now = f"Vanaf {date_long(chosen['dag'])}: {going_on}, onder {going_on.parent}."
        return f"{now} Daarvoor blijft alles zoals het was."


class RemoveView(UnitPage, TemplateView):
    """Of what was added by mistake."""

    template_name = "organisation/remove.html"
    title = "Verwijderen"

    @property
    def back_url(self) -> str:
        return self.unit_url

    def get_context_data(self, **kwargs) -> dict[str, object]:
        is_free = not (self.organisation.children(self.unit) or is_used([self.unit]))
        return super().get_context_data(is_free=is_free, end_url=self.address("end"), **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            services.remove_unit(unit=self.unit)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(self.unit_url)
        messages.success(request, f"“{self.unit}” is verwijderd.")
        return redirect(self.tree_url)


class HistoryView(UnitPage, TemplateView):
    template_name = "registers/history.html"
    title = "Geschiedenis"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        edits = Edit.objects.of_whole(self.unit).newest_first()[:EDITS_SHOWN]
        fields = fields_ever(self.organisation, self.unit)
        lines = [shown_edit(edit, fields.get(edit.field), self.address("undo", edit=edit.pk)) for edit in edits]
        return super().get_context_data(edits=lines, **kwargs)


class UndoView(UnitPage, View):
    """Puts back what stood in a field before."""

    http_method_names = ["post"]

    @property
    def unit_url(self) -> str:
        return reverse("organisation:change", args=[self.police_unit.slug, self.unit.pk])

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        edit = get_object_or_404(Edit.objects.of_whole(self.unit), pk=kwargs["edit"])
        try:
            fields = fields_ever(self.organisation, self.unit)
            services.undo_change(unit=self.unit, edit=edit, fields=fields, by=self.writer)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect("organisation:history", self.police_unit.slug, self.unit.pk)
        messages.success(request, "Teruggezet.")
        return redirect(self.unit_url)


def fields_ever(organisation: Organisation, unit: OrganisationUnit) -> dict:
    """Those of its form, with the last day of a part that has none any more."""
    return UnitForm.base_fields | UnitForm.of(organisation, unit).base_fields
