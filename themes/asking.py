"""What is asked about plans and budgets: whoever leads the theme answers, whoever owns the activity too, and where
nobody leads it the staff; of a budget who keeps it."""

from collections.abc import Iterable
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission
from nhveilig.questions.subjects import OfUnit, Subject, add_subject
from nhveilig.regions.models import PoliceUnit
from themes.budgets.queries import budget_url
from themes.members.queries import deciders_of, leaders_of
from themes.models import Activity, Budget, ImplementationPlan, ResultTarget, ThemeMember
from themes.parts.questions import ABOUT
from themes.parts.registry import key_of
from themes.parts.views import plan_url
from themes.worklist.base import LEADER, UNIT, has_seat


class AboutPart(Subject):
    """A part of a plan that the reader may read."""

    model: ClassVar[type[Activity] | type[ResultTarget]]

    def find(self, access: Access, unit: PoliceUnit, pk: int) -> Activity | ResultTarget | None:
        rows = self._visible(access).filter(plan__theme__plan__police_unit=unit)
        return rows.select_related("plan__theme__plan__police_unit").filter(pk=pk).first()

    def title(self, row: Activity | ResultTarget) -> str:
        return f"{row} ({row.plan.theme.short_title} {row.plan.year})"

    def url(self, row: Activity | ResultTarget, unit: PoliceUnit) -> str:
        return f"{plan_url(row.plan)}#{key_of(row)}"

    def responsible(self, row: Activity | ResultTarget, unit: PoliceUnit) -> Iterable[User]:
        found = {*leaders_of(row.plan), *self._owners(row)}
        return sorted(found or deciders_of(row.plan), key=lambda user: user.surname_first)

    def visible(self, access: Access) -> Q:
        return Q(row__in=self._visible(access).values("pk"))

    def answered_by(self, access: Access) -> Q:
        return self.waits_for(access) | Q(police_unit__in=access.units_with(Permission.DECIDE_PLANS))

    def waits_for(self, access: Access) -> Q:
        led = has_seat(access, Permission.EDIT_PLANS, theme="plan__theme", unit=f"plan__{UNIT}", kind=LEADER)
        own = Q(row__in=self.model.objects.filter(led | self._owned(access)).values("pk"))
        leaders = ThemeMember.objects.filter(theme=OuterRef("plan__theme"), kind=LEADER)
        unled = self.model.objects.filter(~Exists(leaders)).values("pk")
        return own | Q(police_unit__in=access.units_with(Permission.DECIDE_PLANS), row__in=unled)

    def _visible(self, access: Access) -> QuerySet:
        return self.model.objects.present().filter(plan__in=ImplementationPlan.objects.visible_to(access))

    def _owners(self, row: Activity | ResultTarget) -> Iterable[User]:
        return []

    def _owned(self, access: Access) -> Q:
        return Q(pk__in=[])


class AboutActivity(AboutPart):
    code, word, model = "activiteit", "de activiteit", ABOUT["activiteit"]

    def _owners(self, row: Activity) -> Iterable[User]:
        return User.people.filter(pk=row.owner_person_id, is_active=True)

    def _owned(self, access: Access) -> Q:
        return Q(owner_person__in=access.people)


class AboutTarget(AboutPart):
    code, word, model = "streefwaarde", "de streefwaarde", ABOUT["streefwaarde"]


class AboutBudget(OfUnit):
    code, word = "begroting", "de begroting"
    edit_permission = Permission.EDIT_BUDGET

    def find(self, access: Access, unit: PoliceUnit, pk: int) -> Budget | None:
        found = Budget.objects.visible_to(access).select_related("police_unit")
        return found.filter(police_unit=unit, pk=pk).first()

    def title(self, row: Budget) -> str:
        return str(row)

    def url(self, row: Budget, unit: PoliceUnit) -> str:
        return budget_url(row)

    def visible(self, access: Access) -> Q:
        return Q(row__in=Budget.objects.visible_to(access).values("pk"))


add_subject(AboutActivity())
add_subject(AboutTarget())
add_subject(AboutBudget())
