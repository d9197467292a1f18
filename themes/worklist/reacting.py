"""What is said of a plan: to a mayor or officier that they may, to whoever leads the theme that an answer is due."""

from datetime import date

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate
from django.utils.text import capfirst

from nhveilig.accounts.access import Access, in_whose_name
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted
from nhveilig.regions.models import Municipality
from nhveilig.worklist.base import Expression, Kind, Row
from themes.models import (
    PROSECUTION,
    Activity,
    ImplementationPlan,
    IntendedResult,
    PreparedReaction,
    Reaction,
    ResultTarget,
)
from themes.workflow.permissions import Party
from themes.workflow.queries import WHOLE_PLAN
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
from themes.worklist.deciding import open_objections, reacted, said_by

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
            words=[said_by(), _name_of_part()],
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
            "why": f"{counted(number, 'opmerking', 'opmerkingen')} {verb} nog geen antwoord.",
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


class Draft(PlanSource):
    """A reaction that can be sent, for of the plan as a whole something is said, in it or before: to who may send it.
    Of one plan it is one task, whatever its parts."""

    code, kind, waits = "reaction-send", Kind.ANSWER, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(Permission.REACT_TO_PLANS):
            return None
        found = PreparedReaction.objects.waiting_for(access).filter(plan__consultation_ends_on__gte=today)
        towns = towns_of(access, Permission.REACT_TO_PLANS, today, "municipality") | Q(municipality=None)
        found = found.filter(towns).annotate(kept_for=Coalesce("municipality", 0), began=round_began("plan"))
        kept, sent = (_of_the_same(model) for model in (PreparedReaction, Reaction))
        sent = sent.filter(part=WHOLE_PLAN, changed_at__gte=OuterRef("began"))
        found = found.filter(Exists(kept.filter(part=WHOLE_PLAN)) | Exists(sent))
        return self.of_plan(
            found.filter(pk=Subquery(kept.order_by("-prepared_at", "-pk").values("pk")[:1])),
            path="plan__",
            day="plan__consultation_ends_on",
            since=TruncDate("prepared_at"),
            user=_sender(access),
            words=[said_by(), Coalesce("municipality__code", Value("om")), *_names("prepared_by")],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        party, code, first, last, username = row.words[:5]
        name = f"{first} {last}".strip() or username
        return {
            "title": f"Verstuur de reactie op {plan.name}",
            "why": f"Van {party}. Laatst bewaard door {name}, op {day_and_month(row.since)}.",
            "button": "Lees en verstuur",
            "url": f"{plan.url('reaction-give')}?namens={code}",
        }


def _of_the_same(model: type[PreparedReaction] | type[Reaction]) -> QuerySet:
    """By the same municipality, or the Openbaar Ministerie, on the same plan as in the outer query."""
    found = model.objects.annotate(kept_for=Coalesce("municipality", 0))
    return found.filter(plan=OuterRef("plan"), kept_for=OuterRef("kept_for"))


def _sender(access: Access) -> Expression:
    mayor, officer = mayor_of(access, "municipality"), _prosecutor(access)
    return Case(When(municipality=None, then=officer), default=mayor) if mayor and officer else mayor or officer


def _names(person: str) -> list[str]:
    return [f"{person}__{name}" for name in ("first_name", "last_name", "username")]


class Asked(PlanSource):
    """A plan of which nothing is said yet as a whole, not in a draft either. Also to who prepares it."""

    kind, waits = Kind.ANSWER, True

    def asked_of(self, plans: QuerySet, *, municipality: Expression, **columns: Expression) -> QuerySet:
        """`municipality` of which nothing was said; 0 is the Openbaar Ministerie."""
        whole = Reaction.objects.filter(plan=OuterRef("pk"), part=WHOLE_PLAN, changed_at__gte=OuterRef("began"))
        drafts = PreparedReaction.objects.filter(plan=OuterRef("pk"), part=WHOLE_PLAN)
        here = (one.annotate(said_for=Coalesce("municipality", 0)) for one in (whole, drafts))
        silent = (~Exists(one.filter(said_for=municipality)) for one in here)
        plans = plans.filter(*silent)
        return self.of_plan(plans, day="consultation_ends_on", numbers=[number_of(reacted())], **columns)

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        party, code, number = *row.words[:2], row.numbers[0]
        verb = "reageerde" if number == 1 else "reageerden"
        others = f" {counted(number, 'gemeente', 'gemeenten')} {verb} al." if number else ""
        who = capfirst(party)
        return {
            "title": f"Reageer op het plan {plan.name}",
            "why": f"{who} kan zeggen wat het van het plan vindt, tot en met {day_and_month(row.day)}.{others}",
            "button": "Lees en reageer",
            "url": f"{plan.url('reaction-give')}?namens={code}",
        }


def _put_to_all(today: date) -> QuerySet:
    plans = ImplementationPlan.objects.filter(status=Status.CONSULTATION, consultation_ends_on__gte=today)
    return plans.annotate(began=round_began())


class Consulted(Asked):
    """Of one municipality."""

    code = "plan-react"

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.municipalities_with(Permission.PREPARE_ANSWERS):
            return None
        town = "theme__plan__police_unit__safety_regions__municipalities"
        plans = _put_to_all(today).annotate(town=F(town))
        return self.asked_of(
            plans.filter(towns_of(access, Permission.PREPARE_ANSWERS, today, "town")),
            municipality=OuterRef("town"),
            user=mayor_of(access, "town"),
            words=[f"{town}__name", f"{town}__code"],
        )


class ConsultedProsecution(Asked):
    """Of the Openbaar Ministerie."""

    code = "plan-react-prosecution"

    def rows(self, access: Access, today: date) -> QuerySet | None:
        units = access.units_without_municipality(Permission.PREPARE_ANSWERS)
        if not units:
            return None
        plans = _put_to_all(today).filter(theme__plan__police_unit__in=units)
        words = [Value(f"het {PROSECUTION}"), Value(Party().code)]
        return self.asked_of(plans, municipality=Value(0), words=words, user=_prosecutor(access))


def _prosecutor(access: Access) -> Expression:
    """For whom, when the reader's own roles do not allow it."""
    able = access.able(Permission.PREPARE_ANSWERS, None)
    whom = in_whose_name(role for role in able if role.municipality_id is None)
    return Value(whom.pk) if whom else None
