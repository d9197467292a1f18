"""Which goals of councils a theme rests on, as a register."""

from nhveilig.accounts.permissions import Permission
from nhveilig.governance.goals.registers import SAFETY_PLANS
from nhveilig.registers.base import Crumbs, Register
from nhveilig.registers.columns import Column
from nhveilig.registers.registry import add_register
from themes.models import GoalTheme


class GoalThemeRegister(Register):
    code, name, namespace, model = "prioriteiten-en-themas", "goal-theme", "themes", GoalTheme
    lead = "Bij welk thema van het beleidsplan een prioriteit van een gemeenteraad hoort."
    view_permission, edit_permission = Permission.VIEW_PLANS, Permission.EDIT_GOVERNANCE
    scope = "theme__plan__police_unit"
    columns = (
        Column("prioriteit", "Zoals de raad haar noemt. Noemen meer raden haar zo: met de titel van het plan ervoor.",
               field="priority", by="words", within="plan__municipality__safety_region__police_unit",
               apart="plan__title"),
        Column("thema", "De titel. Staat die in meer beleidsplannen, zet dan de webnaam van het plan ervoor.",
               field="theme", by="title", within="plan__police_unit", apart="plan__slug"),
        Column("toelichting", "Waaruit dat blijkt.", required=False, field="note"),
    )  # fmt: skip
    listed, filters = ("prioriteit", "thema", "toelichting"), ("thema",)
    searched, key = ("priority__words", "priority__plan__title", "theme__title"), ("prioriteit", "thema")
    import_order = 63

    def crumbs(self, parent: object) -> Crumbs:
        return [(SAFETY_PLANS.title, SAFETY_PLANS.url("list"))]


GOAL_THEMES = add_register(GoalThemeRegister())
