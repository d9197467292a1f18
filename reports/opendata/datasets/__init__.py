"""Every dataset, in the order of the catalogue."""

from . import agenda, editions, regions, registers, results, strength

DATASETS = (
    editions.EDITIONS,
    results.PLANS,
    results.TARGETS,
    results.RESULTS,
    results.IN_MUNICIPALITIES,
    agenda.AGENDAS,
    agenda.INDICATORS,
    agenda.TARGETS,
    agenda.SHARES,
    agenda.MEASUREMENTS,
    strength.TABLES,
    strength.CELLS,
    regions.UNITS,
    regions.MUNICIPALITIES,
    *registers.REGISTERS,
)
BY_SLUG = {dataset.slug: dataset for dataset in DATASETS}
