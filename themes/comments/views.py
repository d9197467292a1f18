"""The comments on a plan: reading, writing, answering, rewording, deleting, resolving."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.once import SentOnce
from nhveilig.editing.discussing import CommentQuerySet
from nhveilig.editing.exceptions import FieldRefused
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import UNPROCESSABLE
from themes.comments import services
from themes.comments.forms import CommentForm
from themes.comments.mentions import people_of
from themes.comments.queries import discussed
from themes.editing.writing import WritingPlan
from themes.models import Comment, ImplementationPlan
from themes.parts.presenters import NamedPart, asked_for, named_parts
from themes.parts.views import plan_url, writers_tabs

SHOW_RESOLVED = ("afgehandeld", "ja")
NOTHING_CHANGED = "Er is niets veranderd. Misschien was iemand u voor."


@dataclass(frozen=True)
class Refusal:
    """A text that was not stored, to stand in its form again. `act` is answer or edit, of `comment`.

    `has_no_form`: what it was about is gone or closed, so that the text has to be shown elsewhere.
    """

    text: str = ""
    message: str = ""
    comment: int | None = None
    act: str = ""
    has_no_form: bool = False

    @classmethod
    def of(cls, error: PortalError, text: str, comment: int | None = None, act: str = "") -> Self:
        can_be_mended = isinstance(error, FieldRefused) or not text.strip()
        return cls(text, str(error), comment, act, not can_be_mended)


class OfComments(WritingPlan):
    """Whatever is about the comments: those of one part with `?onderdeel=`, the resolved ones too with
    `?afgehandeld=ja`. An act leads back to the same page."""

    @property
    def key(self) -> str:
        return asked_for(self.request, "onderdeel")

    @property
    def shows_resolved(self) -> bool:
        name, value = SHOW_RESOLVED
        return self.request.GET.get(name) == value

    @cached_property
    def part(self) -> NamedPart:
        """The part that is asked for; the whole plan when none is."""
        return named_parts(self.plan, [self.key])[self.key]

    @property
    def comments(self) -> CommentQuerySet:
        comments = Comment.objects.filter(plan=self.plan)
        return comments.of_part(self.key) if self.key else comments

    @property
    def author(self) -> dict[str, object]:
        return {"author": self.request.user, "on_behalf_of": self.principal}

    def back(self) -> HttpResponse:
        """To the thread of the comment."""
        query, thread = self.request.GET.urlencode(), self.comment.answer_to_id or self.comment.pk
        place = plan_url(self.plan, "plan-comments") + (f"?{query}" if query else "")
        return redirect(f"{place}#opmerking-{thread}")


class CommentsPage(OfComments, TemplateView):
    """The threads, with forms. Refused, the page comes back with the text in its form; `act` says in which."""

    act = ""
    template_name = "themes/keeping/plan_comments.html"

    def get_context_data(self, refusal: Refusal | None = None, **kwargs) -> dict[str, object]:
        refusal = refusal or Refusal()
        begun = self.comments.begun()
        threads = self.comments if self.shows_resolved else self.comments.unresolved()
        return super().get_context_data(
            groups=discussed(self.plan, threads),
            part=self.part,
            people=list(people_of(self.plan)),
            one_part=bool(self.key),
            resolved_count=begun.exclude(resolved_at=None).count(),
            shows_resolved=self.shows_resolved,
            may_write=self.plan.status != ImplementationPlan.Status.ADOPTED,
            form=self._form(refusal),
            refusal=refusal,
            query=self.request.GET.urlencode(),
            tabs=writers_tabs(self.plan, "plan-comments"),
            **self.page("Opmerkingen"),
            **kwargs,
        )

    def _form(self, refusal: Refusal) -> CommentForm:
        if refusal.comment or refusal.has_no_form or not refusal.message:
            return CommentForm(initial={"part": self.key})
        form = CommentForm({"part": self.key, "text": refusal.text})
        form.add_error("text", refusal.message)
        return form

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        text = request.POST.get("text", "")
        try:
            said = self.write(text)
        except PortalError as error:
            refusal = Refusal.of(error, text, self.kwargs.get("pk"), self.act)
            return self.render_to_response(self.get_context_data(refusal), status=UNPROCESSABLE)
        messages.success(request, said)
        return self.back()

    def write(self, text: str) -> str:
        """What to tell about it. Raises PortalError."""
        raise NotImplementedError


class CommentsView(SentOnce, CommentsPage):
    """Every thread, and a form to begin one about the part in the address or about the whole plan."""

    def write(self, text: str) -> str:
        self.comment = services.write_comment(plan=self.plan, part=self.key, text=text, **self.author)
        return "Uw opmerking staat erbij."


class OneComment(OfComments):
    http_method_names = ["post"]

    @cached_property
    def comment(self) -> Comment:
        comments = Comment.objects.filter(plan=self.plan).select_related("plan", "answer_to__plan")
        return get_object_or_404(comments, pk=self.kwargs["pk"])


class CommentAnswerView(SentOnce, OneComment, CommentsPage):
    act = "answer"

    def write(self, text: str) -> str:
        was_resolved = (self.comment.answer_to or self.comment).resolved_at
        services.answer_comment(comment=self.comment, text=text, **self.author)
        return "Uw antwoord staat erbij." + (" De opmerking staat weer open." if was_resolved else "")


class CommentEditView(OneComment, CommentsPage):
    act = "edit"

    def write(self, text: str) -> str:
        changed = services.edit_comment(comment=self.comment, text=text, editor=self.request.user)
        return "Uw opmerking is aangepast." if changed else NOTHING_CHANGED


class ActView(OneComment, View):
    """An act without a text: `service` says whether it changed anything, `done` what to tell about it."""

    service: Callable[..., bool]
    done = ""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            changed = self.service(comment=self.comment, editor=request.user)
        except PortalError as error:
            messages.error(request, str(error))
        else:
            (messages.success if changed else messages.info)(request, self.done if changed else NOTHING_CHANGED)
        return self.back()


class CommentDeleteView(ActView):
    service = staticmethod(services.delete_comment)
    done = "Uw opmerking is verwijderd. U kunt haar dertig dagen lang terugzetten uit de prullenbak."


class CommentRestoreView(ActView):
    service = staticmethod(services.restore_comment)
    done = "Uw opmerking staat er weer."


class CommentResolveView(ActView):
    service = staticmethod(services.resolve_comment)
    done = "De opmerking is afgehandeld. Kies “Toon ook wat afgehandeld is” om haar terug te zien."


class CommentReopenView(ActView):
    service = staticmethod(services.reopen_comment)
    done = "De opmerking staat weer open."
