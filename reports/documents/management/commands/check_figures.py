import sys
from collections.abc import Iterator

from django.core.management.base import BaseCommand

import agenda.validators
import formation.validators
import themes.budgets.validators
from agenda.models import SafetyAgenda
from formation.models import StrengthChangeSet, StrengthTable
from formation.statements import Statement, statements
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted, number, signed
from nhveilig.figures.reconciliation import Reconciliation
from reports.documents.models import Edition
from reports.documents.statements import false_statements
from themes.models import Budget, Grant


class Command(BaseCommand):
    help = (
        "List every published total that differs from its computed one, and what would be said of strength and is not "
        "so. Exit 1 when a difference is not explained or a statement is false."
    )

    def handle(self, *args, **options) -> None:
        totals = list(all_totals())
        differing = [total for total in totals if not total.agrees]
        for total in differing:
            self._show(total)
        unexplained = [total for total in differing if total.is_unexplained]
        found = list(all_statements())
        for statement in found:
            self.stdout.write(f"{statement.where}: {statement.what}")
        false = [statement for statement in found if statement.is_false]
        if false:
            self.stdout.write(f"{counted(len(false), 'uitspraak', 'uitspraken')} over de sterkte kloppen niet.")
        self.stdout.write(
            f"{len(totals)} gepubliceerde totalen nagerekend: {len(differing)} verschillen, "
            f"waarvan {len(unexplained)} zonder toelichting."
        )
        if unexplained or false:
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
    for safety_agenda in SafetyAgenda.objects.all():
        yield from agenda.validators.reconcile(safety_agenda)
    for budget in Budget.objects.filter(status=Budget.Status.ADOPTED, deleted_at=None).with_figures():
        yield from themes.budgets.validators.reconcile(budget)
    grants = Grant.objects.present().select_related("police_unit").with_years()
    yield from themes.budgets.validators.reconcile_grants(grants)


def all_statements() -> Iterator[Statement]:
    yield from statements(list(StrengthTable.objects.adopted().with_figures()))
    for edition in Edition.objects.order_by("pk").select_related("document").iterator(chunk_size=10):
        where = f"{edition.document}, editie {edition.number}"
        try:
            yield from (Statement(where, what) for what in false_statements(edition.intact()))
        except PortalError as error:
            yield Statement(where, str(error))
