"""Adding to the outline, moving in it, taking out and putting back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.once import SentOnce
from nhveilig.editing.models import kept_until
from nhveilig.http.responses import wants_json
from reports.documents.blocks.kinds import KINDS, BlockKind, Place, in_groups
from reports.documents.blocks.options import Choices
from reports.documents.desk import services
from reports.documents.desk.exceptions import CannotStandThere
from reports.documents.desk.placing import Spot
from reports.documents.desk.presenters import block_url, desk_url, name_of_block
from reports.documents.desk.rows import Outline, key_of
from reports.documents.desk.views.base import DeskAct, StaffDesk
from reports.documents.models import Block


class AddView(StaffDesk, SentOnce, DeskAct, TemplateView):
    """What can be added there, by group. Address: `?onder=` and `?voor=`, numbers of blocks."""

    template_name = "reports/desk/add.html"

    @cached_property
    def spot(self) -> Spot:
        """Raises BlockIsGone."""
        asked = self.request.GET
        return Spot(self.outline.block(asked.get("onder", "")), self.outline.block(asked.get("voor", "")))

    def kinds(self) -> list[BlockKind]:
        there = {block.kind for block in self.outline.blocks}
        not_here = Place.CHAPTER if self.spot.parent else Place.WITHIN
        return [one for one in KINDS.values() if one.place != not_here and not (one.once and one.code in there)]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        parent = self.spot.parent
        title = "Onderdeel toevoegen" if parent else "Hoofdstuk toevoegen"
        about = {"groups": in_groups(self.kinds()), "parent": parent, "parent_name": parent and name_of_block(parent)}
        return super().get_context_data(**self.page(title, **about, query=self.request.GET.urlencode()), **kwargs)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        kind, title = request.POST.get("soort", ""), request.POST.get("titel", "").strip()[:200]
        if kind == "prose" and not title:
            title = "Nieuw hoofdstuk" if self.spot.parent is None else "Nieuwe paragraaf"
        if kind in KINDS and not title and KINDS[kind].place == Place.CHAPTER and kind not in {"cover", "prose"}:
            title = KINDS[kind].label
        made = services.add_block(document=self.document, kind=kind, by=self.by(), title=title, spot=self.spot)
        if any(field.required for field in _options_of(made)):
            return redirect(desk_url(self.document, "block", pk=made.pk))
        return redirect(block_url(self.document, Outline(self.document).chapter_of(made), key_of(made)))


def _options_of(block: Block) -> list:
    return list(KINDS[block.kind].options(Choices(block.document)).values())


class MoveView(StaffDesk, DeskAct, View):
    """By a step (`stap`, as `omhoog-12`), or to a spot: `blok` to under `onder`, before `voor`."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        asked, seen = request.POST, request.POST.get("versie", "")
        version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
        how = {"document": self.document, "by": self.by(), "outline_version": version}
        step, _, number = asked.get("stap", "").rpartition("-")
        block = self.outline.block(number or asked.get("blok", ""))
        if block is None:
            raise CannotStandThere("Er is niet gezegd wat waarheen gaat. Laad de pagina opnieuw.")
        if step:
            services.step_block(block=block, step=step, **how)
        else:
            spot = Spot(self.outline.block(asked.get("onder", "")), self.outline.block(asked.get("voor", "")))
            services.move_block(block=block, spot=spot, **how)
        if wants_json(request):
            return JsonResponse({"version": self.document.outline_version})
        return redirect(block_url(self.document, Outline(self.document).chapter_of(block), "opbouw"))


class RemoveView(StaffDesk, DeskAct, TemplateView):
    """Says what goes along, and asks."""

    template_name = "reports/desk/remove.html"

    @cached_property
    def block(self) -> Block:
        """Raises BlockIsGone."""
        return self.outline.block(str(self.kwargs["pk"]))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        chapter = self.outline.chapter_of(self.block)
        goes = [name_of_block(one) for one in self.outline.below(self.block)[1:]]
        back = block_url(self.document, chapter, key_of(self.block))
        return super().get_context_data(
            **self.page("Weghalen", going=name_of_block(self.block), goes=goes, back=back), **kwargs
        )

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if self.kwargs["pk"] not in self.outline.by_pk:
            messages.info(request, "Dit onderdeel stond al in de prullenbak.")
            return redirect(desk_url(self.document, "bin"))
        chapter, block = self.outline.chapter_of(self.block), self.block
        services.remove_block(document=self.document, block=block, by=self.by())
        messages.success(request, f"“{name_of_block(block)}” staat in de prullenbak. U kunt het 30 dagen terugzetten.")
        return redirect(desk_url(self.document) if block.pk == chapter.pk else block_url(self.document, chapter))


class BinView(StaffDesk, DeskAct, TemplateView):
    template_name = "reports/desk/bin.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        binned = list(self.document.blocks.in_bin().select_related("deleted_by", "parent"))
        together = {(one.pk, one.deleted_at) for one in binned}
        # What went along with something else comes back with it.
        own = [one for one in binned if (one.parent_id, one.deleted_at) not in together]
        rows = [(one, name_of_block(one), kept_until(one.deleted_at)) for one in own]
        return super().get_context_data(**self.page("Prullenbak", binned=rows), **kwargs)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        number = request.POST.get("blok", "")
        block = self.document.blocks.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
        back = services.restore_block(document=self.document, block=block, by=self.by()) if block else []
        if not back:
            messages.info(request, "Dit staat niet (meer) in de prullenbak.")
            return redirect(desk_url(self.document, "bin"))
        messages.success(request, f"“{name_of_block(back[0])}” staat er weer.")
        return redirect(block_url(self.document, Outline(self.document).chapter_of(back[0]), key_of(back[0])))
