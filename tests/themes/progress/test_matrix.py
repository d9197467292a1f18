"""What every municipality does, and who has not reported."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ResultTargetFactory,
)
from tests.themes.progress.reporting import browser, reader, reported
from tests.themes.workflow.people import decider, municipalities, person, writer
from themes.models import Outlook, ResultTarget
from themes.progress.standings import subject_url

pytestmark = pytest.mark.django_db
PER_TOWN = ResultTarget.Scope.EVERY_MUNICIPALITY


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-10-01 09:00+02:00", tick=False):
        yield


@pytest.fixture
def plan():
    return ImplementationPlanFactory(status="adopted", adopted_on=date(2025, 1, 30))


@pytest.fixture
def towns(plan):
    return municipalities(plan, "Alkmaar", "Bergen", "Castricum")


def scan(plan, **more):
    return ResultTargetFactory(
        plan=plan, **{"value": 1, "unit": "scan", "title": "Scan gedaan", "scope": PER_TOWN} | more
    )


def address(plan, name="matrix", year=2025):
    return reverse(f"themes:{name}", args=[plan.theme.plan.police_unit.slug, year])


def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def table(plan):
    answer = reader(plan).get(address(plan, "matrix-csv"))
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


class TestTheMatrix:
    def test_says_how_many_reached_it_and_who_is_missing(self, plan, towns):
        target = scan(plan)
        reported(target, 1, town=towns[0])
        reported(target, 0, town=towns[1])
        found = page(reader(plan), address(plan))
        assert "1 van 3 gemeenten" in found
        assert "1 gemeente nog niet gemeld" in found
        assert "<p>Castricum</p>" in found
        assert (found.count("Bereikt"), found.count("Gereed")) == (1, 1)
        assert "Nog niet" in found

    def test_the_same_stands_in_a_file(self, plan, towns):
        target = scan(plan)
        reported(target, 1, town=towns[0])
        head, *rows = table(plan)
        assert head[3] == "Havens, Scan gedaan (ten minste 1 scan): stand"
        assert [row[0] for row in rows] == ["Alkmaar", "Bergen", "Castricum"]
        assert rows[0][3:] == ["1", "gereed", "2025-09-01", "Alkmaar"]
        assert rows[1][3:] == ["", "nog niet gemeld", "", ""]

    def test_a_mayor_sees_the_own_municipality_first_and_reports_there_alone(self, plan, towns):
        target = scan(plan)
        found = page(browser(person(plan, "mayor", "Bregje", towns[1])), address(plan))
        assert found.index('<h2 id="gemeente-') < found.index("Hoe ver de eenheid is")
        assert found.count(subject_url(target, towns[1])) == 1
        assert f"{subject_url(target, towns[0])}&amp;terug=" not in found

    def test_what_a_municipality_reported_goes_along_to_the_one_it_went_up_in(self, plan, towns):
        target = scan(plan)
        reported(target, 1, town=towns[2], on=date(2025, 6, 1))
        towns[2].valid_until, towns[2].successor = date(2025, 7, 1), towns[1]
        towns[2].save()
        found = page(reader(plan), address(plan))
        assert "1 van 2" in found
        assert "gemeld door Castricum, dat per 1 juli 2025 in Bergen opging" in found
        assert '<th scope="row">Castricum</th>' not in found

    def test_what_it_reported_itself_goes_before_that(self, plan, towns):
        target = scan(plan)
        reported(target, 0, town=towns[1], on=date(2025, 5, 1))
        reported(target, 1, town=towns[2], on=date(2025, 6, 1))
        towns[2].valid_until, towns[2].successor = date(2025, 7, 1), towns[1]
        towns[2].save()
        assert table(plan)[2][3:] == ["0", "op koers", "2025-05-01", "Bergen"]

    def test_without_anything_to_count_says_so(self, plan):
        assert "Niets wordt per gemeente geteld" in page(reader(plan), address(plan))
        assert table(plan) == [["Gemeente", "niveau", "soort"]]

    @pytest.mark.parametrize("name", ["matrix", "matrix-csv", "not-reported"])
    def test_a_year_of_the_policy_without_an_adopted_plan_is_there(self, plan, name):
        """An overview of that year leads here, and so does a plan that is not adopted yet."""
        policy = plan.theme.plan
        type(policy).objects.filter(pk=policy.pk).update(start_year=2021, end_year=2027)
        ImplementationPlanFactory(theme=plan.theme, year=2029)
        for year in (2021, 2023, 2027, 2029):
            page(reader(plan), address(plan, name, year=year))
        for year in (2020, 2030):
            page(reader(plan), address(plan, name, year=year), 404)

    @pytest.mark.parametrize("name", ["matrix", "matrix-csv", "not-reported"])
    def test_an_unknown_year_or_eenheid_is_not_found(self, plan, name):
        page(reader(plan), address(plan, name, year=2019), 404)
        page(reader(ImplementationPlanFactory(status="adopted")), address(plan, name), 404)

    def test_a_concept_is_not_counted(self, plan, towns):
        scan(ImplementationPlanFactory(theme__plan=plan.theme.plan), title="Nog een voornemen")
        assert "Nog een voornemen" not in page(browser(decider(plan)), address(plan))

    @pytest.mark.parametrize("size", [1, 6])
    def test_asks_the_same_for_any_number(self, plan, size, django_assert_num_queries):
        towns = municipalities(plan, *(f"Plaats {number}" for number in range(size * 3)))
        for target in [scan(plan, title=f"Doel {number}") for number in range(size)]:
            reported(target, 1, town=towns[0])
        client = browser(decider(plan))
        # session, user, roles; eenheid, years; targets, towns, standings; reported by; words of the units;
        # who was reminded
        with django_assert_num_queries(11):
            page(client, address(plan))


class TestWhoHasNotReported:
    def test_per_theme_with_its_leader(self, plan, towns):
        writer(plan)
        new, old, _ = (ActivityFactory(plan=plan, title=name) for name in ("Vers", "Oudbakken", "Stil"))
        reported(new, course=Outlook.ON_TRACK)
        reported(old, course=Outlook.ON_TRACK, on=date(2025, 6, 30))
        reported(scan(plan), 1, town=towns[0])
        found = page(reader(plan), address(plan, "not-reported"))
        assert "Projectleider: Pieter Proef" in found
        assert "1 van 3 gemeld en actueel" in found
        assert found.index("Ouder dan drie maanden (1)") < found.index("Oudbakken")
        assert found.index("Nog nooit gemeld (1)") < found.index("Stil")
        assert "Bergen, Castricum" in found
        assert "Vers" not in found

    def test_what_is_finished_does_not_grow_old(self, plan):
        reported(ActivityFactory(plan=plan, title="Klaar"), course=Outlook.DONE, on=date(2025, 2, 1))
        found = page(reader(plan), address(plan, "not-reported"))
        assert "Alles gemeld" in found
        assert "Oudbakken" not in found

    def test_a_result_that_is_measured_is_not_asked_for_twice(self, plan):
        result = IntendedResultFactory(plan=plan, title="Veilige kades")
        ResultTargetFactory(plan=plan, result=result, title="Inbraken in loodsen")
        found = page(reader(plan), address(plan, "not-reported"))
        assert "0 van 1 gemeld en actueel" in found
        assert "Veilige kades" not in found

    def test_a_year_that_is_over_has_nothing_that_is_old(self, plan):
        reported(ActivityFactory(plan=plan), course=Outlook.ON_TRACK, on=date(2025, 2, 1))
        with time_machine.travel("2026-02-01 09:00+01:00", tick=False):
            found = page(reader(plan), address(plan, "not-reported"))
        assert "Dit jaar is afgelopen" in found
        assert "Alles gemeld" in found

    @pytest.mark.parametrize("size", [1, 5])
    def test_asks_the_same_for_any_number(self, plan, size, django_assert_num_queries):
        municipalities(plan, "Alkmaar")
        for one in ImplementationPlanFactory.create_batch(size, theme__plan=plan.theme.plan, status="adopted"):
            writer(one, f"Wies{one.pk}")
            reported(ActivityFactory(plan=one), course=Outlook.BEHIND, on=date(2025, 3, 1))
            scan(one), IntendedResultFactory(plan=one)
        client = browser(decider(plan))
        # session, user, roles; eenheid, years; plans, leaders, activities, results, targets; towns, standings per
        # municipality; standings, coverage; who was reminded
        with django_assert_num_queries(12):
            page(client, address(plan, "not-reported"))
