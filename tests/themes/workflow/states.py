"""A theme with a plan in every state a plan can have, each of a year of its own."""

from datetime import date, timedelta

from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, PreparedReaction, Reaction, Theme

YEARS = {"review": 2030, "returned": 2031, "consultation": 2032, "adopted": 2033}
REACTION = 9001


def make_plans_in_every_state(theme: Theme, municipality: Municipality) -> None:
    """The one that is put to the municipalities has one reaction, number 9001, and the draft of another."""
    ends_on = timezone.localdate() + timedelta(days=21)
    for status, year in YEARS.items():
        plan = ImplementationPlan.objects.create(
            theme=theme,
            year=year,
            status=status,
            consultation_ends_on=ends_on if status == "consultation" else None,
            adopted_on=date(2025, 3, 3) if status == "adopted" else None,
        )
        if status == "consultation":
            said = {"plan": plan, "municipality": municipality}
            mayor = User.objects.filter(roles__kind="mayor", roles__municipality=municipality).first()
            Reaction.objects.create(pk=REACTION, stance="agrees", **said)
            PreparedReaction.objects.create(stance="remark", text="Een vraag.", prepared_by=mayor, **said)
