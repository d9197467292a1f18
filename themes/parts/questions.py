"""What is asked about parts of plans."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from nhveilig.questions.models import Question
from nhveilig.questions.queries import QuestionsBeside
from nhveilig.regions.models import PoliceUnit
from themes.models import Activity, ImplementationPlan, ResultTarget

# By the code of the subject.
ABOUT = {"activiteit": Activity, "streefwaarde": ResultTarget}


def asked_about(plans: tuple[int, ...]) -> QuerySet[Question]:
    """Questions and answers about these plans; their text is the same for as many."""
    rows = (Q(subject=code, row__in=model.objects.filter(plan__in=plans).values("pk")) for code, model in ABOUT.items())
    return Question.objects.present().filter(Q(*rows, _connector=Q.OR))


def with_asked(plans: QuerySet[ImplementationPlan]) -> QuerySet[ImplementationPlan]:
    """With whether anything was asked about each, as `is_asked`."""
    about = (
        Q(subject=code, row__in=model.objects.filter(plan=OuterRef(OuterRef("pk"))).values("pk"))
        for code, model in ABOUT.items()
    )
    return plans.annotate(is_asked=Exists(Question.objects.present().filter(Q(*about, _connector=Q.OR))))


def beside(unit: PoliceUnit, plans: Iterable[ImplementationPlan]) -> QuestionsBeside:
    """About plans read `with_asked()`. One query where something was asked, none otherwise."""
    asked = tuple(plan.pk for plan in plans if plan.is_asked)
    return QuestionsBeside(unit, asked_about(asked).to_show() if asked else [])
