"""Import and export of strength tables. Imported when the portal starts: it makes both kinds known."""

from formation.importing.kinds import EstablishmentKind, OccupationKind
from nhveilig.imports.kinds import register

register(EstablishmentKind(), OccupationKind())
