"""The addresses of a register, to include where its app says."""

from dataclasses import dataclass

from django.urls import URLPattern, path
from django.views.generic import View

from nhveilig.accounts.permissions import Permission
from nhveilig.registers import views
from nhveilig.registers.base import Register


@dataclass(frozen=True)
class Page:
    """`name` follows that of the row in the name of the address."""

    name: str
    address: str
    view: type[views.RegisterPage]
    permission: Permission


OF_THE_LIST = (
    ("list", "", views.ListPage),
    ("create", "nieuw/", views.CreatePage),
    ("bin", "prullenbak/", views.BinPage),
)
OF_A_ROW = (
    ("detail", "", views.DetailPage),
    ("change", "wijzigen/", views.ChangePage),
    ("history", "geschiedenis/", views.HistoryPage),
    ("undo", "geschiedenis/<int:edit>/terugzetten/", views.UndoPage),
    ("delete", "verwijderen/", views.DeletePage),
    ("restore", "terugzetten/", views.RestorePage),
)
OF_NEW_ROWS = {"create", "bin", "delete", "restore"}
TO_READ = {"list", "detail", "export"}


def pages_of(register: Register) -> list[Page]:
    found = [*OF_THE_LIST, ("export", f"{register.code}.<str:format>", views.ExportPage)]
    for name, address, view in OF_A_ROW:
        found.append((name, f"{register.row_address}/{register.addresses.get(name, address)}", view))
    return [
        Page(name, address, view, register.view_permission if name in TO_READ else register.edit_permission)
        for name, address, view in found
        if register.has_new_rows or name not in OF_NEW_ROWS
    ]


def register_urls(register: Register) -> list[URLPattern]:
    return [
        path(page.address, _view(register, page).as_view(), name=f"{register.name}-{page.name}")
        for page in pages_of(register)
    ]


def _view(register: Register, page: Page) -> type[View]:
    """A class of its own, for a view says by itself what one needs to see it."""
    base = register.views.get(page.name, page.view)
    declared = {"register": register, "permission": page.permission, "__module__": type(register).__module__}
    return type(f"{type(register).__name__}{base.__name__}", (base,), declared)
