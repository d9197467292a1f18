"""The page of a table with changes: the table itself, whether it adds up, and what it says beside the strength."""

from formation.development import changes_table
from formation.models import StrengthChange, StrengthChangeSet, StrengthTable
from formation.queries import explain, explanation_table
from formation.validators import reconcile_changes
from nhveilig.figures.formats import number, signed
from nhveilig.registers.views import DetailPage


class ChangeSetPage(DetailPage):
    def get_context_data(self, **kwargs) -> dict[str, object]:
        [found] = StrengthChangeSet.objects.filter(pk=self.row.pk).with_changes()
        changes = list(found.changes.all())
        totals = [total for total in reconcile_changes(found) if not total.agrees]
        return super().get_context_data(
            table=changes_table(found).as_dict() if changes else None,
            has_totals=any(one.role == StrengthChange.Role.TOTAL for one in changes),
            unexplained=[
                f"{total.what}: gepubliceerd {number(total.published)}, opgeteld {number(total.computed)} "
                f"(verschil {signed(total.difference)})"
                for total in totals
                if total.is_unexplained
            ],
            beside=_beside_tables(found),
            **kwargs,
        )


def _beside_tables(change_set: StrengthChangeSet) -> dict[str, object] | None:
    """What the changes explain of the difference between the two tables of the set; None without those."""
    tables = [change_set.before, change_set.after]
    if None in tables or len({table.series for table in tables}) > 1:
        return None
    before, after = tables
    groups = [group for group in explain(before, after, [change_set]) if group.changes]
    if not groups:
        return None
    return {
        "table": explanation_table(before, after, groups).as_dict(),
        "is_complete": all(group.is_complete for group in groups),
        "concepts": [table.day for table in tables if table.status == StrengthTable.Status.CONCEPT],
        "comparison": after.series,
    }
