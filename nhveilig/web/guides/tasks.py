"""What a guide is made of. The texts stand in the modules beside this one, by what they are about.

Words between “ and ” stand so on the screen: whoever changes a button there changes its task here.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """Of the page of the demo data at `path`, as `role` sees it: `scripts/pictures` makes `static/help/NAME.webp`.

    `shows` says in the words of Playwright with what it begins; otherwise with the top of the page.
    """

    name: str
    role: str
    path: str
    alt: str
    shows: str = "main"

    @property
    def file(self) -> str:
        return f"help/{self.name}.webp"


@dataclass(frozen=True)
class Step:
    text: str
    picture: Picture | None = None


@dataclass(frozen=True)
class Task:
    """`start` is the name of the address where it begins, one without arguments. From the pages whose addresses are
    called as in `pages`, whoever has the task in their guide is led to it."""

    code: str
    title: str
    steps: tuple[Step, ...]
    after: str
    start: str
    pages: tuple[str, ...] = ()
    # What cannot be undone; empty where all can.
    final: str = ""

    @property
    def said(self) -> str:
        return " ".join([self.title, *(step.text for step in self.steps), self.after, self.final])


def steps(*said: str | tuple[str, Picture]) -> tuple[Step, ...]:
    return tuple(Step(one) if isinstance(one, str) else Step(*one) for one in said)
