"""The half-year and twelve-month report: what was reported up to a day, and what changed since the report before."""

from datetime import date

import pytest
from django.urls import reverse

from nhveilig.figures.values import Figure
from nhveilig.regions.models import Municipality, PoliceUnit
from reports.documents.assembling.services import NothingToAssemble, assemble, assemble_edition
from reports.documents.blocks.base import FreezingError
from reports.documents.content import walk
from reports.documents.freezing import freeze
from reports.documents.models import Block, Document, Edition
from reports.documents.services.editions import freeze_edition
from tests.html_tables import tables_of
from tests.regions.factories import MunicipalityFactory, PoliceUnitFactory
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    PolicyPlanFactory,
    ResultTargetFactory,
    ThemeFactory,
)
from themes.models import ImplementationPlan, ResultTarget
from themes.progress.services import Report, correct_progress, report_progress

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)
IN_MAY, IN_SEPTEMBER = date(2026, 5, 1), date(2026, 9, 1)


@pytest.fixture
def unit() -> PoliceUnit:
    return PoliceUnitFactory()


@pytest.fixture
def plan(unit) -> ImplementationPlan:
    theme = ThemeFactory(plan=PolicyPlanFactory(police_unit=unit), slug="havens", title="Veilige havens")
    return ImplementationPlanFactory(theme=theme, year=2026, status="adopted")


@pytest.fixture
def target(plan) -> ResultTarget:
    return ResultTargetFactory(plan=plan, title="Controles", unit="controles", value=10, counting="sum", code="H-1")


def say(subject, on: date, figure: int | None = None, place: Municipality | None = None, **words: str):
    said = Report(on=on, figure=Figure.blank() if figure is None else Figure.of(figure), **words)
    return report_progress(subject=subject, report=said, by=None, municipality=place, today=TODAY)


def kind_of(period: str) -> str:
    return Document.Kind.HALF_YEAR_REPORT if period == "h1" else Document.Kind.TWELVE_MONTH_REPORT


def assembled(unit: PoliceUnit, period: str = "h1", year: int = 2026) -> Document:
    return assemble(kind=kind_of(period), police_unit=unit, year=year)


def made(unit: PoliceUnit, period: str = "h1") -> Edition:
    return assemble_edition(kind=kind_of(period), police_unit=unit, year=2026, by=None)


def report_of(unit: PoliceUnit, period: str = "h1", year: int = 2026) -> dict[str, dict]:
    """The content of each block of the report, by its anchor."""
    document = assembled(unit, period, year)
    return {block["id"]: block["content"] for block in walk(freeze(document)["blocks"])}


def chapter(unit: PoliceUnit, plan: ImplementationPlan, period: str = "h1", year: int = 2026) -> dict:
    return report_of(unit, period, year)[f"voortgang-{plan.theme.slug}-{plan.theme.pk}"]


def rows_of(content: dict, name: str) -> dict[str, list[str]]:
    """The cells of each row that has any, by its label, of the table whose id ends in `name`."""
    (table,) = (one for one in content["tables"] if one["id"].endswith(f"-{name}"))
    return {row["label"]: [cell["text"] for cell in row["cells"]] for row in table["rows"] if row["cells"]}


def test_a_half_year_counts_what_was_of_it(unit, plan, target):
    say(target, IN_MAY, 4, course="on_track", words="Vier havens gezien.")
    say(target, IN_SEPTEMBER, 7)
    half, whole = (chapter(unit, plan, period) for period in ("h1", "jaar"))
    assert rows_of(half, "streefwaarden")["Controles"] == [
        "ten minste 10 controles",
        "4",
        "controles",
        "op koers",
        "1-5-2026",
    ]
    assert rows_of(whole, "streefwaarden")["Controles"][1:] == ["11", "controles", "op koers", "1-9-2026"]
    assert half["tables"][0]["notes"] == ["Controles: Vier havens gezien."]


def test_a_correction_made_later_says_how_it_stood(unit, plan, target, django_user_model):
    wrong = say(target, IN_MAY, 40)
    by = django_user_model.objects.create(username="leider")
    right = Report(on=IN_MAY, figure=Figure.of(4))
    correct_progress(update=wrong, report=right, by=by, reason="Typfout.", today=TODAY)
    assert rows_of(chapter(unit, plan), "streefwaarden")["Controles"][1] == "4"


def test_what_nobody_reported_is_no_zero(unit, plan, target):
    content = chapter(unit, plan)
    assert rows_of(content, "streefwaarden")["Controles"][1:] == ["", "controles", "nog niet gemeld", ""]
    assert content["silent"] == ["Controles"]
    assert report_of(unit)["beeld"]["silent_themes"] == [{"title": "Veilige havens", "silent": 1, "of": 1}]


