from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import ClassVar

from django.urls import reverse

from agenda.periods import Period
from nhveilig.figures.formats import date_long
from reports.documents.assembling.base import Assembly, Fact, ThemeList, ThemeRow
from reports.documents.assembling.sections import (
    THEMES,
    anchor_of,
    chapter_of_themes,
    key_of,
    number_below,
    put_in_order,
    section,
    take_out,
    themes_shown,
)
from reports.documents.models import Document
from reports.documents.periods.changes import BLOCK
from reports.documents.periods.queries import PeriodReport
from reports.documents.periods.states import ThemeState
from reports.documents.services.outlines import Node, walk
from themes.models import Theme

CHAPTER = "De voortgang per thema"
GUIDE = (
    "<p>Deze rapportage is voor het regionaal bestuurlijk overleg. Zij laat per thema zien wat er is afgesproken, wat "
    "er op de laatste dag van de periode was bereikt en wat er sinds de vorige rapportage veranderde.</p>"
    "<p>De cijfers komen uit de meldingen van de projectleiders en de gemeenten. Wat niemand meldde, staat er als “nog "
    "niet gemeld”: dat is geen nul.</p>"
)


class ReportOfAPeriod(Assembly):
    """What was reported on the adopted plans up to the last day of a period, with the monitoring for the LOVP."""

    period: ClassVar[Period]
    called = "de rapportage"
    verb = "maken"
    lead = (
        "De rapportage bundelt wat er bij de vastgestelde uitvoeringsplannen is gemeld. Hier ziet u wat erin komt en "
        "wie nog moet melden."
    )
    make = (
        "Maak de rapportage",
        "Maken zet het document klaar met een hoofdstuk per thema en bevriest het als concept.",
    )
    again = (
        "Werk de rapportage bij",
        "Bijwerken neemt op wat er sindsdien is gemeld en bevriest dat als concept. Teksten die u zelf schreef, "
        "blijven staan. Edities die er al zijn, veranderen niet.",
    )
    document_label = "Bijwerken uit de meldingen"
    done = "Editie {number} van “{document}” toont wat er nu is gemeld. Lees haar hieronder na."
    refusal = (
        "Er is nog geen vastgesteld uitvoeringsplan voor {year}. Zodra er een is, kan erover worden gerapporteerd."
    )
    empty = (
        "Nog niets om over te rapporteren",
        "Er is voor dit jaar nog geen vastgesteld uitvoeringsplan. Zodra er een is, kan de voortgang worden gemeld.",
    )
    freezes = True
    has_notes = False
    tabs_about = "Periode"

    @cached_property
    def report(self) -> PeriodReport:
        return PeriodReport(self.police_unit, self.year, self.period, self.plans)

    @property
    def last_day(self) -> date:
        return self.report.until

    def neighbours(self) -> list[Assembly]:
        """The periods around this one, in order of time."""
        unit, year = self.police_unit, self.year
        before, after = TwelveMonthReport(unit, year - 1), HalfYearReport(unit, year + 1)
        return [before, HalfYearReport(unit, year), TwelveMonthReport(unit, year), after]

    def facts(self) -> Iterator[Fact]:
        until = date_long(self.last_day)
        counted = (
            f"De rapportage telt wat er tot en met {until} is gemeld."
            if self.is_over
            else f"De periode loopt nog tot en met {until}; de rapportage toont wat er nu is gemeld."
        )
        yield Fact(f"Vastgestelde uitvoeringsplannen: {len(self.plans)}. {counted}")
        yield Fact(self._compared_with())
        if without := [theme.title for theme in self.report.without_plan]:
            text = f"{', '.join(without)}. Over deze thema’s staat er niets in de rapportage."
            yield Fact(text, lead="Zonder vastgesteld plan:")
        if newest := self.document and self.document.editions.without_content().order_by("-number").first():
            frozen_on = date_long(newest.frozen_at)
            yield Fact(f"De nieuwste editie is nummer {newest.number} ({newest.status_word}), bevroren op {frozen_on}.")

    def _compared_with(self) -> str:
        if self.report.previous is None:
            return "Er is geen eerdere rapportage om mee te vergelijken."
        before = self.report.previous.edition
        return f"Vergeleken wordt met {before.document}, editie {before.number}."

    def lists(self) -> list[ThemeList]:
        return [ThemeList("themas", "Wat erin komt", tuple(map(self._row, self.report.themes)))]

    def _row(self, state: ThemeState) -> ThemeRow:
        url = reverse("themes:progress", args=[self.police_unit.slug, self.year, state.theme.slug])
        parts = len(state.counted)
        if not state.silent:
            return ThemeRow(state.theme, f"alle {parts} onderdelen gemeld", url, is_quiet=True)
        leaders = f" ({', '.join(state.leaders)})" if state.leaders else ""
        return ThemeRow(state.theme, f"{len(state.silent)} van de {parts} onderdelen nog niet gemeld{leaders}", url)

    @property
    def _of_period(self) -> dict:
        return {"year": self.year, "until": str(self.period)}

    def chapters(self, document: Document) -> list[Node]:
        return [
            Node("prose", "leeswijzer", title="Leeswijzer", html=GUIDE),
            Node(BLOCK, "beeld", "1", "Het beeld in één oogopslag", options=self._of_period),
            Node("prose", THEMES, "2", CHAPTER),
        ]

    def bring_in_line(self, nodes: list[Node], document: Document) -> None:
        """The sections of the themes in their order, save those that staff put in a chapter of their own."""
        themes = [plan.theme for plan in self.plans]
        take_out(nodes, BLOCK, keep=set(map(key_of, themes)))
        chapter = chapter_of_themes(nodes, BLOCK, CHAPTER)
        elsewhere = themes_shown(nodes, BLOCK) - themes_shown(chapter.children, BLOCK)
        put_in_order(chapter, BLOCK, [theme for theme in themes if key_of(theme) not in elsewhere], self._section)
        number_below(chapter, BLOCK)
        self._add_monitoring(nodes, chapter, document)

    def _section(self, theme: Theme) -> Node:
        return section(BLOCK, theme, anchor_of(theme, "voortgang"), **self._of_period)

    def _add_monitoring(self, nodes: list[Node], chapter: Node, document: Document) -> None:
        """The monitoring for the LOVP beside it, in the years of an agenda."""
        if document.plan is None or any(node.kind == "monitoring" for node in walk(nodes)):
            return
        options = {"year": self.year, "period": str(self.period)}
        place = next(place for place, node in enumerate(nodes, start=1) if chapter in walk([node]))
        nodes.insert(place, Node("monitoring", "landelijk", "3", "De landelijke doelen", options=options))


class HalfYearReport(ReportOfAPeriod):
    kind = Document.Kind.HALF_YEAR_REPORT
    period = Period.FIRST_HALF
    path = "rapportages/<slug:unit>/<int:year>/h1/"
    url_name = "half-year-report"
    subtitle = "Wat er in het eerste halfjaar is bereikt, en wat aandacht vraagt"
    tab_label = "Eerste halfjaar {year}"


class TwelveMonthReport(ReportOfAPeriod):
    kind = Document.Kind.TWELVE_MONTH_REPORT
    period = Period.YEAR
    path = "rapportages/<slug:unit>/<int:year>/jaar/"
    url_name = "twelve-month-report"
    subtitle = "Wat er in het hele jaar is bereikt, en wat aandacht vraagt"
    tab_label = "Heel {year}"
