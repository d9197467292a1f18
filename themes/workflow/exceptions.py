"""Why a step or a reaction is refused. Every message is a Dutch sentence for the one who asked."""

from dataclasses import dataclass

from nhveilig.accounts.names import name_of
from nhveilig.editing.exceptions import WholeIsClosed
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import datetime_long
from themes.models import ImplementationPlan, PlanEdit, PlanStep
from themes.workflow.transitions import verb_of


@dataclass(frozen=True)
class Obstacle:
    """Something a plan must hold first, and the page where that can be mended."""

    text: str
    url: str


class StepRefused(PortalError):
    """The plan stays where it is."""


class StepOvertaken(StepRefused):
    """Somebody took a step meanwhile: the plan is not where the asker saw it."""

    def __init__(self, plan: ImplementationPlan, last: PlanStep | None) -> None:
        happened = f"{what_happened(last)}. " if last else ""
        super().__init__(f"{happened}Het plan is nu {plan.get_status_display()}. Uw stap is niet gezet.")


class PlanChanged(StepRefused):
    """Somebody wrote in the plan since the asker read it."""

    def __init__(self, plan: ImplementationPlan, edit: PlanEdit | None) -> None:
        name = name_of(edit.editor, edit) if edit else name_of(plan.changed_by)
        super().__init__(
            f"{name} heeft dit plan op {datetime_long(plan.changed_at)} gewijzigd, nadat u deze "
            "pagina opende. Bekijk het plan en zet de stap daarna opnieuw."
        )


class StepIncomplete(StepRefused):
    """The plan does not hold yet what it must hold for this step."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        self.obstacles = obstacles
        super().__init__("\n".join(obstacle.text for obstacle in obstacles))


class DetailWrong(StepRefused):
    """Something that goes with the step is missing or cannot be: `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class ConsultationIsClosed(WholeIsClosed):
    """The plan is not put to the municipalities (any more)."""


def what_happened(step: PlanStep) -> str:
    """“Sanne Stavast stuurde het plan naar het stafbureau op 3 maart 2025 om 14.03 uur”"""
    return f"{name_of(step.taken_by, step)} {verb_of(step)} op {datetime_long(step.taken_at)}"
