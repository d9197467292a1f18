"""What a search finds for whom, on the database the suite runs on."""

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role
from reports.documents.content import fingerprint
from reports.documents.models import Document, Edition
from reports.search.models import EditionPassage
from reports.search.on_postgres import vector
from reports.search.passages import keep_passages
from reports.search.queries import Hit, answer
from reports.search.question import read_question
from reports.search.sources import SOURCES
from tests.accounts.factories import RoleFactory
from tests.agenda.factories import AgreementFactory, IndicatorFactory, NationalObjectiveFactory
from tests.regions.factories import MunicipalityFactory, OrganisationUnitFactory, SafetyRegionFactory
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    PlanTextFactory,
    ResultTargetFactory,
)
from themes.models import (
    Activity,
    ImplementationPlan,
    IntendedResult,
    PlanText,
    ProgressUpdate,
    Project,
    ResultTarget,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Status = ImplementationPlan.Status
# What there is most of: reports/migrations/0008_search_on_postgres.py and 0009_search_progress_on_postgres.py.
INDEXED = {Activity, EditionPassage, IntendedResult, PlanText, ProgressUpdate, Project, ResultTarget}


@pytest.fixture
def plan() -> ImplementationPlan:
    return ImplementationPlanFactory(status=Status.ADOPTED, adopted_on="2025-01-10")


@pytest.fixture
def reader(plan) -> Access:
    return access_to(plan)


def access_to(plan: ImplementationPlan, kind: str = Role.Kind.READER) -> Access:
    return Access(RoleFactory(kind=kind, police_unit=plan.theme.plan.police_unit).user)


def hits(typed: str, access: Access) -> list[Hit]:
    found = answer(read_question(typed), access)
    return found.hits(found.matches)


def titles(typed: str, access: Access) -> list[str]:
    return [hit.title.replace('<mark class="nl-mark">', "").replace("</mark>", "") for hit in hits(typed, access)]


def visit(access: Access) -> Client:
    client = Client()
    client.force_login(access.user)
    return client


def freeze(plan: ImplementationPlan, status: str, word: str, number: int = 1, **more: object) -> Edition:
    unit = plan.theme.plan.police_unit
    document, _ = Document.objects.get_or_create(
        slug="jaarplan",
        defaults={"kind": "year_plan", "police_unit": unit, "title": "Jaarplan", "start_year": 2025, "end_year": 2025}
        | more,
    )
    prose = {
        "id": "hoofdstuk",
        "kind": "prose",
        "title": "Hoofdstuk",
        "content": {"html": f"<p>{word}</p>"},
        "blocks": [],
    }
    content = {"document": {"title": "Jaarplan", "subtitle": "", "organisation": ""}, "blocks": [prose]}
    edition = Edition.objects.create(
        document=document,
        number=number,
        status=status,
        schema_version=1,
        content=content,
        sha256=fingerprint(content),
        frozen_at=timezone.now(),
    )
    keep_passages(edition=edition)
    return edition


def say(target: ResultTarget, words: str, **more: object) -> ProgressUpdate:
    day = {"on": "2025-06-30", "reported_at": timezone.now(), "value": 3}
    return ProgressUpdate.objects.create(plan=target.plan, target=target, words=words, **day, **more)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("gemeenten", "Elke gemeente doet mee"),
        ("controles", "Een controle in het strand"),
        ("ondermijnende", "Ondermijning aanpakken"),
        ("huizen", "Een huis sluiten"),
        ("drugs", "Een drugslab ontmantelen"),
        ("coordinatie", "Betere coördinatie"),
        ("thema's", "Een thema kiezen"),
        ("GM0361", "Afgesproken met GM0361"),
        ("2025", "Voor het jaar 2025"),
        ('"integrale controles"', "Meer integrale controles houden"),
        ('"veilig in de wijk"', "Samen veilig in onze wijk"),
        ("strand -drugs", "Toezicht in het strand"),
        ("onbekendwoord OF strand", "Toezicht in het strand"),
        ("strand toezicht", "Toezicht in het strand"),
    ],
)
def test_finds(plan, reader, typed, written):
    activity = ActivityFactory(plan=plan, title=written)
    ActivityFactory(plan=plan, title="Iets heel anders")
    # The terms that every portal knows are found as well.
    (hit,) = [one for one in hits(typed, reader) if "#activity-" in one.url]
    assert hit.url == f"{reverse('themes:plan-detail', args=[*_place(plan)])}#activity-{activity.pk}"
    assert "<mark" in hit.title


