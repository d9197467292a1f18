"""The pages of a discussion: reading, writing, answering, rewording, deleting, resolving.

A room gives a mixin that knows its discussion (`OfComments`) and derives its views from these. Their addresses stand
below that of the page with all comments: `<number>/antwoorden/`, `aanpassen/`, `verwijderen/`, `terugzetten/`,
`afhandelen/`, `heropenen/`; `paths` makes them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.once import SentOnce
from nhveilig.editing.comments import services
from nhveilig.editing.comments.models import BaseComment, CommentQuerySet
from nhveilig.editing.comments.services import TEXT, Discussion
from nhveilig.editing.exceptions import FieldRefused
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import number
from nhveilig.http.responses import UNPROCESSABLE

SHOW_RESOLVED = ("afgehandeld", "ja")
NOTHING_CHANGED = "Er is niets veranderd. Misschien was iemand u voor."


class CommentForm(forms.Form):
    """`part` is the key of a part; empty for the whole. What is wrong with the text, the services say."""

    part = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Uw opmerking",
        required=False,
        strip=False,
        help_text=f"Hooguit {number(TEXT.longest)} tekens. Alleen wie hieraan werkt, leest mee.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


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


class OfComments:
    """Whatever is about the comments: those of one part with `?onderdeel=`, the resolved ones too with
    `?afgehandeld=ja`. An act leads back to the same page, or to where the discussion says."""

    # What each is called, and where one finds what one deleted.
    noun, bin = "opmerking", "in de prullenbak"
    after_resolving = " Kies “Toon ook wat afgehandeld is” om haar terug te zien."

    @cached_property
    def discussion(self) -> Discussion:
        raise NotImplementedError

    @property
    def comments_url(self) -> str:
        """Of the page with all of them."""
        raise NotImplementedError

    @property
    def key(self) -> str:
        """No key holds a NUL, and PostgreSQL takes none."""
        return self.request.GET.get("onderdeel", "").replace("\0", "")

    @property
    def shows_resolved(self) -> bool:
        name, value = SHOW_RESOLVED
        return self.request.GET.get(name) == value

    @property
    def comments(self) -> CommentQuerySet:
        found = self.discussion.comments
        return found.of_part(self.key) if self.key else found

    @property
    def author(self) -> dict[str, Any]:
        """Who says something, and in whose name (`principal`, of a view that knows)."""
        return {"author": self.request.user, "on_behalf_of": getattr(self, "principal", None)}

    @property
    def thread(self) -> int:
        return self.comment.answer_to_id or self.comment.pk

    def back(self) -> HttpResponse:
        """To the thread of the comment."""
        query = self.request.GET.urlencode()
        return redirect(f"{self.comments_url}{f'?{query}' if query else ''}#opmerking-{self.thread}")


class CommentsPage(OfComments, TemplateView):
    """The threads, with forms. Refused, the page comes back with the text in its form; `act` says in which."""

    act = ""
    form_class = CommentForm
    template_name = "editing/comments.html"

    def groups(self, threads: CommentQuerySet) -> Iterable[tuple[Any, list[BaseComment]]]:
        """What is talked about (`key`, `name`, `full_name`, `url`, `in_bin`), each with its threads."""
        raise NotImplementedError

    def subject(self) -> Any:
        """What `?onderdeel=` names, as in `groups`; the whole when it names nothing."""
        raise NotImplementedError

    def may_write(self) -> bool:
        return True

    def get_context_data(self, refusal: Refusal | None = None, **kwargs: Any) -> dict[str, Any]:
        refusal = refusal or Refusal()
        threads = self.comments if self.shows_resolved else self.comments.unresolved()
        return super().get_context_data(
            groups=self.groups(threads),
            part=self.subject(),
            people=list(self.discussion.people()),
            one_part=bool(self.key),
            resolved_count=self.comments.begun().exclude(resolved_at=None).count(),
            shows_resolved=self.shows_resolved,
            may_write=self.may_write(),
            form=self._form(refusal),
            refusal=refusal,
            query=self.request.GET.urlencode(),
            comments_url=self.comments_url,
            **kwargs,
        )

    def _form(self, refusal: Refusal) -> CommentForm:
        if refusal.comment or refusal.has_no_form or not refusal.message:
            return self.form_class(initial={"part": self.key})
        form = self.form_class({"part": self.key, "text": refusal.text})
        form.add_error("text", refusal.message)
        return form

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
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


class NewComment(SentOnce, CommentsPage):
    """Every thread, and a form to begin one about the part in the address or about the whole."""

    def write(self, text: str) -> str:
        self.comment = services.write_comment(about=self.discussion, part=self.key, text=text, **self.author)
        return f"Uw {self.noun} staat erbij."


class OneComment(OfComments):
    http_method_names = ["post"]

    @cached_property
    def comment(self) -> BaseComment:
        return get_object_or_404(self.discussion.comments.select_related("answer_to"), pk=self.kwargs["pk"])


class CommentAnswer(SentOnce, OneComment, CommentsPage):
    act = "answer"

    def write(self, text: str) -> str:
        was_resolved = (self.comment.answer_to or self.comment).resolved_at
        services.answer_comment(about=self.discussion, comment=self.comment, text=text, **self.author)
        return "Uw antwoord staat erbij." + (f" De {self.noun} staat weer open." if was_resolved else "")


class CommentEdit(OneComment, CommentsPage):
    act = "edit"

    def write(self, text: str) -> str:
        said = {"comment": self.comment, "text": text, "editor": self.request.user}
        changed = services.edit_comment(about=self.discussion, **said)
        return f"Uw {self.noun} is aangepast." if changed else NOTHING_CHANGED


class CommentAct(OneComment, View):
    """An act without a text: `service` says whether it changed anything, `done` what to tell about it, with the words
    of the discussion in it."""

    service: Callable[..., bool]
    done = ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            changed = self.service(about=self.discussion, comment=self.comment, editor=request.user)
        except PortalError as error:
            messages.error(request, str(error))
        else:
            said = self.done.format(self) if changed else NOTHING_CHANGED
            (messages.success if changed else messages.info)(request, said)
        return self.back()


class CommentDelete(CommentAct):
    service = staticmethod(services.delete_comment)
    done = "Uw {0.noun} is verwijderd. Terugzetten kan dertig dagen lang, {0.bin}."


class CommentRestore(CommentAct):
    service = staticmethod(services.restore_comment)
    done = "Uw {0.noun} staat er weer."


class CommentResolve(CommentAct):
    service = staticmethod(services.resolve_comment)
    done = "De {0.noun} is afgehandeld.{0.after_resolving}"


class CommentReopen(CommentAct):
    service = staticmethod(services.reopen_comment)
    done = "De {0.noun} staat weer open."


def paths(room: type, page: type, name: str, prefix: str = "", base: str = "opmerkingen/") -> list[URLPattern]:
    """The addresses of a discussion, below `base`. `room` says of what it is, `page` how it is shown; `name` is that of
    the page, and those of the acts begin with `prefix`."""
    acts = {
        "antwoorden": ("answer", CommentAnswer, True),
        "aanpassen": ("edit", CommentEdit, True),
        "verwijderen": ("delete", CommentDelete, False),
        "terugzetten": ("restore", CommentRestore, False),
        "afhandelen": ("resolve", CommentResolve, False),
        "heropenen": ("reopen", CommentReopen, False),
    }
    found = [path(base, _view(page, NewComment), name=name)]
    for word, (act, view, shows) in acts.items():
        made = _view(page if shows else room, view)
        found.append(path(f"{base}<int:pk>/{word}/", made, name=f"{prefix}comment-{act}"))
    return found


def _view(room: type, view: type) -> Callable[..., HttpResponse]:
    return type(view.__name__, (room, view), {}).as_view()
