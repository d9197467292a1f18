"""The plan in the address, for whoever writes in it, perhaps in the name of whom they stand in for."""

from django.utils.functional import cached_property

from nhveilig.accounts.models import User
from themes.members.queries import principal_of
from themes.parts.views import WritablePlan


class WritingPlan(WritablePlan):
    @cached_property
    def principal(self) -> User | None:
        """In whose name the visitor writes; None: in their own."""
        return principal_of(self.request.access, self.plan)

    @property
    def by(self) -> dict[str, User | None]:
        """What every service that changes the plan asks for."""
        return {"editor": self.request.user, "on_behalf_of": self.principal}