def _place(plan: ImplementationPlan) -> tuple[str, int, str]:
    return plan.theme.plan.police_unit.slug, plan.year, plan.theme.slug


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("strand -toezicht", "Toezicht in het strand"),
        ('"strand toezicht"', "Toezicht in het strand"),
        ("strand station", "Toezicht in het strand"),
        ("man", "De manager"),
        ("strong", "Een woord"),
    ],
)
def test_does_not_find(plan, reader, typed, written):
    ActivityFactory(plan=plan, title=written, html="<p><strong>Uitleg</strong></p>")
    assert hits(typed, reader) == []


def test_a_title_weighs_more_than_a_text_and_a_word_more_than_its_compound(plan, reader):
    ActivityFactory(plan=plan, title="Iets anders", html="<p>Over zeehonden op het strand</p>")
    ActivityFactory(plan=plan, title="Zeehondenopvang")
    ActivityFactory(plan=plan, title="Zeehonden")
    assert titles("zeehonden", reader) == ["Zeehonden", "Zeehondenopvang", "Iets anders"]


def test_every_kind_of_thing_is_found_where_it_stands(plan, reader):
    unit = plan.theme.plan.police_unit
    at = reverse("themes:plan-detail", args=[*_place(plan)])
    objective = ObjectiveFactory(theme=plan.theme, text="Zilvermeeuw een")
    PlanTextFactory(plan=plan, html="<p>De zilvermeeuw als ambitie</p>")
    activity = ActivityFactory(plan=plan, html="<p>Zilvermeeuwen</p>")
    result = IntendedResultFactory(plan=plan, title="Zilvermeeuw")
    target = ResultTargetFactory(plan=plan, result=result, title="Zilvermeeuwen")
    municipality = MunicipalityFactory(name="Zilvermeeuw", safety_region=SafetyRegionFactory(police_unit=unit))
    report = say(target, "Drie zilvermeeuwen geteld", municipality=municipality)
    team = OrganisationUnitFactory(police_unit=unit, name="Team Zilvermeeuw")
    indicator = IndicatorFactory(name="Zilvermeeuwen")
    agreement = AgreementFactory(text="De zilvermeeuw blijft.")
    goal = NationalObjectiveFactory(title="Zilvermeeuw", code="2c.1")
    freeze(plan, Edition.Status.ADOPTED, "zilvermeeuw")
    agenda, other, third = indicator.objective.agenda.slug, agreement.objective.agenda.slug, goal.agenda.slug
    assert {hit.url for hit in hits("zilvermeeuwen", reader)} == {
        reverse("reports:theme-dashboard", args=[unit.slug, _year_of(objective.theme), plan.theme.slug]),
        f"{at}#ambitie",
        f"{at}#activity-{activity.pk}",
        f"{at}#result-{result.pk}",
        f"{at}#target-{target.pk}",
        f"{at}voortgang/target-{target.pk}/?gemeente={municipality.code}#melding-{report.pk}",
        reverse("reports:municipality", args=[municipality.code]),
        reverse("formation:part", args=[unit.slug, team.pk]),
        reverse("agenda:indicator-detail", args=[agenda, indicator.objective.code, indicator.code]),
        reverse("agenda:agreement-detail", args=[other, agreement.code]),
        f"{reverse('agenda:agenda-detail', args=[third])}#doel-2c-1",
        f"{reverse('reports:edition-detail', args=['jaarplan', 1])}#hoofdstuk",
    }


def _year_of(theme) -> int:
    return min(max(timezone.localdate().year, theme.plan.start_year), theme.plan.end_year)


@pytest.mark.parametrize("status", [Status.CONCEPT, Status.REVIEW, Status.RETURNED])
def test_a_plan_that_is_no_longer_adopted_vanishes_for_readers_at_once(plan, reader, status):
    ActivityFactory(plan=plan, title="Zeehonden tellen")
    PlanTextFactory(plan=plan, html="<p>Zeehonden</p>")
    assert len(hits("zeehonden", reader)) == 2
    ImplementationPlan.objects.filter(pk=plan.pk).update(status=status)
    assert hits("zeehonden", Access(reader.user)) == []
    assert len(hits("zeehonden", access_to(plan, Role.Kind.STAFF))) == 2


