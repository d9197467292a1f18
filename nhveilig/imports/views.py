from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, ListView, View
from tablib import Dataset

from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import UNPROCESSABLE
from nhveilig.http.views import PartialTemplateMixin, breadcrumbs
from nhveilig.imports import formats
from nhveilig.imports.forms import PASTED, ColumnsForm, ConfirmForm, UploadForm
from nhveilig.imports.kinds import TableKind, all_kinds, find_kind, template
from nhveilig.imports.models import ImportJob
from nhveilig.imports.plans import ImportPlan, RowAction
from nhveilig.imports.services import (
    ASKING,
    confirm_import,
    discard_import,
    match_columns,
    names_of,
    read_again,
    submit_import,
)
from nhveilig.jobs.presenters import why_it_waits
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.exceptions import FileRefused

IMPORTS = "Excel inlezen"
NATIONAL = "landelijk"
CHANGES_ON_A_PAGE = 100
# What chooses one table of a kind.
CHOSEN = ("reeks", "peildatum", "jaar", "soort", "nummer")
PROBLEMS_SHOWN = 100


class OwnTables:
    """What the visitor may import: kinds by their permissions, tables of their own eenheden."""

    def needed(self, kind: TableKind) -> tuple[Permission, ...]:
        return kind.permission, kind.imported_with

    def may(self, kind: TableKind) -> bool:
        return all(self.request.access.may(one) for one in self.needed(kind))

    def kinds(self) -> list[TableKind]:
        return [kind for kind in all_kinds() if self.may(kind)]

    def units(self, kind: TableKind) -> set[int]:
        return set.intersection(*(self.request.access.units_with(one) for one in self.needed(kind)))

    def jobs(self):
        found = ImportJob.objects.none()
        for kind in self.kinds():
            own = {"requested_by": self.request.user} if kind.of_one_person else {}
            found |= ImportJob.objects.visible_to(self.units(kind), kind.code).filter(**own)
        return found.for_list()


