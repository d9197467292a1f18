"""The only places that write to the register. Arguments go by keyword; what is refused raises Refused."""

from agenda.exceptions import Refused
from agenda.services.agreements import note_agreement
from agenda.services.distributions import distribute, propose_distribution
from agenda.services.measurements import record_measurement, restore_previous
from agenda.services.targets import revise_target

__all__ = [
    "Refused",
    "distribute",
    "note_agreement",
    "propose_distribution",
    "record_measurement",
    "restore_previous",
    "revise_target",
]
