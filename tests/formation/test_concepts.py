"""A table in bewerking is unfinished work: who may see concepts sees it named as one, and it counts nowhere."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from formation.models import StrengthCell, StrengthTable
from formation.services.tables import copy_table
from nhveilig.imports.kinds import find_kind
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from reports.documents.blocks.base import Source
from reports.documents.models import Document
from reports.documents.services.editions import freeze_edition

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

TYPED = "4321.25"
SHOWN = "4.321,25"
CONCEPT_DAY = "2022-06-01"
UNIT = {"slug": "noord-holland"}
SERIES = UNIT | {"series": "eenheid"}


@pytest.fixture
def concept(demo) -> StrengthTable:
    """A copy within the period of the demo document, every figure of which is one that stands nowhere else."""
    adopted = StrengthTable.objects.get(
        police_unit__slug="noord-holland", series="eenheid", reference_date="2022-01-01"
    )
    copy = copy_table(table=adopted, reference_date=date.fromisoformat(CONCEPT_DAY)).table
    StrengthCell.objects.filter(row__in=list(copy.rows.all()), value__isnull=False).update(value=Decimal(TYPED))
    return copy


@pytest.fixture
def bezetting(concept) -> StrengthTable:
    StrengthTable.objects.filter(pk=concept.pk).update(kind="bezetting")
    concept.refresh_from_db()
    return concept


def page_of(log_in, user: str, name: str, arguments: dict, query: str = "") -> tuple[int, str]:
    response = log_in(user).get(reverse(f"formation:{name}", kwargs=arguments) + query)
    return response.status_code, response.content.decode()


def alkmaar() -> int:
    return OrganisationUnit.objects.get(name="Basisteam Alkmaar").pk


PAGES = [
    ("table-list", {}),
    ("table-detail", UNIT),
    ("table-csv", UNIT),
    ("norm", UNIT),
    ("occupation", UNIT),
    ("part", UNIT),
    ("development", SERIES),
    ("comparison", SERIES),
]


@pytest.mark.parametrize(("name", "arguments"), PAGES, ids=[name for name, _ in PAGES])
@pytest.mark.parametrize("user", ["lezer", "controller", "burgemeester"])
def test_no_outcome_counts_a_concept(concept, log_in, user, name, arguments):
    place = arguments | ({"pk": alkmaar()} if name == "part" else {})
    status, page = page_of(log_in, user, name, place)
    assert (status, SHOWN in page, TYPED in page) == (200, False, False)


def test_an_occupation_in_bewerking_does_not_count_either(bezetting, log_in):
    assert SHOWN not in page_of(log_in, "controller", "occupation", UNIT)[1]
    StrengthTable.objects.filter(pk=bezetting.pk).update(status="adopted")
    assert SHOWN in page_of(log_in, "lezer", "occupation", UNIT)[1]


def test_a_reader_finds_a_concept_nowhere(concept, log_in):
    dated = SERIES | {"day": CONCEPT_DAY, "kind": "formatie"}
    assert page_of(log_in, "lezer", "dated-table", dated)[0] == 404
    for name, arguments in PAGES:
        place = arguments | ({"pk": alkmaar()} if name == "part" else {})
        page = page_of(log_in, "lezer", name, place)[1]
        assert not any(part in page for part in (CONCEPT_DAY, "1-6-2022", "n bewerking")), name
    asked = page_of(log_in, "lezer", "comparison", SERIES, f"?was=2022-01-01&wordt={CONCEPT_DAY}")[1]
    assert SHOWN not in asked


def test_who_may_see_concepts_reads_that_it_is_one(concept, log_in):
    for user in ("controller", "burgemeester"):
        status, page = page_of(log_in, user, "dated-table", SERIES | {"day": CONCEPT_DAY, "kind": "formatie"})
        assert (status, SHOWN in page, "In bewerking" in page) == (200, True, True)
        assert f"/{CONCEPT_DAY}/" in page_of(log_in, user, "table-detail", UNIT)[1]
        compared = page_of(log_in, user, "comparison", SERIES, f"?wordt={CONCEPT_DAY}")[1]
        assert (SHOWN in compared, "1-6-2022 zijn nog niet vastgesteld" in compared) == (True, True)


def test_who_may_see_concepts_elsewhere_does_not_see_this_one(concept):
    here, elsewhere = concept.police_unit_id, PoliceUnit.objects.get(slug="amsterdam").pk
    assert concept not in StrengthTable.objects.visible_to({here}, {elsewhere})
    assert concept in StrengthTable.objects.visible_to({here}, {here})
    assert concept not in StrengthTable.objects.visible_to({elsewhere}, {elsewhere, here})


def test_an_eenheid_with_only_concepts_is_reached_by_its_makers(log_in, concept):
    StrengthTable.objects.filter(police_unit=concept.police_unit).update(status="concept")
    for user in ("lezer", "controller"):
        assert reverse("formation:table-detail", kwargs=UNIT) in page_of(log_in, user, "table-list", {})[1]
        assert "nog geen formatie vastgesteld" in page_of(log_in, user, "table-detail", UNIT)[1]
    assert f"/{CONCEPT_DAY}/" in page_of(log_in, "controller", "table-detail", UNIT)[1]
    assert f"/{CONCEPT_DAY}/" not in page_of(log_in, "lezer", "table-detail", UNIT)[1]
    assert page_of(log_in, "controller", "development", SERIES)[0] == 404
    assert page_of(log_in, "lezer", "comparison", SERIES)[0] == 404


def test_a_document_freezes_only_what_was_adopted(concept, demo):
    document = Document.objects.get(pk=demo.pk)
    assert concept not in Source(document).strength_tables
    edition = freeze_edition(document=document, status="concept", frozen_by=None)
    assert TYPED not in str(edition.content)
    assert SHOWN not in str(edition.content)
    StrengthTable.objects.filter(pk=concept.pk).update(status="adopted")
    assert SHOWN in str(freeze_edition(document=document, status="concept", frozen_by=None).content)


@pytest.mark.parametrize(("user", "sees"), [("lezer", False), ("controller", True)])
def test_a_file_holds_a_concept_only_for_who_may_see_it(concept, log_in, user, sees):
    address = reverse("imports:table-export", kwargs=UNIT | {"kind": "formatie", "format": "csv"})
    everything = log_in(user).get(address)
    assert ("4321,25" in b"".join(everything).decode("utf-8-sig")) is sees
    one = log_in(user).get(f"{address}?reeks=eenheid&peildatum={CONCEPT_DAY}")
    assert one.status_code == (200 if sees else 404)


def test_an_export_leaves_concepts_out_unless_asked(concept):
    kind, unit = find_kind("formatie"), concept.police_unit
    days = {bool(asked): set(kind.export(unit, concepts=asked)["peildatum"]) for asked in (False, True)}
    assert days[True] - days[False] == {concept.reference_date}
