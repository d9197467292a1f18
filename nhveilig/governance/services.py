"""The decision by which something holds: one that is there, or one that is put down when it is adopted."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, Q

from nhveilig.accounts.models import User
from nhveilig.editing.changes import Writer
from nhveilig.figures.dates import FuzzyDate
from nhveilig.governance.enums import DecisionKind, Subject
from nhveilig.governance.models import Body, Decision
from nhveilig.registers.services import store_row

LONGEST_TITLE = 200


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """What somebody says who adopts: the decision itself; or who took it, and its number."""

    decision: Decision | None = None
    body: Body | None = None
    decided_by: str = ""
    reference: str = ""


UNSAID = Deciding()


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """A kind of thing that is adopted: which of them are (`held`), and what its decision says.

    `label` names the model, `related` what a row needs to say `what` it is. Used by migrations as well, so it may ask
    nothing of a row but its columns.
    """

    label: str
    held: Q
    subject: Subject
    what: Callable[[Model], str]
    on: Callable[[Model], FuzzyDate | None]
    unit: Callable[[Model], int | None]
    by: Callable[[Model], str] = lambda row: ""
    related: tuple[str, ...] = ()

    def title(self, row: Model) -> str:
        return f"{self.what(row)[: LONGEST_TITLE - 12]} vastgesteld"

    def known_by(self, row: Model) -> dict[str, object]:
        """What tells the decision of it from every other, by column: the same thing is decided once on a day."""
        return {"title": self.title(row), "on": self.on(row), "police_unit_id": self.unit(row)}


def decide(*, adopted: Adopted, row: Model, said: Deciding, by: User | None) -> Decision:
    """The decision by which `row`, which says when it was adopted, holds."""
    if said.decision:
        return said.decision
    about = adopted.known_by(row)
    if there := Decision.objects.present().filter(**about).first():
        return there
    how = {"body": said.body, "decided_by": said.decided_by or adopted.by(row), "reference": said.reference}
    decision = Decision(**about, **how, kind=DecisionKind.ADOPTION, subject=adopted.subject)
    return store_row(row=decision, by=Writer(by))


def point_to_decisions(get_model: Callable[[str], type[Model]], adopted: Adopted) -> None:
    """Give what was adopted without one its decision: dated as it says, and by nobody knows whom.

    `get_model` is that of the apps as they are, or as a migration has them.
    """
    decisions = get_model("governance.Decision")._base_manager
    rows = get_model(adopted.label)._base_manager.filter(adopted.held, decision=None)
    for row in rows.select_related(*adopted.related):
        about = adopted.known_by(row)
        decision = decisions.filter(**about, deleted_at=None).first()
        if decision is None:
            how = {"kind": DecisionKind.ADOPTION, "subject": adopted.subject, "decided_by": adopted.by(row)}
            decision = decisions.create(**about, **how)
        rows.model._base_manager.filter(pk=row.pk).update(decision=decision)
