"""Import and export of what the agenda counts. Imported when the portal starts: it makes three kinds known."""

from agenda.importing.distribution import DistributionKind
from agenda.importing.measurements import MeasurementKind
from agenda.importing.targets import TargetKind
from nhveilig.imports.kinds import register

register(TargetKind(), DistributionKind(), MeasurementKind())
