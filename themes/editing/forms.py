"""The forms of the page to write a plan, and what the lists in them offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst

from agenda.models import Indicator
from nhveilig.editing.controls import Control, Option
from nhveilig.editing.fields import words_of
from nhveilig.editing.forms import NOT_WHOLE, SEEN, PartForm, read_seen
from nhveilig.exceptions import PortalError
from nhveilig.figures.moments import quarters_in
from themes.models import ImplementationPlan, PlanText, ResultTarget, Theme
from themes.models.plans import Part
from themes.parts.forms import ChoiceField, ReferenceField
from themes.parts.queries import PlanParts, find_part
from themes.parts.registry import key_of, kind_of

# Of which part a form is.
PART = "onderdeel"


def submitted(plan: ImplementationPlan, data: Mapping[str, str]) -> PartForm:
    """The form of one part. Raises UnknownPart, and PortalError for what is no form of this page."""
    if not read_seen(data.get(SEEN, "")):
        raise PortalError(NOT_WHOLE)
    key = data.get(PART, "")
    part = find_part(plan, key)
    return kind_of(part).form(data, row=part, part=key)


NOTHING = ("", "–")
# What refers to a part of the plan itself, with what PlanParts calls those.
OWN = {"project": "projects", "parent": "projects", "result": "results", "activity": "activities"}


@dataclass(frozen=True)
class Options:
    """What the lists on a page offer. Each is asked for once, whatever the number of rows."""

    plan: ImplementationPlan
    parts: PlanParts

    def offered(self, control: "PartControl") -> list[Option]:
        if isinstance(control.field, ChoiceField):
            return [(value, capfirst(label)) for value, label in control.field.choices]
        if not isinstance(control.field, ReferenceField):
            return []
        offered = self.of(control.name)
        if control.name == "parent":
            offered = [one for one in offered if one[0] != str(control.row.pk)]
        # What is stored but in the bin is not silently replaced by nothing.
        gone = (control.shown, "wat nu gekozen is, staat niet meer in de lijst")
        return offered if any(value == control.shown for value, _ in offered) else [*offered, gone]

    def of(self, name: str) -> list[Option]:
        return [NOTHING, *(self._own[name] if name in OWN else getattr(self, f"_{name}"))]

    @cached_property
    def _own(self) -> dict[str, list[Option]]:
        found = {name: enumerate(getattr(self.parts, parts), start=1) for name, parts in OWN.items()}
        return {name: [(str(one.pk), f"{number}. {one}") for number, one in parts] for name, parts in found.items()}

    @cached_property
    def _objective(self) -> list[Option]:
        return [(str(one.pk), f"{one.number}. {one.text}") for one in self.parts.objectives]

    @cached_property
    def _indicator(self) -> list[Option]:
        found = Indicator.objects.select_related("objective__agenda").order_by("objective__agenda", "objective", "pk")
        return [(str(one.pk), f"{one.objective.agenda.start_year}: {one.name}") for one in found]

    @cached_property
    def _theme(self) -> list[Option]:
        unit = self.plan.theme.plan.police_unit_id
        found = Theme.objects.filter(plan__police_unit=unit).select_related("plan").order_by("plan", "number")
        return [
            (str(one.pk), f"{one.title} ({one.plan.start_year}-{one.plan.end_year})")
            for one in found
            if one.pk != self.plan.theme_id
        ]

    @cached_property
    def _counts_as(self) -> list[Option]:
        unit = self.plan.theme.plan.police_unit_id
        found = ResultTarget.objects.present().counted_once().exclude(plan=self.plan)
        found = found.filter(plan__year=self.plan.year, plan__theme__plan__police_unit=unit)
        return [(str(one.pk), f"{one.plan.theme.short_title}: {one}") for one in found.select_related("plan__theme")]


@dataclass(frozen=True)
class PartControl(Control):
    """Of a part of a plan, with what its lists offer."""

    options: Options | None = None

    @cached_property
    def choices(self) -> list[Option]:
        if self.kind == "checks":
            return super().choices
        return self.options.offered(self) if self.options else []

    @cached_property
    def suggested(self) -> str:
        """The quarters that the words for when seem to mean, until somebody says which."""
        if self.kind != "checks" or self.row.quarters is not None or not self.row.planned_moment:
            return ""
        return ",".join(map(str, quarters_in(self.row.planned_moment, self.options.plan.year)))

    @cached_property
    def in_words(self) -> str:
        return words_of(self.field, self.suggested)


def controls_of(row: Part, options: Options, form: PartForm | None = None) -> dict[str, PartControl]:
    """The controls of every field of a part, in the order of the form. `form` is what was refused of this part."""
    key, row = key_of(row), form.row if form else row
    called = str(row) if isinstance(row, PlanText) else ""
    return {
        name: PartControl(key, name, field, row, form=form, called=called, options=options)
        for name, field in kind_of(row).fields.items()
    }
