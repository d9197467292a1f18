"""Every figure of the agenda as the two plans print it, against what the database holds.

`published/` holds the figures as they were taken from the plan of Noord-Holland (001) and of Noord-Nederland (002).
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from agenda.models import (
    ContextFigure,
    Distribution,
    DistributionTotal,
    InvestigationType,
    Measurement,
    RegionalTarget,
    Target,
)
from nhveilig.figures.values import Figure, Qualifier

FOLDER = Path(__file__).parent / "published"
CYBER, FOUND = "aantal opsporingsonderzoeken cybercrime", "onderzoeken per categorie pleger (verdachte/verdenking)"
SHARE, NUMBER = (f"{what} alternatieve of aanvullende interventies" for what in ("aandeel", "aantal"))
RATIO = "verwachte verhouding fenomeenonderzoeken: cybercrime in enge zin (9) tot cyber enabled crime (1)"
INDICATORS = {
    ("strafrechtelijk aangepakte criminele samenwerkingsverbanden (csv's), landelijk streefcijfer", "landelijk"): "csv",
    (
        "uit Regeerakkoord toegekende opsporingscapaciteit ondermijning/zware criminaliteit (alle eenheden samen)",
        "landelijk",
    ): "opsporingscapaciteit",
    ("bespreking voortgang ondermijning in LOVP, voorbereid door SBO", "frequentie"): "lovp-ondermijning",
    ("aantal OM-verdachten van mensenhandel (streefcijfer)", "landelijk"): "om-verdachten",
    ("door de politie bij Comensha gemelde slachtoffers", "landelijk"): "slachtoffers-comensha",
    ("complexe onderzoeken en interventies", "landelijk"): "complexe-onderzoeken",
    (CYBER, "regulier: onderzoeken"): "cyber-regulier",
    (CYBER, "fenomeen: onderzoeken"): "cyber-fenomeen",
    (CYBER, "THTC: onderzoeken"): "cyber-thtc",
    (CYBER, "totaal onderzoeken"): "cyber-totaal",
    (SHARE, "regulier: waarvan-percentage"): "cyber-regulier-aandeel",
    (SHARE, "fenomeen: waarvan-percentage"): "cyber-fenomeen-aandeel",
    (NUMBER, "regulier: waarvan-aantal"): "cyber-regulier-interventies",
    (NUMBER, "fenomeen: waarvan-aantal"): "cyber-fenomeen-interventies",
    (RATIO, "ratio enge zin"): "fenomeen-enge-zin",
    (RATIO, "ratio cyber enabled"): "fenomeen-cyber-enabled",
    ("rapportage politie over kennisactiviteiten cybercrime in het jaarverslag", "frequentie"): "kennisverslag",
    (FOUND, "A: vervaardigers/misbruikers"): "km-vervaardigers",
    (FOUND, "B: keyplayers (/netwerken)"): "km-keyplayers",
    (FOUND, "C: bezitters/verspreiders"): "km-bezitters",
    (FOUND, "totaal"): "km-totaal",
    ("netto opsporingscapaciteit", "landelijk"): "km-capaciteit",
    ("netto opsporingscapaciteit (herhaald bij rapportage)", "landelijk"): "km-capaciteit",
    ("aantal centraal aangestuurde gespecialiseerde teams", "landelijk"): "km-teams",
    (
        "jaarlijks gerapporteerd resultaat: geïdentificeerde slachtoffers door de genoemde capaciteit",
        "landelijk",
    ): "km-slachtoffers",
    (
        "aandeel aangeleverde dossiers dat positief wordt afgedaan (inspanningsverplichting)",
        "landelijk",
    ): "dossiers-positief",
    ("doorlopend in behandeling zijnde dossiers onvindbare veroordeelden", "landelijk"): "dossiers-in-behandeling",
    ("continue werkvoorraad per eenheid", "per eenheid"): "werkvoorraad-per-eenheid",
    (
        "vrijheidsstraffen ten uitvoer gelegd binnen de termijn (uitgangssituatie)",
        "context",
    ): "vrijheidsstraffen-binnen-termijn",
    ("termijn bij de 90% (uitgangssituatie)", "context"): "termijn-vrijheidsstraffen",
    ("vrijheidsstraffen waarvan tenuitvoerlegging in het derde jaar start", "context"): "derde-jaar",
    ("FAST-doelgroep: netto strafrestant zonder vaste verblijfplaats in Nederland", "context"): "fast-strafrestant",
    (
        "FAST zoekt actief na concreet buitenlandsignaal bij straf boven deze grens",
        "context",
    ): "fast-buitenlandsignaal",
    ("bespreking voortgang Veiligheidsagenda in het LOVP", "frequentie"): "lovp-voortgang",
}
QUALIFIERS = {
    "=": Qualifier.EXACT,
    ">=": Qualifier.MINIMUM,
    "<=": Qualifier.MAXIMUM,
    ">": Qualifier.MORE_THAN,
    "≈": Qualifier.CIRCA,
}
WITHOUT_NUMBER = {"ntb": Figure.undecided(), "leeg": Figure.blank(), "richting": Figure.not_applicable()}
# 002 reprints the agenda and leaves these two out; the database has them from 001.
MISSING_IN_002 = {("csv", 2019): Figure.of(1370), ("cyber-fenomeen-interventies", 2019): Figure.of(20)}


def published(name: str, **chosen: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [row for row in rows if all(row[key].startswith(value) for key, value in chosen.items())]


def printed(row: dict[str, str]) -> Figure:
    return Figure.of(row["waarde"], QUALIFIERS[row["operator"]]) if row["waarde"] else WITHOUT_NUMBER[row["status"]]


def in_database(row: dict[str, str]) -> Target:
    targets = Target.objects.filter(indicator__code=INDICATORS[row["indicator"], row["categorie"]])
    return targets.get(year=int(row["jaar"])) if row["jaar"].isdigit() else targets.get(year=None)


@pytest.mark.parametrize(("source", "count"), [("001", 66), ("002", 64)])
def test_every_national_figure_is_in_the_database(demo, source, count):
    rows = published("va_landelijke_doelen", bron=source)
    # The reference period of the csv target is words without a number, in both plans.
    figures = [row for row in rows if row["status"] not in ("tekst", "ontbreekt")]

    for row in figures:
        assert in_database(row).figure == printed(row), row
    assert len(figures) == count


def test_what_one_plan_leaves_out_is_known_from_the_other(demo):
    missing = published("va_landelijke_doelen", status="ontbreekt")

    found = {(in_database(row).indicator.code, in_database(row).year): in_database(row) for row in missing}

    assert {key: target.figure for key, target in found.items()} == MISSING_IN_002
    assert all("plan van Noord-Nederland" in target.note for target in found.values())


def test_a_result_that_is_only_reported_has_no_target(demo):
    words = [row for row in published("va_landelijke_doelen", status="tekst") if row["va_code"] == "2c.2"]

    assert {in_database(row).figure for row in words} == {Figure.not_applicable()}


def test_the_database_holds_no_target_that_is_in_neither_plan(demo):
    rows = [row for row in published("va_landelijke_doelen") if (row["indicator"], row["categorie"]) in INDICATORS]

    assert {in_database(row).pk for row in rows} == set(
        Target.objects.filter(indicator__objective__agenda__start_year=2019).values_list("pk", flat=True)
    )


SHARES = [
    ("va_regionaal_001_ondermijning_csv", "csv", 13, 2),
    ("va_regionaal_001_mensenhandel", "om-verdachten", 44, 4),
    ("va_regionaal_001_cybercrime", "cyber-regulier", 10, 1),
]


@pytest.mark.parametrize(("name", "code", "units", "totals"), SHARES)
def test_every_share_and_total_of_the_letter_is_in_the_database(demo, name, code, units, totals):
    shares = {
        (share.police_unit.name, share.year): share.value
        for share in RegionalTarget.objects.of_the_distribution().filter(indicator__code=code)
    }
    printed_totals = {
        ("Subtotaal regionale eenheden" if total.level == "regional" else "Totaal landelijk", total.year): total.value
        for total in DistributionTotal.objects.filter(indicator__code=code)
    }

    rows = {
        is_total: {
            (row["unit"].removesuffix(" (1)"), int(row["jaar"])): Decimal(row["waarde"])
            for row in published(name, is_total_row=is_total)
        }
        for is_total in "01"
    }

    assert shares == rows["0"]
    assert printed_totals == rows["1"]
    assert (len(shares), len(printed_totals)) == (units, totals)


def test_every_published_distribution_says_when_it_was_decided(demo):
    decided = Distribution.objects.values_list("indicator__code", "year", "key", "decided_on")

    assert {(code, year, key, day.isoformat()) for code, year, key, day in decided} == {
        (code, year, "gepubliceerd", "2019-09-20")
        for code, years in [("csv", [2019]), ("om-verdachten", [2019, 2020, 2021, 2022]), ("cyber-regulier", [2019])]
        for year in years
    }


REGIONAL = {
    "csv's: projectmatige onderzoeken en TGO's met link georganiseerde criminaliteit": "csv",
    "OM-verdachten mensenhandel": "om-verdachten",
    "reguliere cyberonderzoeken": "cyber-regulier",
    "deel van de reguliere onderzoeken dat met alternatieve interventie mag worden afgedaan": "cyber-regulier-aandeel",
    "inzet cyberteam bij landelijke fenomeenonderzoeken (ondergrens)": "cyber-fenomeen",
    "onderzoeken online seksueel kindermisbruik": "km-totaal",
}


def years_of(row: dict[str, str]) -> range:
    first, _, last = (row["jaar"] or "2019").partition("-")
    return range(int(first), int(last or first) + 1)


def test_every_target_of_noord_nederland_is_in_the_database(demo):
    targets = {
        (target.indicator.code, target.year): target
        for target in RegionalTarget.objects.filter(police_unit__code="RE01").select_related("indicator")
    }
    found = set()

    for row in published("va_regionaal_002_noord_nederland"):
        for year in years_of(row):
            if "bovengrens" in row["indicator"]:
                assert targets["cyber-fenomeen", year].upper == Decimal(row["waarde"])
                continue
            target = targets[REGIONAL[row["indicator"]], year]
            assert target.figure == (Figure.not_applicable() if row["status"] == "geen verdeling" else printed(row))
            found.add((target.indicator.code, year))

    assert found == set(targets)
    assert len(found) == 15


def test_a_range_reads_as_one(demo):
    target = RegionalTarget.objects.get(police_unit__code="RE01", indicator__code="cyber-fenomeen")

    assert target.text == "2 tot 4"


UNITS = {"EUR": "euro", "EUR per jaar": "euro per jaar", "rangjaar": "jaar"}


@pytest.mark.parametrize("source", ["001", "002"])
def test_every_background_figure_is_in_the_database(demo, source):
    figures = ContextFigure.objects.select_related("objective", "topic")
    known = [(f.objective or f.topic, f.period, f.value, f.unit) for f in figures]
    rows = published("va_contextcijfers", bron=source)
    names = list(rows[0])

    for row in rows:
        period, value, unit = (row[names[position]] for position in (4, 5, 7))
        # Both plans print the year in which reports began to rise under cybercrime; it is about child abuse.
        of = "2c.2" if row["plaats"].endswith("2c.1") else row["plaats"].rpartition(" / ")[2]
        expected = (period, Decimal(value), UNITS.get(unit, unit))
        assert any(figure[1:] == expected and _code(figure[0]) == of for figure in known), row
    assert len(known) == len(rows) == 17


def _code(subject) -> str:
    return getattr(subject, "code", None) or subject.number


def test_every_kind_of_investigation_is_in_the_database(demo):
    kinds = {kind.code: kind for kind in InvestigationType.objects.all()}
    rows = published("va_definities_onderzoekstypen")

    for row in rows:
        kind = kinds[row["code"]]
        assert (kind.scale, kind.executor, kind.level) == (row["schaal"], row["uitvoerder"], row["niveau"])
    assert {row["titel_in_bron"] for row in rows if row["bron"].startswith("001")} == {k.title for k in kinds.values()}


def test_only_what_the_yearly_report_says_about_an_indicator_is_a_measurement(demo):
    found = {
        (m.indicator.code, m.police_unit.code, m.year, m.period, m.figure.text(), m.status)
        for m in Measurement.objects.select_related("indicator", "police_unit")
    }

    assert found == {
        ("om-verdachten", "RE04", 2020, "jaar", "ten minste 14", "voorlopig"),
        ("km-slachtoffers", "RE04", 2020, "jaar", "circa 18", "voorlopig"),
    }
    assert all("Jaarverslag" in source for source in Measurement.objects.values_list("source", flat=True))
