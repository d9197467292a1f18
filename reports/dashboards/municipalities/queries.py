"""What is asked of one municipality, each with the day and a way to do it; and what all of an eenheid reached."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Self
from urllib.parse import urlencode

from django.db.models import Count, Q

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import date_long
from nhveilig.maps.presenters import UnitMap
from nhveilig.regions.models import Municipality, PoliceUnit
from reports.dashboards.queries import Status, shown_plans
from themes.models import Decision, ImplementationPlan, ResultTarget, Standing
from themes.parts.registry import key_of
from themes.parts.views import plan_url
from themes.progress.validators import last_day
from themes.reading.presenters import moment_of

# A plan names the body that decides in words of its own.
MUNICIPAL_BODY = re.compile(r"\b(gemeente|raad\b|raden\b|college|burgemeester|b\s?(en|&)\s?w\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """`what` is the kind in a word, `action` the verb before the title, if any; `when` the day or the words for it."""

    what: str
    title: str
    plan: ImplementationPlan
    url: str
    action: str
    by: date | None = None
    when: str = ""

    @property
    def place(self) -> tuple[date, str]:
        """Soonest first, and last what has no day."""
        return self.by or date.max, self.title

    @classmethod
    def reaction(cls, plan: ImplementationPlan, *, may_react: bool) -> Self:
        return cls(
            what="Reactie",
            title=f"Uitvoeringsplan {plan.theme.short_title} {plan.year}",
            plan=plan,
            url=plan_url(plan, "reaction-give") if may_react else plan_url(plan),
            action="Reageer" if may_react else "Lees",
            by=plan.consultation_ends_on,
            when=f"tot en met {date_long(plan.consultation_ends_on)}",
        )

    @classmethod
    def report(cls, target: ResultTarget, municipality: Municipality, *, may_report: bool) -> Self:
        place = f"?{urlencode({'gemeente': municipality.code})}"
        here = plan_url(target.plan, "progress-report", part=key_of(target)) + place
        return cls(
            what="Melding",
            title=str(target),
            plan=target.plan,
            url=here if may_report else plan_url(target.plan, "progress"),
            action="Meld" if may_report else "Nog te melden",
            by=target.due_on,
            when=moment_of(target),
        )

    @classmethod
    def decision(cls, decision: Decision) -> Self:
        return cls(
            what="Gevraagd besluit",
            title=f"{decision} ({decision.body})",
            plan=decision.plan,
            url=plan_url(decision.plan),
            action="",
            by=decision.due_on,
            when=moment_of(decision),
        )


def asks_for_reaction(plan: ImplementationPlan, today: date) -> bool:
    """Whether the municipality did not say yet what it thinks of a plan that is put to it. Expects `reacted_at` and
    `put_at` on the plan."""
    if plan.status != ImplementationPlan.Status.CONSULTATION or today > plan.consultation_ends_on:
        return False
    return plan.reacted_at is None or (plan.put_at is not None and plan.reacted_at < plan.put_at)


def of_municipalities(decisions: Iterable[Decision]) -> list[Decision]:
    return [decision for decision in decisions if MUNICIPAL_BODY.search(decision.body)]


def may(access: Access, permission: Permission, municipality: Municipality) -> bool:
    """Whether the visitor holds it for this municipality, as its mayor."""
    return municipality.pk in access.municipalities_with(permission)


MEASURE = "Bereikt"


@dataclass(frozen=True)
class MunicipalityLine:
    municipality: Municipality
    reached: int
    reported: int
    of: int

    @property
    def text(self) -> str:
        """`3 van 5`"""
        return f"{self.reached} van {self.of}"

    @property
    def silent(self) -> int:
        return self.of - self.reported


@dataclass
class MunicipalityList:
    """Four queries, whatever the number of municipalities."""

    access: Access
    police_unit: PoliceUnit
    year: int
    today: date

    @cached_property
    def targets(self) -> list[int]:
        """What is counted in every municipality, each once."""
        plans = shown_plans(self.access).filter(
            year=self.year, status=Status.ADOPTED, theme__plan__police_unit=self.police_unit
        )
        found = ResultTarget.objects.present().filter(
            plan__in=plans.values("pk"), scope=ResultTarget.Scope.EVERY_MUNICIPALITY
        )
        return list({counts_as or pk for pk, counts_as in found.values_list("pk", "counts_as")})

    @cached_property
    def _counts(self) -> dict[int, tuple[int, int]]:
        """By municipality: reached and reported."""
        told = Standing.objects.filter(target__in=self.targets, municipality__isnull=False).order_by()
        counted = told.values_list("municipality").annotate(reached=Count("pk", Q(reached=True)), reported=Count("pk"))
        return {place: (reached, reported) for place, reached, reported in counted}

    @cached_property
    def lines(self) -> list[MunicipalityLine]:
        """By name."""
        of = len(self.targets)
        found = [MunicipalityLine(one, *self._counts.get(one.pk, (0, 0)), of) for one in self.map.municipalities]
        return sorted(found, key=lambda line: line.municipality.name)

    @cached_property
    def map(self) -> UnitMap:
        return UnitMap(self.police_unit, last_day(self.year, self.today), measure=MEASURE)

    def drawn(self) -> dict:
        """The Map, coloured by the share that is reached; by veiligheidsregio when no municipality is counted."""
        if self.targets:
            self.map.values = {
                line.municipality.code: (Decimal(line.reached) / line.of, line.text) for line in self.lines
            }
        return self.map.as_dict()
