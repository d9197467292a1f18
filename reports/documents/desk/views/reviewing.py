"""Working down what came from an earlier plan, or names years of one: each text is changed, or ticked."""

from collections.abc import Iterable
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from nhveilig.editing.services import take_tick_back, tick
from nhveilig.figures.formats import counted, listed
from nhveilig.http.views import is_own_page
from reports.documents.desk.presenters import desk_url, name_of_block
from reports.documents.desk.reviewing import Reviewed, reviewed_texts, source_of
from reports.documents.desk.views.base import DeskAct, OneDesk


class ReviewView(OneDesk, DeskAct, TemplateView):
    """Sent is `herzien` (`part-3:2`: the key of a text, and the version of it that was seen) or `toch-niet`."""

    template_name = "reports/desk/review.html"

    def texts(self) -> list[Reviewed]:
        return reviewed_texts(self.document, self.outline)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        texts = self.texts()
        to_do, done = [one for one in texts if one.is_open], [one for one in texts if one.is_done]
        about = {"source": source_of(self.document), "to_do": self._by_chapter(to_do), "done": self._may_tick(done)}
        about |= {"left": len(to_do), "total": len(texts)}
        return super().get_context_data(**self.page("Herzien", **about), **kwargs)

    def _by_chapter(self, texts: list[Reviewed]) -> list[tuple[str, list[tuple[Reviewed, bool]]]]:
        return [
            (f"{chapter.number} {name_of_block(chapter)}", self._may_tick(found))
            for chapter, found in groupby(texts, lambda one: one.chapter)
        ]

    def _may_tick(self, texts: Iterable[Reviewed]) -> list[tuple[Reviewed, bool]]:
        return [(one, self.rights.may_write(one.chapter)) for one in texts]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        texts = {one.key: one for one in self.texts()}
        self._tick(texts, request.POST.getlist("herzien"))
        for one in (texts[key] for key in request.POST.getlist("toch-niet") if key in texts):
            self.refuse_others(one.chapter)
            take_tick_back(row=one.row)
            messages.success(request, f"“{one.place}” staat weer in de lijst.")
        back = request.POST.get("terug", "")
        return redirect(back if is_own_page(back) else desk_url(self.document, "review"))

    def _tick(self, texts: dict[str, Reviewed], sent: Iterable[str]) -> None:
        ticked, changed = 0, []
        for key, _, seen in (value.rpartition(":") for value in sent):
            if key not in texts or not (seen.isdecimal() and len(seen) < 10):
                continue
            one = texts[key]
            self.refuse_others(one.chapter)
            if tick(row=one.row, seen=int(seen), by=self.by()):
                ticked += 1
            else:
                changed.append(f"“{one.place}”")
        if ticked:
            messages.success(self.request, f"Herzien: {counted(ticked, 'tekst', 'teksten')}.")
        if changed:
            messages.info(self.request, f"Intussen gewijzigd, en daarom niet afgevinkt: {listed(changed)}.")
