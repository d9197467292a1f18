"""What a document says of what became of the plans, frozen from the database."""

from datetime import date
from decimal import Decimal

import pytest

from nhveilig.figures.values import Figure, Qualifier
from reports.documents.blocks import BLOCK_TYPES, Source
from reports.documents.blocks.base import FreezingError
from reports.documents.content import pictures_of
from reports.documents.freezing import freeze
from reports.documents.models import Block, Document
from tests.accounts.factories import UserFactory
from tests.regions.factories import MunicipalityFactory, SafetyRegionFactory
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ResultTargetFactory,
    ThemeFactory,
)
from themes.models import ImplementationPlan, Outlook, Project, ResultTarget
from themes.progress.services import Report, correct_progress, report_progress

pytestmark = pytest.mark.django_db
YEAR = 2025
TODAY = date(YEAR, 12, 31)


@pytest.fixture
def plan() -> ImplementationPlan:
    return ImplementationPlanFactory(year=YEAR, status=ImplementationPlan.Status.ADOPTED)


@pytest.fixture
def document(plan) -> Document:
    policy = plan.theme.plan
    return Document.objects.create(
        slug="jaarverslag", kind=Document.Kind.ANNUAL_REPORT, police_unit=policy.police_unit, plan=policy,
        title="Jaarverslag", organisation="NHSV", start_year=YEAR, end_year=YEAR,
    )  # fmt: skip


def frozen(document: Document, kind: str = "theme_progress", html: str = "", **options) -> dict:
    block = Block(document=document, order=1, kind=kind, anchor="deel", html=html, options=options)
    return BLOCK_TYPES[kind](block, Source(document))


def theme_of(document: Document, plan: ImplementationPlan, **options) -> dict:
    return frozen(document, theme=plan.theme.slug, **options)


def project(plan: ImplementationPlan, title: str, parent: Project | None = None, html: str = "") -> Project:
    order = Project.objects.count() + 1
    return Project.objects.create(plan=plan, order=order, title=title, parent=parent, html=html)


def target(plan: ImplementationPlan, title: str, under: Project | None = None, **values) -> ResultTarget:
    result = IntendedResultFactory(plan=plan, project=under)
    return ResultTargetFactory(plan=plan, result=result, title=title, **({"value": None, "unit": "acties"} | values))


def told(subject, figure: Figure | None = None, month: int = 6, municipality=None, **values):
    report = Report(on=date(YEAR, month, 30), figure=figure or Figure.blank(), **values)
    return report_progress(subject=subject, report=report, by=None, municipality=municipality, today=TODAY)


def rows_of(content: dict) -> list[tuple[str, ...]]:
    (table,) = content["tables"]
    return [(row["label"], *(cell["text"] for cell in row["cells"])) for row in table["rows"]]


def test_the_parts_of_a_figure_stand_beside_it(document, plan):
    said = {"breakdown": "jongens: 110; meisjes: 70", "evidence": "https://www.voorbeeld.nl"}
    told(target(plan, "Jongeren", code="H-1"), Figure.of(180), **said)
    content = theme_of(document, plan)
    assert content["tables"][0]["notes"] == ["H-1: Waarvan jongens: 110; meisjes: 70."]
    assert content["groups"][0]["updates"][0]["breakdown"] == "jongens: 110; meisjes: 70"


def test_every_result_stands_in_the_table_with_its_unit_and_its_day(document, plan):
    told(target(plan, "Controles", code="H-1"), Figure.of(1200))
    told(target(plan, "Bezoekers", code="H-2"), Figure.of(300, Qualifier.NEARLY))
    told(target(plan, "Signalen", code="H-3"), Figure.unknown(), words="tientallen")
    target(plan, "Gesprekken", code="H-4")

    assert rows_of(theme_of(document, plan)) == [
        ("Controles", "1.200", "acties", "30-6-2025", "H-1"),
        ("Bezoekers", "bijna 300", "acties", "30-6-2025", "H-2"),
        ("Signalen", "onbekend", "acties", "30-6-2025", "H-3"),
        ("Gesprekken", "nog niet gemeld", "acties", "", "H-4"),
    ]


def test_an_aim_and_a_course_have_a_column_where_there_are_any(document, plan):
    told(target(plan, "Controles", value=Decimal(10), code=""), Figure.of(12))
    target(plan, "Gesprekken", code="")

    (table,) = theme_of(document, plan)["tables"]
    assert [column["label"] for column in table["columns"]] == [
        "Resultaat",
        "Streefwaarde",
        "Uitgedrukt in",
        "Stand",
        "Peildatum",
    ]
    assert [cell["text"] for cell in table["rows"][0]["cells"]][1:4] == ["ten minste 10", "acties", "gereed"]


