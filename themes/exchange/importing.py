"""The file of a plan, read back: parts of a plan that is open change, reports come in beside those there are.

Imported when the portal starts: it makes the kind known.
"""

from collections import defaultdict

from tablib import Dataset

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.imports.kinds import Batch, Order, TableKind, register
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.cells import plain
from nhveilig.sheets.layouts import Reading, Record, doubles
from themes.exchange.constants import CODE_OF, COLUMNS, KEY, KIND, PLAN
from themes.exchange.parts import TakenParts
from themes.exchange.reports import TakenReports
from themes.exchange.writing import name_of_plan, table_of
from themes.models import ImplementationPlan
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.views import plan_url


class PlanKind(TableKind):
    code = "plannen"
    order = 15
    label = "Uitvoeringsplannen en voortgang"
    description = (
        "Activiteiten, resultaten en streefwaarden van uitvoeringsplannen, en wat erover is gemeld. Begin met het "
        "bestand dat u bij een plan ophaalt met “Download als Excel”."
    )
    permission, imported_with = Permission.EDIT_PLANS, Permission.IMPORT_PLANS
    view_permission = Permission.VIEW_PLANS
    columns = COLUMNS
    # A plan that is not finished is not for every writer of the eenheid.
    per_unit = of_one_person = True
    each = "onderdeel"

    def batch(self, reading: Reading, order: Order, plan: ImportPlan) -> "PlanBatch":
        batch = PlanBatch(None, None, plan)
        keyed = ((record.text(KEY).casefold(), record) for record in reading.records if record.has(KEY))
        plan.problems += doubles(keyed, KEY)
        known = _known(order)
        for name, records in _by_plan(reading.records).items():
            found = known.get(name)
            if found is None:
                message = "Dit plan is er niet, of u kunt het niet lezen. Schrijf thema en jaar, zoals “Drugs 2026”."
                plan.problems += [record.problem(PLAN, message) for record in records]
            else:
                _take(found, records, order, plan)
                batch.plans.append(found)
        return batch

    def pages(self, batch: "PlanBatch") -> list[tuple[str, str]]:
        return [(f"Bekijk {name_of_plan(one)}", plan_url(one)) for one in batch.plans]

    def export(self, police_unit: PoliceUnit, layout: str = "lang", **chosen: object) -> Dataset:
        """Of what was adopted: an unfinished plan goes out from its own page, to who may read it."""
        adopted = ImplementationPlan.objects.filter(status=ImplementationPlan.Status.ADOPTED)
        return table_of(_by_name(adopted, police_unit).values())


class PlanBatch(Batch):
    def __init__(self, *about: object) -> None:
        super().__init__(*about)
        self.plans: list[ImplementationPlan] = []


def _known(order: Order) -> dict[str, ImplementationPlan]:
    plans = ImplementationPlan.objects
    return _by_name(plans.visible_to(Access(order.user)) if order.user else plans.all(), order.police_unit)


def _by_name(plans: ImplementationPlanQuerySet, police_unit: PoliceUnit) -> dict[str, ImplementationPlan]:
    """Of two plans of one name the one of the newest beleidsplan, as in an address."""
    found = plans.filter(theme__plan__police_unit=police_unit).with_parts().order_by("theme__plan__start_year", "year")
    return {plain(name_of_plan(one)): one for one in found}


def _by_plan(records: list[Record]) -> dict[str, list[Record]]:
    found = defaultdict(list)
    for record in records:
        found[plain(record.text(PLAN))].append(record)
    return found


def _take(plan: ImplementationPlan, records: list[Record], order: Order, outcome: ImportPlan) -> None:
    parts, reports = [], []
    for record in records:
        code = CODE_OF.get(plain(record.text(KIND)))
        if code is None:
            outcome.problems.append(record.problem(KIND, f"Kies een van: {', '.join(CODE_OF)}."))
        else:
            (reports if code == "report" else parts).append((code, record))
    TakenParts(plan, order, outcome).take(parts)
    TakenReports(plan, order, outcome).take([record for _, record in reports])


register(PlanKind())
