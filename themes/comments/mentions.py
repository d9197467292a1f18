"""Who can be named in a comment on a plan."""

from django.db.models import QuerySet

from nhveilig.accounts.models import User
from themes.members.queries import deciders_of, writers_of
from themes.models import ImplementationPlan


def people_of(plan: ImplementationPlan) -> QuerySet[User]:
    """Who reads the comments on a plan, and so can be named in one: its writers, and who decides on it."""
    found = writers_of(plan).values("pk").union(deciders_of(plan).values("pk"))
    return User.objects.filter(pk__in=found).order_by("last_name", "first_name", "username")
