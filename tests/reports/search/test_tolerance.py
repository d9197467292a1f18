"""Words are found however they were typed, and a hit shows only what a reader sees."""

import re
import unicodedata

import pytest
from django.db import connection
from django.urls import reverse

from reports.search.models import EditionPassage
from reports.search.passages import passages_of
from reports.search.question import folded, read_question
from tests.regions.factories import MunicipalityFactory, SafetyRegionFactory
from tests.reports.search.test_search import access_to, freeze, hits, say, titles, visit
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, PlanTextFactory, ResultTargetFactory
from themes.models import ImplementationPlan

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SHY, ZERO_WIDTH = "\u00ad", "\u200b"


@pytest.fixture
def plan() -> ImplementationPlan:
    return ImplementationPlanFactory(status="adopted", adopted_on="2025-01-10")


@pytest.fixture
def reader(plan):
    return access_to(plan)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("fryslan", "Samen met Súdwest-Fryslân"),
        ("Fryslân", nfd("Samen met Súdwest-Fryslân")),
        (nfd("Fryslân"), "Samen met Súdwest-Fryslân"),
        ("curacao", "Bezoek aan Curaçao"),
        ("CURAÇAO", "Bezoek aan Curacao"),
        ("CO2", "Minder CO₂ uitstoten"),
        ("CO₂", "Minder CO2 uitstoten"),
        ("m2", "Een pand van 40 m²"),
        ("veiligheidshuis", f"Het veilig{SHY}heids{SHY}huis"),
        (f"veilig{SHY}heidshuis", "Het veiligheidshuis"),
        ("wijkagent", f"Elke wijk{ZERO_WIDTH}agent"),
        ("ondermijning", "Ondermĳning aanpakken"),
        ("fietsen", "Veilig ﬁetsen"),
        ("coördinatoren", "De coordinator"),
        ("reünie", nfd("Een reünie")),
    ],
)
@pytest.mark.parametrize("place", ["title", "html"])
def test_a_word_is_found_however_it_was_typed(plan, reader, typed, written, place):
    said = {"title": written} if place == "title" else {"title": "Iets", "html": f"<p>{written}</p>"}
    activity = ActivityFactory(plan=plan, **said)
    (hit,) = hits(typed, reader)
    assert hit.url.endswith(f"#activity-{activity.pk}")
    assert "<mark" in (hit.title if place == "title" else hit.excerpt)


@pytest.mark.parametrize(
    "html",
    [
        "<p>De <strong>wijk</strong>agent</p>",
        "<p>De wijk<em>agent</em></p>",
        "<p>De <strong>wi</strong>jk<strong>agent</strong></p>",
        "<p>De <u>wijk</u>agent</p>",
    ],
)
def test_a_word_that_is_half_bold_is_one_word(plan, reader, html):
    ActivityFactory(plan=plan, title="Toezicht", html=html)
    (hit,) = hits("wijkagent", reader)
    assert '<mark class="nl-mark">wijkagent</mark>' in hit.excerpt


def test_a_subscript_is_part_of_its_word(plan, reader):
    ActivityFactory(plan=plan, title="Lucht", html="<p>Minder CO<sub>2</sub></p>")
    assert titles("co2", reader) == ["Lucht"]


def test_a_word_between_two_paragraphs_is_two(plan, reader):
    ActivityFactory(plan=plan, title="Toezicht", html="<p>wijk</p><p>agent</p>")
    assert hits("wijkagent", reader) == []


@pytest.mark.parametrize("typed", ["Sudwest-Fryslan", "súdwest fryslân", "SÚDWEST"])
def test_a_municipality_with_accents(plan, reader, typed):
    region = SafetyRegionFactory(police_unit=plan.theme.plan.police_unit)
    MunicipalityFactory(name="Súdwest-Fryslân", safety_region=region)
    assert "Súdwest-Fryslân" in titles(typed, reader)


def test_text_of_a_plan_and_of_a_report(plan, reader):
    PlanTextFactory(plan=plan, kind="ambition", html=f"<p>Betere {nfd('coördinatie')}</p>")
    say(ResultTargetFactory(plan=plan, title="Overleg"), f"De co{SHY}ördinatie loopt")
    assert len(hits("coordinatie", reader)) == 2


