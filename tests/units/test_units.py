"""Units people keep: a word for one and a word for more, carried on wherever they stand."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from formation.models import NationalTable
from nhveilig.accounts.models import Role, User
from nhveilig.caching import triggers
from nhveilig.editing.exceptions import SaveRefused
from nhveilig.figures.units import forget_units
from nhveilig.units.models import Unit
from nhveilig.units.registers import UNITS
from reports.documents.models import Edition
from reports.documents.rendering import render
from tests.accounts.factories import RoleFactory
from tests.imports.files import applied, previewed
from tests.migrating import migrate
from tests.themes.editing.writers import Tab, writer
from tests.themes.factories import ImplementationPlanFactory, ResultTargetFactory
from tests.worklist.readers import titles
from themes.editing.services.parts import save_field
from themes.models import PlanEdit, ResultTarget
from themes.parts.registry import key_of
from themes.parts.views import plan_url
from themes.reading.presenters import aim_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def plan():
    return ImplementationPlanFactory()


@pytest.fixture
def target(plan) -> ResultTarget:
    return ResultTargetFactory(plan=plan, value=1, unit="zaken per jaar")


@pytest.fixture
def wies(plan) -> User:
    return writer(plan, "Wies", "Werker")


@pytest.fixture
def keeper(plan) -> User:
    return RoleFactory(kind=Role.Kind.STAFF, police_unit=plan.theme.plan.police_unit).user


@pytest.fixture
def office(keeper) -> Client:
    client = Client()
    client.force_login(keeper)
    return client


def save(target: ResultTarget, text: str, editor: User):
    version = ResultTarget.objects.get(pk=target.pk).version_of("unit")
    return save_field(
        plan=target.plan, part=key_of(target), field="unit", text=text, expected_version=version, editor=editor
    )


def unit(plural: str) -> Unit:
    return Unit.objects.get(plural=plural)


class TestInAPlan:
    @pytest.mark.parametrize(
        ("typed", "kept"), [("MELDING", "melding"), ("meldingen per week", "meldingen per week"), ("", "")]
    )
    def test_either_word_of_a_known_unit_is_taken(self, target, wies, typed, kept):
        assert save(target, typed, wies).text == kept
        assert Unit.objects.filter(plural="meldingen").count() == 1

    def test_who_types_both_words_adds_a_unit(self, target, wies):
        saved = save(target, "zeehond / zeehonden per jaar", wies)
        target.refresh_from_db()
        assert (saved.text, target.unit) == ("zeehonden per jaar",) * 2
        assert unit("zeehonden").pair == ("zeehond", "zeehonden")
        assert aim_of(target) == "ten minste 1 zeehond per jaar"
        assert PlanEdit.objects.get(field="unit").new == "zeehonden per jaar"

    @pytest.mark.parametrize("typed", ["zaak / zaken", "living lab / living labs", "Zaak / ZAKEN"])
    def test_both_words_of_a_known_unit_add_nothing(self, target, wies, typed):
        before = Unit.objects.count()
        save(target, typed, wies)
        assert Unit.objects.count() == before

    def test_a_word_that_is_not_known_is_refused_with_what_to_do(self, target, wies):
        with pytest.raises(SaveRefused) as refusal:
            save(target, "zeehonden", wies)
        [problem] = refusal.value.problems
        assert "“zeehonden” is nog geen bekende meeteenheid. Kies een bekende, of geef een nieuwe" in problem.message
        target.refresh_from_db()
        assert target.unit == "zaken per jaar"

    def test_what_is_refused_with_another_field_adds_no_unit(self, target, wies):
        page = Tab(wies, target.plan).get("resultaten").content.decode()
        answer = Tab(wies, target.plan).submit(page, target, unit="zeehond / zeehonden", value="bijna veel")
        assert answer.status_code == 422
        assert not Unit.objects.filter(plural="zeehonden").exists()

    def test_without_a_script_the_known_ones_are_offered_and_a_new_one_is_taken(self, target, wies):
        tab = Tab(wies, target.plan)
        page = tab.get("resultaten").content.decode()
        assert '<datalist id="meeteenheden">' in page
        assert '<option value="meldingen"></option>' in page
        assert 'name="unit" type="text" value="zaken per jaar" list="meeteenheden"' in page
        assert tab.submit(page, target, unit="zeehond / zeehonden").status_code == 302
        target.refresh_from_db()
        assert target.unit == "zeehonden"

    def test_the_page_reads_the_units_once(self, target, wies):
        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                Tab(wies, target.plan).client.get(plan_url(target.plan, "plan-edit"), {"deel": "resultaten"})
            return len([one for one in caught if "units_unit" in one["sql"]])

        assert queries() == 1
        ResultTargetFactory.create_batch(5, plan=target.plan, unit="meldingen")
        assert queries() == 1


class TestKept:
    def test_a_new_word_goes_wherever_the_unit_stands(self, target, office):
        elsewhere = ResultTargetFactory(plan=target.plan, unit="zaak", value=2)
        other = ResultTargetFactory(plan=target.plan, unit="meldingen")
        row = unit("zaken")
        row.singular, row.plural = "rechtszaak", "rechtszaken"
        row.save()
        texts = dict(ResultTarget.objects.values_list("pk", "unit"))
        assert texts == {target.pk: "rechtszaken per jaar", elsewhere.pk: "rechtszaak", other.pk: "meldingen"}
        elsewhere.refresh_from_db()
        assert aim_of(elsewhere) == "ten minste 2 rechtszaken"

    def test_who_changes_it_in_the_register_can_put_it_back(self, target, office):
        row = unit("zaken")
        url = UNITS.url("change", row)
        sent = {"plural": "kwesties", "singular": "kwestie", "is_checked": "on", "version": row.version}
        assert office.post(url, sent).status_code == 302
        target.refresh_from_db()
        assert target.unit == "kwesties per jaar"
        history = office.get(UNITS.url("history", row)).context["edits"]
        for line in history:
            assert office.post(line.undo_url).status_code == 302
        target.refresh_from_db()
        assert target.unit == "zaken per jaar"

    @pytest.mark.parametrize(
        ("plural", "new", "why"),
        [
            ("gemeenten", "steden", "rekent het portaal zelf"),
            ("zaken", "meldingen", "staat er al"),
            ("zaken", "zaken per jaar", "zonder “per jaar”"),
            ("zaken", "zaak / zaken", "zonder “/”"),
            ("zaken", "z" * 80, "past niet overal"),
        ],
    )
    def test_what_cannot_be_is_refused(self, target, office, plural, new, why):
        row = unit(plural)
        sent = {"plural": new, "singular": row.singular, "is_checked": "on", "version": row.version}
        answer = office.post(UNITS.url("change", row), sent)
        assert answer.status_code == 422
        assert why in answer.content.decode()
        target.refresh_from_db()
        assert target.unit == "zaken per jaar"

    @pytest.mark.parametrize("plural", ["zaken", "fte", "gemeenten"])
    def test_what_is_in_use_is_not_deleted(self, target, office, plural):
        answer = office.post(UNITS.url("delete", unit(plural)), follow=True)
        assert f"“{plural}” blijft staan." in answer.content.decode()
        assert unit(plural).deleted_at is None

    def test_what_lies_in_the_bin_is_in_use(self, target, office):
        ResultTarget.objects.update(deleted_at="2026-11-29T12:00Z")
        office.post(UNITS.url("delete", unit("zaken")))
        assert unit("zaken").deleted_at is None

    def test_what_nobody_uses_is_deleted_and_then_unknown(self, target, office, wies):
        office.post(UNITS.url("delete", unit("podcasts")))
        with pytest.raises(SaveRefused):
            save(target, "podcasts", wies)

    def test_how_many_columns_name_a_unit_does_not_depend_on_their_rows(self, target, office):
        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                UNITS.why_kept(Unit.objects.all())
            forget_units()
            return len(caught)

        before = queries()
        ResultTargetFactory.create_batch(4, plan=target.plan, unit="meldingen")
        assert queries() == before

    def test_a_unit_of_one_word_is_asked_for(self, keeper, office):
        row = Unit.objects.create(singular="zeehonden", plural="zeehonden", is_checked=False)
        title = "Vul enkelvoud en meervoud in van “zeehonden”"
        assert title in titles(keeper, date(2026, 11, 30))
        sent = {"plural": "zeehonden", "singular": "zeehond", "is_checked": "on", "version": row.version}
        office.post(UNITS.url("change", row), sent)
        assert title not in titles(keeper, date(2026, 11, 30))
        row.refresh_from_db()
        assert row.pair == ("zeehond", "zeehonden")


class TestSheets:
    def test_a_sheet_that_gives_both_words_adds_a_unit(self):
        applied("meeteenheden", b"meervoud;enkelvoud;nagekeken\nzeehonden;zeehond;ja\n", None)
        assert unit("zeehonden").pair == ("zeehond", "zeehonden")

    @pytest.mark.parametrize("word", ["peloton", "PELOTONS", "Pelotons"])
    def test_a_table_takes_either_word(self, word):
        plan = applied("landelijke-tabellen", self.table(word), None)
        assert plan.problems == []
        assert NationalTable.objects.get().unit == word.lower()

    def test_a_table_with_another_word_is_refused_with_what_to_do(self):
        [problem] = previewed("landelijke-tabellen", self.table("zeehonden"), None).problems
        assert (problem.row, problem.column) == (2, "maateenheid")
        assert problem.message == (
            "“zeehonden” is nog geen bekende meeteenheid. Gebruik een bekende, of voeg haar eerst toe bij Inrichten, "
            "Meeteenheden."
        )

    def table(self, word: str) -> bytes:
        return f"titel;soort;categorie;peildatum;maateenheid\nTabel;formatie;totaal;1-1-2026;{word}\n".encode()


def test_a_frozen_edition_stays_as_it_was(demo):
    edition = Edition.objects.filter(document__slug="jaarverslag-nh-2020").first()
    before = render(edition, "html").data
    Unit.objects.filter(plural="overleggen").update(singular="bijeenkomst")
    row = unit("bijeenkomsten")
    row.plural = "samenkomsten"
    row.save()
    assert render(edition, "html").data == before
    assert Edition.objects.get(pk=edition.pk).intact


def test_a_page_of_a_plan_counts_in_words(target, wies):
    page = Tab(wies, target.plan).client.get(plan_url(target.plan, "plan-detail")).content.decode()
    assert "zaak per jaar" in page


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_what_stood_there_becomes_known(plan):
    try:
        migrate([("themes", "0024_owners_of_activities")])
        Unit.objects.filter(plural="podcasts").delete()
        for word in ("zeehonden per jaar", "Zeehonden", "controle", "EUR per jaar", "podcasts", ""):
            ResultTargetFactory(plan=plan, unit=word)
    finally:
        migrate()
        triggers.install(using=connection.alias)
    forget_units()
    added = Unit.objects.filter(is_checked=False).values_list("singular", "plural")
    # In whichever case it is read last.
    assert sorted((one.casefold(), many.casefold()) for one, many in added) == [
        ("podcasts", "podcasts"),
        ("zeehonden", "zeehonden"),
    ]
