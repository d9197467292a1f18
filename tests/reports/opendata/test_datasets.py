"""What each dataset holds, and that nothing in it is unpublished."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from nhveilig.figures.formats import without_trailing_zeros
from nhveilig.figures.values import Figure
from reports.opendata.datasets import BY_SLUG, DATASETS
from reports.opendata.datasets.registers import REGISTERS
from tests.reports.opendata.world import DAY, SECRET, make_world
from themes.models import ResultTarget, Standing
from themes.progress.standings import Standings
from themes.reading.presenters import figure_of

# Taken from the publication apart from the demo data.
LEDGER = Path(__file__).parents[2] / "themes" / "published" / "results-2020.csv"

# What a register publishes is held in tests/registers.
EVERY = [dataset.slug for dataset in DATASETS if dataset not in REGISTERS]
# Published in the world of these tests, at size one and two.
SIZES = {
    "edities": (1, 2),
    "uitvoeringsplannen": (1, 2),
    "streefwaarden": (2, 4),
    "beoogde-resultaten": (1, 2),
    "gemeenteresultaten": (1, 4),
    "veiligheidsagendas": (1, 1),
    "indicatoren": (1, 2),
    "streefcijfers": (1, 2),
    "regionale-streefcijfers": (1, 2),
    "realisaties": (2, 4),
    "sterktetabellen": (2, 2),
    "sterktecijfers": (12, 16),
    "landelijke-sterktecijfers": (2, 4),
    "eenheden": (1, 1),
    "gemeenten": (1, 2),
}


def rows_of(client: Client, slug: str, **chosen: object) -> list[dict]:
    response = client.get(f"/api/v1/{slug}", chosen)
    assert response.status_code == 200, response.content.decode()
    return [{name: value for name, value in row.items() if name != "_links"} for row in response.json()["gegevens"]]


@pytest.mark.parametrize("slug", EVERY)
def test_what_is_not_adopted_is_nowhere(client, world, slug):
    for form in ("json", "csv"):
        body = client.get(f"/api/v1/{slug}?formaat={form}").content.decode()
        assert SECRET not in body
    assert len(rows_of(client, slug)) == SIZES[slug][0]


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("slug", EVERY)
def test_a_list_takes_as_many_queries_however_long_it_is(client, db, slug, size, django_assert_num_queries):
    make_world(size)
    for form, queries in (("json", 1), ("csv", 2)):
        with django_assert_num_queries(queries):
            response = client.get(f"/api/v1/{slug}?formaat={form}")
        assert response.status_code == 200
    assert len(rows_of(client, slug)) == SIZES[slug][size - 1]


@pytest.mark.parametrize("slug", EVERY)
def test_the_csv_has_the_same_rows_as_the_json(client, world, slug):
    rows = rows_of(client, slug)
    text = client.get(f"/api/v1/{slug}", headers={"Accept": "text/csv"}).content.decode()

    found = list(csv.DictReader(io.StringIO(text)))

    assert found == [{name: written(value) for name, value in row.items()} for row in rows]


def written(value: str | int | bool | None) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("slug", [slug for slug in EVERY if BY_SLUG[slug].key])
def test_the_key_tells_every_row_from_all_others(client, world, slug):
    keys = [tuple(row[name] for name in BY_SLUG[slug].key) for row in rows_of(client, slug)]

    assert len(set(keys)) == len(keys) > 0


def test_a_target_says_what_was_aimed_for_and_how_it_stands(client, world):
    target, covered = rows_of(client, "streefwaarden")

    assert (target["streefwaarde"], target["streefwaardeKwalificatie"]) == ("12.5", "minimum")
    assert (target["resultaat"], target["resultaatKwalificatie"]) == ("7.5", "circa")
    assert (target["bereikt"], target["peildatum"], target["code"]) == (False, "2025-12-01", "KPI-1")
    assert (target["eenheid"], target["thema"], target["jaar"]) == ("noord", "thema-0", 2025)
    assert target["beoogdResultaat"] == "Minder inbraak, thema-0"
    assert (target["maateenheid"], target["bron"]) == ("gemeenten", "Uitvoeringsplan Havens 2025")
    assert (target["gemeentenBereikt"], target["gemeentenGemeld"]) == (None, None)
    assert (covered["gemeentenBereikt"], covered["gemeentenGemeld"]) == (1, 1)
    assert (covered["resultaat"], covered["resultaatKwalificatie"]) == (None, None)


def test_a_target_that_repeats_another_stands_as_that_one_does(client, world):
    first = world.plan.resulttarget_set.get(code="KPI-1")
    world.plan.resulttarget_set.create(title="Herhaald", counts_as=first, order=30_000)

    repeated = rows_of(client, "streefwaarden")[-1]

    assert (repeated["titel"], repeated["resultaat"], repeated["teltMeeBij"]) == ("Herhaald", "7.5", "thema-0")
    assert (repeated["streefwaarde"], repeated["streefwaardeKwalificatie"]) == (None, "dash")


def test_aims_and_results_are_those_of_the_pages(client, world):
    for row in rows_of(client, "streefwaarden"):
        target = ResultTarget.objects.select_related("plan__theme__plan").get(title=row["titel"])
        standing = Standings([target.plan], today=DAY).of(target)

        aim = {"value": row["streefwaarde"], "qualifier": row["streefwaardeKwalificatie"]}
        assert Figure.from_dict(aim) == figure_of(target)
        covered = standing.coverage and (standing.coverage.reached, standing.coverage.reported)
        assert (row["gemeentenBereikt"], row["gemeentenGemeld"]) == (covered or (None, None))
        if standing.standing:
            result = {"value": row["resultaat"], "qualifier": row["resultaatKwalificatie"]}
            assert Figure.from_dict(result) == standing.figure


def test_the_results_of_2020_are_those_that_were_published(client, demo):
    with LEDGER.open(encoding="utf-8") as sheet:
        published = {row["code"]: row for row in csv.DictReader(sheet)}
    text = client.get("/api/v1/streefwaarden?jaar=2020&formaat=csv").content.decode()
    given = {row["code"]: row for row in csv.DictReader(io.StringIO(text))}

    assert len(published) == 103
    for code, row in published.items():
        expected = Decimal(row["value"]) if row["value"] else None
        assert given[code]["resultaat"] == ("" if expected is None else f"{without_trailing_zeros(expected):f}"), code
        assert (given[code]["resultaatKwalificatie"] == "exact") == (row["operator"] == "="), code


def test_what_no_municipality_reported_is_none_and_not_unknown(client, world):
    Standing.objects.filter(municipality__isnull=False).delete()

    covered = rows_of(client, "streefwaarden")[1]

    assert (covered["gemeentenBereikt"], covered["gemeentenGemeld"]) == (0, 0)


def test_a_result_in_words_says_how_it_goes(client, world):
    [result] = rows_of(client, "beoogde-resultaten")

    assert (result["koers"], result["doel"], result["resultaatKwalificatie"]) == ("attention", 3, "blank")


def test_a_measurement_says_where_it_comes_from_and_how_sure_it_is(client, world):
    national, regional = sorted(rows_of(client, "realisaties"), key=lambda row: row["eenheid"] or "")

    assert (national["eenheid"], regional["eenheid"]) == (None, "noord")
    assert (regional["waarde"], regional["kwalificatie"], regional["maateenheid"]) == ("9", "exact", "onderzoeken")
    assert (regional["status"], regional["bron"], regional["periode"]) == ("definitief", "Jaarverslag", "jaar")


def test_a_target_of_the_agenda_counts_since_it_was_adopted(client, world):
    [target] = rows_of(client, "streefcijfers")

    assert (target["waarde"], target["bron"], target["datum"]) == ("100", "Kamerbrief", "2025-12-01")


def test_a_distribution_nobody_decided_on_is_not_published(client, world):
    [agenda] = rows_of(client, "veiligheidsagendas")
    shares = world.unit.targets.filter(indicator__objective__agenda__slug=agenda["agenda"])
    found = shares.get().indicator.objective.agenda
    found.distribution_adopted_on = None
    found.save()

    assert rows_of(client, "regionale-streefcijfers") == []

    shares.update(source="Eigen afspraak van de driehoek")
    [own] = rows_of(client, "regionale-streefcijfers")
    assert (own["eigenAfspraak"], own["bron"]) == (True, "Eigen afspraak van de driehoek")


def test_strength_keeps_its_day_its_source_and_what_may_be_added(client, world):
    found = rows_of(client, "sterktecijfers", categorie="wijkagent", peildatum="2022-01-01")

    assert [(row["regel"], row["waarde"]) for row in found] == [("detail", "11"), ("subtotal", "11"), ("total", "11")]
    assert {(row["peildatum"], row["bron"], row["maateenheid"]) for row in found} == {
        ("2022-01-01", "Sterktetabel", "fte")
    }


@pytest.mark.parametrize(
    ("slug", "chosen", "expected"),
    [
        ("edities", {"jaar": 2026}, 1),
        ("edities", {"jaar": 2029}, 0),
        ("edities", {"soort": "policy_plan", "eenheid": "noord"}, 1),
        ("edities", {"soort": "annual_report"}, 0),
        ("streefwaarden", {"jaar": 2025, "eenheid": "noord", "thema": "thema-0"}, 2),
        ("streefwaarden", {"voorWie": "municipality"}, 1),
        ("streefwaarden", {"jaar": 2024}, 0),
        ("realisaties", {"eenheid": "noord"}, 1),
        ("realisaties", {"status": "voorlopig"}, 0),
        ("sterktetabellen", {"jaar": 2022}, 1),
        ("sterktetabellen", {"soort": "bezetting"}, 0),
        ("veiligheidsagendas", {"jaar": 2028}, 1),
        ("gemeenten", {"jaar": 2025, "eenheid": "noord"}, 1),
    ],
)
def test_one_may_choose_a_part(client, world, slug, chosen, expected):
    assert len(rows_of(client, slug, **chosen)) == expected


def test_a_municipality_that_is_gone_is_not_in_a_later_year(client, world):
    region = world.unit.safety_regions.get()
    region.municipalities.update(valid_until="2021-01-01")

    assert len(rows_of(client, "gemeenten", jaar=2020)) == 1
    assert rows_of(client, "gemeenten", jaar=2021) == []


def test_results_of_one_municipality(client, world):
    code = world.unit.safety_regions.get().municipalities.get().code

    [row] = rows_of(client, "gemeenteresultaten", gemeente=code)

    assert (row["gemeente"], row["resultaat"], row["bereikt"], row["titel"]) == (code, "1", True, "Menukaart thema-0")


def test_in_the_demo_data_the_key_tells_every_row_from_all_others(client, demo):
    for slug, dataset in BY_SLUG.items():
        text = client.get(f"/api/v1/{slug}?formaat=csv").content.decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        keys = {tuple(row[name] for name in dataset.key) for row in rows}
        assert len(keys) == len(rows) or not dataset.key, slug


def test_the_parts_of_a_result_are_published_beside_it(client, world):
    Standing.objects.update(breakdown="jongens: 2; meisjes: 1")
    assert "jongens: 2; meisjes: 1" in {row["verdeling"] for row in rows_of(client, "streefwaarden")}
    assert {row["verdeling"] for row in rows_of(client, "gemeenteresultaten")} == {"jongens: 2; meisjes: 1"}
