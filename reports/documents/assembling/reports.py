"""What became of the plans of a year: the jaarverslag, and the reports of half a year and of twelve months."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import ClassVar

from django.urls import reverse
from django.utils import timezone

from agenda.models import SafetyAgenda
from agenda.periods import Period
from agenda.register.queries import unit_overview
from nhveilig.figures.formats import date_long
from reports.documents.assembling.base import (
    THEMES,
    Assembly,
    Fact,
    ThemeList,
    ThemeRow,
    anchor_of,
    chapter_of_themes,
    key_of,
    put_in_order,
    section,
    take_out,
    themes_shown,
)
from reports.documents.models import Document
from reports.documents.periods.queries import BLOCK, PeriodReport, ThemeState
from reports.documents.plans.results import measured
from reports.documents.services.outlines import Node, walk
from themes.models import ImplementationPlan, Theme
from themes.parts.queries import PlanParts
from themes.progress.standings import Standings

YEAR_BLOCK = "theme_progress"
FOREWORD = "<p>In dit jaarverslag leggen wij verantwoording af over {year}: wat is gedaan, en wat is bereikt.</p>"
YEAR_CHAPTER = "De thema’s"
SIGNATORIES = ("Regioburgemeester", "Hoofdofficier van justitie", "Politiechef")
YEAR_GUIDE = (
    "<p>Per thema staat hieronder hoe de activiteiten ervoor staan en hoeveel resultaten zijn gemeten. De resultaten "
    "zelf staan in de hoofdstukken erna, elk met de dag waarop het cijfer geldt.</p>"
)
CHAPTER = "De voortgang per thema"
GUIDE = (
    "<p>Deze rapportage is voor het regionaal bestuurlijk overleg. Zij laat per thema zien wat er is afgesproken, wat "
    "er op de laatste dag van de periode was bereikt en wat er sinds de vorige rapportage veranderde.</p>"
    "<p>De cijfers komen uit de meldingen van de projectleiders en de gemeenten. Wat niemand meldde, staat er als “nog "
    "niet gemeld”: dat is geen nul.</p>"
)


class AnnualReport(Assembly):
    """What became of the adopted plans of a year: a section for each, in the order in which staff left them."""

    kind = Document.Kind.ANNUAL_REPORT
    path = "jaarverslagen/<slug:unit>/<int:year>/"
    url_name = "annual-report"
    subtitle = "Wat we dit jaar samen hebben gedaan, en wat het opleverde"
    called = "het jaarverslag"
    lead = "Het jaarverslag bundelt wat er bij de vastgestelde uitvoeringsplannen is gemeld. Hier ziet u wat erin komt."
    make = (
        "Stel het jaarverslag samen",
        "Samenstellen maakt het jaarverslag met een paragraaf per thema. Daarna bewaart u er een versie van.",
    )
    again = (
        "Breng het jaarverslag in lijn",
        "Het jaarverslag bestaat al. Samenstellen voegt thema’s toe die er nog niet in staan en haalt eruit wat geen "
        "plan meer heeft. Andere teksten van het document blijven staan. Versies die al bewaard zijn, veranderen "
        "niet.",
    )
    document_label = "Samenstellen uit de meldingen"
    done = "“{document}” toont nu wat er bij elk thema is gemeld. Bewaar er een versie van om het zo te houden."
    refusal = "Er is geen vastgesteld uitvoeringsplan van {year}, dus er is niets om verslag over te doen."
    empty = (
        "Nog niets om verslag over te doen",
        "Er is voor dit jaar geen vastgesteld uitvoeringsplan. Zodra er een is, kan de voortgang worden gemeld.",
    )

    def facts(self) -> Iterator[Fact]:
        if self.is_over:
            yield Fact("Het jaar is voorbij. Wat nu nog wordt gemeld, is een verbetering van dat jaar.")
        else:
            yield Fact("Het jaar loopt nog: het jaarverslag toont wat er nu is gemeld.")

    def lists(self) -> list[ThemeList]:
        standings = Standings(self.plans, today=timezone.localdate())
        return [ThemeList("themas", "Wat erin komt", tuple(self._row(plan, standings) for plan in self.plans))]

    def _row(self, plan: ImplementationPlan, standings: Standings) -> ThemeRow:
        results, known = measured(PlanParts(plan), standings)
        words = f"{known} van de {results} resultaten met een getal" if results else "geen gemeten resultaten"
        url = reverse("themes:plan-detail", args=[self.police_unit.slug, self.year, plan.theme.slug])
        return ThemeRow(plan.theme, words, url)

    def chapters(self, document: Document) -> list[Node]:
        of_year = {"year": self.year}
        foreword = FOREWORD.format(year=self.year)
        signatories = [{"name": "", "role": role} for role in SIGNATORIES]
        national = Node("national_results", "landelijke-doelen", "3", "De landelijke doelen", options=of_year)
        return [
            Node("foreword", "voorwoord", title="Voorwoord", html=foreword, options={"signatories": signatories}),
            Node("progress_summary", "aantallen", "1", "Het jaar in aantallen", html=YEAR_GUIDE, options=of_year),
            Node("prose", THEMES, "2", YEAR_CHAPTER),
            *([national] if self._has_national(document) else []),
        ]

    def _has_national(self, document: Document) -> bool:
        """Whether the eenheid has a national target or a figure in that year."""
        if document.plan is None:
            return False
        agenda = SafetyAgenda.objects.with_register_of(self.police_unit).get(pk=document.plan.agenda_id)
        return any(one.standings for one in unit_overview(agenda, self.police_unit, self.year, Period.YEAR))

    def bring_in_line(self, nodes: list[Node], document: Document) -> None:
        """Themes that are not in it yet come after the others; those without a plan are taken out."""
        themes = [plan.theme for plan in self.plans]
        take_out(nodes, YEAR_BLOCK, keep=set(map(key_of, themes)))
        chapter = chapter_of_themes(nodes, YEAR_BLOCK, YEAR_CHAPTER)
        shown = themes_shown(nodes, YEAR_BLOCK)
        for theme in themes:
            if key_of(theme) not in shown:
                chapter.children.append(section(YEAR_BLOCK, theme, anchor_of(theme, "thema"), year=self.year))


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
        "Maken zet het document klaar met een hoofdstuk per thema en bewaart het als concept.",
    )
    again = (
        "Werk de rapportage bij",
        "Bijwerken neemt op wat er sindsdien is gemeld en bewaart dat als concept. Andere teksten van "
        "het document blijven staan. Versies die er al zijn, veranderen niet.",
    )
    document_label = "Bijwerken uit de meldingen"
    done = "Versie {number} van “{document}” toont wat er nu is gemeld. Lees haar hieronder na."
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
            said = f"{newest.status_word}{newest.adopted}"
            yield Fact(f"De nieuwste versie is nummer {newest.number} ({said}), bewaard op {frozen_on}.")

    def _compared_with(self) -> str:
        if self.report.previous is None:
            return "Er is geen eerdere rapportage om mee te vergelijken."
        before = self.report.previous.edition
        return f"Vergeleken wordt met {before.document}, versie {before.number}."

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
        here = [theme for theme in themes if key_of(theme) not in elsewhere]
        put_in_order(chapter, BLOCK, here, self._section)
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