def test_a_municipality_that_reported_is_counted_and_who_is_missing_is_named(unit, plan):
    places = [
        MunicipalityFactory(name=name, safety_region__police_unit=unit) for name in ("Duinrand", "Kaasmarkt", "Zee")
    ]
    target = ResultTargetFactory(plan=plan, title="Scan gedaan", value=1, scope="municipality", unit="scan")
    say(target, IN_MAY, 1, places[0])
    say(target, IN_SEPTEMBER, 1, places[1])
    say(target, IN_MAY, 0, places[2])

    content = chapter(unit, plan)
    row = rows_of(content, "streefwaarden")["Scan gedaan"]
    assert row == ["ten minste 1 scan per gemeente", "1", "van 3 gemeenten", "nog niet bereikt", "1-5-2026"]
    assert [(one["municipalities"], one["of"]) for one in content["missing"]] == [(["Kaasmarkt"], 3)]
    assert rows_of(chapter(unit, plan, "jaar"), "streefwaarden")["Scan gedaan"][1] == "2"
    assert chapter(unit, plan, "jaar")["missing"] == []


def test_what_is_late_says_why(unit, plan):
    behind = ActivityFactory(plan=plan, title="Netwerkdag")
    due = ActivityFactory(plan=plan, title="Visie", due_on=date(2026, 4, 1))
    done = ActivityFactory(plan=plan, title="Folder", due_on=date(2026, 4, 1))
    ActivityFactory(plan=plan, title="Dag zelf", due_on=date(2026, 6, 30))
    ActivityFactory(plan=plan, title="Dag erna", due_on=date(2026, 7, 1))
    say(behind, IN_MAY, course="behind")
    say(due, IN_MAY, course="attention")
    say(done, IN_MAY, course="done")
    assert [(one["title"], one["why"]) for one in chapter(unit, plan)["late"]] == [
        ("Netwerkdag", "loopt achter, stand van 1 mei 2026"),
        ("Visie", "had op 1 april 2026 klaar moeten zijn; vraagt aandacht"),
        ("Dag zelf", "had op 30 juni 2026 klaar moeten zijn; nog niet gemeld"),
    ]


def test_a_result_that_is_measured_is_told_by_its_targets(unit, plan):
    measured, told = (IntendedResultFactory(plan=plan, title=title) for title in ("Gemeten", "Verteld"))
    IntendedResultFactory(plan=plan, title="Kaal")
    for result in (measured, told):
        ResultTargetFactory(plan=plan, result=result, value=1)
    say(told, IN_MAY, words="Het loopt.")
    rows = rows_of(chapter(unit, plan), "activiteiten")
    assert rows == {"Verteld": ["gemeld", "1-5-2026", "Het loopt."], "Kaal": ["nog niet gemeld", "", ""]}


def test_the_overview_counts_every_part_once(unit, plan, target):
    other = ImplementationPlanFactory(
        theme=ThemeFactory(plan=plan.theme.plan, title="Zorg"), year=2026, status="adopted"
    )
    ResultTargetFactory(plan=other, title="Ook controles", counts_as=target, scope=target.scope)
    say(ActivityFactory(plan=other), IN_MAY, course="done")
    say(target, IN_MAY, 3, course="behind")
    overview = report_of(unit)["beeld"]
    rows = rows_of(overview, "overzicht")
    assert rows["Veilige havens"] == ["1", "0", "0", "0", "1", "0", "0", "0"]
    assert rows["Zorg"] == ["1", "1", "0", "0", "0", "0", "0", "0"]
    assert rows["Alle thema’s samen (berekend)"] == ["2", "1", "0", "0", "1", "0", "0", "0"]


def test_a_target_that_counts_elsewhere_stands_as_that_one_does(unit, plan, target):
    other = ImplementationPlanFactory(
        theme=ThemeFactory(plan=plan.theme.plan, title="Zorg", slug="zorg"), year=2026, status="adopted"
    )
    ResultTargetFactory(plan=other, title="Ook controles", value=10, unit="controles", counts_as=target)
    say(target, IN_MAY, 3)
    content = chapter(unit, other)
    assert rows_of(content, "streefwaarden")["Ook controles"][1] == "3"
    assert content["tables"][0]["notes"][0].startswith("Ook controles: telt mee bij ")


def test_the_first_report_has_nothing_to_compare_with(unit, plan, target):
    say(target, IN_MAY, 4)
    content = chapter(unit, plan)
    assert (content["previous"], content["changes"]) == (None, {"new": 0, "changed": 0, "unchanged": 0})


