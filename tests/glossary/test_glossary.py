"""The glossary: to read, to keep, and in the texts of a page."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role, User
from nhveilig.glossary import queries
from nhveilig.glossary.general import GENERAL
from nhveilig.glossary.models import Term, UnitTerm
from nhveilig.glossary.registers import TERMS
from nhveilig.regions.models import PoliceUnit
from themes.models import PlanText

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

PAGE = "/hulp/begrippen/"


@pytest.fixture
def unit(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(slug="noord-holland")


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


# To read ----------------------------------------------------------------------------------------------------------


def test_an_empty_portal_has_the_general_terms(client, db):
    page = client.get(PAGE).text
    assert Term.objects.count() == len(GENERAL) == 10
    for term, _, explanation in GENERAL:
        assert f">{term}</dt>" in page
        assert explanation in page


def test_a_visitor_reads_what_is_national_and_staff_also_what_their_eenheid_says(client, staff, unit):
    assert ">OM</dt>" in client.get(PAGE).text
    assert ">IMV</dt>" not in client.get(PAGE).text
    page = staff.get(PAGE).text
    assert "Van eenheid Noord-Holland." in page
    assert ">RBPO</dt>" not in page


def test_what_the_eenheid_says_stands_before_what_is_national(staff, unit):
    own = UnitTerm.objects.create(police_unit=unit, term="OM", in_full="Onze Manier")
    page = staff.get(PAGE).text
    assert f'id="om-eenheid-{own.pk}"' in page
    assert page.index("Onze Manier") < page.index("Openbaar Ministerie")


def test_a_letter_leads_to_its_terms(client, unit):
    page = client.get(PAGE).text
    assert '<a href="#letter-O">O</a>' in page
    assert '<h2 id="letter-O">O</h2>' in page
    assert '<h2 id="letter-0-9">0-9</h2>' in page


def test_a_search_looks_in_every_word(client, unit):
    page = client.get(PAGE, {"zoek": "ministerie OPENBAAR"}).text
    assert ">OM</dt>" in page
    assert ">VNG</dt>" not in page
    assert "Niets gevonden" in client.get(PAGE, {"zoek": "zqxj"}).text


def test_an_empty_glossary_says_so(client, db):
    Term.objects.all().delete()
    assert "Hier staat nog niets" in client.get(PAGE).text


def test_a_longer_glossary_takes_as_many_queries(staff, unit):
    few = queries_of(staff, PAGE)
    Term.objects.bulk_create(Term(term=f"Woord {number}", explanation="Iets.") for number in range(50))
    assert queries_of(staff, PAGE) == few


def test_help_leads_to_it(client, db):
    assert f'href="{PAGE}"' in client.get("/hulp/").text


# To keep ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"term": "XYZ"}, "Vul in waar het voor staat, of wat het betekent."),
        ({"term": "X", "in_full": "Iks"}, "“X” is te kort."),
        ({"term": "XYZ", "in_full": "Iks", "variants": "XY, Z"}, "“Z” is te kort."),
    ],
)
def test_what_cannot_be_explained_is_refused_in_words(log_in, unit, typed, sentence):
    refused = log_in("staf").post(f"{PAGE}eenheid/nieuw/", typed)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert not UnitTerm.objects.filter(term=typed["term"]).exists()


def test_staff_keep_the_terms_of_their_eenheid_and_no_national_ones(log_in, unit):
    staff = log_in("staf")
    typed = {"term": "XYZ", "in_full": "Iks Ypsilon Zet"}
    assert staff.post(f"{PAGE}eenheid/nieuw/", typed).status_code == 302
    assert "Iks Ypsilon Zet" in staff.get(PAGE).text
    assert staff.get(f"{PAGE}landelijk/nieuw/").status_code == 403


def test_the_demo_data_comes_beside_the_general_terms_once(unit):
    assert Term.objects.count() > len(GENERAL)
    Term.objects.filter(term="OM").delete()
    call_command("seed", verbosity=0)
    assert not Term.objects.filter(term="OM").exists()


def test_a_general_term_that_somebody_changed_keeps_the_demo_data_out(db):
    assert not TERMS.was_filled(None)
    Term.objects.filter(term="fte").update(version=2)
    assert TERMS.was_filled(None)


# Where they stand -------------------------------------------------------------------------------------------------


@pytest.fixture
def plan_page(unit) -> str:
    text = PlanText.objects.filter(plan__theme__plan__police_unit=unit, plan__status="adopted").first()
    PlanText.objects.filter(pk=text.pk).update(html="<p>Het OM en het OM. Het XQ.</p>")
    plan = text.plan
    return f"/uitvoeringsplannen/{unit.slug}/{plan.year}/{plan.theme.slug}/"


def test_the_first_time_in_a_section_leads_to_the_explanation(log_in, plan_page):
    term = Term.objects.get(term="OM")
    page = log_in("lezer").get(plan_page).text
    link = f'<a class="explained" href="{PAGE}#om-{term.pk}" title="Openbaar Ministerie">OM</a>'
    assert f">Het {link} en het OM. Het XQ.</p>" in page


def test_an_abbreviation_of_the_eenheid_goes_first(log_in, unit, plan_page):
    own = UnitTerm.objects.create(police_unit=unit, term="OM", in_full="Onze Manier")
    assert f'href="{PAGE}#om-eenheid-{own.pk}" title="Onze Manier"' in log_in("lezer").get(plan_page).text


def test_who_works_for_two_eenheden_reads_the_terms_of_the_one_the_plan_is_of(log_in, unit, plan_page):
    reader, elsewhere = User.objects.get(username="lezer"), PoliceUnit.objects.get(slug="limburg")
    Role.objects.create(user=reader, kind=Role.Kind.READER, police_unit=elsewhere)
    UnitTerm.objects.create(police_unit=elsewhere, term="OM", in_full="Oet Mestreech")
    UnitTerm.objects.create(police_unit=unit, term="OM", in_full="Onze Manier")
    page = log_in("lezer").get(plan_page).text
    assert ('title="Onze Manier"' in page, "Oet Mestreech" in page) == (True, False)


def test_a_page_asks_for_the_glossary_once_however_many_terms_there_are(log_in, plan_page):
    reader = log_in("lezer")
    few = queries_of(reader, plan_page)
    Term.objects.bulk_create(Term(term=f"Q{number}Q", in_full="Iets") for number in range(50))
    assert queries_of(reader, plan_page) == few
    with CaptureQueriesContext(connection) as asked:
        reader.get(plan_page)
    assert sum("glossary_term" in query["sql"] for query in asked.captured_queries) == 1


@pytest.fixture
def kept(settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def test_what_is_kept_is_renewed_by_a_change(kept, unit, django_capture_on_commit_callbacks):
    assert "OM" in {one.term for one in queries.kept_for(unit.pk)}
    with CaptureQueriesContext(connection) as asked:
        queries.kept_for(unit.pk)
    assert len(asked) == 0
    with django_capture_on_commit_callbacks(execute=True):
        Term.objects.create(term="XYZ", in_full="Iks")
    assert "XYZ" in {one.term for one in queries.kept_for(unit.pk)}
    with django_capture_on_commit_callbacks(execute=True):
        UnitTerm.objects.create(police_unit=unit, term="XYQ", in_full="Iks")
    assert "XYQ" in {one.term for one in queries.kept_for(unit.pk)}


# In labels --------------------------------------------------------------------------------------------------------


@pytest.fixture
def strength(kept, unit) -> str:
    return reverse("formation:table-list")


def request_of(name: str):
    request = RequestFactory().get("/")
    request.access = Access(User.objects.get(username=name))
    return request


def test_a_label_is_explained_once_on_a_page_and_asks_nothing_the_next_time(log_in, strength):
    reader = log_in("lezer")
    page = reader.get(strength).text
    assert page.count('title="fulltime-equivalent">fte</a>') == 1
    with CaptureQueriesContext(connection) as asked:
        again = reader.get(strength).text
    assert again.count('title="fulltime-equivalent">fte</a>') == 1
    assert not [query for query in asked.captured_queries if "glossary_" in query["sql"]]


def test_what_a_page_keeps_follows_the_glossary(log_in, strength):
    reader = log_in("lezer")
    reader.get(strength)
    Term.objects.filter(term="fte").update(in_full="hele baan")
    assert 'title="hele baan">fte</a>' in reader.get(strength).text


@pytest.mark.parametrize("component", ["heading", "data_list", "stats"])
def test_a_component_explains_its_words_and_escapes_them(kept, unit, component):
    words = {
        "heading": {"title": "Het OM", "lead": "Het <OM>"},
        "data_list": {"items": [("Het <OM>", "OM")]},
        "stats": {"stats": [{"label": "Het <OM>", "value": "1"}]},
    }
    html = render_to_string(f"components/{component}.html", words[component], request=request_of("lezer"))
    assert 'Het &lt;<a class="explained"' in html
    assert html.count("<a ") == 1


def test_an_edition_and_a_portal_that_keeps_nothing_leave_labels_alone(kept, unit, settings):
    shown = {"title": "OM", "lead": "Het OM"}
    edition = render_to_string("components/heading.html", shown | {"medium": "web"}, request=request_of("lezer"))
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert "<a " not in edition + render_to_string("components/heading.html", shown, request=request_of("lezer"))
