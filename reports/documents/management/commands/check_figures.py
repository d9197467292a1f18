import sys
from collections.abc import Iterator
from contextlib import suppress

from django.core.management.base import BaseCommand

import agenda.validators
import formation.validators
import themes.budgets.validators
from agenda.models import SafetyAgenda
from formation.models import NationalTable, StrengthChangeSet, StrengthTable
from formation.statements import Statement, statements
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted, number, signed
from nhveilig.figures.reconciliation import Reconciliation
from reports.documents.models import Edition, EditionDamaged
from reports.documents.services.verifying import contradictions_in_editions
from reports.documents.statements import false_statements
from reports.documents.validators import reconcile_statements
from themes.models import Budget, Grant


class Command(BaseCommand):
    help = (
        "List every published total that differs from its computed one, every figure with two values in one edition, "
        "and what is said of figures and is not so. Exit 1 when a difference is not explained or a statement is false."
    )

    def handle(self, *args, **options) -> None:
        without_reason = self._statements() + self._look_in_editions() + self._totals()
        if without_reason:
            sys.exit(1)

    def _totals(self) -> int:
        totals = list(all_totals())
        differing = [total for total in totals if not total.agrees]
        for total in differing:
            self._show(total)
        unexplained = sum(total.is_unexplained for total in differing)
        self.stdout.write(
            f"{len(totals)} gepubliceerde totalen nagerekend: {len(differing)} verschillen, "
            f"waarvan {unexplained} zonder toelichting."
        )
        return unexplained

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

    def _statements(self) -> int:
        found = list(all_statements())
        for statement in found:
            self.stdout.write(f"{statement.where}: {statement.what}")
        false = sum(statement.is_false for statement in found)
        if false:
            self.stdout.write(f"{counted(false, 'uitspraak', 'uitspraken')} over de sterkte kloppen niet.")
        return false


def all_totals() -> Iterator[Reconciliation]:
    for table in StrengthTable.objects.adopted().with_figures():
        yield from formation.validators.reconcile(table)
    for change_set in StrengthChangeSet.objects.with_changes():
        yield from formation.validators.reconcile_changes(change_set)
    for table in NationalTable.objects.adopted().with_figures():
        yield from formation.validators.reconcile_national(table)
    for safety_agenda in SafetyAgenda.objects.all():
        yield from agenda.validators.reconcile(safety_agenda)
        yield from agenda.validators.overtaken_totals(safety_agenda)
    for budget in Budget.objects.filter(status=Budget.Status.ADOPTED, deleted_at=None).with_figures():
        yield from themes.budgets.validators.reconcile(budget)
    for edition in Edition.objects.filter(status=Edition.Status.ADOPTED).for_reading():
        # One that is damaged is told of among the statements.
        with suppress(EditionDamaged):
            yield from reconcile_statements(edition)
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
