"""What the page of a municipality reads of the plans of its year: in one query, whatever their number."""

from datetime import date
from typing import NamedTuple

from django.db.models import DateField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from nhveilig.questions.queries import as_json
from nhveilig.unions import union_of
from themes.models import Decision, PlanPerson, ThemeMember
from themes.parts.questions import asked_about

DECISION, MEMBER, PERSON, QUESTION = "besluit", "projectleider", "genoemd", "vraag"


class Said(NamedTuple):
    """A decision that a plan asks for, who leads its theme in the portal, who leads it by the plan, or what was asked
    about it: `of` is the id of the plan, or of the theme. What the words are, each kind below says."""

    kind: str
    of: int
    first: str
    second: str
    third: str
    day: date | None


def said_in(plans: tuple[int, ...], themes: tuple[int, ...]) -> list[Said]:
    return [Said(*row) for row in _said_in(plans, themes)]


@union_of
def _said_in(plans: tuple[int, ...], themes: tuple[int, ...]) -> list[QuerySet]:
    nothing, no_day = Value(""), Value(None, DateField())
    decisions = Decision.objects.present().filter(plan__in=plans)
    members = ThemeMember.objects.filter(theme__in=themes, kind=ThemeMember.Kind.LEADER, user__is_active=True)
    people = PlanPerson.objects.present().filter(plan__in=plans, kind=PlanPerson.Kind.LEADER).exclude(name="")
    rows = (
        decisions.values_list(Value(DECISION), "plan", "title", "body", "needed_by", "due_on"),
        members.values_list(Value(MEMBER), "theme", "user__first_name", "user__last_name", "user__email", no_day),
        people.values_list(Value(PERSON), "plan", "name", nothing, nothing, no_day),
        asked_about(plans).values_list(Value(QUESTION), "row", Cast(as_json(), TextField()), nothing, nothing, no_day),
    )
    return [one.order_by() for one in rows]
