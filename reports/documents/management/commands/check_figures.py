import sys
from collections.abc import Iterator

from django.core.management.base import BaseCommand

import agenda.validators
import formation.validators
import themes.budgets.validators
from agenda.models import SafetyAgenda
from formation.models import NationalTable, StrengthChangeSet, StrengthTable
from formation.statements import Statement, statements
from nhveilig.figures.formats import counted, number, signed
from nhveilig.figures.reconciliation import Reconciliation
from reports.documents.services.verifying import look_in_editions
from themes.models import Budget, Grant


class Command(BaseCommand):
    help = (
        "List every published total that differs from its computed one, every figure with two values in one edition, "
        "and what is said of figures and is not so. Exit 1 when a difference is not explained or a statement is false."
    )

    def handle(self, *args, **options) -> None:
        self.editions = list(look_in_editions())
        if self._damage() + self._statements() + self._contradictions() + self._totals():
            sys.exit(1)

    def _damage(self) -> int:
        damaged = [one.damage for one in self.editions if one.damage]
        for sentence in damaged:
            self.stdout.write(sentence)
        if damaged:
            self.stdout.write(f"{counted(len(damaged), 'versie is', 'versies zijn')} beschadigd en niet nagerekend.")
        return len(damaged)

    def _statements(self) -> int:
        found = list(statements(list(StrengthTable.objects.adopted().with_figures())))
        found += [Statement(str(one.edition), what) for one in self.editions for what in one.false]
        for statement in found:
            self.stdout.write(f"{statement.where}: {statement.what}")
        false = sum(statement.is_false for statement in found)
        if false:
            self.stdout.write(f"{counted(false, 'uitspraak', 'uitspraken')} over de sterkte kloppen niet.")
        return false

    def _contradictions(self) -> int:
        """How many figures stand in an edition with two values, without a reason and without a rectification."""
        found = [(one.edition, *pair) for one in self.editions for pair in one.contradictions]
        for edition, contradiction, explanation in found:
            self.stdout.write(f"{edition}: {contradiction.message}")
            self.stdout.write(f"    {explanation or 'GEEN TOELICHTING'}")
        unexplained = sum(not explanation for *_, explanation in found)
        if found:
            self.stdout.write(f"{len(found)} cijfers staan in een versie met twee waarden, {unexplained} zonder reden.")
        return unexplained

    def _totals(self) -> int:
        totals = [*all_totals(), *(total for one in self.editions for total in one.totals)]
        differing = [total for total in totals if not total.agrees]
        for total in differing:
            self._show(total)
        unexplained = sum(total.is_unexplained for total in differing)
        self.stdout.write(
            f"{len(totals)} gepubliceerde totalen nagerekend: {len(differing)} verschillen, "
            f"waarvan {unexplained} zonder toelichting."
        )
        return unexplained

    def _show(self, total: Reconciliation) -> None:
        self.stdout.write(
            f"{total.where}: {total.what}: gepubliceerd {number(total.published)}, "
            f"berekend {number(total.computed)} ({signed(total.difference)})"
        )
        self.stdout.write(f"    {total.explanation or 'GEEN TOELICHTING'}")


def all_totals() -> Iterator[Reconciliation]:
    """Of the registers; those that editions print stand with what was found in each."""
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
    grants = Grant.objects.present().select_related("police_unit").with_years()
    yield from themes.budgets.validators.reconcile_grants(grants)
