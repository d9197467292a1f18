"""The comments on a plan."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from nhveilig.editing.comments.models import CommentQuerySet
from nhveilig.editing.comments.views import OfComments
from nhveilig.http.views import PartialTemplateMixin
from themes.comments.queries import discussed
from themes.comments.services import PlanDiscussion
from themes.editing.views.base import WritingPlan
from themes.models import Comment, ImplementationPlan
from themes.parts.presenters import NamedPart, named_parts
from themes.parts.views import part_url, plan_tabs, plan_url


class PlanComments(WritingPlan, OfComments):
    @cached_property
    def discussion(self) -> PlanDiscussion:
        return PlanDiscussion(self.plan)

    @property
    def comments_url(self) -> str:
        return plan_url(self.plan, "plan-comments")

    def back(self) -> HttpResponse:
        """To the part itself, for who came from where it is written."""
        if self.request.GET.get("terug") == "bewerken" and self.comment.part:
            return redirect(part_url(self.plan, self.comment.part))
        return super().back()


class PlanCommentsPage(PartialTemplateMixin, PlanComments):
    """The editor asks what is said about one part, to stand below it."""

    partial_template_name = "editing/comments_beside.html"

    def groups(self, threads: CommentQuerySet) -> Iterable[tuple[NamedPart, list[Comment]]]:
        return discussed(self.plan, threads)

    def subject(self) -> NamedPart:
        return named_parts(self.plan, [self.key])[self.key]

    def may_write(self) -> bool:
        return self.plan.status != ImplementationPlan.Status.ADOPTED

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        tabs = plan_tabs(self.plan, "plan-comments")
        page = self.page("Opmerkingen", whole=self.plan, every="het hele plan", tabs=tabs)
        return super().get_context_data(*args, **page, **kwargs)