class OfTable(OwnTables):
    """The kind and eenheid in the address; another's are not there."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # Before anything that was sent is looked at.
        _ = self.police_unit
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def kind(self) -> TableKind:
        kind = find_kind(self.kwargs["kind"])
        if kind is None or not self.may(kind):
            raise Http404("Deze tabel bestaat niet.")
        return kind

    @cached_property
    def police_unit(self) -> PoliceUnit | None:
        slug = self.kwargs["slug"]
        if self.kind.per_unit:
            return get_object_or_404(PoliceUnit, slug=slug, pk__in=self.units(self.kind))
        if slug != NATIONAL:
            raise Http404("Deze tabel is landelijk.")
        return None

    @property
    def where(self) -> str:
        return f"eenheid {self.police_unit}" if self.police_unit else "heel Nederland"


class ImportListView(OwnTables, ListView):
    """What can be imported, and what was."""

    permission = Permission.IMPORT_FILES
    template_name = "imports/import_list.html"
    context_object_name = "jobs"
    paginate_by = 25

    def get_queryset(self):
        return self.jobs()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            breadcrumbs=breadcrumbs([], here=IMPORTS), tables=list(self._tables()), **kwargs
        )

    def _tables(self):
        units = self.request.access.units
        for kind in self.kinds():
            if not kind.per_unit:
                yield {"kind": kind, "slug": NATIONAL, "where": "heel Nederland"}
                continue
            held = self.units(kind)
            for unit in (unit for unit in units if unit.pk in held):
                yield {"kind": kind, "slug": unit.slug, "where": f"eenheid {unit}"}


class UploadView(OfTable, FormView):
    permission = Permission.IMPORT_FILES
    template_name = "imports/upload.html"
    form_class = UploadForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"kind": self.kind}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        data, name = form.sent
        try:
            job = submit_import(
                kind=self.kind,
                police_unit=self.police_unit,
                data=data,
                name=name,
                options=form.options(),
                user=self.request.user,
            )
        except FileRefused as refused:
            form.add_error("file", [str(found) for found in refused.problems])
            return self.form_invalid(form)
        return redirect("imports:job-detail", pk=job.pk)

    def get_context_data(self, **kwargs):
        title = f"{self.kind.label}, {self.where}"
        tables = self.kind.tables(self.police_unit) if self.police_unit else []
        return super().get_context_data(
            kind=self.kind,
            slug=self.kwargs["slug"],
            where=self.where,
            tables=tables,
            file_formats=list(formats.FORMATS),
            breadcrumbs=breadcrumbs([(IMPORTS, reverse("imports:import-list"))], here=title),
            **kwargs,
        )


class TemplateView(OfTable, View):
    """An empty table with the right head, and a sheet that explains it."""

    permission = Permission.IMPORT_FILES

    def get(self, request: HttpRequest, kind: str, slug: str, format: str) -> HttpResponse:
        return formats.download(template(self.kind), format, f"sjabloon-{self.kind.code}")


class TableExportView(OfTable, View):
    """A table as it is now, for whoever may read it; the file imports again without a change."""

    permission = Permission.VIEW_PORTAL

    def needed(self, kind: TableKind) -> tuple[Permission, ...]:
        return (kind.view_permission,)

    def get(self, request: HttpRequest, kind: str, slug: str, format: str) -> HttpResponse:
        layout = request.GET.get("indeling") or self.kind.layout_for(format)
        unit = self.police_unit
        if layout not in self.kind.layouts:
            raise Http404("Deze indeling bestaat niet.")
        try:
            concepts = request.access.may(Permission.VIEW_CONCEPTS, unit and unit.pk)
            dataset = self.kind.export(unit, layout, concepts=concepts, **_chosen(request))
            formats.refuse_many(dataset, format)
        except (PortalError, ValueError) as error:
            raise Http404(str(error)) from None
        name = "-".join(filter(None, [self.kind.code, slug, *_chosen(request).values()]))
        return formats.download(dataset, format, name)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in CHOSEN if request.GET.get(name)}


class JobDetailView(OwnTables, PartialTemplateMixin, DetailView):
    """A job in every state: how far it is, what it would do, why it cannot, what it did."""

    permission = Permission.IMPORT_FILES
    template_name = "imports/job_detail.html"
    partial_template_name = "imports/partials/job.html"
    context_object_name = "job"

    def get_queryset(self):
        return self.jobs().defer(None)

    def get_context_data(self, **kwargs):
        job: ImportJob = self.object
        plan = job.preview
        seen = {"fingerprint": job.fingerprint, "reason": job.options.get("reason", "")}
        kwargs.setdefault("form", ConfirmForm(questions=plan.questions if plan else [], initial=seen))
        if job.state in ASKING and plan.names and plan.columns:
            kwargs.setdefault("matching", ColumnsForm(kind=job.table_kind, plan=plan))
        kwargs.setdefault("matching", None)
        return super().get_context_data(
            plan=plan,
            names=names_of(job) if job.state == ImportJob.State.READY else {},
            waiting=why_it_waits(job),
            is_pasted=job.file_name == PASTED,
            unit_slug=job.police_unit.slug if job.police_unit else NATIONAL,
            breadcrumbs=breadcrumbs([(IMPORTS, reverse("imports:import-list"))], here=job.file_name),
            **(self._about(plan) if plan else {}),
            **kwargs,
        )

    def _about(self, plan: ImportPlan) -> dict:
        shown = self.request.GET.get("toon", "")
        changes = [change for change in plan.changes if not shown or change.action == shown]
        counts = plan.counts()
        labels = {"": "alles", RowAction.CHANGED: "gewijzigd", RowAction.NEW: "nieuw", RowAction.REMOVED: "verdwijnt"}
        return {
            "counts": counts,
            "choices": [
                {"value": value, "label": label, "current": shown == value}
                for value, label in labels.items()
                if not value or counts[value]
            ],
            "page_obj": Paginator(changes, CHANGES_ON_A_PAGE).get_page(self.request.GET.get("page")),
            "problems": plan.problems[:PROBLEMS_SHOWN],
        }

    def render_to_response(self, context, **kwargs) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response


class ConfirmView(JobDetailView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.object = job = self.get_object()
        form = ConfirmForm(request.POST, questions=(job.plan or {}).get("questions", []))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
        try:
            confirm_import(job=job, fingerprint=form.cleaned_data["fingerprint"], answers=form.answers())
        except PortalError as error:
            messages.error(request, str(error))
        return redirect("imports:job-detail", pk=pk)


class ColumnsView(JobDetailView):
    """Which column of the file is which of ours, or that what was said of it before is forgotten."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.object = job = self.get_object()
        chosen = None
        if "vergeet" not in request.POST:
            form = ColumnsForm(request.POST, kind=job.table_kind, plan=job.preview or ImportPlan())
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(matching=form), status=UNPROCESSABLE)
            chosen = form.chosen
        try:
            read_again(job=match_columns(job=job, chosen=chosen))
        except PortalError as error:
            messages.error(request, str(error))
        return redirect("imports:job-detail", pk=pk)


class DiscardView(OwnTables, View):
    permission = Permission.IMPORT_FILES
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = get_object_or_404(self.jobs(), pk=pk)
        try:
            discard_import(job=job)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect("imports:job-detail", pk=pk)
        messages.success(request, f"“{job.file_name}” is weggegooid. Er is niets veranderd.")
        return redirect("imports:import-list")


class ProblemListView(OwnTables, View):
    """Every error of a refused file, to work through beside the spreadsheet."""

    permission = Permission.IMPORT_FILES

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = get_object_or_404(self.jobs().defer(None), pk=pk)
        if job.preview is None:
            raise Http404("Van dit bestand is geen lijst met fouten.")
        dataset = Dataset(headers=["blad", "rij", "kolom", "waarde", "wat er mis is"], title="Fouten")
        for found in job.preview.problems:
            dataset.append([found.sheet, found.row or "", found.column, found.value, found.message])
        return formats.download(dataset, "csv", f"fouten-{job.pk}")
