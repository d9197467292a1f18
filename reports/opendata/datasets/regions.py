from nhveilig.regions.models import Municipality, PoliceUnit
from reports.opendata.columns import DataColumn
from reports.opendata.dataset import Dataset
from reports.opendata.filters import by_unit, existing_in

UNITS = Dataset(
    slug="eenheden",
    title="Politie-eenheden",
    description="De regionale eenheden, en de landelijke diensten die een deel van een landelijk doel op zich nemen.",
    row="eenheid",
    published=lambda: PoliceUnit.objects.order_by("order", "code"),
    columns=(
        DataColumn("eenheid", "slug", "De webnaam, waarmee andere gegevens naar de eenheid verwijzen."),
        DataColumn("code", "code", "De code van de eenheid."),
        DataColumn("naam", "name", "De naam."),
        DataColumn("soort", "kind", "Wat voor eenheid het is."),
    ),
    key=("eenheid",),
    links={"self": "/eenheden/{eenheid}", "gemeenten": "/gemeenten?eenheid={eenheid}"},
)

MUNICIPALITIES = Dataset(
    slug="gemeenten",
    title="Gemeenten",
    description="Gemeenten met hun eenheid en veiligheidsregio, ook die er niet meer zijn.",
    row="gemeente",
    published=lambda: Municipality.objects.order_by("code"),
    columns=(
        DataColumn("gemeente", "code", "De code van het CBS."),
        DataColumn("naam", "name", "De naam."),
        DataColumn("eenheid", "safety_region__police_unit__slug", "De webnaam van de eenheid."),
        DataColumn("veiligheidsregio", "safety_region__code", "De code van de veiligheidsregio."),
        DataColumn("veiligheidsregioNaam", "safety_region__name", "De naam van de veiligheidsregio."),
        DataColumn("geldigVanaf", "valid_from", "De eerste dag; leeg als die niet is vastgelegd."),
        DataColumn("geldigTot", "valid_until", "De eerste dag dat de gemeente er niet meer was."),
        DataColumn("opgegaanIn", "successor__code", "De gemeente waarin zij is opgegaan."),
    ),
    key=("gemeente",),
    filters=(by_unit("safety_region__police_unit"), existing_in()),
    links={"self": "/gemeenten/{gemeente}", "resultaten": "/gemeenteresultaten?gemeente={gemeente}"},
)
