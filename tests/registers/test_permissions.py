"""Who sees which page of a register, worked out from what it declares, asked by everybody of every page."""

import pytest
from django.db.models import Model
from django.template.backends.django import Template
from django.urls import get_resolver
from django.utils.safestring import mark_safe

from nhveilig.accounts.models import Role
from nhveilig.accounts.permissions import PERMISSIONS_OF
from nhveilig.editing.changes import Writer
from nhveilig.registers.base import Register
from nhveilig.registers.services import delete_row
from nhveilig.registers.urls import Page, pages_of
from tests.conftest import ELSEWHERE
from tests.registers.rows import REGISTERS, ROLELESS, around, code_of, row_of, unit_of

OF_THE_LIST = {"list", "export", "create", "bin"}
# All else is for who keeps the register; said here once more, so that a page that opens is noticed.
TO_READ = {"list", "detail", "export"}
# Asked with GET as well: the permission and the row are looked at before the method is.
SENT_ONLY = {"undo", "restore"}
EVERYBODY = ["anoniem", ROLELESS, "lezer", "burgemeester", "staf", "beheerder", ELSEWHERE]
PAGES = [(register, page) for register in REGISTERS for page in pages_of(register)]


def page_names() -> set[str]:
    """Of every page of every register, as it is called among the addresses."""
    return {f"{register.namespace}:{register.name}-{page.name}" for register, page in PAGES}


def expected(register: Register, page: Page, roles: list[Role] | None, row: Model) -> int:
    """What somebody with these roles is answered; without a list it is nobody."""
    if roles is None:
        return 302
    permission = register.view_permission if page.name in TO_READ else register.edit_permission
    units = {role.police_unit_id for role in roles if permission in PERMISSIONS_OF[role.kind]}
    if not units:
        return 403
    is_bound = page.name not in OF_THE_LIST or "slug" in register.address_of(row)
    if register.scope and is_bound and unit_of(register, row).pk not in units:
        return 404
    held = set().union(*(PERMISSIONS_OF[role.kind] for role in roles))
    needed = getattr(register, "concept_permission", None)
    if needed and needed not in held and page.name not in OF_THE_LIST:
        # It is a row in bewerking.
        return 404
    return 405 if page.name in SENT_ONLY else 200


@pytest.mark.parametrize("register", REGISTERS, ids=code_of)
def test_who_sees_what(log_in, monkeypatch, register):
    # Every page is rendered elsewhere, and those that refuse are; here only the answer counts.
    monkeypatch.setattr(Template, "render", lambda *_, **__: mark_safe(""))
    row = row_of(register)
    roles = {name: list(Role.objects.filter(user__username=name)) for name in EVERYBODY} | {"anoniem": None}
    visitors = {name: log_in(name) for name in EVERYBODY}
    for page in _in_turn(register):
        if page.name == "restore":
            delete_row(row=row, by=Writer(None))
        address = _address(register, page, row)
        answers = {name: visitor.get(address).status_code for name, visitor in visitors.items()}
        assert answers == {name: expected(register, page, held, row) for name, held in roles.items()}, address


def _in_turn(register: Register) -> list[Page]:
    """Of a row that lies in the bin last."""
    return sorted(pages_of(register), key=lambda page: page.name == "restore")


def _address(register: Register, page: Page, row: Model) -> str:
    more = {"undo": {"edit": 1}, "export": {"format": "csv"}}.get(page.name, {})
    if page.name in OF_THE_LIST:
        return register.url(page.name, **around(register, row), **more)
    return register.url(page.name, row, **more)


def test_the_pages_of_registers_are_those_of_their_addresses():
    named = {pattern.name for pattern in get_resolver().url_patterns if hasattr(pattern, "name")}
    assert page_names().isdisjoint(named)
    assert len(page_names()) == len(PAGES)