def test_a_course_without_a_number_says_that_there_is_no_number(document, plan):
    told(target(plan, "Gesprekken", code=""), course=Outlook.ON_TRACK)
    assert rows_of(theme_of(document, plan)) == [("Gesprekken", "geen cijfer", "acties", "op koers", "30-6-2025")]


def test_what_is_counted_in_each_municipality_says_how_many_reached_it(document, plan):
    region = SafetyRegionFactory(police_unit=document.police_unit)
    haarlem, *_ = MunicipalityFactory.create_batch(3, safety_region=region)
    scans = target(
        plan, "Gemeenten met een scan", code="", scope=ResultTarget.Scope.EVERY_MUNICIPALITY, value=Decimal(1)
    )
    told(scans, Figure.of(1), municipality=haarlem)

    content = theme_of(document, plan)
    assert rows_of(content) == [("Gemeenten met een scan", "1", "ten minste 1 actie", "van 3 gemeenten", "")]
    assert content["tables"][0]["notes"] == ["Gemeenten met een scan: Gemeld door 1 van 3 gemeenten."]


def test_results_stand_under_their_project_however_deep(document, plan):
    haven = project(plan, "Haven")
    target(plan, "Los", code="")
    target(plan, "Diep", project(plan, "Nachtregister", haven), code="")
    target(plan, "Ondiep", haven, code="")

    labels = [row[0] for row in rows_of(theme_of(document, plan))]
    assert labels == ["Haven", "Ondiep", "Nachtregister", "Diep", "Hele thema", "Los"]


def test_a_block_can_be_about_some_projects_with_or_without_what_lies_below(document, plan):
    haven = project(plan, "Haven")
    target(plan, "Diep", project(plan, "Nachtregister", haven), code="")
    target(plan, "Ondiep", haven, code="")
    target(plan, "Los", code="")

    def shown(**options) -> list[str]:
        return [row[0] for row in rows_of(theme_of(document, plan, **options)) if len(row) > 1]

    assert shown(projects=["haven"]) == ["Ondiep", "Diep"]
    assert shown(projects=["Haven"], deeper=False) == ["Ondiep"]
    assert shown(projects=["Nachtregister", "Haven"], deeper=False) == ["Diep", "Ondiep"]
    with pytest.raises(FreezingError, match="heeft geen project “Schuur”"):
        theme_of(document, plan, projects=["Schuur"])


def test_the_author_says_of_a_project_what_the_plan_does_not(document, plan):
    project(plan, "Haven", html="<p>Wat we gaan doen.</p>")
    project(plan, "Schuur", html="<p>Een keurmerk.</p>")
    project(plan, "Leeg")

    groups = theme_of(document, plan, texts={"Haven": "<p>Wat we deden.</p>"})["groups"]
    assert [(group["title"], group["html"]) for group in groups] == [
        ("Haven", "<p>Wat we deden.</p>"),
        ("Schuur", "<p>Een keurmerk.</p>"),
    ]


def test_activities_say_how_they_went_or_that_nobody_told(document, plan):
    done, silent, quiet = (ActivityFactory(plan=plan, title=title) for title in ("Flyer", "Film", "Website"))
    told(done, course=Outlook.DONE)
    told(quiet, words="Volgt.")

    (group,) = theme_of(document, plan)["groups"]
    assert [(one["title"], one["course_label"]) for one in group["activities"]] == [
        ("Flyer", "gereed"),
        ("Film", "nog niet gemeld"),
        ("Website", ""),
    ]
    assert silent.progressupdate_set.count() == 0


def test_reports_that_say_more_than_the_table_are_kept_in_order_of_time(document, plan):
    controls = target(plan, "Controles", code="", counting=ResultTarget.Counting.SUM)
    told(controls, Figure.of(5), month=9)
    told(controls, Figure.of(3), month=3 + 1)
    told(target(plan, "Eén keer", code=""), Figure.of(1))
    told(ActivityFactory(plan=plan, title="Film"), words="Klaar in mei.", evidence="https://example.org/film")

    updates = [update for group in theme_of(document, plan)["groups"] for update in group["updates"]]
    assert [(one["title"], one["on"], one["figure"], one["words"]) for one in updates] == [
        ("Controles", "2025-04-30", "3 acties", ""),
        ("Film", "2025-06-30", "", "Klaar in mei."),
        ("Controles", "2025-09-30", "5 acties", ""),
    ]
    assert updates[1]["evidence"] == "https://example.org/film"


