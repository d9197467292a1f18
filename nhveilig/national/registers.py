"""Eenheden, veiligheidsregio's and municipalities: they hold for everybody; who works for the country keeps them."""

from django.db.models import QuerySet

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.national.views import MunicipalityPage
from nhveilig.regions.models import Municipality, PoliceUnit, SafetyRegion
from nhveilig.registers.base import Register
from nhveilig.registers.columns import Column
from nhveilig.registers.registry import add_register


class NationalRegister(Register):
    """Changed by hand, and added to by a sheet. Nothing goes to a bin: old years go on naming what is over.

    Each has its place in the menu, so that they need not be tabs of each other: they differ in `group`.
    """

    namespace, section = "national", "setup"
    view_permission = edit_permission = Permission.EDIT_NATIONAL
    has_new_rows = False

    def rows(self, access: Access, permission: Permission, *, is_bin: bool = False, **around: object) -> QuerySet:
        return self.present() if access.may(permission) and not is_bin else self.model.objects.none()

    def present(self) -> QuerySet:
        return self.model.objects.all()

    def of_unit(self, police_unit: PoliceUnit | None) -> QuerySet:
        return self.present()

    def ever(self, police_unit: PoliceUnit | None) -> QuerySet:
        return self.present()


class PoliceUnitRegister(NationalRegister):
    code, name, model = "eenheden", "unit", PoliceUnit
    group = "eenheden"
    lead = "De regionale eenheden, en de landelijke onderdelen die een deel van een landelijk streefcijfer hebben."
    columns = (
        Column("code", "De code van de eenheid, zoals RE04.", field="code"),
        Column("eenheid", "De naam, zonder het woord eenheid ervoor.", ("naam",), field="name"),
        Column("webnaam", "Hoe adressen van pagina’s de eenheid noemen, zoals noord-holland.", field="slug"),
        Column("soort", "Regionale eenheid, of wat voor landelijk onderdeel het is.", field="kind"),
        Column("volgorde", "De plaats in lijsten.", field="order"),
    )
    listed = ("eenheid", "code", "soort")
    # Addresses and figures name a code and a webnaam, so those stay.
    in_form = ("eenheid",)
    filters, searched, key = ("soort",), ("name", "code"), ("code",)
    import_order = 40
    lookup, row_address = {"unit": "slug"}, "<slug:unit>"


class SafetyRegionRegister(NationalRegister):
    code, name, model = "veiligheidsregios", "region", SafetyRegion
    group = "veiligheidsregios"
    lead = "De veiligheidsregio’s, elk met de eenheid waarin zij ligt."
    columns = (
        Column("code", "De code van de veiligheidsregio, zoals VR10.", field="code"),
        Column("veiligheidsregio", "De naam.", ("naam",), field="name"),
        Column("eenheid", "De eenheid waarin zij ligt.", field="police_unit", by="code"),
    )
    listed = ("veiligheidsregio", "code", "eenheid")
    in_form = ("veiligheidsregio",)
    filters, searched, key = ("eenheid",), ("name", "code"), ("code",)
    import_order = 41
    lookup, row_address = {"code": "code"}, "<str:code>"


class MunicipalityRegister(NationalRegister):
    code, name, model = "gemeenten-landelijk", "municipality", Municipality
    group = "gemeenten"
    menu_label, below = "Alle gemeenten", ("national:neighbours", "national:outlines")
    lead = "Alle gemeenten, ook die zijn opgegaan in een andere: oude jaren houden hun namen."
    columns = (
        Column("gm-code", "De code van het CBS, zoals GM0361.", ("code", "gemeentecode"), field="code"),
        Column("gemeente", "De naam van de gemeente.", ("naam",), field="name"),
        Column("veiligheidsregio", "Waarin zij ligt.", field="safety_region", by="code"),
        Column("geldig vanaf", "De eerste dag; leeg als die lang geleden is.", required=False, field="valid_from"),
        Column("geldig tot", "De dag waarop zij ophield te bestaan; leeg als zij er nog is.", required=False,
               field="valid_until"),
        Column("opgegaan in", "De gemeente waarin zij opging.", required=False, field="successor", by="code"),
        Column("kolom", "Haar plaats op de tegelkaart van de eenheid, van links; leeg: het portaal zoekt er een.",
               required=False, field="tile_column"),
        Column("rij", "Haar plaats op de tegelkaart, van boven.", required=False, field="tile_row"),
    )  # fmt: skip
    listed = ("gemeente", "gm-code", "veiligheidsregio", "geldig vanaf", "geldig tot", "opgegaan in")
    in_form = ("gemeente", "veiligheidsregio", "geldig vanaf", "geldig tot", "opgegaan in", "kolom", "rij")
    filters, searched, key = ("veiligheidsregio",), ("name", "code"), ("gm-code",)
    import_order = 42
    lookup, row_address = {"code": "code"}, "<str:code>"
    views = {"detail": MunicipalityPage}


UNITS = add_register(PoliceUnitRegister())
REGIONS = add_register(SafetyRegionRegister())
MUNICIPALITIES = add_register(MunicipalityRegister())
