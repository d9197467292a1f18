"""When an edition was adopted, what the next one sets right, and which plans of a jaarplan were not adopted with it."""

from datetime import date

import pytest
from django.core.management import call_command

from nhveilig.figures.dates import parse_fuzzy_date
from reports.documents.comparison import compare
from reports.documents.models import Document, Edition
from reports.documents.rendering import changes_page, print_page, standalone_page
from reports.documents.services.adopting import UNKNOWN, Adoption, AdoptionRefused
from reports.documents.services.editions import NothingChanged, freeze_edition
from tests.migrating import migrate
from tests.regions.factories import PoliceUnitFactory
from tests.themes.factories import ImplementationPlanFactory, PolicyPlanFactory, ThemeFactory

pytestmark = pytest.mark.sqlite

ADOPTED, CONCEPT = Edition.Status.ADOPTED, Edition.Status.CONCEPT
URL = "/documenten/klein-plan/bevriezen/"
SENT = {"status": "adopted", "confirmed": "on", "adopted": "22-11-2018"}


@pytest.fixture
def small(demo) -> Document:
    """One chapter of text, of the eenheid of the demo."""
    document = Document.objects.create(
        slug="klein-plan",
        kind=Document.Kind.POLICY_PLAN,
        police_unit=demo.police_unit,
        title="Klein plan",
        organisation="Noord",
        start_year=2019,
        end_year=2022,
    )
    for order, kind in enumerate(("cover", "prose", "colophon"), start=1):
        document.blocks.create(order=order, kind=kind, anchor=kind, title=kind.title(), html="<p>Tekst.</p>")
    return document


@pytest.fixture
def staff(log_in):
    return log_in("staf")


def adopted(document: Document, words: str = "", **more) -> Edition:
    on = parse_fuzzy_date(words) if words else UNKNOWN
    return freeze_edition(document=document, status=ADOPTED, frozen_by=None, adoption=Adoption(on=on, **more))


def rewrite(document: Document, text: str = "<p>Beter.</p>") -> None:
    document.blocks.filter(kind="prose").update(html=text)


@pytest.mark.parametrize(
    ("typed", "said", "on"),
    [
        ("22-11-2018", "Vastgesteld op 22 november 2018", date(2018, 11, 22)),
        ("november 2018", "Vastgesteld in november 2018", date(2018, 11, 1)),
        ("2018", "Vastgesteld in 2018", date(2018, 1, 1)),
        ("medio 2018", "Vastgesteld, medio 2018", date(2018, 5, 1)),
        ("", "Vastgesteld, datum onbekend", None),
    ],
)
def test_the_day_of_adoption_is_as_precise_as_it_is_known(small, typed, said, on):
    edition = adopted(small, typed)
    assert edition.adopted_on == on
    assert f"{said}, versie 1" in print_page(edition)
    assert f"{said}, versie 1" in standalone_page(edition)


def test_the_day_of_freezing_is_nowhere_shown_as_that_of_adoption(small, log_in, time_machine):
    time_machine.move_to("2026-11-29T12:00:00+00:00", tick=False)
    edition = adopted(small)
    pages = [log_in("lezer").get(address).text for address in ("/documenten/klein-plan/", EDITION)]
    pages += [print_page(edition), standalone_page(edition)]
    for page in pages:
        words = " ".join(page.split())
        assert "datum onbekend" in words
        assert "Vastgesteld op 29 november 2026" not in words
        assert "vastgesteld op 29 november 2026" not in words


EDITION = "/documenten/klein-plan/edities/1/"


def test_every_page_says_when_it_was_adopted(small, log_in):
    adopted(small, "22-11-2018")
    for address in ("/documenten/klein-plan/", EDITION):
        assert "astgesteld op 22 november 2018" in log_in("lezer").get(address).text


def test_the_data_and_the_file_say_when_it_was_adopted(small, client):
    from reports.documents.rendering import render
    from reports.documents.services.publishing import publish_edition

    edition = adopted(small, "november 2018")
    publish_edition(edition=edition, by=None)
    row = client.get("/api/v1/documenten/klein-plan/edities/1").json()
    assert (row["vastgesteldOp"], row["vaststelling"]) == ("2018-11-01", "november 2018")
    assert edition.content["edition"]["adopted"] == {"on": "2018-11-01", "text": "november 2018"}
    assert "Vastgesteld in november 2018." in render(edition, "pdf").data.decode("latin-1")