def test_what_is_said_of_a_figure_is_a_note_of_its_table(document, plan):
    told(target(plan, "Controles", code="H-1", note="Achtergrond."), Figure.of(5), words="Sinds\nmei.")
    told(target(plan, "Havens", code="H-2", note="Sinds mei. Achtergrond."), Figure.of(2))
    told(target(plan, "Signalen", code=""), Figure.unknown(), words="Tientallen.")

    content = theme_of(document, plan)
    assert content["tables"][0]["notes"] == ["H-1, H-2: Sinds mei. Achtergrond.", "Signalen: Tientallen."]
    assert content["groups"] == []


def test_what_was_corrected_is_not_told_again(document, plan):
    wrong = told(target(plan, "Controles", code=""), Figure.of(50), words="Vijftig.")
    right = Report(on=wrong.on, figure=Figure.of(5), words="Vijf.")
    correct_progress(update=wrong, report=right, by=UserFactory(), reason="Typfout", today=TODAY)

    content = theme_of(document, plan)
    assert content["tables"][0]["notes"] == ["Controles: Vijf."]
    assert rows_of(content)[0][1] == "5"


def test_the_summary_counts_activities_by_course_and_results_with_a_number(document, plan):
    other = ImplementationPlanFactory(theme=ThemeFactory(plan=plan.theme.plan), year=YEAR, status=plan.status)
    told(ActivityFactory(plan=plan), course=Outlook.DONE)
    told(ActivityFactory(plan=plan), course=Outlook.STOPPED)
    ActivityFactory(plan=other)
    told(target(plan, "Controles"), Figure.of(5))
    told(target(other, "Signalen"), Figure.unknown())

    content = frozen(document, "progress_summary")
    (table,) = content["tables"]
    assert [column["label"] for column in table["columns"]] == [
        "Activiteiten", "gereed", "gestopt", "zonder stand", "Gemeten resultaten", "waarvan met een getal",
    ]  # fmt: skip
    assert [row[1:] for row in rows_of(content)[1:]] == [
        ("2", "1", "1", "0", "1", "1"),
        ("1", "0", "0", "1", "1", "0"),
        ("3", "1", "1", "1", "2", "1"),
    ]


def test_a_year_without_plans_says_so(document):
    with pytest.raises(FreezingError, match="nog geen uitvoeringsplan 2024"):
        frozen(document, "progress_summary", year=2024)
    with pytest.raises(FreezingError, match="is er geen uitvoeringsplan 2024"):
        frozen(document, theme="havens", year=2024)


def outline(document: Document, *blocks: dict) -> dict:
    for order, block in enumerate(blocks, start=1):
        Block.objects.create(document=document, order=order, anchor=f"blok-{order}", **block)
    return freeze(document)


def test_a_block_for_the_web_alone_is_marked(document):
    content = outline(
        document,
        {"kind": "prose", "html": "<p>Een verhaal.</p>", "options": {"web_only": True}},
        {"kind": "prose", "html": "<p>Voor iedereen.</p>"},
    )
    assert [block.get("web_only") for block in content["blocks"]] == [True, None]


@pytest.mark.parametrize(
    "block",
    [
        {"kind": "prose", "number": "1"},
        {"kind": "prose", "html": '<p>Zie <span class="voetnoot">de noot</span>.</p>'},
        {"kind": "progress_summary"},
    ],
)
def test_what_is_numbered_cannot_be_for_the_web_alone(document, plan, block):
    with pytest.raises(FreezingError, match="alleen in de webversie"):
        outline(document, block | {"options": {"web_only": True}})


def test_a_picture_needs_words_and_is_kept_whole(document):
    picture = {"alt": "Een steiger", "caption": "", "media_type": "image/png", "width": 2, "height": 1, "data": "AA=="}
    content = outline(document, {"kind": "pictures", "options": {"pictures": [picture]}})

    assert pictures_of(content) == [picture | {"id": "blok-1-1"}]
    assert content["blocks"][0]["web_only"] is True
    with pytest.raises(FreezingError, match="zegt niet in woorden"):
        frozen(document, "pictures", pictures=[picture | {"alt": ""}])
    with pytest.raises(FreezingError, match="geen jpg, png of webp"):
        frozen(document, "pictures", pictures=[picture | {"media_type": "image/svg+xml"}])