def test_what_is_in_the_bin_is_not_found(plan, reader):
    gone = {"deleted_at": timezone.now()}
    result = IntendedResultFactory(plan=plan, title="Zeehonden", **gone)
    ResultTargetFactory(plan=plan, result=result, title="Zeehonden")
    say(ResultTargetFactory(plan=plan, **gone), "Zeehonden geteld")
    ActivityFactory(plan=plan, title="Zeehonden", **gone)
    assert hits("zeehonden", reader) == []


def test_a_report_that_was_corrected_is_not_found_any_more(plan, reader):
    target = ResultTargetFactory(plan=plan, title="Dieren op het strand")
    wrong = say(target, "Vijf zeehonden geteld", state="corrected")
    right = say(target, "Zes zeehonden geteld", corrects=wrong, reason="Verkeerd geteld")
    (hit,) = hits("zeehonden", reader)
    assert hit.url.endswith(f"#melding-{right.pk}")
    assert hit.title == "Dieren op het strand"
    assert hit.within.endswith("peildatum 30 juni 2025")


def test_another_eenheid_finds_only_what_is_national(plan):
    unit = plan.theme.plan.police_unit
    ActivityFactory(plan=plan, title="Zeehonden")
    say(ResultTargetFactory(plan=plan), "Zeehonden geteld")
    freeze(plan, Edition.Status.ADOPTED, "zeehonden")
    OrganisationUnitFactory(police_unit=unit, name="Team Zeehonden")
    MunicipalityFactory(name="Zeehonden", safety_region=SafetyRegionFactory(police_unit=unit))
    IndicatorFactory(name="Zeehonden")
    elsewhere = access_to(ImplementationPlanFactory(), Role.Kind.STAFF)
    assert [hit.kind for hit in hits("zeehonden", elsewhere)] == ["Indicator"]


def test_of_a_document_the_newest_edition_that_one_may_see_is_found(plan, reader):
    freeze(plan, Edition.Status.ADOPTED, "oude zeehonden")
    freeze(plan, Edition.Status.CONCEPT, "nieuwe zeehonden", number=2)
    (adopted,) = hits("zeehonden", reader)
    (concept,) = hits("zeehonden", access_to(plan, Role.Kind.STAFF))
    assert ("/edities/1/" in adopted.url, "(vastgesteld)" in adopted.within) == (True, True)
    assert ("/edities/2/" in concept.url, "(concept)" in concept.within) == (True, True)


def test_the_document_of_a_plan_is_found_only_by_who_may_not_read_the_plan_itself(plan, reader):
    ActivityFactory(plan=plan, title="Zeehonden")
    freeze(plan, Edition.Status.ADOPTED, "zeehonden", implementation_plan=plan, kind="implementation_plan")
    assert [hit.kind for hit in hits("zeehonden", reader)] == ["Activiteit"]
    ImplementationPlan.objects.filter(pk=plan.pk).update(status=Status.REVIEW)
    assert [hit.kind for hit in hits("zeehonden", Access(reader.user))] == ["Document"]


def test_no_html_of_a_text_passes(plan, reader):
    ActivityFactory(plan=plan, title="<img src=x onerror=alert(1)> zeehonden", html="<p>&lt;b&gt; zeehonden</p>")
    (hit,) = hits("zeehonden", reader)
    assert hit.title.startswith("&lt;img")
    assert hit.excerpt == '&lt;b&gt; <mark class="nl-mark">zeehonden</mark>'


@pytest.mark.parametrize(
    "typed",
    [
        "de van het",
        "x" * 500,
        "woord " * 200,
        '"',
        '"half',
        "'); DROP TABLE themes_activity; --",
        "a & b | !c <-> (d:*)",
        "\\ % _ ' \x00 \x1b \u202e",
        "-",
        "OF OF",
        "²③ ½ ﬁ 漢字 😀",
        "-" + "-".join("abc"),
    ],
)
def test_nothing_typed_breaks_the_page(plan, reader, typed):
    page = visit(reader).get(reverse("reports:search"), {"q": typed, "soort": typed, "jaar": typed, "page": typed})
    assert page.status_code == 200
    assert "<h1>Zoeken</h1>" in page.content.decode()


