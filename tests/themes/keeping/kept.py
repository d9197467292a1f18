"""One comment on a plan, one edit of it and one activity, under numbers that addresses can name."""

from themes.models import Activity, Comment, ImplementationPlan, PlanEdit

KEPT = 9001


def make_comment_and_edit(plan: ImplementationPlan) -> None:
    Comment.objects.create(pk=KEPT, plan=plan, text="Wie is eigenaar?")
    PlanEdit.objects.create(pk=KEPT, plan=plan, part="activity-1", field="title", kind=PlanEdit.Kind.CHANGED)
    Activity.objects.create(pk=KEPT, plan=plan, title="Nog een", order=99)