def test_the_report_of_the_year_compares_with_the_half_year_as_it_was_frozen(unit, plan, target):
    same, silent = ActivityFactory(plan=plan, title="Gelijk"), ActivityFactory(plan=plan, title="Eerst stil")
    say(target, IN_MAY, 4, course="attention")
    say(same, IN_MAY, course="done")
    made(unit)
    say(target, IN_SEPTEMBER, 8, course="done")
    say(target, date(2026, 6, 1), 1)  # Reported afterwards: the half-year report did not say it.
    say(silent, IN_SEPTEMBER, course="on_track")
    say(ActivityFactory(plan=plan, title="Nieuw"), IN_SEPTEMBER, course="on_track")

    content = chapter(unit, plan, "jaar")
    assert content["previous"] == {"title": "Halfjaarrapportage 2026", "edition": 1, "until": "2026-06-30"}
    assert content["changes"] == {"new": 1, "changed": 2, "unchanged": 1}
    assert rows_of(content, "veranderd") == {
        "Controles": ["4", "13", "controles", "vraagt aandacht", "gereed"],
        "Eerst stil": ["", "", "", "nog niet gemeld", "op koers"],
    }


def test_what_was_adopted_is_compared_with_before_what_came_after_it(unit, plan, target):
    say(target, IN_MAY, 4)
    document = made(unit).document
    freeze_edition(document=document, status=Edition.Status.ADOPTED, frozen_by=None)
    say(target, IN_MAY, 1)
    made(unit)
    content = chapter(unit, plan, "jaar")
    assert (content["previous"]["edition"], rows_of(content, "veranderd")["Controles"][:2]) == (2, ["4", "5"])


def test_the_year_after_compares_by_code_and_by_where_a_part_comes_from(unit, plan, target):
    say(target, IN_MAY, 4)
    activity = ActivityFactory(plan=plan, title="Netwerkdag")
    say(activity, IN_MAY, course="behind")
    made(unit, "jaar")
    after = ImplementationPlanFactory(theme=plan.theme, year=2027, status="adopted")
    again = ResultTargetFactory(plan=after, title="Controles", unit="controles", code="H-1", counting="sum", value=10)
    on = date(2027, 5, 1)
    going_on = ActivityFactory(plan=after, title="Netwerkdag", origin=activity)
    for subject, figure, course in ((again, 9, ""), (going_on, None, "done")):
        said = Report(on=on, figure=Figure.blank() if figure is None else Figure.of(figure), course=course)
        report_progress(subject=subject, report=said, by=None, today=date(2027, 7, 1))
    content = chapter(unit, after, "h1", 2027)
    assert content["tables"][-1]["notes"] == ["“Was” is van 2026; wat optelt, begint in 2027 opnieuw."]
    rows = rows_of(content, "veranderd")
    assert rows["Controles"][:2] == ["4", "9"]
    assert rows["Netwerkdag"][3:] == ["loopt achter", "gereed"]


def test_a_plan_that_is_not_adopted_is_only_named(unit, plan, target):
    ImplementationPlanFactory(theme=ThemeFactory(plan=plan.theme.plan, title="Nog bezig"), year=2026)
    blocks = report_of(unit)
    assert blocks["beeld"]["without_plan"] == ["Nog bezig"]
    assert sum("theme" in content for content in blocks.values()) == 1


def test_without_one_adopted_plan_there_is_no_report(unit, plan):
    ImplementationPlan.objects.update(status="review")
    with pytest.raises(NothingToAssemble, match="geen vastgesteld uitvoeringsplan voor 2026"):
        made(unit)
    assert not Document.objects.exists()


def test_making_it_again_keeps_what_staff_wrote_and_freezes_only_what_changed(unit, plan, target):
    first = made(unit)
    first.document.blocks.filter(anchor="leeswijzer").update(html="<p>Zelf geschreven.</p>")
    second = made(unit)
    third = made(unit)
    assert "Zelf geschreven." in str(second.content)
    assert (first.number, second.number, third) == (1, 2, second)


def test_a_new_plan_gets_its_place_and_one_that_is_gone_leaves(unit, plan, target):
    made(unit)
    theme = ThemeFactory(plan=plan.theme.plan, title="Zorg", number=plan.theme.number + 1)
    ImplementationPlanFactory(theme=theme, year=2026, status="adopted")
    document = assembled(unit)
    shown = [(block.number, block.title) for block in document.blocks.order_by("order") if "." in block.number]
    assert shown == [("2.1", "Veilige havens"), ("2.2", "Zorg")]
    plan.status = "review"
    plan.save()
    assembled(unit)
    assert [block.title for block in document.blocks.present().filter(number__startswith="2.")] == ["Zorg"]


def test_a_text_that_staff_put_after_the_themes_stays_after_them(unit, plan, target):
    document = assembled(unit)
    chapter = document.blocks.get(anchor="themas")
    Block.objects.create(document=document, parent=chapter, order=90, kind="prose", anchor="slot", title="Tot slot")
    theme = ThemeFactory(plan=plan.theme.plan, title="Zorg", number=plan.theme.number + 1)
    ImplementationPlanFactory(theme=theme, year=2026, status="adopted")
    assembled(unit)
    titles = list(document.blocks.filter(parent__anchor="themas").order_by("order").values_list("title", flat=True))
    assert titles == ["Veilige havens", "Zorg", "Tot slot"]


