import sys
from collections.abc import Iterator

from django.core.management.base import BaseCommand

import agenda.validators
import formation.validators
import themes.budgets.validators
from agenda.models import SafetyAgenda
from formation.models import StrengthChangeSet, StrengthTable
from nhveilig.figures.formats import number, signed
from nhveilig.figures.reconciliation import Reconciliation
from reports.documents.services.verifying import contradictions_in_editions
from themes.models import Budget, Grant


class Command(BaseCommand):
    help = (
        "List every published total that differs from its computed one, and every figure that has two values in "
        "one edition. Exit 1 when one is not explained."
    )

    def handle(self, *args, **options) -> None:
        totals = list(all_totals())
        differing = [total for total in totals if not total.agrees]
        for total in differing:
            self._show(total)
        unexplained = [total for total in differing if total.is_unexplained]
        self.stdout.write(
            f"{len(totals)} gepubliceerde totalen nagerekend: {len(differing)} verschillen, "
            f"waarvan {len(unexplained)} zonder toelichting."
        )
        contradicting = self._look_in_editions()
        if unexplained or contradicting:
            sys.exit(1)

    def _look_in_editions(self) -> int:
        """How many figures stand in an edition with two values, without a reason and without a rectification."""
        looked_at, unexplained = 0, 0
        for edition, contradiction, explanation in contradictions_in_editions():
            looked_at += 1
            unexplained += not explanation
            self.stdout.write(f"{edition}: {contradiction.message}")
            self.stdout.write(f"    {explanation or 'GEEN TOELICHTING'}")
        if looked_at:
            self.stdout.write(f"{looked_at} cijfers staan in een editie met twee waarden, {unexplained} zonder reden.")
        return unexplained

    def _show(self, total: Reconciliation) -> None:
        self.stdout.write(
            f"{total.where}: {total.what}: gepubliceerd {number(total.published)}, "
            f"berekend {number(total.computed)} ({signed(total.difference)})"
        )
        self.stdout.write(f"    {total.explanation or 'GEEN TOELICHTING'}")


def all_totals() -> Iterator[Reconciliation]:
    for table in StrengthTable.objects.adopted().with_figures():
        yield from formation.validators.reconcile(table)
    for change_set in StrengthChangeSet.objects.with_changes():
        yield from formation.validators.reconcile_changes(change_set)
    for safety_agenda in SafetyAgenda.objects.all():
        yield from agenda.validators.reconcile(safety_agenda)
        yield from agenda.validators.overtaken_totals(safety_agenda)
    for budget in Budget.objects.filter(status=Budget.Status.ADOPTED, deleted_at=None).with_figures():
        yield from themes.budgets.validators.reconcile(budget)
    grants = Grant.objects.present().select_related("police_unit").with_years()
    yield from themes.budgets.validators.reconcile_grants(grants)
