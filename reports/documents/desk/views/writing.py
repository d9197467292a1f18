"""The desk: the outline beside the text of one chapter. Without script every block is a form with a button."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.names import name_of
from nhveilig.editing.changes import FieldChange
from nhveilig.editing.comments.models import Present, note_presence
from nhveilig.editing.comments.views import Refusal
from nhveilig.editing.controls import FieldForm, PresenceForm, left_out, touched_in, typed_in
from nhveilig.editing.exceptions import RowIsGone, SaveRefused
from nhveilig.editing.fields import text_of
from nhveilig.editing.forms import NOT_WHOLE, SEEN, PartForm, read_seen
from nhveilig.editing.models import BaseEdit, Edit, Versioned
from nhveilig.editing.presenters import clock
from nhveilig.editing.rows import standing
from nhveilig.editing.views import ScriptView, refused, saved, status_of
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, GONE, UNPROCESSABLE, told
from reports.documents.blocks import FreezingError
from reports.documents.desk import services
from reports.documents.desk.exceptions import BlockIsGone
from reports.documents.desk.presenters import Piece, block_url, outline_rows, pieces_of
from reports.documents.desk.queries import Chapter, chapter_asked, filled, latest_edits, people_of, tasks_of
from reports.documents.desk.reviewing import source_of, unreviewed_blocks
from reports.documents.desk.rows import FoundRow, Outline, find_row, form_of, history_of, key_of
from reports.documents.desk.views.base import OneDesk
from reports.documents.freezing import freeze_alone
from reports.documents.models import Block, ChapterTask, Document, DocumentComment, DocumentPresence, Edition
from reports.documents.services.editions import said_of_edition

PART = "onderdeel"


class DeskView(OneDesk, TemplateView):
    template_name = "reports/desk/desk.html"

    @cached_property
    def here(self) -> Block | None:
        return chapter_asked(self.outline, self.request.GET.get("hoofdstuk", ""))

    @cached_property
    def tasks(self) -> dict[int, ChapterTask]:
        return tasks_of(self.document)

    def get_context_data(self, refused: PartForm | None = None, **kwargs: object) -> dict[str, object]:
        chapter = Chapter(self.outline, self.here) if self.here else None
        pieces = pieces_of(chapter, self.rights, refused) if chapter else []
        return super().get_context_data(
            **self.page(),
            here=self.here,
            rows=self.rows(),
            source=source_of(self.document),
            done=sum(one.state == ChapterTask.State.AGREED for one in self.tasks.values()),
            pieces=pieces,
            threads=_named(chapter, pieces) if chapter else [],
            refusal=Refusal(),
            here_query=f"hoofdstuk={self.here.anchor}" if self.here else "",
            people=list(people_of(self.document)),
            may_comment=self.rights.may_comment(self.here),
            may_write=self.rights.may_write(self.here),
            task=self.tasks.get(self.here.pk) if self.here else None,
            edits=latest_edits(self.document),
            commented=self.request.GET.get("opmerking", ""),
            now=timezone.now().isoformat(),
            **{"general": ""} | kwargs,
        )

    def rows(self) -> list:
        known = {"arranges": self.rights.arranges, "unreviewed": unreviewed_blocks(self.outline)}
        return outline_rows(self.outline, self.here, filled(self.document), self.tasks, **known)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        """The form of one block, of a browser without script."""
        try:
            found = find_row(self.document, request.POST.get(PART, ""))
            self.refuse_others(found.chapter)
            form = _submitted(found, request)
        except PortalError as error:
            return self.again(None, GONE if isinstance(error, BlockIsGone) else UNPROCESSABLE, general=str(error))
        self.here = self.outline.by_pk[found.chapter.pk]
        changes = touched_in(form)
        try:
            services.save_row(row=found.row, fields=form.base_fields, changes=changes, by=self.by())
        except SaveRefused as refusal:
            form.show_refusal(refusal, history_of(found.row)[0])
            return self.again(form, CONFLICT if refusal.conflicts else UNPROCESSABLE)
        except RowIsGone as error:
            return self.kept(form, error)
        messages.success(request, f"Bewaard om {clock(timezone.now())}.")
        if missing := left_out(form, changes):
            messages.info(request, f"Niet meegekomen uit wat u plakte: {', '.join(missing)}.")
        return redirect(block_url(self.document, found.chapter, found.key))

    def again(self, form: PartForm | None, status: int, general: str = "") -> HttpResponse:
        return self.render_to_response(self.get_context_data(form, general=general), status=status)

    def kept(self, form: PartForm, error: PortalError) -> HttpResponse:
        """There is no form any more to show the texts in: they are given back to copy."""
        texts = [(form.fields[name].label, text) for name, text in typed_in(form).items() if text]
        context = self.page("Niet opgeslagen", message=str(error), texts=texts)
        return render(self.request, "reports/desk/refused.html", context, status=status_of(error))


def _named(chapter: Chapter, pieces: list[Piece]) -> list[tuple[str, DocumentComment]]:
    """Each thread with what it is about."""
    names = {piece.key: piece.name for piece in pieces}
    return [(names[thread.part], thread) for thread in chapter.threads]


def _submitted(found: FoundRow, request: HttpRequest) -> PartForm:
    """Raises PortalError for what is no form of this page."""
    if not read_seen(request.POST.get(SEEN, "")):
        raise PortalError(NOT_WHOLE)
    return found.form(request.POST, row=found.row, part=found.key)


class OutlineView(DeskView):
    """The outline alone, as it is now: what the script puts in its place after a move."""

    template_name = "reports/desk/outline.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        about = {"here": self.here, "rows": self.rows(), "source": source_of(self.document)}
        return self.page() | about


class JsonOfDesk(OneDesk, ScriptView, View):
    """What the script asks about the document in the address."""

    def not_done(self, error: PortalError) -> HttpResponse:
        return told(str(error), GONE) if isinstance(error, BlockIsGone) else super().not_done(error)


class FieldSaveView(JsonOfDesk):
    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        document, form = self.document, FieldForm(request.POST)
        if not form.is_valid():
            return told(form.why_not, UNPROCESSABLE)
        asked = form.cleaned_data
        found = find_row(document, asked["part"])
        self.refuse_others(found.chapter)
        fields = found.form.base_fields
        if asked["field"] not in fields:
            raise BlockIsGone
        change = FieldChange(asked["part"], asked["field"], asked["text"], asked["version"])
        try:
            by = self.by(asked["session"])
            [field] = services.save_row(row=found.row, fields=fields, changes=[change], by=by)
        except SaveRefused as refusal:
            return refused(_of(refusal, found.key), lambda conflict: fields[conflict.field], asked["base"])
        return saved(field)


def _of(refusal: SaveRefused, key: str) -> SaveRefused:
    """The history of a row of a theme has no name for it; the page does."""
    problems = [replace(one, part=key) for one in refusal.problems]
    return SaveRefused(problems, [replace(one, part=key) for one in refusal.conflicts])


class PresenceView(JsonOfDesk):
    """Who else is in the document and where; and what others wrote in the chapter that is open."""

    # Its script asks on and on, also when nobody is there.
    is_by_hand = False

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        place, form, now = {"document": self.document}, PresenceForm(request.POST), timezone.now()
        if not form.is_valid():
            return told("Deze melding is niet compleet.", UNPROCESSABLE)
        asked = form.cleaned_data
        if asked["leaving"]:
            DocumentPresence.objects.filter(**place, user=request.user, session=asked["session"]).delete()
            return JsonResponse({})
        tab = {"user": request.user, "session": asked["session"], "part": asked["part"]}
        others = note_presence(model=DocumentPresence, place=place, **tab, now=now)
        answer = {"people": [_person(self.outline, one) for one in others], "now": now.isoformat()}
        edits = _edits_of_others(self.document, asked["session"], asked["since"] or now)
        written = [edit for edit in edits if edit.kind == BaseEdit.Kind.CHANGED]
        rearranged = sorted({name_of(edit.editor, edit) for edit in edits if edit not in written})
        changes = list(_changes(self.document, written))
        return JsonResponse(answer | {"version": "", "changes": changes, "rearranged": rearranged})


def _edits_of_others(document: Document, session: UUID, since: datetime) -> list[Edit]:
    """Those of blocks; what others write in a theme is told when one saves."""
    found = Edit.objects.of_whole(document).filter(ended_at__gte=since - services.OVERLAP).exclude(session=session)
    return list(found.select_related("editor", "on_behalf_of").order_by("ended_at", "pk"))


def _person(outline: Outline, one: Present) -> dict[str, object]:
    section = ""
    if one.part.startswith("block-"):
        try:
            section = outline.chapter_of(outline.block(one.part.removeprefix("block-"))).anchor
        except BlockIsGone:
            section = ""
    return vars(one) | {"section": section}


def _changes(document: Document, edits: list[Edit]) -> Iterator[dict[str, object]]:
    """What stands now in each field that others wrote in. Of several edits of a field the last tells who and when."""
    keys = {edit.part for edit in edits}
    numbers = [key.removeprefix("block-") for key in keys if key.startswith("block-")]
    rows: dict[str, Versioned] = {key_of(one): one for one in document.blocks.present().filter(pk__in=numbers)}
    for (key, name), edit in {(edit.part, edit.field): edit for edit in edits}.items():
        row = rows.get(key)
        fields = form_of(row).base_fields if row else {}
        if name in fields:
            yield {
                "part": key,
                "field": name,
                "text": text_of(fields[name], standing(row, name)),
                "version": row.version_of(name),
                "by": name_of(edit.editor, edit),
                "at": clock(edit.ended_at),
            }


class PreviewView(OneDesk, TemplateView):
    """What a block shows now, as the web edition will; or why it cannot. A page of its own, and part of the desk."""

    template_name = "reports/desk/preview.html"

    def get_template_names(self) -> list[str]:
        return ["reports/desk/shown.html" if self.request.htmx else self.template_name]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        found = find_row(self.document, f"block-{self.kwargs['pk']}")
        content, trouble = _frozen(found.row)
        title = found.row.title or "Voorbeeld"
        context = self.page(title, content=content, trouble=trouble, draft_of=self.document)
        return super().get_context_data(**context, medium="web", **kwargs)

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except BlockIsGone as error:
            return render(request, "reports/desk/refused.html", self.page("Voorbeeld", message=str(error)), status=GONE)


def _frozen(block: Block) -> tuple[dict, str]:
    """An edition with this block alone, and otherwise why there is none."""
    try:
        content = freeze_alone(block)
    except FreezingError as error:
        return {}, str(error)
    content["edition"] = said_of_edition(block.document, Edition.Status.CONCEPT, timezone.now())
    shown = content["blocks"][0]["content"]
    if "html" in shown:
        shown["html"] = ""  # its text stands right above it, as it is written
    return content, ""