@pytest.mark.parametrize("typed", ["", "   "])
def test_who_freezes_what_is_adopted_is_asked_when_that_was(small, staff, typed):
    page = staff.post(URL, SENT | {"adopted": typed})
    assert "Vul in wanneer het document is vastgesteld, of schrijf “onbekend”." in page.text
    assert not small.editions.exists()


@pytest.mark.parametrize(("typed", "words"), [("onbekend", "datum onbekend"), ("mei 2019", "mei 2019")])
def test_unknown_and_a_period_are_answers(small, staff, typed, words):
    staff.post(URL, SENT | {"adopted": typed})
    assert small.editions.get().adopted_words == words


def test_a_concept_has_no_day_of_adoption(small, staff):
    staff.post(URL, {"status": "concept", "adopted": "22-11-2018"})
    edition = small.editions.get()
    assert (edition.adopted_on, edition.adopted_words, "adopted" in edition.content["edition"]) == (None, "", False)


@pytest.mark.parametrize("typed", ["1-1-2099", "2099", "geen datum", "31-2-2018"])
def test_a_day_that_cannot_be_is_refused(small, staff, typed):
    staff.post(URL, SENT | {"adopted": typed})
    assert not small.editions.exists()


@pytest.mark.parametrize("reason", ["", "  "])
def test_what_follows_on_an_adopted_edition_says_what_it_sets_right(small, reason):
    adopted(small, "2018")
    rewrite(small)
    with pytest.raises(AdoptionRefused, match=r"Versie 1 is al vastgesteld\. Schrijf") as refused:
        adopted(small, "2018", rectifies=reason)
    assert refused.value.field == "rectifies"
    assert small.editions.count() == 1


def test_a_concept_in_between_makes_no_difference(small):
    adopted(small)
    rewrite(small)
    freeze_edition(document=small, status=CONCEPT, frozen_by=None)
    with pytest.raises(AdoptionRefused):
        adopted(small)


def test_a_first_adopted_edition_has_nothing_to_set_right(small):
    with pytest.raises(AdoptionRefused, match="niets recht te zetten"):
        adopted(small, rectifies="Een tikfout.")


def test_the_form_asks_what_is_set_right_only_where_there_is_something(small, staff):
    assert 'name="rectifies"' not in staff.get(URL).text
    adopted(small)
    assert "Wat in versie 1 niet klopte." in staff.get(URL).text
    rewrite(small)
    page = staff.post(URL, SENT)
    assert "Schrijf wat daarin niet klopte" in page.text
    staff.post(URL, SENT | {"rectifies": "Het jaartal in hoofdstuk 1."})
    assert small.editions.get(number=2).rectifies == "Het jaartal in hoofdstuk 1."


def test_a_rectification_is_told_everywhere(small, staff, client):
    from reports.documents.services.publishing import publish_edition

    old = adopted(small)
    rewrite(small)
    new = adopted(small, rectifies="Het jaartal <2018> in hoofdstuk 1.")
    publish_edition(edition=new, by=None)
    said = "Het jaartal &lt;2018&gt; in hoofdstuk 1."
    pages = [
        staff.get("/documenten/klein-plan/").text,
        staff.get("/documenten/klein-plan/edities/2/").text,
        staff.get("/documenten/klein-plan/edities/2/vergelijken/1/").text,
        print_page(new),
        standalone_page(new),
        changes_page(compare(old.content, new.content)),
    ]
    assert [said in page for page in pages] == [True] * len(pages)
    assert "Rectificatie van versie 1" in print_page(new)
    assert client.get("/api/v1/documenten/klein-plan/edities/2").json()["rechtzetting"].startswith("Het jaartal <2018>")
    assert new.content["edition"]["rectifies"] == {"edition": 1, "text": "Het jaartal <2018> in hoofdstuk 1."}


def test_a_wrong_day_alone_can_be_set_right(small):
    adopted(small, "22-11-2018")
    with pytest.raises(NothingChanged):
        adopted(small, "22-11-2018", rectifies="Niets.")
    new = adopted(small, "21-11-2018", rectifies="De dag van vaststelling.")
    assert (new.number, new.adopted_on) == (2, date(2018, 11, 21))


