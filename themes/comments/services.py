"""The comments on a plan: until it is adopted, in whatever state."""

from django.db.models import QuerySet

from nhveilig.accounts.models import User
from nhveilig.editing.comments.services import CommentRefused, Discussion
from themes.comments.notices import tell_of_comment, tell_who_is_named
from themes.comments.queries import people_of
from themes.models import Comment, ImplementationPlan
from themes.parts.queries import find_present


class PlanDiscussion(Discussion):
    model = Comment

    def __init__(self, plan: ImplementationPlan) -> None:
        self.plan = plan

    @property
    def place(self) -> dict[str, ImplementationPlan]:
        return {"plan": self.plan}

    def people(self) -> QuerySet[User]:
        return people_of(self.plan)

    def refuse_part(self, part: str) -> None:
        find_present(self.plan, part)

    def refuse_closed(self) -> None:
        status = ImplementationPlan.objects.values_list("status", flat=True).get(pk=self.plan.pk)
        if status == ImplementationPlan.Status.ADOPTED:
            raise CommentRefused("Dit plan is vastgesteld: aan de opmerkingen verandert niets meer.")

    def tell(self, comment: Comment) -> None:
        tell_of_comment(comment)

    def tell_named(self, comment: Comment) -> None:
        tell_who_is_named(comment)
