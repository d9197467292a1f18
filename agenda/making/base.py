"""What the registers of an agenda have in common: their rows belong to the agenda in the address, and who keeps what is
national keeps them."""

from collections.abc import Iterable
from typing import ClassVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from agenda.making.validators import why_kept
from agenda.models import Indicator, NationalObjective, SafetyAgenda, Topic
from agenda.views.reading import trail_to
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.models import BinnedQuerySet
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.base import Crumbs, Register
from nhveilig.registers.columns import Column
from nhveilig.registers.values import ReferenceValue

# The way from what a row refers to, to its agenda.
TO_AGENDA: dict[type[Model], str] = {NationalObjective: "agenda", Indicator: "objective__agenda", Topic: "agenda"}
ORDER = Column("volgorde", "De hoeveelste in de rij; leeg is onderaan.", required=False, field="order")
OF_AGENDA = Column("agenda", "De webnaam van de agenda, zoals veiligheidsagenda-2023-2026.", field="agenda", by="slug")


# What the page on which an agenda is made is called.
STEP = "Bewerken"


def making_address(agenda: SafetyAgenda) -> str:
    return reverse("agenda:agenda-making", args=[agenda.slug])


def of_objective(*, required: bool = True) -> Column:
    return Column(
        "doel",
        "Bij welk doel het hoort. In een bestand de code, zo nodig met de webnaam van de agenda ervoor.",
        required=required,
        field="objective",
        by="code",
        apart="agenda__slug",
    )


def of_topic(*, required: bool = True) -> Column:
    return Column(
        "onderwerp",
        "Bij welk onderwerp het hoort. In een bestand de titel, zo nodig met de webnaam van de agenda ervoor.",
        required=required,
        field="topic",
        by="title",
        apart="agenda__slug",
    )


class AgendaRegister(Register):
    namespace = "agenda"
    view_permission = Permission.VIEW_AGENDA
    # It holds for every eenheid.
    edit_permission = Permission.EDIT_NATIONAL
    group = "making"
    # The way from a row to its agenda; the first of these that is there.
    to_agenda: ClassVar[tuple[str, ...]] = ("objective__agenda",)
    # The rows it hangs on: what lies in the bin takes it along.
    above: ClassVar[tuple[str, ...]] = ("objective",)
    # Columns that stay as they are once the agenda is adopted: addresses, files and documents name a row by them.
    fixed_once_adopted: ClassVar[tuple[str, ...]] = ()

    def parent(self, access: Access, permission: Permission, **around: object) -> SafetyAgenda:
        return get_object_or_404(SafetyAgenda, slug=around["slug"])

    def rows(self, access: Access, permission: Permission, *, is_bin: bool = False, **around: object) -> QuerySet:
        """What hangs on a row that is in the bin itself, comes back with that."""
        return self._outside_bin(super().rows(access, permission, is_bin=is_bin, **around))

    def of_unit(self, police_unit: PoliceUnit | None) -> QuerySet:
        return self._outside_bin(super().of_unit(police_unit))

    def _outside_bin(self, rows: QuerySet) -> QuerySet:
        return rows.filter(**{f"{path}__deleted_at": None for path in self.above})

    def stored(self) -> BinnedQuerySet:
        # Their manager leaves out what is in the bin.
        return type(super().stored())(self.model)

    def within(self, rows: QuerySet, **around: object) -> QuerySet:
        if "slug" not in around:
            return rows
        of_one = [rows.filter(**{f"{path}__slug": around["slug"]}) for path in self.to_agenda]
        return of_one[0] if len(of_one) == 1 else of_one[0] | of_one[1]

    def for_list(self, rows: QuerySet) -> QuerySet:
        return super().for_list(rows).select_related(*self.to_agenda)

    def choices(self, one: ReferenceValue, rows: QuerySet, parent: Model | None) -> QuerySet:
        path = TO_AGENDA.get(one.field.related_model)
        return rows.filter(**{path: parent}) if path and parent else rows

    def agenda_of(self, row: Model) -> SafetyAgenda:
        for path in self.to_agenda:
            found: Model | None = row
            for step in path.split("__"):
                found = getattr(found, step) if found else None
            if found:
                return found
        raise SafetyAgenda.DoesNotExist

    def typed_in(self, row: Model | None) -> tuple[str, ...]:
        if row is None or row.pk is None or self.agenda_of(row).is_draft:
            return tuple(self.bound)
        return tuple(name for name in self.bound if name not in self.fixed_once_adopted)

    def place_of(self, row: Model) -> object:
        return self.agenda_of(row).pk

    def why_kept(self, rows: Iterable[Model]) -> dict[int, str]:
        return {row.pk: why for row in rows if (why := why_kept(row))}

    def address_of(self, row: Model) -> dict[str, object]:
        return {"slug": self.agenda_of(row).slug, "pk": row.pk}

    def crumbs(self, parent: SafetyAgenda) -> Crumbs:
        return trail_to(parent, (STEP, making_address(parent)), self.title)[:-1]
