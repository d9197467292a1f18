"""What it takes to set up an eenheid, and how far it is. What there is to do is known to rooms that lie higher.

    add_step(Step("sterkte", 40, "Politiesterkte", "…", Permission.EDIT_STRENGTH, _url, _rows, ("tabel", "tabellen")))

in a module called `setup`, which is found by itself. Nothing of it is stored: a step is done when the data are there.
Only that an eenheid does without one is (`regions.SetAside`). All steps of an eenheid are asked in one query.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import CharField, Count, IntegerField, QuerySet, Value
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted
from nhveilig.regions.models import Office, PoliceUnit, SetAside

# In the place of a number: the eenheid does without the step.
ASIDE = -1


@dataclass(frozen=True)
class Step:
    """`order` is its place, `text` what it is for. `address` is where it is done, `rows` what is there of it already.

    `words` count those rows: one and many. It is done when there are as many as it `takes`.
    """

    code: str
    order: int
    label: str
    text: str
    permission: Permission
    address: Callable[[PoliceUnit], str]
    rows: Callable[[PoliceUnit], QuerySet]
    words: tuple[str, str]
    takes: int = 1


@dataclass(frozen=True)
class StepOfUnit:
    """A step of one eenheid; `url` is empty for a reader who may not do it."""

    step: Step
    number: int
    is_aside: bool
    url: str

    @property
    def is_done(self) -> bool:
        return self.number >= self.step.takes

    @property
    def is_left(self) -> bool:
        return not (self.is_done or self.is_aside)

    @property
    def far(self) -> str:
        return counted(self.number, *self.step.words) if self.number else f"Nog geen {self.step.words[1]}"


_STEPS: dict[str, Step] = {}


def add_step(step: Step) -> Step:
    _STEPS[step.code] = step
    return step


def find_step(code: str) -> Step:
    """Raises KeyError."""
    return _STEPS[code]


def steps_of(police_unit: PoliceUnit, access: Access) -> list[StepOfUnit]:
    """In their order. One query."""
    numbers, aside = _numbers(police_unit)
    return [
        StepOfUnit(
            step,
            numbers.get(step.code, 0),
            step.code in aside,
            step.address(police_unit) if access.may(step.permission, police_unit.pk) else "",
        )
        for step in sorted(_STEPS.values(), key=lambda step: step.order)
    ]


def _numbers(police_unit: PoliceUnit) -> tuple[dict[str, int], set[str]]:
    aside = SetAside.objects.filter(police_unit=police_unit).order_by()
    first = aside.annotate(number=Value(ASIDE, IntegerField())).values_list("step", "number")
    found = list(first.union(*(_counted(step, police_unit) for step in _STEPS.values()), all=True))
    return {code: number for code, number in found if number != ASIDE}, {
        code for code, number in found if number == ASIDE
    }


def _counted(step: Step, police_unit: PoliceUnit) -> QuerySet:
    rows = step.rows(police_unit).order_by().annotate(asked_step=Value(step.code, CharField())).values("asked_step")
    return rows.annotate(number=Count("pk", distinct=True)).values_list("asked_step", "number")


OFFICE = add_step(
    Step(
        "stafbureau",
        10,
        "Naam en adres van het bureau",
        "Collega’s en gemeenten zien op de pagina Hulp bij wie zij terechtkunnen.",
        Permission.EDIT_REGIONS,
        lambda unit: reverse("office-change", args=[unit.slug]),
        lambda unit: Office.objects.filter(police_unit=unit),
        ("bureau", "bureau"),
    )
)
PEOPLE = add_step(
    Step(
        "mensen",
        20,
        "Mensen en hun rollen",
        "Voeg het stafbureau toe, de projectleiders, de burgemeesters en wie verder meewerkt of meeleest.",
        Permission.MANAGE_PEOPLE,
        lambda unit: reverse("people:list", args=[unit.slug]),
        lambda unit: Role.objects.in_force().filter(police_unit=unit).exclude(kind=Role.Kind.ADMINISTRATOR),
        ("rol gegeven", "andere rollen gegeven"),
    )
)
