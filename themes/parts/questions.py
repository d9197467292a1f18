"""What is asked about parts of plans."""

from django.db.models import Q, QuerySet

from nhveilig.questions.models import Question
from nhveilig.questions.queries import QuestionsBeside
from nhveilig.regions.models import PoliceUnit
from themes.models import Activity, ResultTarget

# By the code of the subject.
ABOUT = {"activiteit": Activity, "streefwaarde": ResultTarget}


def asked_about(plans: tuple[int, ...]) -> QuerySet[Question]:
    """Questions and answers about these plans; their text is the same for as many."""
    rows = (Q(subject=code, row__in=model.objects.filter(plan__in=plans).values("pk")) for code, model in ABOUT.items())
    return Question.objects.present().filter(Q(*rows, _connector=Q.OR))


def beside_plans(unit: PoliceUnit, year: int) -> QuestionsBeside:
    """About all plans of a year; a page shows what stands beside what it shows."""
    of_plan = {"plan__year": year, "plan__theme__plan__police_unit": unit}
    return QuestionsBeside(unit, {code: model.objects.filter(**of_plan).values("pk") for code, model in ABOUT.items()})
