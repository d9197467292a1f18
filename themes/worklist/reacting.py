"""What municipalities say of a plan: to a mayor that they may, to whoever leads the theme that an answer is due."""

from datetime import date

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted
from nhveilig.regions.models import Municipality
from nhveilig.worklist.base import Expression, Kind, Row
from themes.models import Activity, ImplementationPlan, IntendedResult, PreparedReaction, Reaction, ResultTarget
from themes.workflow.transitions import Status
from themes.worklist.base import (
    LEADER,
    UNIT,
    PlanPlace,
    PlanSource,
    day_and_month,
    has_seat,
    number_of,
    round_began,
    seated,
    seats,
)
from themes.worklist.deciding import open_objections, reacted

# What can be named in the query; of any other part the page says which it is.
NAMED_PARTS = {"activity": Activity, "result": IntendedResult, "target": ResultTarget}


def _name_of_part() -> Expression:
    """The title of the part that a reaction is about."""
    titles = []
    for code, model in NAMED_PARTS.items():
        key = Concat(Value(f"{code}-"), Cast("pk", TextField()), output_field=TextField())
        found = model.objects.filter(plan=OuterRef("plan")).annotate(key=key).filter(key=OuterRef("part"))
        titles.append(Subquery(found.order_by().values("title")[:1]))
    return Coalesce(*titles, Value(""), output_field=TextField())


class Objection(PlanSource):
    code, kind, waits = "objection-answer", Kind.ANSWER, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(Permission.EDIT_PLANS):
            return None
        members = seats(access, Permission.EDIT_PLANS, kind=LEADER)
        own = has_seat(access, Permission.EDIT_PLANS, theme="plan__theme", unit=f"plan__{UNIT}", kind=LEADER)
        found = open_objections().filter(own).exclude(plan__status=Status.ADOPTED)
        return self.of_plan(
            found,
            path="plan__",
            day="plan__consultation_ends_on",
            since=TruncDate("changed_at"),
            user=seated(access, members, "plan__theme"),
            words=["municipality__name", _name_of_part()],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        town, part = row.words[:2]
        about = f", bij ‘{part}’" if part else ""
        return {
            "title": f"Beantwoord het bezwaar van {town}",
            "why": f"Uitvoeringsplan {plan.name}{about}. Gegeven op {day_and_month(row.since)}.",
            "button": "Lees en antwoord",
            "url": f"{plan.url('reactions')}#reactie-{row.key}",
        }


class Remarks(PlanSource):
    code, kind, waits = "remarks-answer", Kind.ANSWER, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(Permission.EDIT_PLANS):
            return None
        members = seats(access, Permission.EDIT_PLANS, kind=LEADER)
        own = has_seat(access, Permission.EDIT_PLANS, kind=LEADER)
        plans = ImplementationPlan.objects.filter(own, status=Status.CONSULTATION)
        remarks = Reaction.objects.filter(plan=OuterRef("pk"), stance=Reaction.Stance.REMARK, answer="")
        remarks = remarks.filter(changed_at__gte=OuterRef("began"))
        plans = plans.annotate(began=round_began()).filter(Exists(remarks))
        return self.of_plan(
            plans,
            day="consultation_ends_on",
            since=TruncDate(Subquery(remarks.order_by("changed_at").values("changed_at")[:1])),
            user=seated(access, members, "theme"),
            numbers=[number_of(remarks)],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        number = row.numbers[0]
        verb = "heeft" if number == 1 else "hebben"
        return {
            "title": f"Beantwoord {counted(number, 'opmerking', 'opmerkingen')} op {plan.name}",
            "why": f"{counted(number, 'opmerking', 'opmerkingen')} van gemeenten {verb} nog geen antwoord.",
            "button": "Lees en antwoord",
            "url": plan.url("reactions"),
        }


def towns_of(access: Access, permission: Permission, today: date, path: str) -> Q:
    """The municipalities for which the reader does this, as far as they exist today. `path` leads to one."""
    towns = Municipality.objects.on(today).filter(pk__in=access.municipalities_with(permission))
    return Q(**{f"{path}__in": towns.values("pk")})


def mayor_of(access: Access, town: str) -> Expression:
    """Whose task it is, of the people a reader stands in for; the reader's own have nobody."""
    if not access.principals:
        return None
    lent = {role.municipality_id: role.user_id for role in access.roles if role.municipality_id}
    own = {role.municipality_id for role in access.roles if role.user_id == access.user.pk}
    whens = [When(**{town: pk}, then=Value(user)) for pk, user in lent.items() if pk not in own]
    return Case(*whens, output_field=IntegerField()) if whens else None


class Prepared(PlanSource):
    """To a mayor, or a deputy: what somebody put ready to be sent."""

    code, kind, waits = "reaction-send", Kind.ANSWER, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.municipalities_with(Permission.REACT_TO_PLANS):
            return None
        found = PreparedReaction.objects.waiting_for(access).filter(plan__consultation_ends_on__gte=today)
        return self.of_plan(
            found.filter(towns_of(access, Permission.REACT_TO_PLANS, today, "municipality")),
            path="plan__",
            day="plan__consultation_ends_on",
            since=TruncDate("prepared_at"),
            user=mayor_of(access, "municipality"),
            words=[
                "municipality__name",
                _name_of_part(),
                "prepared_by__first_name",
                "prepared_by__last_name",
                "prepared_by__username",
            ],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        town, part, first, last, username = row.words[:5]
        about = f" over ‘{part}’" if part else ""
        return {
            "title": f"Verstuur de reactie die {f'{first} {last}'.strip() or username} voorbereidde",
            "why": f"Van {town}{about}, op het plan {plan.name}. Klaargezet op {day_and_month(row.since)}.",
            "button": "Lees en verstuur",
            "url": plan.url("plan-detail"),
        }


class Consulted(PlanSource):
    """Of one municipality: a plan of which it did not say yet what it thinks, and for which nothing waits to be sent.
    Also to who prepares it."""

    code, kind, waits = "plan-react", Kind.ANSWER, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.municipalities_with(Permission.PREPARE_ANSWERS):
            return None
        plans = ImplementationPlan.objects.filter(status=Status.CONSULTATION, consultation_ends_on__gte=today)
        plans = plans.annotate(town=F("theme__plan__police_unit__safety_regions__municipalities"))
        plans = plans.filter(towns_of(access, Permission.PREPARE_ANSWERS, today, "town")).annotate(began=round_began())
        said = reacted()
        return self.of_plan(
            plans.filter(
                ~Exists(said.filter(municipality=OuterRef("town"))),
                ~Exists(PreparedReaction.objects.filter(plan=OuterRef("pk"), municipality=OuterRef("town"), part="")),
            ),
            day="consultation_ends_on",
            user=mayor_of(access, "town"),
            words=["theme__plan__police_unit__safety_regions__municipalities__name"],
            numbers=[number_of(said)],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        town, number = row.words[0], row.numbers[0]
        verb = "reageerde" if number == 1 else "reageerden"
        others = f" {counted(number, 'gemeente', 'gemeenten')} {verb} al." if number else ""
        return {
            "title": f"Reageer op het plan {plan.name}",
            "why": f"{town} kan zeggen wat het van het plan vindt, tot en met {day_and_month(row.day)}.{others}",
            "button": "Lees en reageer",
            "url": plan.url("plan-detail"),
        }
