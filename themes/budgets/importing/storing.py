"""The budgets of one eenheid, brought in line with a file."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from nhveilig.editing.changes import FieldChange
from nhveilig.editing.fields import text_of
from nhveilig.editing.models import Versioned
from nhveilig.figures.formats import counted, euro
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.imports.kinds import UNKNOWN_IS_NEW, WHOLE_TABLE, Order
from nhveilig.imports.plans import ImportPlan, RowAction, RowChange
from nhveilig.sheets.cells import plain
from nhveilig.sheets.exceptions import Problem
from nhveilig.sheets.names import nearest
from themes.budgets.exceptions import BudgetExists
from themes.budgets.forms import GroupForm, LineForm, TotalForm
from themes.budgets.importing.columns import GRANT, KIND, POST, Role
from themes.budgets.importing.entries import Entry
from themes.budgets.services import add_budget_rows, change_row, create_budget, delete_row, part_of
from themes.budgets.validators import published_total, reconcile
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetSide, BudgetTotal, Grant

ADOPTED = (
    "{} is vastgesteld en verandert niet meer, en dit bestand wil er iets in veranderen. Neem haar in het portaal over "
    "als begrotingswijziging of als realisatie en lees het bestand dan daarvoor in, of haal haar uit het bestand."
)
LONGEST_LABEL = 80
Place = tuple[str, str, str]


@dataclass(frozen=True)
class _Change:
    """Other values for fields of a row that is there."""

    row: BudgetGroup | BudgetLine | BudgetTotal
    values: dict[str, object]


@dataclass
class _Work:
    """What a file does to one budget."""

    budget: Budget
    is_new: bool
    groups: list[BudgetGroup] = field(default_factory=list)
    lines: list[BudgetLine] = field(default_factory=list)
    totals: list[BudgetTotal] = field(default_factory=list)
    changes: list[_Change] = field(default_factory=list)
    removed: list[BudgetLine] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        return bool(self.groups or self.lines or self.totals or self.changes or self.removed)


class Storing:
    """`touched` are the budgets that change, `before` what did not agree in them before that."""

    def __init__(self, order: Order, plan: ImportPlan) -> None:
        self._order, self._plan = order, plan
        unit = order.police_unit
        self._budgets = list(Budget.objects.present().filter(police_unit=unit).with_figures())
        self._grants = {plain(one.title): one for one in Grant.objects.present().filter(police_unit=unit)}
        self._lineages: dict[tuple[Place, int], uuid.UUID] = defaultdict(uuid.uuid4)
        self.touched: list[Budget] = []
        self.before: list[Reconciliation] = []

    def take(self, found: Sequence[Entry]) -> None:
        """All of it, or nothing when something is wrong with one of them."""
        by_version: dict[tuple, list[Entry]] = {}
        for entry in found:
            by_version.setdefault(entry.version.key, []).append(entry)
        works = [work for of_version in by_version.values() if (work := self._work(of_version))]
        if self._plan.problems:
            return
        for work in (work for work in works if work.does_something or work.is_new):
            self._store(work)

    def _work(self, found: list[Entry]) -> _Work | None:
        first = found[0]
        try:
            budget = self._budget(first)
        except BudgetExists as error:
            self._plan.problems.append(first.record.problem(KIND, str(error)))
            return None
        work = _Work(budget or self._new(found), is_new=budget is None)
        _Rows(work, self._order, self._plan, self._grants, self._lineages).take(found)
        if work.does_something and not work.budget.is_concept:
            self._plan.problems.append(Problem(ADOPTED.format(work.budget.name)))
        return work

    def _budget(self, entry: Entry) -> Budget | None:
        """The one that is there already. Raises BudgetExists where that may be more than one."""
        version = entry.version
        same = [one for one in self._budgets if (one.year, one.kind) == (version.year, version.kind)]
        if version.kind != Budget.Kind.AMENDMENT:
            return same[0] if same else None
        if version.number:
            return next((one for one in same if one.number == version.number), None)
        if len(same) > 1:
            raise BudgetExists(
                f"Van {version.year} zijn er {len(same)} wijzigingen. Zet het nummer erbij, zoals "
                f"“Wijziging {same[0].number} {version.year}”."
            )
        return same[0] if same else None

    def _new(self, found: Sequence[Entry]) -> Budget:
        """Not stored yet."""
        version = found[0].version
        title = next((entry.title for entry in found if entry.title), "")
        source = next((entry.source for entry in found if entry.source), self._order.source)
        about = {"year": version.year, "kind": version.kind, "number": version.number or 1}
        budget = Budget(police_unit=self._order.police_unit, source=source, **about)
        budget.title = "" if plain(title) == plain(budget.name) else title
        return budget

    def _store(self, work: _Work) -> None:
        whose = {"editor": self._order.user, "on_behalf_of": self._order.on_behalf_of}
        if work.is_new:
            draft = work.budget
            names = ("police_unit", "year", "kind", "title", "source")
            number = draft.number if draft.kind == Budget.Kind.AMENDMENT else None
            try:
                made = create_budget(
                    **{name: getattr(draft, name) for name in names}, number=number, editor=self._order.user
                )
            except BudgetExists as error:
                self._plan.problems.append(Problem(str(error)))
                return
            draft.pk, draft.number = made.pk, made.number
            self._plan.additions.append(f"{made} ({counted(len(work.lines), 'post', 'posten')}), in bewerking")
        else:
            self.before += reconcile(work.budget)
        budget = work.budget
        for group in work.groups:
            group.budget = budget
        for total in work.totals:
            total.budget = budget
        rows = {"groups": work.groups, "lines": work.lines, "totals": work.totals}
        if any(rows.values()):
            add_budget_rows(budget=budget, **whose, **rows)
        self._change(work)
        for line in work.removed:
            delete_row(budget=budget, row=line, **whose)
        self.touched.append(budget)

    def _change(self, work: _Work) -> None:
        if not work.changes:
            return
        forms = {BudgetGroup: GroupForm.base_fields, BudgetTotal: TotalForm.base_fields}
        forms[BudgetLine] = LineForm(budget=work.budget, row=BudgetLine()).fields
        for change in work.changes:
            row, fields = change.row, forms[type(change.row)]
            change_row(
                budget=work.budget,
                row=row,
                changes=[
                    _field_change(row, name, text_of(fields[name], value)) for name, value in change.values.items()
                ],
                fields=fields,
                editor=self._order.user,
                on_behalf_of=self._order.on_behalf_of,
            )


def _field_change(row: Versioned, name: str, text: str) -> FieldChange:
    return FieldChange(part_of(row), name, text, row.version_of(name))


class _Rows:
    """The rows of one version beside those of the file."""

    def __init__(
        self,
        work: _Work,
        order: Order,
        plan: ImportPlan,
        grants: dict[str, Grant],
        lineages: dict[tuple[Place, int], uuid.UUID],
    ) -> None:
        self._work, self._order, self._plan, self._grants, self._lineages = work, order, plan, grants, lineages
        self._groups: dict[tuple[str, str], list[BudgetGroup]] = {}
        self._known: dict[Place, list[BudgetLine]] = {}
        self._seen: dict[Place, list[Entry]] = defaultdict(list)
        self._subtotals: dict[tuple[str, str], int] = defaultdict(int)
        self._totals: dict[str, Entry] = {}
        for group in work.budget.groups.all() if not work.is_new else []:
            self._groups.setdefault((group.side, plain(group.title)), []).append(group)
            for line in group.lines.all():
                self._known.setdefault((group.side, plain(group.title), plain(line.title)), []).append(line)

    def take(self, found: Sequence[Entry]) -> None:
        for entry in found:
            if entry.role == Role.POST:
                self._take_post(entry)
        for entry in found:
            if entry.role == Role.SUBTOTAL:
                self._take_subtotal(entry)
            elif entry.role == Role.TOTAL:
                self._take_total(entry)
        self._leave_out()

    # Posts ----------------------------------------------------------------------------------

    def _take_post(self, entry: Entry) -> None:
        if entry.side not in BudgetSide.values:
            message = "Een saldo of resultaat is geen post. Zet in de kolom “rij” dat dit een totaal is."
            self._plan.problems.append(entry.record.problem(POST, message))
            return
        times = len(self._seen[entry.place])
        known = self._known.get(entry.place, [])
        if times and times >= len(known):
            first = self._seen[entry.place][0].record
            message = f"Deze post staat ook al in rij {first.row}. Maak er één post van, of geef ze elk een eigen naam."
            self._plan.problems.append(entry.record.problem(POST, message))
            return
        self._seen[entry.place].append(entry)
        if times < len(known):
            self._lineages.setdefault((entry.place, times), known[times].lineage)
            self._compare(known[times], entry)
        elif not self._refuse_slip(entry):
            self._add(entry, times)

    def _refuse_slip(self, entry: Entry) -> bool:
        """A name that resembles one that is there, or stands in another group, would count twice."""
        if self._order.accept_new or self._order.remove_missing:
            return False
        in_side = {(group, title) for side, group, title in self._known if side == entry.side}
        title = plain(entry.words)
        elsewhere = [group for group, one in in_side if one == title]
        near = nearest(title, {one for group, one in in_side if group == plain(entry.group)})
        if elsewhere and (entry.side, plain(entry.group)) not in self._seen_groups():
            where = self._groups[entry.side, elsewhere[0]][0]
            message = f"Deze post staat in het portaal onder “{where}”. Zet hem in het bestand ook daar"
        elif near:
            known = self._known[entry.side, plain(entry.group), near][0]
            message = f"Deze post staat er nog niet. Bedoelt u “{known.title}”? Neem dan die naam over"
        else:
            return False
        message += f", of kies bij het uploaden “{UNKNOWN_IS_NEW}”."
        self._plan.problems.append(entry.record.problem(POST, message))
        return True

    def _seen_groups(self) -> set[tuple[str, str]]:
        """Groups of the portal that hold a post of the file already: then another group is another post."""
        return {place[:2] for place in self._seen if place in self._known}

    def _compare(self, line: BudgetLine, entry: Entry) -> None:
        wanted: dict[str, object] = {"amount": entry.amount}
        if entry.note is not None:
            wanted["note"] = entry.note
        if entry.grant is not None:
            wanted["grant"] = self._grant(entry)
        changed = {name: value for name, value in wanted.items() if getattr(line, name) != value}
        for name, value in changed.items():
            self._tell(entry, name, _shown(getattr(line, name)), _shown(value))
        if changed:
            self._work.changes.append(_Change(line, changed))
        else:
            self._plan.unchanged += 1

    def _tell(self, entry: Entry, name: str, old: str, new: str) -> None:
        what = self._called(entry)
        if name != "amount":
            what = f"{what}, {BudgetLine._meta.get_field(name).verbose_name}"
        change = RowChange(RowAction.CHANGED, what, old, new, entry.record.sheet.title, entry.record.row)
        self._plan.changes.append(change)

    def _called(self, entry: Entry) -> str:
        group = f"{entry.group}, " if entry.group else ""
        return f"{self._work.budget.name}, {entry.side}: {group}{entry.words}"

    def _grant(self, entry: Entry) -> Grant | None:
        if not entry.grant:
            return None
        found = self._grants.get(plain(entry.grant))
        if found is None:
            near = nearest(plain(entry.grant), self._grants)
            meant = f"Bedoelt u “{self._grants[near].title}”? " if near else ""
            message = f"Deze geldbron bestaat niet. {meant}Maak haar eerst, of laat de cel leeg."
            self._plan.problems.append(entry.record.problem(GRANT, message))
        return found

    def _add(self, entry: Entry, times: int) -> None:
        group = self._group(entry)
        order = 1 + len([one for one in self._work.lines if one.group is group])
        if group.pk:
            order += max((line.order for line in group.lines.all()), default=0)
        line = BudgetLine(
            group=group,
            order=order,
            title=entry.words,
            amount=entry.amount,
            note=entry.note or "",
            grant=self._grant(entry),
            lineage=self._lineages[entry.place, times],
        )
        self._work.lines.append(line)
        self._note_new(entry, _shown(entry.amount))

    def _note_new(self, entry: Entry, shown: str) -> None:
        place = entry.record.sheet.title, entry.record.row
        self._plan.changes.append(RowChange(RowAction.NEW, self._called(entry), "", shown, *place))

    def _group(self, entry: Entry) -> BudgetGroup:
        key = entry.place[:2]
        if key not in self._groups:
            orders = [one.order for groups in self._groups.values() for one in groups]
            lineage = self._lineages[(*key, ""), 0]
            group = BudgetGroup(side=entry.side, title=entry.group, order=max(orders, default=0) + 1, lineage=lineage)
            self._groups[key] = [group]
            self._work.groups.append(group)
        return self._groups[key][0]

    # Totals -----------------------------------------------------------------------------------

    def _take_subtotal(self, entry: Entry) -> None:
        key = entry.side, plain(entry.group)
        # Of groups of one name, those that have a subtotal come first, as they went out.
        groups = sorted(self._groups.get(key, []), key=lambda group: group.subtotal is None)
        times = self._subtotals[key]
        self._subtotals[key] += 1
        if times >= len(groups):
            message = (
                f"Dit subtotaal staat er al, of “{entry.group}” heeft geen posten. Verwijder de rij of voeg posten toe."
            )
            self._plan.problems.append(entry.record.problem(POST, message))
            return
        group = groups[times]
        if group.pk is None:
            group.subtotal = entry.amount
            self._note_new(entry, _shown(entry.amount))
        elif group.subtotal == entry.amount:
            self._plan.unchanged += 1
        else:
            self._tell(entry, "amount", _shown(group.subtotal), _shown(entry.amount))
            self._work.changes.append(_Change(group, {"subtotal": entry.amount}))

    def _take_total(self, entry: Entry) -> None:
        first = self._totals.setdefault(entry.side, entry)
        if first is not entry:
            message = f"Dit totaal staat ook al in rij {first.record.row}. Verwijder een van beide."
            self._plan.problems.append(entry.record.problem(POST, message))
            return
        known = None if self._work.is_new else published_total(self._work.budget, entry.side)
        is_same = known and plain(known.label) == plain(entry.words)
        label = known.label if is_same else self._label(entry)
        if len(label) > LONGEST_LABEL:
            message = f"De woorden bij dit totaal zijn te lang: hooguit {LONGEST_LABEL} tekens. Maak ze korter."
            self._plan.problems.append(entry.record.problem(POST, message))
            return
        if known is None:
            self._work.totals.append(BudgetTotal(side=entry.side, label=label, amount=entry.amount))
            self._note_new(entry, _shown(entry.amount))
            return
        wanted = {"amount": entry.amount, "label": label}
        changed = {name: value for name, value in wanted.items() if getattr(known, name) != value}
        if not changed:
            self._plan.unchanged += 1
            return
        old = f"{known.label}: {_shown(known.amount)}" if "label" in changed else _shown(known.amount)
        new = f"{label}: {_shown(entry.amount)}" if "label" in changed else _shown(entry.amount)
        self._tell(entry, "amount", old, new)
        self._work.changes.append(_Change(known, changed))

    def _label(self, entry: Entry) -> str:
        """A total that only says “Totaal” is not the same as the next one that does."""
        if plain(entry.words) in {"totaal", "eindtotaal", "subtotaal"}:
            return f"Totaal {entry.side}"
        return entry.words

    # What is not in the file ------------------------------------------------------------------

    def _leave_out(self) -> None:
        missing = [
            (place, line) for place, lines in self._known.items() for line in lines[len(self._seen.get(place, [])) :]
        ]
        if self._order.remove_missing:
            for place, line in missing:
                self._work.removed.append(line)
                what = f"{self._work.budget.name}, {place[0]}: {line.title}"
                self._plan.changes.append(RowChange(RowAction.REMOVED, what, _shown(line.amount)))
        elif missing:
            names = counted(len(missing), "post staat", "posten staan")
            self._plan.notes.append(
                f"{self._work.budget.name}: {names} niet in het bestand en blijft zoals het is. Moet het weg, kies dan "
                f"bij het uploaden “{WHOLE_TABLE}”."
            )


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return euro(value)
    return "n.t.b." if value is None else str(value) or "leeg"
