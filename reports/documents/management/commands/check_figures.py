import sys
from collections.abc import Iterator

from django.core.management.base import BaseCommand

import agenda.validators
import formation.validators
import themes.budgets.validators
from agenda.models import SafetyAgenda
from formation.models import NationalTable, StrengthChangeSet, StrengthTable
from nhveilig.figures.formats import number, signed
from nhveilig.figures.reconciliation import Reconciliation
from themes.models import Budget, Grant


class Command(BaseCommand):
    help = "List every published total that differs from its computed one. Exit 1 when one is not explained."

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
        if unexplained:
            sys.exit(1)

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
    for table in NationalTable.objects.adopted().with_figures():
        yield from formation.validators.reconcile_national(table)
    for safety_agenda in SafetyAgenda.objects.all():
        yield from agenda.validators.reconcile(safety_agenda)
    for budget in Budget.objects.filter(status=Budget.Status.ADOPTED, deleted_at=None).with_figures():
        yield from themes.budgets.validators.reconcile(budget)
    grants = Grant.objects.present().select_related("police_unit").with_years()
    yield from themes.budgets.validators.reconcile_grants(grants)
