"""What is asked in one query is put together once and planned once, and its rows are what they would be without."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DataError, ProgrammingError, connection, transaction
from django.db.models import CharField, Count, Value
from django.utils import timezone
from environ import Env

from nhveilig.accounts.models import Role, User
from nhveilig.settings.databases import with_safe_defaults
from nhveilig.unions import PLANS_KEPT, Given, Question, planned_once, union_of
from tests.accounts.factories import RoleFactory, UserFactory
from tests.regions.factories import PoliceUnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans quickly, so nothing is kept")


def counted(kind: str, name: str):
    found = Role.objects.filter(kind=kind).order_by().values("kind")
    return found.annotate(name=Value(name, CharField()), number=Count("pk")).values_list("name", "kind", "number")


def asked(sql: str, params: tuple = ()) -> list[tuple]:
    return Question(sql, params).rows()


def plans() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return {name for (name,) in cursor.fetchall()}


def test_rows_of_all_in_one_query_each_time(django_assert_num_queries):
    police_unit = PoliceUnitFactory()
    RoleFactory.create_batch(2, kind="staff", police_unit=police_unit)
    RoleFactory(kind="reader", police_unit=police_unit)
    calls = []

    @union_of
    def rows(first: str, second: str):
        calls.append((first, second))
        return [counted(first, "100 % één"), counted(second, "twee")]

    for _ in range(3):
        with django_assert_num_queries(1):
            assert sorted(rows("staff", "reader")) == [("100 % één", "staff", 2), ("twee", "reader", 1)]
    with django_assert_num_queries(1):
        assert rows("mayor", "reader") == [("twee", "reader", 1)]
    assert calls == [("staff", "reader"), ("mayor", "reader")]


@pytest.mark.parametrize("parts", [[], [Role.objects.none().values_list("pk")]])
def test_of_nothing_nothing_is_asked(django_assert_num_queries, parts):
    with django_assert_num_queries(0):
        assert union_of(lambda: parts)() == []


def test_what_is_given_each_time_takes_its_place_in_the_kept_text(django_assert_num_queries):
    RoleFactory(kind="staff", police_unit=PoliceUnitFactory())

    @union_of
    def rows(name: str):
        return [counted("staff", name).annotate(said=Value(Given("said"), CharField()))]

    for said in ("één", "50 % 'twee'", "één"):
        with django_assert_num_queries(1):
            assert rows('100 % "x"', given={"said": said}) == [('100 % "x"', "staff", 1, said)]


def test_rows_of_a_model_are_new_each_time_with_what_is_related(django_assert_num_queries):
    police_unit = PoliceUnitFactory()
    role = RoleFactory(kind="staff", police_unit=police_unit)
    calls = []

    @planned_once
    def roles(kind: str):
        calls.append(kind)
        return Role.objects.filter(kind=kind).select_related("police_unit").annotate(said=Value("één"))

    for _ in range(2):
        with django_assert_num_queries(1):
            (found,) = roles("staff")
            assert (found, found.police_unit, found.said) == (role, police_unit, "één")
        found.said = "anders"
    assert roles("mayor") == []
    assert calls == ["staff", "mayor"]


def test_of_no_rows_of_a_model_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert planned_once(lambda: Role.objects.filter(pk__in=[]))() == []


@on_postgres
def test_beside_what_is_given_the_text_keeps_its_own_words():
    before = plans()
    question = Question("SELECT %s = '5%%', %s, %s", ("5%", Given("first"), Given("first")))
    assert question.rows({"first": "a"}) == [(True, "a", "a")]
    assert question.rows({"first": "b"}) == [(True, "b", "b")]
    (name,) = plans() - before
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name = %s", [name])
        assert "SELECT '5%' = '5%', $1, $1" in cursor.fetchone()[0]


@on_postgres
def test_one_text_is_planned_once_whatever_it_asks_for():
    before = plans()
    values = [(1, "a", True), (2**40, "b%", False)]
    found = [asked("SELECT %s, %s, %s, 'x%%'", each) for each in values for _ in range(3)]
    assert found == [[(*each, "x%")] for each in values for _ in range(3)]
    # A large number is of another kind.
    assert len(plans() - before) == 2


@on_postgres
def test_days_and_amounts_are_what_they_are_in_the_text():
    day, while_ = date(2026, 11, 30), timedelta(days=3)
    assert asked("SELECT (%s + %s)::date, %s", (day, while_, Decimal("0.10"))) == [(day + while_, Decimal("0.10"))]


@on_postgres
def test_a_group_is_seen_as_what_is_selected():
    RoleFactory(kind="staff", police_unit=PoliceUnitFactory())
    grouped = "SELECT concat(kind, %s) FROM accounts_role GROUP BY concat(kind, %s)"
    assert asked(grouped, ("!", "!")) == [("staff!",)]


@on_postgres
def test_a_session_keeps_the_plans_asked_last():
    before = plans()
    for number in [*range(PLANS_KEPT), 0, *range(100, 100 + PLANS_KEPT - 1)]:
        asked(f"SELECT {number}, %s", (1,))
    kept = plans()
    asked("SELECT 0, %s", (1,))
    assert plans() == kept
    assert len(kept - before) <= PLANS_KEPT


@on_postgres
def test_a_text_that_fails_is_asked_anew():
    for _ in range(2):
        with pytest.raises(ProgrammingError, match="nothing_of_that_name"), transaction.atomic():
            asked("SELECT %s FROM nothing_of_that_name", (1,))
    with pytest.raises(DataError), transaction.atomic():
        asked("SELECT 6 / %s", (0,))
    assert asked("SELECT 6 / %s", (2,)) == [(3,)]


@on_postgres
def test_with_a_parameter_of_another_kind_it_is_planned_each_time():
    before = plans()
    assert asked("SELECT %s", ([1, 2],)) == [([1, 2],)]
    assert plans() == before


@on_postgres
def test_behind_a_pool_of_sessions_nothing_is_kept_in_one(monkeypatch):
    before = plans()
    config = Env.db_url_config("postgres://a:b@c/d?DISABLE_SERVER_SIDE_CURSORS=true")
    assert "options" not in with_safe_defaults(config)["OPTIONS"]
    sign = "DISABLE_SERVER_SIDE_CURSORS"
    monkeypatch.setitem(connection.settings_dict, sign, config[sign])
    assert asked("SELECT 'pool', %s", (1,)) == [("pool", 1)]
    assert plans() == before


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_another_session_plans_for_itself():
    assert asked("SELECT 'session', %s", (1,)) == [("session", 1)]
    connection.close()
    assert plans() == set()
    assert asked("SELECT 'session', %s", (1,)) == [("session", 1)]
    assert len(plans()) == 1


def test_values_are_what_the_models_say():
    """SQLite has neither days nor booleans."""
    user = UserFactory(last_login=timezone.now())
    columns = ("is_active", "last_login")
    both = union_of(lambda: [User.objects.filter(pk=user.pk).values_list(*columns)] * 2)
    assert both() == [(True, user.last_login)] * 2
