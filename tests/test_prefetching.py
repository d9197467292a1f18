"""What is read along in one query is what Django reads in one for each lookup."""

import pytest
from django.db.models import Model, Prefetch, QuerySet

from agenda.models import Indicator, SafetyAgenda
from formation.models import StrengthChangeSet, StrengthTable
from nhveilig.prefetching import prefetch_at_once
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit
from themes.models import Activity, Budget, ImplementationPlan, PolicyPlan

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def _agendas() -> QuerySet:
    return SafetyAgenda.objects.with_register().with_investigation_types().with_topics()


def _changes() -> QuerySet:
    return StrengthChangeSet.objects.with_changes()


def _with_municipalities() -> QuerySet:
    return OrganisationUnit.objects.prefetch_related(
        Prefetch("municipalities", Municipality.objects.select_related("safety_region").order_by("-name"))
    )


TREES = {
    "agenda": _agendas,
    "distribution": SafetyAgenda.objects.with_distribution,
    "agenda of an eenheid": lambda: SafetyAgenda.objects.with_register_of(PoliceUnit.objects.get(code="RE04")),
    "indicator": Indicator.objects.with_history,
    "plan": ImplementationPlan.objects.with_parts,
    "budget": Budget.objects.with_figures,
    "strength": StrengthTable.objects.with_figures,
    "changes of strength": _changes,
    "many to many": _with_municipalities,
    "the other way": lambda: Municipality.objects.prefetch_related("organisation_units"),
}


@pytest.mark.parametrize("rows", TREES.values(), ids=TREES)
def test_it_is_what_django_reads(demo, rows, django_assert_num_queries):
    asked, by_django = rows(), rows()
    with django_assert_num_queries(2):
        found = list(asked)
    by_django._result_cache = expected = list(by_django.prefetch_related(None))
    QuerySet._prefetch_related_objects(by_django)
    assert expected
    assert [told(one, set()) for one in found] == [told(one, set()) for one in expected]


def told(row: Model | None, above: set) -> object:
    """All that is at hand of a row: its columns, what it names, what hangs on it."""
    if row is None or row in above:
        return row and (type(row), row.pk)
    above = above | {row}
    said = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    said = {name: _listed(value, above) for name, value in said.items()}
    named = {name: told(one, above) for name, one in row._state.fields_cache.items()}
    hanging = {name: _listed(list(one), above) for name, one in getattr(row, "_prefetched_objects_cache", {}).items()}
    return type(row), row.pk, said, named, hanging


def _listed(value: object, above: set) -> object:
    return [told(one, above) for one in value] if isinstance(value, list) else value


def test_what_is_at_hand_is_not_read_again(demo, django_assert_num_queries):
    plan = ImplementationPlan.objects.select_related("theme").first()
    theme = plan.theme
    with django_assert_num_queries(1):
        prefetch_at_once([plan], "theme__objectives", Prefetch("activity_set", Activity.objects.for_plan()))
        assert plan.theme is theme
        assert [goal.theme for goal in theme.objectives.all()] == [theme] * len(theme.objectives.all())


def test_of_nothing_nothing_is_read_along(demo, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(PolicyPlan.objects.filter(slug="").prefetch_related("themes__objectives", "themes__parts")) == []
