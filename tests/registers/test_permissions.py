"""Who sees which page of a register, worked out from what it declares, asked by everybody of every page."""

import pytest
from django.template.response import TemplateResponse
from django.urls import get_resolver

from nhveilig.accounts.models import Role, User
from nhveilig.accounts.permissions import PERMISSIONS_OF
from nhveilig.editing.changes import Writer
from nhveilig.registers.services import delete_row
from nhveilig.registers.urls import pages_of
from tests.conftest import ELSEWHERE
from tests.registers.rows import REGISTERS, around, code_of, rows_of

OF_THE_LIST = {"list", "export", "create", "bin"}
# Asked with GET as well: the permission and the row are looked at before the method is.
SENT_ONLY = {"undo", "restore"}
PAGES = [(register, page) for register in REGISTERS for page in pages_of(register)]


def page_names() -> set[str]:
    """Of every page of every register, as it is called among the addresses."""
    return {f"{register.namespace}:{register.name}-{page.name}" for register, page in PAGES}


def expected(register, page, user: User | None, row) -> int:
    if user is None:
        return 302
    units = {
        role.police_unit_id for role in Role.objects.filter(user=user) if page.permission in PERMISSIONS_OF[role.kind]
    }
    if not units:
        return 403
    is_bound = page.name not in OF_THE_LIST or "slug" in register.address_of(row)
    if register.scope and is_bound and _unit(register, row) not in units:
        return 404
    held = set().union(*(PERMISSIONS_OF[role.kind] for role in Role.objects.filter(user=user)))
    needed = getattr(register, "concept_permission", None)
    if needed and needed not in held and page.name not in OF_THE_LIST:
        # It is a row in bewerking.
        return 404
    return 405 if page.name in SENT_ONLY else 200


def _unit(register, row) -> int:
    return type(row)._base_manager.filter(pk=row.pk).values_list(register.scope, flat=True).get()


@pytest.fixture
def everybody(colleague) -> list[str]:
    User.objects.create(username="rolloos")
    return ["anoniem", "rolloos", "lezer", "burgemeester", "staf", "beheerder", ELSEWHERE]


@pytest.mark.parametrize(("register", "page"), PAGES, ids=[f"{code_of(one)}-{page.name}" for one, page in PAGES])
def test_who_sees_what(everybody, log_in, monkeypatch, register, page):
    row = rows_of(register)[0]
    more = {"edit": 1} if page.name == "undo" else {"format": "csv"} if page.name == "export" else {}
    address = (
        register.url(page.name, **around(register, row), **more)
        if page.name in OF_THE_LIST
        else register.url(page.name, row, **more)
    )
    if page.name == "restore":
        delete_row(row=row, by=Writer(None))
    # Every page is rendered elsewhere; here only the answer counts.
    monkeypatch.setattr(TemplateResponse, "rendered_content", "")
    users = {name: User.objects.filter(username=name).first() for name in everybody}
    answers = {name: log_in(name).get(address).status_code for name in everybody}
    assert answers == {name: expected(register, page, user, row) for name, user in users.items()}


def test_the_pages_of_registers_are_those_of_their_addresses():
    named = {pattern.name for pattern in get_resolver().url_patterns if hasattr(pattern, "name")}
    assert page_names().isdisjoint(named)
    assert len(page_names()) == len(PAGES)