class TestAnEdition:
    CONTENT = {
        "theme": "weerbaarheid-overheid",
        "policy": "riec-nh-2025-2028",
        "until": "2026-06-30",
        "activities": [{"title": "Havenscan", "course": "on_track", "course_label": "op koers", "on": "2025-12-15"}],
        "updates": [{"course": "done", "course_label": "gereed", "words": "Klaar"}],
    }

    def text(self) -> str:
        blocks = [{"id": "b", "kind": "prose", "title": "Kop", "content": self.CONTENT, "blocks": []}]
        document = {"title": "Verslag", "subtitle": "", "organisation": ""}
        return " ".join(one.text for one in passages_of({"document": document, "blocks": blocks}))

    def test_shows_no_words_of_the_machine(self):
        text = self.text()
        machine = ("on_track", "done", "2026-06-30", "2025-12-15", "riec-nh", "weerbaarheid-")
        assert [one for one in machine if one in text] == []

    def test_shows_the_words_of_a_reader(self):
        text = self.text()
        for word in ("Havenscan", "op koers", "gereed", "Klaar", "30 juni 2026", "15 december 2025"):
            assert word in text

    @pytest.mark.parametrize("typed", ["done", '"on_track"', "2026-06-30"])
    def test_is_not_found_by_them(self, demo, log_in, typed):
        found = log_in("staf").get(reverse("reports:search"), {"q": typed, "soort": "document"})
        assert "Niets gevonden" in found.content.decode()

    def test_of_the_demo_data_has_no_slug_or_date_of_a_machine(self, demo):
        texts = " ".join(EditionPassage.objects.values_list("text", flat=True)).split()
        assert {one for one in texts if one in {"done", "on_track", "behind", "attention"}} == set()
        assert [one for one in texts if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", one)] == []

    def test_is_found_without_its_accents(self, plan, reader):
        freeze(plan, "adopted", f"Sa{SHY}men met Curaçao", start_year=2024, end_year=2024)
        assert len(hits("curacao", reader)) == 1


class TestMeant:
    def page(self, access, typed: str) -> str:
        return visit(access).get(reverse("reports:search"), {"q": typed}).content.decode()

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("ondermijnnig", "ondermijning"),
            ("havenscna", "Havenscan"),
            ("ondermijnnig scan", "ondermijning scan"),
        ],
    )
    def test_a_typing_error(self, plan, reader, typed, meant):
        ActivityFactory(plan=plan, title="Havenscan tegen ondermijning")
        page = self.page(reader, typed)
        assert "Bedoelde u" in page
        assert f">{meant}</a>?" in page

    @pytest.mark.parametrize("typed", ["xyzzyqwert", "12345678", "ab"])
    def test_what_is_like_nothing(self, plan, reader, typed):
        ActivityFactory(plan=plan, title="Havenscan tegen ondermijning")
        assert "Bedoelde u" not in self.page(reader, typed)

    def test_nothing_the_reader_may_not_see_is_told(self, plan):
        elsewhere = ImplementationPlanFactory(status="adopted", adopted_on="2025-01-10")
        ActivityFactory(plan=plan, title="Verzekeringskantoor")
        assert "Bedoelde u" not in self.page(access_to(elsewhere), "verzekeringskantoro")
        assert "Bedoelde u" in self.page(access_to(plan), "verzekeringskantoro")

    def test_not_when_there_are_hits(self, plan, reader):
        ActivityFactory(plan=plan, title="Havenscan")
        assert "Bedoelde u" not in self.page(reader, "havenscan")


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("Curaçao", "curacao"),
        (nfd("Één"), "een"),
        ("CO₂", "co2"),
        (f"a{SHY}b", "ab"),
        ("Straße", "straße"),
        ("ABC", "abc"),
    ],
)
def test_both_databases_compare_the_same(text, compared):
    assert folded(text) == compared
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_words(%s)", [text])
        assert cursor.fetchone() == (compared,)


def test_a_question_keeps_its_words_as_typed():
    assert read_question(f"Cura{SHY}çao").text == "Curaçao"
