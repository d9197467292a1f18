from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.base import Crumbs, Register


class RegisterPage:
    """What every page of a register has. `page` names its template; what the visitor cannot reach is not there."""

    register: Register
    permission: Permission
    page = ""
    # Whether it is about rows that lie in the bin.
    is_bin = False

    @cached_property
    def around(self) -> dict[str, object]:
        """What the address says before the row."""
        return {
            name: value for name, value in self.kwargs.items() if name not in {*self.register.lookup, "format", "edit"}
        }

    @cached_property
    def parent(self) -> Model | None:
        return self.register.parent(self.request.access, self.permission, **self.around)

    @property
    def rows(self) -> QuerySet:
        """Raises Http404 when what the address names before the row is not the visitor's."""
        _ = self.parent
        return self.register.rows(self.request.access, self.permission, is_bin=self.is_bin, **self.around)

    @cached_property
    def row(self) -> Model:
        place = {field: self.kwargs[keyword] for keyword, field in self.register.lookup.items()}
        return get_object_or_404(self.register.for_list(self.rows), **place)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # Before anything that was sent is looked at: what is another's is not there.
        _ = self.row if set(self.register.lookup) <= set(self.kwargs) else self.parent
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        own = f"{self.register.namespace}/{self.register.name}_{self.page}.html"
        return [own, f"registers/{self.page}.html"]

    def get_context_data(self, **kwargs) -> dict[str, object]:
        around = {"register": self.register, "parent": self.parent, "breadcrumbs": self.trail()}
        return super().get_context_data(**around | kwargs)

    def trail(self) -> Crumbs:
        """To the list, to the row, to this page: the last without an address."""
        found = [*self.register.crumbs(self.parent), (self.register.title, self.list_url), *self.below()]
        return [*found[:-1], (found[-1][0], None)]

    def below(self) -> Crumbs:
        return []

    @cached_property
    def units_to_edit(self) -> set[int]:
        """Of the eenheid in the address, or of any: where the visitor may change rows."""
        units = self.request.access.units_with(self.register.edit_permission)
        return units & {self.parent.pk} if isinstance(self.parent, PoliceUnit) else units

    @property
    def list_url(self) -> str:
        return self.register.url("list", **self.around)
