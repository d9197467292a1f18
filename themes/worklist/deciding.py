"""To whom decides on plans: which wait for a step, and of which somebody else is slow."""

from datetime import date

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, TruncDate

from nhveilig.accounts.access import Access
from nhveilig.figures.formats import counted
from nhveilig.regions.models import Municipality
from nhveilig.worklist.base import Kind, Row
from themes.models import PROSECUTION, Reaction, ThemeMember
from themes.workflow.queries import WHOLE_PLAN
from themes.workflow.transitions import Status
from themes.worklist.base import (
    LEADER,
    PlanPlace,
    PlanSource,
    decided,
    last_step,
    led_by_others,
    number_of,
    round_began,
)


def open_objections() -> QuerySet:
    """Without an answer, in whatever round; what a municipality said later of the same thing counts in its place."""
    said = Reaction.objects.annotate(said_for=Coalesce("municipality", 0))
    same = {name: OuterRef(name) for name in ("plan", "said_for", "part")}
    later = said.filter(round__gt=OuterRef("round"), **same)
    return said.filter(~Exists(later), stance=Reaction.Stance.OBJECTS, answer="")


def said_by() -> Coalesce:
    """Whose reaction it is, in a sentence."""
    return Coalesce("municipality__name", Value(f"het {PROSECUTION}"), output_field=TextField())


def reacted() -> QuerySet:
    """What municipalities said of the plan in the outer query as a whole, since it was last put to them: there it has
    its `round_began()` as `began`."""
    said = Reaction.objects.filter(municipality__isnull=False, part=WHOLE_PLAN)
    return said.filter(changed_at__gte=OuterRef("began"), plan=OuterRef("pk"))


class UnderReview(PlanSource):
    code, kind, waits = "plan-review", Kind.DECIDE, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        plans = decided(access, Status.REVIEW)
        since = TruncDate(last_step("taken_at", to_status=Status.REVIEW))
        return None if plans is None else self.of_plan(plans, since=since)

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        return {
            "title": f"Lees het plan {plan.name}",
            "why": "Daarna gaat het naar de gemeenten, of terug naar de schrijver.",
            "button": "Lees het plan",
            "url": plan.url("plan-steps"),
        }


class ConsultationOver(PlanSource):
    code, kind, waits = "plan-adopt", Kind.DECIDE, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        plans = decided(access, Status.CONSULTATION)
        if plans is None:
            return None
        over = ExpressionWrapper(F("consultation_ends_on"), DateField())
        objections = number_of(open_objections().filter(plan=OuterRef("pk")))
        return self.of_plan(plans.filter(consultation_ends_on__lt=today), since=over, numbers=[objections])

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        number = row.numbers[0]
        verb = "is" if number == 1 else "zijn"
        open_ones = f" {counted(number, 'bezwaar', 'bezwaren')} {verb} nog niet beantwoord." if number else ""
        return {
            "title": f"Stel het plan {plan.name} vast",
            "why": f"De gemeenten konden reageren tot en met {row.since.day}-{row.since.month}.{open_ones}",
            "button": "Bekijk en beslis",
            "url": plan.url("plan-steps"),
        }


class ObjectionsOfOthers(PlanSource):
    """What a leader is asked, as staff sees it: whose turn it is."""

    code, kind = "objections-elsewhere", Kind.CHECK

    def rows(self, access: Access, today: date) -> QuerySet | None:
        plans = decided(access, Status.CONSULTATION)
        if plans is None:
            return None
        objections = open_objections().filter(plan=OuterRef("pk"))
        leaders = ThemeMember.objects.filter(theme=OuterRef("theme"), kind=LEADER).order_by("pk")
        return self.of_plan(
            led_by_others(access, plans).filter(Exists(objections)),
            day="consultation_ends_on",
            words=[Subquery(leaders.values(f"user__{name}")[:1]) for name in ("first_name", "last_name")]
            + [Subquery(objections.order_by("changed_at").annotate(by=said_by()).values("by")[:1])],
            numbers=[number_of(objections)],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        first, last, town = row.words[:3]
        number, name = row.numbers[0], " ".join(filter(None, [first, last]))
        many = f"{number} bezwaren wachten op antwoord"
        turn = f"{name} is aan zet." if name else "Het thema heeft nog geen projectleider."
        return {
            "title": f"Bezwaar van {town} wacht op antwoord" if number == 1 else many,
            "why": f"{plan.name}. {turn}",
            "button": "Bekijk",
            "url": plan.url("reactions"),
        }


class SilentMunicipalities(PlanSource):
    code, kind = "municipalities-silent", Kind.CHECK

    def rows(self, access: Access, today: date) -> QuerySet | None:
        plans = decided(access, Status.CONSULTATION)
        if plans is None:
            return None
        towns = Municipality.objects.on(today).filter(safety_region__police_unit=OuterRef("theme__plan__police_unit"))
        asked = number_of(towns, by="safety_region__police_unit")
        plans = plans.filter(consultation_ends_on__gte=today).annotate(began=round_began())
        plans = plans.annotate(silent=asked - number_of(reacted()), asked=asked)
        return self.of_plan(plans.filter(silent__gt=0), day="consultation_ends_on", numbers=["silent", "asked"])

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        silent, asked = row.numbers[:2]
        verb = "reageerde" if silent == 1 else "reageerden"
        return {
            "title": f"{counted(silent, 'gemeente', 'gemeenten')} {verb} nog niet op {plan.name}",
            "why": f"{asked - silent} van de {asked} gemeenten reageerden op het plan.",
            "button": "Bekijk",
            "url": plan.url("reactions"),
        }
