from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from agenda.models import SafetyAgenda
from agenda.periods import Period
from agenda.register.queries import unit_overview
from reports.documents.assembling.base import Assembly, Fact, ThemeList, ThemeRow
from reports.documents.assembling.sections import (
    THEMES,
    anchor_of,
    chapter_of_themes,
    key_of,
    section,
    take_out,
    themes_shown,
)
from reports.documents.models import Document
from reports.documents.plans.results import measured
from reports.documents.services.outlines import Node
from themes.models import ImplementationPlan
from themes.parts.queries import PlanParts
from themes.progress.standings import Standings

BLOCK = "theme_progress"
FOREWORD = "<p>In dit jaarverslag leggen wij verantwoording af over {year}: wat is gedaan, en wat is bereikt.</p>"
CHAPTER = "De thema’s"
SIGNATORIES = ("Regioburgemeester", "Hoofdofficier van justitie", "Politiechef")
GUIDE = (
    "<p>Per thema staat hieronder hoe de activiteiten ervoor staan en hoeveel resultaten zijn gemeten. De resultaten "
    "zelf staan in de hoofdstukken erna, elk met de dag waarop het cijfer geldt.</p>"
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
        "Samenstellen maakt het jaarverslag met een paragraaf per thema. Daarna bevriest u er een editie van.",
    )
    again = (
        "Breng het jaarverslag in lijn",
        "Het jaarverslag bestaat al. Samenstellen voegt thema’s toe die er nog niet in staan en haalt eruit wat geen "
        "plan meer heeft. Teksten die u zelf schreef, blijven staan. Edities die al bevroren zijn, veranderen niet.",
    )
    document_label = "Samenstellen uit de meldingen"
    done = "“{document}” toont nu wat er bij elk thema is gemeld. Bevries een editie om het vast te leggen."
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
            Node("progress_summary", "aantallen", "1", "Het jaar in aantallen", html=GUIDE, options=of_year),
            Node("prose", THEMES, "2", CHAPTER),
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
        take_out(nodes, BLOCK, keep=set(map(key_of, themes)))
        chapter, shown = chapter_of_themes(nodes, BLOCK, CHAPTER), themes_shown(nodes, BLOCK)
        for theme in themes:
            if key_of(theme) not in shown:
                added = section(BLOCK, theme, anchor_of(theme, "thema"), year=self.year)
                number = 1 + sum(bool(node.number) for node in chapter.children)
                added.number = f"{chapter.number}.{number}" if chapter.number else ""
                chapter.children.append(added)
