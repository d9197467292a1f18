"""What other products make of a register because it was declared: search, open data, documents, menu and first page."""

from html import unescape

import pytest
from django.urls import reverse

from nhveilig.imports.kinds import find_kind
from nhveilig.registers.base import Register
from nhveilig.registers.registry import find_register
from nhveilig.web.sections import SECTIONS
from reports.documents.blocks import BLOCK_TYPES
from reports.documents.blocks.base import FreezingError, Source
from reports.documents.models import Block
from reports.opendata.datasets import BY_SLUG, GROUPS
from tests.registers.rows import IN_SHEETS, REGISTERS, code_of, row_of

SEARCHED = [register for register in REGISTERS if register.search]
OPEN = [register for register in REGISTERS if register.open_data]
IN_DOCUMENTS = [register for register in REGISTERS if register.is_block]
IN_MENU = [register for register in REGISTERS if register.section]


@pytest.mark.parametrize("register", SEARCHED, ids=code_of)
def test_a_search_finds_a_row_and_leads_to_its_page(staff, register: Register):
    row = row_of(register)
    words = str(getattr(row, register.search.title[0]))
    page = staff.get(reverse("reports:search"), {"q": words}).content.decode()
    assert register.url("detail", row) in page


@pytest.mark.parametrize("register", OPEN, ids=code_of)
def test_what_is_open_says_what_the_columns_say(client, demo, register: Register):
    dataset = BY_SLUG[register.code]
    answer = client.get(f"/api/v1/{register.code}", {"paginaGrootte": 100}).json()
    assert len(answer["gegevens"]) == min(100, register.present().count())
    first = answer["gegevens"][0]
    assert {column.name for column in dataset.columns} <= set(first)
    keys = [tuple(row[name] for name in dataset.key) for row in answer["gegevens"]]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("register", OPEN, ids=code_of)
def test_what_is_open_takes_as_many_queries_however_long_it_is(client, demo, register, django_assert_max_num_queries):
    for size in (1, 50):
        with django_assert_max_num_queries(1):
            client.get(f"/api/v1/{register.code}", {"paginaGrootte": size})


def test_only_what_declares_it_is_open_or_found():
    published = {dataset.slug for dataset in GROUPS["Registers"]}
    assert published == {register.code for register in REGISTERS if register.open_data}


@pytest.mark.parametrize("register", IN_DOCUMENTS, ids=code_of)
def test_a_document_holds_the_rows_as_a_table(demo, register: Register):
    table = _frozen(demo, register.code)["tables"][0]
    assert len(table["rows"]) == len(register.of_unit(demo.police_unit))
    assert table["caption"] == register.title


def test_a_document_refuses_what_is_no_register(demo):
    with pytest.raises(FreezingError, match="bestaat niet"):
        _frozen(demo, "zeehonden")


def _frozen(document, code: str) -> dict:
    block = Block(document=document, kind="register", options={"register": code})
    return BLOCK_TYPES["register"](block, Source(document))


@pytest.mark.parametrize("register", IN_MENU, ids=code_of)
def test_its_section_leads_to_it(staff, register: Register):
    page = unescape(staff.get(register.url("list")).content.decode())
    label = register.menu_label or register.title
    # What is set up stands in the menu of the initials, which does not name its pages.
    times = 1 if register.section == "setup" else 2
    assert page.count(f'<a href="{register.url("list")}" aria-current="page">{label}</a>') == times
    assert f'aria-current="true">{SECTIONS[register.section].label}</a>' in page


@pytest.mark.parametrize("register", IN_SHEETS, ids=code_of)
def test_it_is_among_the_tables_to_read_in(staff, register: Register):
    page = unescape(staff.get(reverse("imports:import-list")).content.decode())
    assert find_kind(register.code).label in page
    assert find_register(register.code) is register
