import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhveilig.exceptions import PortalError
from nhveilig.figures.dates import parse_date
from nhveilig.figures.formats import number
from nhveilig.figures.parsing import Unreadable
from nhveilig.imports import engine
from nhveilig.imports.kinds import Order, TableKind, all_kinds, find_kind
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.workbooks import read_workbook

USAGE_ERROR = 2
CHANGES_SHOWN = 50


class Command(BaseCommand):
    help = "Import a table from a spreadsheet: the same checks and messages as in the browser. Exit 1 when refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help=", ".join(kind.code for kind in all_kinds()))
        parser.add_argument("file", type=Path, help="xlsx, ods or csv")
        parser.add_argument("--eenheid", help="code of the eenheid, such as RE04")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, store nothing")
        parser.add_argument("--peildatum", type=day, help="when the file names no date, as 31-12-2026")
        parser.add_argument("--bron", default="", help="where the figures of a new table come from")
        parser.add_argument("--reeks", default="", help="what the series of a new table is called")
        parser.add_argument("--reden", default="", help="why targets change")
        parser.add_argument("--ingang", type=day, help="from when changed targets hold")
        parser.add_argument("--hele-tabel", action="store_true", help="remove figures that are not in the file")
        parser.add_argument("--nieuwe-namen", action="store_true", help="names the portal does not know are new")
        parser.add_argument("--totalen-zoals-gepubliceerd", action="store_true", help="keep totals that do not fit")

    def handle(self, *args, **options) -> None:
        kind = find_kind_or_stop(options["kind"])
        order = self._order(kind, options)
        try:
            book = read_workbook(options["file"].read_bytes(), options["file"].name)
            plan = engine.preview(kind, book, order)
            self._show(plan)
            if plan.is_refused:
                self._stop()
            if options["dry_run"]:
                self.stdout.write("Er is niets opgeslagen (--dry-run).")
                return
            self._refuse_unanswered(plan, options)
            engine.apply(kind, book, order, expected=plan.fingerprint)
        except FileRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            self._stop()
        except engine.TableChanged:
            raise CommandError("De tabel is intussen veranderd. Er is niets opgeslagen; probeer het opnieuw.") from None
        except (PortalError, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write("Opgeslagen." if plan.does_something else "Er viel niets op te slaan.")

    def _stop(self) -> None:
        self.stderr.write("Geweigerd: er is niets opgeslagen.")
        sys.exit(1)

    def _order(self, kind: TableKind, options: dict) -> Order:
        return Order(
            police_unit=unit_or_stop(kind, options["eenheid"]),
            reference_date=options["peildatum"],
            source=options["bron"],
            title=options["reeks"],
            reason=options["reden"],
            effective_on=options["ingang"],
            remove_missing=options["hele_tabel"],
            accept_new=options["nieuwe_namen"],
            accept_totals=options["totalen_zoals_gepubliceerd"],
        )

    def _refuse_unanswered(self, plan: ImportPlan, options: dict) -> None:
        if plan.questions and not (options["reden"] and options["ingang"]):
            raise CommandError("Streefcijfers veranderen: noem de reden en de ingangsdatum (--reden, --ingang).")

    def _show(self, plan: ImportPlan) -> None:
        for note in [*plan.notes, *plan.additions]:
            self.stdout.write(note)
        for change in plan.changes[:CHANGES_SHOWN]:
            self.stdout.write(f"{change.what}: {change.old or '(niets)'} -> {change.new or '(niets)'}")
        if len(plan.changes) > CHANGES_SHOWN:
            self.stdout.write(f"en nog {number(len(plan.changes) - CHANGES_SHOWN)} andere cijfers")
        counts = plan.counts()
        words = {"new": "nieuw", "changed": "gewijzigd", "removed": "verdwijnt", "unchanged": "gelijk"}
        self.stdout.write(", ".join(f"{number(counts[name])} {word}" for name, word in words.items()))
        for problem in plan.problems:
            self.stderr.write(str(problem))


def day(text: str) -> date:
    """A date as pages take it. Raises ArgumentTypeError, whose message is shown as it is."""
    try:
        return parse_date(text)
    except Unreadable as error:
        raise ArgumentTypeError(str(error)) from None


def find_kind_or_stop(code: str) -> TableKind:
    kind = find_kind(code)
    if kind is None:
        known = ", ".join(kind.code for kind in all_kinds())
        raise CommandError(f"Onbekende tabel “{code}”. Kies uit: {known}.", returncode=USAGE_ERROR)
    return kind


def unit_or_stop(kind: TableKind, code: str | None) -> PoliceUnit | None:
    """None for a table of the whole country."""
    if not kind.per_unit:
        return None
    unit = PoliceUnit.objects.filter(code=code or "").first()
    if unit is None:
        known = ", ".join(PoliceUnit.objects.values_list("code", flat=True))
        raise CommandError(f"Noem de eenheid met --eenheid. Bekend: {known}.", returncode=USAGE_ERROR)
    return unit
