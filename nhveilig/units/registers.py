from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse

from nhveilig.accounts.permissions import Permission
from nhveilig.registers.base import Crumbs, Register
from nhveilig.registers.columns import Column
from nhveilig.registers.registry import add_register
from nhveilig.units.columns import units_in_use
from nhveilig.units.models import FIXED, Unit


class UnitRegister(Register):
    code, name, namespace, model = "meeteenheden", "unit", "units", Unit
    lead = "Waarin cijfers zijn uitgedrukt, met het woord voor één en het woord voor meer: 1\u00a0zaak, 2\u00a0zaken."
    view_permission = edit_permission = Permission.EDIT_UNITS
    section, icon = "setup", "chart"
    columns = (
        Column("meervoud", "Het woord bij 2 of meer, zoals zaken.", field="plural"),
        Column("enkelvoud", "Het woord bij 1, zoals zaak. Is er maar één woord, vul dat dan ook hier in.",
               field="singular"),
        Column("nagekeken", "Of beide woorden kloppen: ja of nee.", required=False, field="is_checked"),
    )  # fmt: skip
    listed = ("meervoud", "enkelvoud", "nagekeken")
    filters, searched, key = ("nagekeken",), ("plural", "singular"), ("meervoud",)
    import_order = 19

    def crumbs(self, parent: None) -> Crumbs:
        return [("Inrichten", reverse("setup"))]

    def why_kept(self, rows: Iterable[Model]) -> dict[int, str]:
        in_use = units_in_use()
        kept = [row for row in rows if row.pair in in_use or row.plural in FIXED]
        return {row.pk: f"Er zijn cijfers in {row.plural}, of het portaal rekent ermee." for row in kept}


UNITS = add_register(UnitRegister())
