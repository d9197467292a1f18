"""Every dataset, in the order and the groups of the catalogue."""

from . import agenda, plans, registers, strength

GROUPS = {
    "Documenten en plannen": (
        *(plans.EDITIONS, plans.PLANS, plans.TARGETS, plans.RESULTS),
        plans.IN_MUNICIPALITIES,
    ),
    "Landelijke doelen": (
        *(agenda.AGENDAS, agenda.INDICATORS, agenda.TARGETS, agenda.SHARES),
        agenda.MEASUREMENTS,
    ),
    "Sterkte van de politie": (strength.TABLES, strength.CELLS, strength.NATIONAL),
    "Gebieden": (strength.UNITS, strength.MUNICIPALITIES),
    "Registers": registers.REGISTERS,
}
DATASETS = tuple(dataset for group in GROUPS.values() for dataset in group)
BY_SLUG = {dataset.slug: dataset for dataset in DATASETS}
