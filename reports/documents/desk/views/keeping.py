"""What was written before, and what is said about it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.names import name_of
from nhveilig.accounts.trail.presenters import told
from nhveilig.comparing.changes import html_changes, only_changed
from nhveilig.editing.comments.models import CommentQuerySet
from nhveilig.editing.comments.views import OfComments
from nhveilig.editing.exceptions import SaveRefused
from nhveilig.editing.fields import LinesField, ProseField
from nhveilig.editing.models import BaseEdit, Edit
from nhveilig.editing.presenters import as_html
from nhveilig.editing.services import undo_edit
from nhveilig.editing.views import version_seen
from nhveilig.exceptions import PortalError
from reports.documents.desk.discussing import DocumentDiscussion
from reports.documents.desk.forms import settings_form
from reports.documents.desk.presenters import NamedBlock, desk_url, named_blocks
from reports.documents.desk.rows import find_row
from reports.documents.desk.views.base import DeskAct, OneDesk
from reports.documents.models import DocumentComment
from reports.documents.services.outlines import number_anew
from reports.documents.services.trail import trail_of

ON_A_PAGE = 20
# Characters, old and new together: comparing more takes too long.
MOST_COMPARED = 20_000
LABELS = {"title": "kop", "html": "tekst", "numbering": "nummer", "number": "eigen nummer"}


@dataclass(frozen=True)
class ShownEdit:
    """`changes` is None for what is too long to compare."""

    edit: Edit
    by: str
    block: NamedBlock
    label: str
    changes: list | None
    may_be_undone: bool


class HistoryView(OneDesk, TemplateView):
    """What was done to the blocks, the newest first; of one with `?onderdeel=`."""

    template_name = "reports/desk/history.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        key = self.request.GET.get("onderdeel", "").replace("\0", "")
        edits = Edit.objects.of_whole(self.document).newest_first()
        page = Paginator(edits.of_part(key) if key else edits, ON_A_PAGE).get_page(self.request.GET.get("page"))
        names = named_blocks(self.document, self.outline, [key, *(edit.part for edit in page)])
        shown = [self._shown(edit, names[edit.part]) for edit in page]
        about = {"edits": shown, "page_obj": page, "part": names[key] if key else None}
        about["trail"] = told(trail_of(self.document)) if page.number == 1 and not key else []
        return super().get_context_data(**self.page("Geschiedenis", **about), **kwargs)

    def _shown(self, edit: Edit, block: NamedBlock) -> ShownEdit:
        is_change = edit.kind == BaseEdit.Kind.CHANGED
        label = LABELS.get(edit.field, "instelling") if is_change else edit.get_kind_display()
        may = is_change and bool(block.url) and self.rights.arranges
        return ShownEdit(edit, name_of(edit.editor, edit), block, label, _compared(edit) if is_change else [], may)


def _compared(edit: Edit) -> list | None:
    if len(edit.old) + len(edit.new) > MOST_COMPARED:
        return None
    field = ProseField() if edit.field == "html" else LinesField(longest=MOST_COMPARED)
    old, new = (as_html(field, text) for text in (edit.old, edit.new))
    return only_changed(html_changes(old, new))


class UndoView(DeskAct, OneDesk, View):
    """Put back what stood in a field before one edit. Changed since: told, and shown in the history."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        edit = get_object_or_404(Edit.objects.of_whole(self.document), pk=kwargs["pk"])
        found = find_row(self.document, edit.part)
        self.refuse_others(found.chapter)
        fields = found.form.base_fields | settings_form(found.row).base_fields
        how = {"by": self.by(), "version": version_seen(request)}
        try:
            saved = undo_edit(edit=edit, row=found.row, fields=fields, **how)
        except SaveRefused as refusal:
            messages.error(request, f"Er is niets teruggezet. {refusal}")
        except PortalError as error:
            messages.error(request, str(error))
        else:
            number_anew(self.document)
            said = "staat weer wat er eerder stond" if saved.changed else "stond dat er al"
            messages.success(request, f"Bij “{edit.label}” {said}.")
        return redirect(f"{desk_url(self.document, 'history')}?onderdeel={edit.part}")


class DocumentComments(OneDesk, OfComments):
    @cached_property
    def discussion(self) -> DocumentDiscussion:
        return DocumentDiscussion(self.document, self.outline, self.rights)

    @property
    def comments_url(self) -> str:
        return desk_url(self.document, "comments")

    def back(self) -> HttpResponse:
        """To the margin of the chapter, for who came from there."""
        if chapter := self.request.GET.get("hoofdstuk"):
            anchor = next((one.anchor for one in self.outline.chapters if one.anchor == chapter), "")
            if anchor:
                return redirect(f"{desk_url(self.document)}?hoofdstuk={anchor}#opmerking-{self.thread}")
        return super().back()


class DocumentCommentsPage(DocumentComments):
    def may_write(self) -> bool:
        return self.rights.arranges or bool(self.rights.writes | self.rights.reads)

    def groups(self, threads: CommentQuerySet) -> Iterable[tuple[NamedBlock, list[DocumentComment]]]:
        by_part: dict[str, list[DocumentComment]] = defaultdict(list)
        for thread in threads.threads():
            by_part[thread.part].append(thread)
        names = named_blocks(self.document, self.outline, by_part)
        places = {f"block-{block.pk}": place for place, block in enumerate(self.outline.blocks)}
        return [(names[key], by_part[key]) for key in sorted(by_part, key=lambda key: places.get(key, -1))]

    def subject(self) -> NamedBlock:
        return named_blocks(self.document, self.outline, [self.key])[self.key]

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        page = self.page("Opmerkingen", whole=self.document, every="het hele document")
        return super().get_context_data(*args, **page, **kwargs)
