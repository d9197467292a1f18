"""The guides as a reader sees them: their own first, narrowed to what they look for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst, slugify

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role
from nhveilig.accounts.presenters import IN_SHORT
from nhveilig.web.guides.roles import TASKS_OF
from nhveilig.web.guides.tasks import Task

# Every picture is as large as this: see tests/pictures.py.
WIDTH, HEIGHT = 960, 540


@dataclass(frozen=True)
class Guide:
    kind: str
    is_own: bool = False

    @property
    def name(self) -> str:
        return capfirst(Role.Kind(self.kind).label)

    @property
    def lead(self) -> str:
        return IN_SHORT[self.kind]

    @property
    def tasks(self) -> tuple[Task, ...]:
        return TASKS_OF[self.kind]

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def url(self) -> str:
        return reverse("help-guide", args=[self.slug])


@dataclass(frozen=True)
class Found:
    guide: Guide
    task: Task

    @property
    def url(self) -> str:
        return f"{self.guide.url}#{self.task.code}"


def guides_for(access: Access) -> list[Guide]:
    """Those of the reader's roles first, their own before those of whom they stand in for."""
    own = list(dict.fromkeys(role.kind for role in access.roles))
    return [*(Guide(kind, is_own=True) for kind in own), *(Guide(kind) for kind in TASKS_OF if kind not in own)]


def guide_called(slug: str, access: Access) -> Guide | None:
    return next((guide for guide in guides_for(access) if guide.slug == slug), None)


def narrowed(tasks: Iterable[Task], question: str) -> list[Task]:
    """Those that hold every word."""
    words = question.casefold().split()
    return [task for task in tasks if all(word in task.said.casefold() for word in words)]


def found_in(guides: Iterable[Guide], question: str) -> list[Found]:
    """Each task once, in the first guide that has it."""
    found: dict[Task, Guide] = {}
    for guide in guides:
        for task in narrowed(guide.tasks, question):
            found.setdefault(task, guide)
    return [Found(guide, task) for task, guide in found.items()]


def help_with(guides: Iterable[Guide], here: str) -> Found | None:
    """What the reader does on the page whose address is called `here`."""
    own = (Found(guide, task) for guide in guides if guide.is_own for task in guide.tasks)
    return next((one for one in own if here in one.task.pages), None)