@pytest.mark.parametrize("size", [1, 12])
def test_a_search_takes_as_many_queries_for_any_number_of_hits(plan, reader, size, django_assert_num_queries):
    for number in range(size):
        of_year = (
            plan
            if not number
            else ImplementationPlanFactory(theme=plan.theme, year=2030 + number, status=Status.ADOPTED)
        )
        ActivityFactory(plan=of_year, title="Zeehonden")
        ResultTargetFactory(plan=of_year, title="Zeehonden")
        PlanTextFactory(plan=of_year, html="<p>Zeehonden</p>")
        freeze(plan, Edition.Status.ADOPTED, "zeehonden", number=number + 1)
    client = visit(reader)
    # The session, the user, the roles, the matches, the names that may be meant, and what is shown of a page of hits.
    with django_assert_num_queries(6):
        page = client.get(reverse("reports:search"), {"q": "zeehonden"})
    assert page.context["total"] == 3 * size + 1


def test_the_answer_is_narrowed_by_kind_and_year_with_counts(plan, reader):
    later = ImplementationPlanFactory(theme=plan.theme, year=2026, status=Status.ADOPTED)
    for of_year in (plan, later):
        ActivityFactory(plan=of_year, title="Zeehonden")
    ResultTargetFactory(plan=plan, title="Zeehonden")
    client = visit(reader)
    every = client.get(reverse("reports:search"), {"q": "zeehonden"}).context
    assert every["kinds"] == [
        ("", "Alles", 3),
        ("activiteit", "Activiteiten", 2),
        ("resultaat", "Resultaten en streefwaarden", 1),
    ]
    assert every["years"] == [(2026, 1), (2025, 2)]
    narrowed = client.get(reverse("reports:search"), {"q": "zeehonden", "soort": "activiteit", "jaar": "2026"}).context
    assert (narrowed["total"], narrowed["everywhere"]) == (1, 3)
    assert [hit.within for hit in narrowed["hits"]] == [f"Uitvoeringsplan {plan.theme.short_title} 2026"]
    nothing = client.get(reverse("reports:search"), {"q": "zeehonden", "soort": "activiteit", "jaar": "1890"})
    assert "laat alles zien" in nothing.content.decode()


def test_pages_follow_each_other(plan, reader):
    for number in range(25):
        ActivityFactory(plan=plan, title=f"Zeehonden {number}")
    client, address = visit(reader), reverse("reports:search")
    first, second = (client.get(address, {"q": "zeehonden", "page": page}) for page in (1, 2))
    assert [len(page.context["hits"]) for page in (first, second)] == [20, 5]
    shown = [hit.url for page in (first, second) for hit in page.context["hits"]]
    assert len(set(shown)) == 25
    assert "?q=zeehonden&amp;page=2" in first.content.decode()
    assert client.get(address, {"q": "zeehonden", "page": "99"}).context["page_obj"].number == 2


def test_the_field_in_the_header_leads_here(plan, reader):
    client, address = visit(reader), reverse("reports:search")
    assert f'action="{address}"' in client.get(reverse("home")).content.decode()
    assert client.get(address).content.decode().count(f'action="{address}"') == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such indexes")
@pytest.mark.parametrize("number", [number for number, source in enumerate(SOURCES) if source.model in INDEXED])
def test_postgresql_searches_large_tables_by_an_index(reader, number):
    """As long as the fields here and those in the migration are the same; without rows it has no reason to."""
    words = SOURCES[number].model.objects.annotate(lexemes=vector(SOURCES[number])).order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "Bitmap Index Scan on search_" in words.filter(lexemes=SearchQuery("haven", config="dutch")).explain()


def test_the_fields_of_an_activity_are_set_apart(plan, reader):
    ActivityFactory(plan=plan, html="<p>Zeehonden tellen.</p>", deliverable="Een telling", partners="Streek\nRijk")
    (hit,) = hits("zeehonden", reader)
    assert hit.excerpt == '<mark class="nl-mark">Zeehonden</mark> tellen. · Een telling · Streek Rijk'