def test_a_theme_in_a_chapter_of_its_own_is_not_shown_twice(unit, plan, target):
    document = assembled(unit)
    own = Block.objects.create(document=document, order=90, kind="prose", anchor="eigen", title="Uitgelicht")
    document.blocks.filter(title="Veilige havens").update(parent=own, order=91)
    assembled(unit)
    assert document.blocks.get(title="Veilige havens").parent.title == "Uitgelicht"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"until": "q1"}, "kent de periode “q1” niet: kies h1 of jaar"),
        ({"year": 26}, "vraagt het jaar “26”"),
        ({"theme": "zee"}, "Van het thema “zee” is er geen vastgesteld uitvoeringsplan 2026"),
        ({"year": 2020}, "geen vastgesteld uitvoeringsplan 2020"),
    ],
)
def test_an_outline_that_asks_what_is_not_there_is_refused(unit, plan, options, message):
    document = assembled(unit)
    document.blocks.filter(anchor="beeld").update(options={"year": 2026, "until": "h1"} | options)
    with pytest.raises(FreezingError, match=message):
        freeze(document)


@pytest.mark.parametrize("reports", [1, 6])
def test_the_number_of_queries_does_not_depend_on_how_much_was_reported(
    unit, plan, target, reports, django_assert_num_queries
):
    for number in range(reports):
        theme = ThemeFactory(plan=plan.theme.plan, number=50 + number)
        other = ImplementationPlanFactory(theme=theme, year=2026, status="adopted")
        for subject in (ActivityFactory(plan=other), ResultTargetFactory(plan=other, value=3, unit="keer")):
            say(subject, IN_MAY, course="on_track")
    document = assembled(unit)
    document = Document.objects.for_freezing().get(pk=document.pk)
    with django_assert_num_queries(FREEZING_QUERIES):
        freeze(document)


FREEZING_QUERIES = 10


def address(year: int = 2026, period: str = "h1") -> str:
    return f"/rapportages/noord-holland/{year}/{period}/"


def test_staff_makes_the_report_with_one_button(demo, log_in):
    plan = ImplementationPlan.objects.filter(theme__slug="drugs", year=2025).get()
    ImplementationPlan.objects.filter(pk=plan.pk).update(status="adopted", year=2023)
    staff = log_in("staf")
    page = staff.get(address(2023)).content.decode()
    assert "Vastgestelde uitvoeringsplannen: 1." in page
    assert "Maak de rapportage" in page
    response = staff.post(address(2023), follow=True)
    assert response.redirect_chain[-1][0] == reverse(
        "reports:document-detail", args=["halfjaarrapportage-noord-holland-2023"]
    )
    assert "Versie 1 van “Halfjaarrapportage 2023”" in response.content.decode()
    edition = Edition.objects.get(document__slug="halfjaarrapportage-noord-holland-2023")
    assert edition.status == "concept"
    assert "Werk de rapportage bij" in staff.get(address(2023)).content.decode()
    shown = staff.get(reverse("reports:edition-detail", args=[edition.document.slug, 1])).content.decode()
    frozen = [table["id"] for block in walk(edition.content["blocks"]) for table in block["content"].get("tables", [])]
    assert set(frozen) <= tables_of(shown).keys()


def test_the_half_year_report_of_the_demo_stands_beside_the_year_before(demo):
    edition = Edition.objects.get(document__slug="halfjaarrapportage-nh-2026")
    content = next(block for block in walk(edition.content["blocks"]) if block["id"] == "voortgang-mensenhandel")[
        "content"
    ]
    assert content["previous"]["title"] == "Twaalfmaandsrapportage 2025"
    # 37 in the first quarter and 41 in the second; what came after June is not of this half year.
    assert rows_of(content, "streefwaarden")["BTP-controles door de gemeenten samen"][1] == "78"
    assert rows_of(content, "veranderd")["BTP-controles door de gemeenten samen"][:2] == ["144", "78"]
    assert "bedacht" in str(edition.content["blocks"])


def test_the_page_without_plans_says_so(demo, log_in):
    page = log_in("staf").get(address(2040, "jaar")).content.decode()
    assert "Nog niets om over te rapporteren" in page
    assert "Maak de rapportage" not in page


@pytest.mark.parametrize(("year", "period"), [(2026, "q1"), (1850, "h1")])
def test_an_unknown_period_or_year_is_not_found(demo, log_in, year, period):
    assert log_in("staf").get(address(year, period)).status_code == 404