def test_an_edition_of_before_prints_as_it_did(small):
    edition = adopted(small, "22-11-2018")
    content = edition.content | {"edition": dict(edition.content["edition"])}
    del content["edition"]["adopted"]
    old = Edition(document=small, number=1, status=ADOPTED, content=content, frozen_at=edition.frozen_at)
    from reports.documents.content import fingerprint

    old.sha256 = fingerprint(content)
    page = print_page(old)
    assert '<p class="cover-edition">Vastgesteld, versie 1</p>' in page
    assert "datum onbekend" not in page
    assert "Rectificatie" not in page


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_an_upgrade_takes_over_the_day_the_document_bore_and_leaves_public_what_was(settings):
    old = migrate([("reports", "0012_exports_in_queues")])
    unit = old.get_model("regions", "PoliceUnit").objects.create(code="RE01", name="Noord", slug="noord", order=1)
    document = old.get_model("reports", "Document").objects.create(
        slug="plan", kind="policy_plan", police_unit=unit, title="Plan", organisation="-", start_year=1, end_year=2
    )
    rows = [("adopted", date(2018, 11, 22)), ("adopted", None), ("concept", date(2018, 5, 1))]
    for number, (status, day) in enumerate(rows, start=1):
        old.get_model("reports", "Edition").objects.create(
            document=document,
            number=number,
            status=status,
            document_date=day,
            schema_version=1,
            content={"a": 1},
            sha256="x" * 64,
            frozen_at="2026-11-29T12:00:00Z",
        )
    call_command("migrate", verbosity=0)

    found = Edition.objects.order_by("number").values_list("adopted_on", "adopted_words", "sha256")
    assert list(found) == [
        (date(2018, 11, 22), "22 november 2018", "x" * 64),
        (None, "datum onbekend", "x" * 64),
        (None, "", "x" * 64),
    ]
    assert list(Edition.objects.public().order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.fixture
def year_plan(db) -> Document:
    """A jaarplan of two themes, of which one plan is adopted and one under review."""
    unit = PoliceUnitFactory(slug="noord", name="Noord")
    policy = PolicyPlanFactory(police_unit=unit, start_year=2025, end_year=2028)
    document = Document.objects.create(
        slug="jaarplan-2025",
        kind=Document.Kind.YEAR_PLAN,
        police_unit=unit,
        title="Jaarplan 2025",
        organisation="Noord",
        start_year=2025,
        end_year=2025,
    )
    for order, (slug, status) in enumerate((("drugs", "adopted"), ("jeugd", "review")), start=1):
        theme = ThemeFactory(plan=policy, slug=slug, short_title=slug.title(), number=order)
        ImplementationPlanFactory(theme=theme, year=2025, status=status)
        document.blocks.create(
            order=order, kind="implementation_plan", anchor=slug, title=slug.title(), options={"theme": slug}
        )
    return document


def test_a_jaarplan_is_adopted_when_its_plans_are(year_plan):
    with pytest.raises(AdoptionRefused, match=r"vastgesteld: Jeugd \(bij het stafbureau\)\. Stel ze eerst vast"):
        adopted(year_plan)
    assert not year_plan.editions.exists()
    year_plan.police_unit.plans.get().themes.get(slug="jeugd").implementation_plans.update(status="adopted")
    assert "open_plans" not in adopted(year_plan).content["edition"]


def test_or_says_which_are_not(year_plan):
    edition = adopted(year_plan, open_plans="Het plan voor de jeugd volgt in mei.")
    assert edition.content["edition"]["open_plans"] == {
        "plans": ["Jeugd (bij het stafbureau)"],
        "reason": "Het plan voor de jeugd volgt in mei.",
    }
    year_plan.blocks.create(order=9, kind="colophon", anchor="colofon", title="Colofon")
    page = print_page(adopted(year_plan, open_plans="Volgt in mei.", rectifies="Het colofon ontbrak."))
    assert "Jeugd (bij het stafbureau). Volgt in mei." in page


def test_a_table_of_the_whole_year_asks_it_of_every_plan(year_plan):
    year_plan.blocks.all().delete()
    year_plan.blocks.create(order=1, kind="plan_overview", anchor="overzicht", title="Overzicht")
    with pytest.raises(AdoptionRefused, match="Jeugd"):
        adopted(year_plan)


def test_a_plan_that_is_not_in_it_is_not_asked_for(year_plan):
    year_plan.blocks.filter(anchor="jeugd").delete()
    assert adopted(year_plan).number == 1


def test_a_concept_of_a_jaarplan_may_hold_plans_that_are_not_adopted(year_plan):
    assert freeze_edition(document=year_plan, status=CONCEPT, frozen_by=None).number == 1
