"""Going through the portal as a visitor does: from the start, by every link there is."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve

# What these parts of an address are called makes another page of it; which of two hundred plans it is, does not.
DISTINGUISHING = ("year", "kind", "side", "table", "step", "format")
OF_PLACES = ("unit", "slug", "code", "theme")


_TAG = re.compile(r"<(a|form)\s[^>]*>")
_ATTRIBUTE = re.compile(r'\b(href|action|method)="([^"]*)"')


class Links:
    """Where a page leads: its links and the forms that ask for a page."""

    def __init__(self, page: str) -> None:
        self.found: list[str] = []
        self.sent: list[str] = []
        for tag in _TAG.finditer(page):
            told = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag[0])}
            if tag[1] == "a" and told.get("href"):
                self.found.append(told["href"])
            if tag[1] == "form" and told.get("action"):
                (self.found if told.get("method", "get").lower() == "get" else self.sent).append(told["action"])


@cache
def view_at(path: str) -> ResolverMatch | None:
    """Asked of the same few thousand paths by every visitor, and by many pages."""
    try:
        return resolve(path)
    except Resolver404:
        return None


@dataclass(frozen=True)
class Step:
    address: str
    came_from: str


@dataclass
class Walk:
    """From the start of one visitor, breadth first. Of pages of one pattern and shape `at_most` are opened; that every
    other link leads to an address of the portal is looked at without opening it."""

    client: Client
    at_most: int
    distinguishing: tuple[str, ...] = DISTINGUISHING
    opened: dict[str, int] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _kinds: Counter = field(default_factory=Counter)
    _shapes: set = field(default_factory=set)

    def go(self, start: str = "/") -> "Walk":
        to_do = deque([Step(start, "")])
        while to_do:
            to_do.extend(self._open(to_do.popleft()))
        return self

    def _open(self, step: Step) -> Iterator[Step]:
        kind = self._kind(step)
        if kind is None or self._kinds[kind] >= self.at_most:
            return
        self._kinds[kind] += 1
        response = self._get(step.address)
        self.opened[step.address] = response.status_code
        if response.status_code >= 400:
            self.dead.append(f"{response.status_code} {step.address} (from {step.came_from})")
        elif response.status_code in {301, 302, 303, 307, 308}:
            yield from self._steps([urljoin(step.address, response.headers["Location"])], step.address)
        elif response.headers.get("Content-Type", "").startswith("text/html"):
            yield from self._follow(response.content.decode(), step.address)

    def _get(self, address: str):
        # Looking leaves traces, such as a visit; the next page is looked at as if for the first time.
        with transaction.atomic():
            response = self.client.get(address)
            transaction.set_rollback(True)
        return response

    def _follow(self, page: str, here: str) -> Iterator[Step]:
        links = Links(page)
        for action in links.sent:
            self._match(urljoin(here, action), here)
        found = list(dict.fromkeys(urldefrag(urljoin(here, one)).url for one in links.found))
        leads_to = frozenset(map(self._pattern, found))
        shape = self._pattern(here), leads_to
        if shape not in self._shapes:
            self._shapes.add(shape)
            yield from self._steps(found, here)

    def _steps(self, found: list[str], here: str) -> Iterator[Step]:
        for address in found:
            if address.startswith("/") and address not in self._seen:
                self._seen.add(address)
                yield Step(address, here)

    def _pattern(self, address: str) -> str:
        match = view_at(urlsplit(address).path)
        return match.view_name if match else address

    def _match(self, address: str, came_from: str) -> ResolverMatch | None:
        parts = urlsplit(address)
        if parts.netloc or parts.path.startswith("/static/"):
            return None
        match = view_at(parts.path)
        if match is None:
            self.dead.append(f"no such address: {address} (from {came_from})")
        return match

    def _kind(self, step: Step) -> tuple | None:
        match = self._match(step.address, step.came_from)
        if match is None:
            return None
        place = tuple((name, match.kwargs[name]) for name in self.distinguishing if name in match.kwargs)
        return match.view_name, place, tuple(sorted(parse_qs(urlsplit(step.address).query)))
