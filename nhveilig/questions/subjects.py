"""What can be asked about. A room declares it in a module called `asking`; README.md shows how."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from django.db.models import Model, Q

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission, kinds_with
from nhveilig.regions.models import PoliceUnit


class Subject(ABC):
    """One kind of thing on the pages of an eenheid. `code` stands in addresses, `word` in “Vraag over …”.

    What returns Q filters questions about this kind of thing: their `row` is its id, `police_unit` the eenheid.
    """

    code: ClassVar[str]
    word: ClassVar[str]

    @abstractmethod
    def find(self, access: Access, unit: PoliceUnit, pk: int) -> Model | None:
        """None when it is not there for this reader."""

    @abstractmethod
    def title(self, row: Model) -> str: ...

    @abstractmethod
    def url(self, row: Model, unit: PoliceUnit) -> str:
        """Where it stands."""

    @abstractmethod
    def responsible(self, row: Model, unit: PoliceUnit) -> Iterable[User]:
        """Who is told of a question. The same people as those for whom it is a task."""

    @abstractmethod
    def visible(self, access: Access) -> Q: ...

    @abstractmethod
    def answered_by(self, access: Access) -> Q:
        """What the reader may answer."""

    def waits_for(self, access: Access) -> Q:
        """Of these, what is the reader's own task."""
        return self.answered_by(access)


class OfUnit(Subject):
    """A thing that whoever keeps the figures of the eenheid answers for."""

    edit_permission: ClassVar[Permission]

    def responsible(self, row: Model, unit: PoliceUnit) -> Iterable[User]:
        return User.people.holding(kinds_with(self.edit_permission), unit)

    def answered_by(self, access: Access) -> Q:
        return Q(police_unit__in=access.units_with(self.edit_permission))


_SUBJECTS: dict[str, Subject] = {}


def add_subject(subject: Subject) -> Subject:
    _SUBJECTS[subject.code] = subject
    return subject


def all_subjects() -> list[Subject]:
    return list(_SUBJECTS.values())


def find_subject(code: str) -> Subject | None:
    return _SUBJECTS.get(code)
