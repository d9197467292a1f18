"""What is set of a block and of a document, who writes a chapter, and a new document."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.history import History
from nhveilig.editing.views import RowFormView
from nhveilig.exceptions import PortalError
from nhveilig.http.views import RefusingFormView, breadcrumbs
from reports.documents.desk import services, tasks
from reports.documents.desk.exceptions import BlockIsGone
from reports.documents.desk.forms import (
    BlockSettingsForm,
    ChapterTaskForm,
    DocumentSettingsForm,
    NewDocumentForm,
    settings_form,
)
from reports.documents.desk.presenters import block_url, desk_url, kind_of, name_of_block
from reports.documents.desk.rows import find_row, history_of, key_of
from reports.documents.desk.views.base import DeskAct, OneDesk, StaffDesk
from reports.documents.models import Block, ChapterTask
from reports.documents.presenters import DOCUMENTS
from reports.documents.services.documents import chapters_like, create_document

PICTURE = f"{Block.ENTRIES}-picture"


class BlockSettingsView(DeskAct, OneDesk, RowFormView, FormView):
    template_name = "reports/desk/settings.html"

    @cached_property
    def found(self):
        """Raises BlockIsGone and PermissionDenied."""
        found = find_row(self.document, f"block-{self.kwargs['pk']}")
        self.refuse_others(found.chapter)
        return found

    def get_row(self) -> Block:
        self.found.row.document = self.document
        return self.found.row

    def get_history(self, row: Block) -> History:
        return history_of(row)[0]

    def get_form_class(self) -> type:
        return settings_form(self.get_row())

    def get_form(self, form_class: type | None = None) -> BlockSettingsForm:
        """With the picture that was added just now, as if somebody chose it."""
        form = super().get_form(form_class)
        added = self.request.GET.get("afbeelding", "")
        if PICTURE in form.fields and added.isdecimal() and not form.is_bound:
            form.initial[PICTURE] = int(added)
        return form

    def store(self, form) -> bool:
        key, by = key_of(form.row), self.by()
        saved = services.save_row(row=form.row, fields=form.fields, changes=form.changes(key), by=by)
        return any(one.changed for one in saved)

    def get_success_url(self) -> str:
        return block_url(self.document, self.found.chapter, self.found.key)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        block = self.get_row()
        title = f"{kind_of(block).label} instellen"
        about = {"lead": kind_of(block).about, "name": name_of_block(block), "back": self.get_success_url()}
        about |= {"remove_url": self._remove_url(), "picture_url": self._picture_url()}
        return super().get_context_data(**self.page(title, **about), **kwargs)

    def _remove_url(self) -> str:
        """For whoever comes here because it cannot be shown."""
        place = {"slug": self.document.slug, "pk": self.kwargs["pk"]}
        return reverse("reports:document-desk-remove", kwargs=place) if self.rights.arranges else ""

    def _picture_url(self) -> str:
        """For whoever does not find it among those of the eenheid."""
        asks = PICTURE in self.get_form_class().base_fields and self.rights.arranges
        return f"{reverse('pictures:picture-create')}?{urlencode({'terug': self.request.path})}" if asks else ""


class DocumentSettingsView(StaffDesk, RowFormView, FormView):
    template_name = "reports/desk/settings.html"
    form_class = DocumentSettingsForm

    def get_row(self):
        return self.document

    def get_success_url(self) -> str:
        return desk_url(self.document)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = self.page("Titel en opmaak", lead="", name=self.document.title, back=desk_url(self.document))
        return super().get_context_data(**context, **kwargs)


class OneChapter(OneDesk):
    @cached_property
    def chapter(self) -> Block:
        """Raises BlockIsGone for what is no chapter."""
        block = self.outline.block(str(self.kwargs["pk"]))
        if block is None or block.parent_id:
            raise BlockIsGone
        block.document = self.document
        return block

    @cached_property
    def task(self) -> ChapterTask:
        """Not stored yet, where nobody was asked."""
        found = ChapterTask.objects.select_related("writer", "reader").filter(block=self.chapter).first()
        task = found or ChapterTask(block=self.chapter)
        task.block = self.chapter
        return task

    @property
    def back(self) -> str:
        return block_url(self.document, self.chapter)


class ChapterTaskView(DeskAct, OneChapter, RowFormView, FormView):
    """Who writes and who reads, for whoever arranges the document."""

    permission = Permission.EDIT_DOCUMENTS
    template_name = "reports/desk/settings.html"
    form_class = ChapterTaskForm

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.refuse_others()
        return super().dispatch(request, *args, **kwargs)

    def get_row(self) -> ChapterTask:
        return self.task

    def get_history(self, row: ChapterTask) -> History | None:
        return History.of(row) if row.pk else None

    def store(self, form) -> bool:
        by = self.by()
        if form.row.pk is None:
            return bool(tasks.ask(task=form.row, values=form.values(), by=by))
        return tasks.change_task(task=form.row, fields=form.fields, changes=form.changes(), by=by)

    def get_success_url(self) -> str:
        return self.back

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = self.page("Wie schrijft dit hoofdstuk", lead="", name=name_of_block(self.chapter), back=self.back)
        return super().get_context_data(**context, **kwargs)


class ChapterStateView(DeskAct, OneChapter, View):
    """The next step of a chapter, by whoever writes, reads or arranges it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not self.rights.may_comment(self.chapter):
            raise PermissionDenied
        state = request.POST.get("stand", "")
        moved = tasks.set_state(task=self.task, state=state, by=self.by())
        said = f"“{name_of_block(self.chapter)}” is nu {self.task.get_state_display()}."
        (messages.success if moved else messages.info)(request, said)
        return redirect(self.back)


class NewDocumentView(SentOnce, RefusingFormView):
    permission = Permission.EDIT_DOCUMENTS
    template_name = "reports/desk/new.html"
    form_class = NewDocumentForm

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"access": self.request.access}

    def form_valid(self, form: NewDocumentForm) -> HttpResponse:
        said = form.cleaned_data
        like = said["like"]
        try:
            document = create_document(
                kind=said["kind"],
                police_unit=said["police_unit"],
                title=said["title"],
                years=(said["start_year"], said["end_year"]),
                plan=said["plan"],
                chapters=chapters_like(like) if like else (),
            )
        except PortalError as error:
            return self.refused(form, None, error)
        messages.success(self.request, f"“{document}” is er. Schrijf hier de hoofdstukken.")
        return redirect(desk_url(document))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        here = breadcrumbs([(DOCUMENTS, reverse("reports:document-list"))], here="Nieuw document")
        return super().get_context_data(breadcrumbs=here, **kwargs)
