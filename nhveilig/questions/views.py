from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import ListView

from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.comments.models import CommentQuerySet
from nhveilig.editing.comments.services import TEXT
from nhveilig.editing.comments.views import CommentForm, OfComments
from nhveilig.figures.formats import number
from nhveilig.http.views import breadcrumbs, tabs
from nhveilig.questions.models import Question
from nhveilig.questions.notices import questions_url
from nhveilig.questions.queries import readable_by
from nhveilig.questions.services import Questions
from nhveilig.questions.subjects import find_subject
from nhveilig.regions.models import PoliceUnit


class QuestionForm(CommentForm):
    text = forms.CharField(
        label="Uw vraag",
        required=False,
        strip=False,
        help_text=f"Hooguit {number(TEXT.longest)} tekens. Wie dit kan zien, ziet ook uw vraag en het antwoord.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OfQuestions(OfComments):
    """About one thing of an eenheid, which the reader may see; to anybody else it is not there."""

    permission = Permission.VIEW_PORTAL
    noun, bin, after_resolving = "tekst", "onder aan deze pagina", ""

    @cached_property
    def discussion(self) -> Questions:
        unit = get_object_or_404(PoliceUnit, slug=self.kwargs["unit"])
        subject = find_subject(self.kwargs["subject"])
        row = subject.find(self.request.access, unit, self.kwargs["row"]) if subject else None
        if row is None:
            raise Http404("Waar u naar vraagt, is er niet.")
        return Questions(subject, row, unit, self.request.access)

    @property
    def comments_url(self) -> str:
        return questions_url(self.discussion.unit, self.discussion.subject.code, self.discussion.row.pk)

    @property
    def principal(self) -> User | None:
        return self.request.access.for_whom(Permission.VIEW_PORTAL, self.discussion.unit.pk)

    @property
    def shows_resolved(self) -> bool:
        """What was answered is what one comes for."""
        return True


class QuestionsPage(OfQuestions):
    form_class = QuestionForm
    template_name = "questions/about.html"

    def groups(self, threads: CommentQuerySet) -> Iterable[tuple[Any, list[Question]]]:
        asked = list(threads.threads())[::-1]
        own = Question.objects.filter(pk__in=[one.pk for one in asked]).answerable_by(self.request.access)
        answerable = set(own.values_list("pk", flat=True))
        for one in asked:
            one.may_answer = one.pk in answerable or one.author_id == self.request.user.pk
        return [(None, asked)]

    def subject(self) -> None:
        return None

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, Any]:
        about = self.discussion
        title = about.subject.title(about.row)
        return super().get_context_data(
            *args,
            word=about.subject.word,
            title=title,
            back_url=about.subject.url(about.row, about.unit),
            deleted=list(self.discussion.comments.binned_by(self.request.user)),
            responsible=list(about.subject.responsible(about.row, about.unit)),
            unit_name=f"Eenheid {about.unit}",
            breadcrumbs=breadcrumbs([("Vragen", reverse("questions:list"))], here=title),
            **kwargs,
        )


CHOICES = {"": "Alle", "open": "Nog geen antwoord", "mij": "Aan mij", "eigen": "Van mij"}


class QuestionListView(ListView):
    """Every question the reader may see, newest first; `?toon=` narrows."""

    permission = Permission.VIEW_PORTAL
    template_name = "questions/list.html"
    paginate_by = 25

    @property
    def chosen(self) -> str:
        asked = self.request.GET.get("toon", "")
        return asked if asked in CHOICES else ""

    def get_queryset(self):
        return readable_by(self.request.access, self.chosen)

    def get_context_data(self, **kwargs):
        page = reverse("questions:list")
        choices = (
            (label, f"{page}?toon={code}" if code else page, code == self.chosen) for code, label in CHOICES.items()
        )
        context = super().get_context_data(choices=tabs(choices), breadcrumbs=breadcrumbs([], here="Vragen"), **kwargs)
        for one in context["page_obj"]:
            one.url = questions_url(one.police_unit, one.subject, one.row, one.pk)
        return context
