from collections.abc import Callable
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from nhveilig.accounts.access import Access
from nhveilig.editing.comments.models import BaseComment, CommentQuerySet
from nhveilig.questions.subjects import Subject, all_subjects
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts import models as texts


class QuestionQuerySet(CommentQuerySet):
    def visible_to(self, access: Access) -> Self:
        return self._by_subject(lambda subject: subject.visible(access))

    def answerable_by(self, access: Access) -> Self:
        return self._by_subject(lambda subject: subject.answered_by(access))

    def waiting_for(self, access: Access) -> Self:
        """The task of this reader: without an answer, and not asked by themselves."""
        found = self._by_subject(lambda subject: subject.waits_for(access)).begun().unresolved()
        return found.exclude(author=access.user)

    def _by_subject(self, rule: Callable[[Subject], Q]) -> Self:
        rules = (Q(subject=subject.code) & rule(subject) for subject in all_subjects())
        return self.filter(Q(*rules, _connector=Q.OR))

    def to_show(self) -> Self:
        """With who said each, and in whose name."""
        return self.select_related("author", "on_behalf_of")

    def asked(self) -> Self:
        """First questions as a list shows them, newest first, with whether somebody answered."""
        answers = Question.objects.present().filter(answer_to=OuterRef("pk"))
        found = self.begun().to_show().select_related("police_unit")
        return found.annotate(is_answered=Exists(answers)).order_by("-written_at", "-pk")


class Question(BaseComment):
    """Asked about one thing of an eenheid, or an answer to what was asked."""

    police_unit = models.ForeignKey(PoliceUnit, models.CASCADE, related_name="+", verbose_name="eenheid")
    subject = texts.CharField("soort", max_length=20)
    row = models.BigIntegerField("waarover")
    # As it was called then: a question says what it was about when that is gone.
    title = texts.CharField("onderwerp", max_length=300, blank=True)
    capacity = texts.CharField("in welke rol", max_length=200, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta(BaseComment.Meta):
        ordering = ["written_at", "pk"]
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        indexes = [models.Index(fields=["police_unit", "subject", "row"], name="questions_about_one_thing")]
