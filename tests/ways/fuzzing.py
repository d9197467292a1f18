"""Every address of the portal, with what nobody should send."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from django.views import View

from tests.test_permissions import GET, POST

NOTHING_BELONGS_HERE = "onbekende-parameter"
# What a parameter can hold that it should not: dates, numbers, characters and lengths that cannot be.
GARBAGE = [
    "",
    "x",
    "\0",
    "a\0b",
    "2026-02-30",
    "0000-00-00",
    "-1",
    "0",
    "99999999999999999999",
    "9" * 28,
    "1e999999999",
    "NaN",
    "²",
    "١٢",
    "12,3,4",
    "'; DROP TABLE themes_theme; --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "//evil.example",
    "activity-999999999999999999",
    "activity-",
    "\u202e\ufeff\U0001f4a9",
    "a" * 5000,
    '{"a": ["\\u0000", "\\ud800", 1e400]}',
    '[{"row": 1e400, "category": null, "text": [], "version": "x"}]',
    '{"1-1": [1e400, {}], "2-2": ["1", "\\ud800"]}',
]
_FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"')
_TITLE = re.compile(r"<h[12][ >]|<p[ >]")


def addresses(method: str = "") -> dict[str, str]:
    """One for each name, made with what the table of permissions knows of it: all, or those that have the method."""
    found: dict[str, str] = {}
    for name, arguments, _ in [*GET, *POST]:
        found.setdefault(name, reverse(name, kwargs=arguments))
    return {name: address for name, address in found.items() if not method or method in methods_at(address)}


def view_at(address: str) -> type[View]:
    return resolve(address).func.view_class


def methods_at(address: str) -> tuple[str, ...]:
    view = view_at(address)
    return tuple(method for method in view.http_method_names if hasattr(view, method))


def one_of_each_kind() -> list[str]:
    """Addresses that together have every way in which a view of ours chooses between methods."""
    found = {(view_at(address).dispatch, methods_at(address)): address for address in addresses().values()}
    return list(found.values())


A_FEW_PLACES = (10**20, "x", "2026-02-30", "activity-1")
MANY_PLACES = (0, 99999, 10**20, 10**40, "x", "a" * 300, "GM9999", "2026-02-30", "activity-1", "-", "_")


def broken_addresses(values: tuple[object, ...], each: int | None = None) -> Iterator[str]:
    """With, in each place of an address in turn, a number or a word that nothing has; `each` place gets so many of
    them, and the next place the next."""
    turn = 0
    for name, arguments in {name: arguments for name, arguments, _ in [*POST, *GET]}.items():
        for place in arguments:
            found = list(_with_each(name, arguments, place, values))
            turn += 1
            for number in range(min(each or len(found), len(found))):
                yield found[(turn + number) % len(found)]


def _with_each(name: str, arguments: dict, place: str, values: tuple[object, ...]) -> Iterator[str]:
    for value in values:
        try:
            yield reverse(name, kwargs=arguments | {place: value})
        except NoReverseMatch:
            continue


@dataclass
class Fuzzer:
    """What it sends leaves nothing behind. `wrong` are the answers that should not be."""

    client: Client
    wrong: list[str] = field(default_factory=list)
    asked: int = 0

    def ask(self, method: str, address: str, *args: object, **kwargs: object) -> HttpResponse:
        with transaction.atomic():
            response = getattr(self.client, method)(address, *args, **kwargs)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
            transaction.set_rollback(True)
        self.asked += 1
        self._judge(method, address, response)
        return response

    def _judge(self, method: str, address: str, response: HttpResponse) -> None:
        status = response.status_code
        if status >= 500:
            self.wrong.append(f"{status} {method} {address[:200]}: {_why(response)}")
        elif status >= 400 and method != "head" and not _is_sentence(response):
            self.wrong.append(f"{status} {method} {address[:200]} without a sentence")

    def send_everywhere(self, values: list[str], chance: random.Random | None = None, each: int | None = None) -> None:
        """Each value in every parameter at once, asked of every page and then sent with every name that any of these
        pages sends; `chance` mixes the values instead. `each` address gets so many of them, in turn."""
        turns, names = cycle(values), set(PARAMETERS)

        def filled(names: set[str]) -> Iterator[dict[str, str]]:
            for value in islice(turns, each or len(values)):
                yield {name: chance.choice(values) if chance else value for name in sorted(names)}

        for address in addresses("get").values():
            for sent in filled(PARAMETERS):
                page = self.ask("get", f"{address}?{urlencode(sent)}")
                # What refuses garbage shows its fields without.
                names |= _fields(page if page.status_code < 400 else self.ask("get", address))
        for address in addresses("post").values():
            for sent in filled(names):
                self.ask("post", address, sent)


# Of addresses, as the views read them.
PARAMETERS = {
    *("jaar", "periode", "eenheid", "indicator", "page", "toon", "q", "soort", "zoek", "was", "wordt", "peildatum"),
    *("reeks", "indeling", "deel", "open", "onderdeel", "veld", "bewerking", "terug", "gemeente", "schaal", "zijde"),
    *("groep", "sleutel", "formaat", "pagina", "paginaGrootte", "verwijderd", "sorteer", "next", "per", "tot"),
    NOTHING_BELONGS_HERE,
}


def _fields(page: HttpResponse) -> set[str]:
    is_page = page.headers.get("Content-Type", "").startswith("text/html")
    return set(_FIELD.findall(page.content.decode())) - {"csrfmiddlewaretoken"} if is_page else set()


def _is_sentence(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    if "json" in kind:
        told = response.json()
        return bool({"message", "detail", "login", "problems", "conflicts", "fields"} & told.keys())
    return kind.startswith("text/html") and bool(_TITLE.search(response.content.decode()))


def _why(response: HttpResponse) -> str:
    found = getattr(response, "exc_info", None)
    return repr(found[1])[:300] if found else ""


def big_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("groot.csv", b"a;b;c\n" * (10 * 1024 * 1024 // 6), "text/csv")
