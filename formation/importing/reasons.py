"""Why a total of a file is not the sum of its parts: kept with the difference it is about, as on the page."""

from collections import defaultdict
from collections.abc import Iterable

from formation.importing.columns import REASON, reason_for
from formation.models import StrengthExplanation, StrengthTable
from formation.validators import StrengthTotal, reconcile
from nhveilig.imports.kinds import Batch
from nhveilig.imports.plans import ImportPlan, RowAction, RowChange
from nhveilig.sheets.layouts import Record

# Table, unit, and category by its code.
Place = tuple[int, int, str]


def take_reasons(batch: Batch) -> set[int]:
    """For whom has stored the figures. Returns the ids of the tables in which a reason is another now; an empty cell
    takes none away. No query for a file without reasons."""
    said = dict(_said(batch))
    tables = StrengthTable.objects.filter(pk__in={place[0] for place in said}).with_figures() if said else []
    differing = _differing(tables)
    return {place[0] for place, record in said.items() if _is_kept(place, record, differing.get(place, []), batch.plan)}


def _said(batch: Batch) -> Iterable[tuple[Place, Record]]:
    resource = batch.resource
    for row_id, category_id, _, _, record, _ in batch.dataset:
        if record is not None and record.has(REASON):
            row = resource.rows[row_id]
            yield (row.table_id, row.unit_id, resource.categories[category_id].code), record


def _differing(tables: Iterable[StrengthTable]) -> dict[Place, list[StrengthTotal]]:
    found = defaultdict(list)
    for total in (total for table in tables for total in reconcile(table) if not total.agrees):
        found[total.table_id, total.unit_id, total.category].append(total)
    return found


def _is_kept(place: Place, record: Record, differing: list[StrengthTotal], plan: ImportPlan) -> bool:
    text, old = record.text(REASON), reason_for(differing)
    if not differing:
        plan.notes.append(
            f"De toelichting in rij {record.row} wordt niet opgeslagen: dit cijfer is de som van zijn delen, of heeft "
            "geen delen."
        )
    if not differing or text == old:
        return False
    for total in differing:
        about = dict(zip(("table_id", "unit_id", "category_code"), place, strict=True))
        StrengthExplanation.objects.update_or_create(**about, difference=total.difference, defaults={"text": text})
    action = RowAction.CHANGED if old else RowAction.NEW
    what = f"{differing[0].what}: {REASON}"
    plan.changes.append(RowChange(action, what, old, text, record.sheet.title, record.row))
    return True
