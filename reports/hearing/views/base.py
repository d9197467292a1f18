"""What pages of a round share."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from nhveilig.accounts.permissions import Permission
from nhveilig.editing.views import ByVisitor
from nhveilig.http.views import Above, breadcrumbs
from reports.documents.models import Document
from reports.documents.presenters import above
from reports.hearing.models import Hearing, Round
from reports.hearing.places import Places
from reports.hearing.presenters import above_round


class OfDocument(ByVisitor):
    """A document of an eenheid for which the visitor holds the `permission` of the page; others are 404. That of a
    uitvoeringsplan goes to the municipalities by its own steps."""

    permission = Permission.VIEW_HEARINGS

    @cached_property
    def document(self) -> Document:
        units = self.request.access.units_with(self.permission)
        found = Document.objects.visible_to(self.request.access).filter(implementation_plan=None, police_unit__in=units)
        return get_object_or_404(found.select_related("police_unit"), slug=self.kwargs["slug"])

    @property
    def holds(self) -> bool:
        """Whether the visitor sends, closes and answers."""
        return self.request.access.may(Permission.HOLD_HEARINGS, self.document.police_unit_id)

    @property
    def above(self) -> Above:
        return above(self.document)

    def page(self, title: str, **more: object) -> dict[str, object]:
        trail = breadcrumbs(self.above, here=title)
        return {"document": self.document, "holds": self.holds, "title": title, "breadcrumbs": trail, **more}


class OfRound(OfDocument):
    @cached_property
    def round(self) -> Round:
        found = Round.objects.visible_to(self.request.access).for_list().filter(document=self.document)
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def places(self) -> Places:
        return Places(self.round.outline)

    @property
    def above(self) -> Above:
        return above_round(self.round)

    def page(self, title: str, **more: object) -> dict[str, object]:
        return super().page(title, round=self.round, **more)


class OfHearing(OfRound):
    """What one raad said; put in by those of the own municipality, and by staff."""

    @cached_property
    def hearing(self) -> Hearing:
        code = self.kwargs["code"]
        wanted = {"municipality": None} if code == "OM" else {"municipality__code": code}
        found = Hearing.objects.select_related("municipality", "round__document", "round__edition", "file")
        found = found.defer("round__edition__content", "file__data")
        return get_object_or_404(found, round=self.round, **wanted)

    @cached_property
    def puts_in(self) -> bool:
        return Hearing.objects.answerable_by(self.request.access).filter(pk=self.hearing.pk).exists()
