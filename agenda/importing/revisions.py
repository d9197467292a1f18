"""What a changed target was before, kept with the reason somebody gave at the confirmation."""

from agenda.importing.kinds import AgendaKind, AgendaResource
from agenda.models import RegionalTarget, Target, TargetRevision
from nhveilig.figures.formats import date_long
from nhveilig.imports.kinds import Batch, Order
from nhveilig.imports.plans import ImportPlan, RowAction
from nhveilig.sheets.exceptions import Problem


class TargetResource(AgendaResource):
    """`replaced` has a revision for every target whose figure changes; reason and day come at the confirmation."""

    points_at = "target"

    def __init__(self, indicators) -> None:
        super().__init__(indicators)
        self.replaced: list[TargetRevision] = []

    def before_save_instance(self, instance: Target | RegionalTarget, row, **kwargs) -> None:
        super().before_save_instance(instance, row, **kwargs)
        if self._previous is not None and self.figure != self._previous:
            revision = TargetRevision(**{self.points_at: instance}, upper=self.upper_before(instance))
            revision.figure = self._previous
            self.replaced.append(revision)

    def upper_before(self, instance: Target | RegionalTarget):
        return None


class RevisedKind(AgendaKind):
    """A table of which a change mid-term needs a reason and a day."""

    def check(self, batch: Batch, order: Order) -> None:
        resource: TargetResource = batch.resource
        if order.effective_on is None:
            return
        for agenda in {
            resource.indicators[r_of(revision).indicator_id].objective.agenda for revision in resource.replaced
        }:
            if agenda.adopted_on and order.effective_on < agenda.adopted_on:
                day = date_long(agenda.adopted_on)
                message = f"De wijziging kan niet ingaan voor {day}, toen {agenda} werd vastgesteld."
                batch.plan.problems.append(Problem(message))

    def finish(self, batch: Batch, order: Order) -> None:
        if order.effective_on is None or not order.reason.strip():
            return  # a preview: what it asks is answered at the confirmation
        for revision in batch.resource.replaced:
            revision.reason, revision.revised_on = order.reason.strip(), order.effective_on
            revision.revised_by = order.user
        TargetRevision.objects.bulk_create(batch.resource.replaced, batch_size=1000)

    def confirm_questions(self, plan: ImportPlan) -> list[str]:
        changed = any(change.action == RowAction.CHANGED for change in plan.changes)
        return ["reason", "effective_on"] if changed else []


def r_of(revision: TargetRevision) -> Target | RegionalTarget:
    return revision.target or revision.regional_target
