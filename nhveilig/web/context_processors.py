"""What stands around every page: the main menu, the pages of the section one is in, and what waits for the reader."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse

from nhveilig.accounts.models import Role
from nhveilig.web.counters import counters_for
from nhveilig.web.guides.presenters import guides_for, help_with
from nhveilig.web.sections import SECTIONS, Page, Section

NO_NAVIGATION = {
    "navigation": [],
    "section": None,
    "setup": None,
    "counters": {"tasks": None, "notices": None},
    "initials": "",
    "unit_name": "",
    "own_guide": None,
    "help_here": None,
}


@dataclass
class Entry:
    """A link of a menu. `current` is what `aria-current` says: “page” on the page itself, “true” below it."""

    label: str
    url: str
    current: str = ""
    pages: list["Entry"] = field(default_factory=list)


def navigation(request: HttpRequest) -> dict[str, object]:
    """`navigation` is the main menu, `section` the entry one is in with its pages, `help_here` the task of the reader's
    guide that is done on this page. Nothing of it for a visitor."""
    access = getattr(request, "access", None)
    if access is None or not access.roles:
        return NO_NAVIGATION
    own = _own_municipalities(request, access.roles)
    here = "" if own and own.current else _here(request)
    shown = {section.code: _entry(section, request, here) for section in SECTIONS.values()}
    setup = shown.pop("setup")
    entries = [shown.pop("start"), own, *shown.values()]
    menu = [entry for entry in entries if entry]
    units, guides = access.units, guides_for(access)
    return {
        "navigation": menu,
        "section": next((entry for entry in [*menu, setup] if entry and entry.current), None),
        "setup": setup,
        "counters": counters_for(access),
        "initials": _initials(access.user.shown_name),
        "unit_name": f"Eenheid {units[0]}" if len(units) == 1 else "",
        "own_guide": guides[0],
        "help_here": help_with(guides, _here(request)),
    }


def _here(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""


def _entry(section: Section, request: HttpRequest, here: str) -> Entry | None:
    """None when there is nothing in it for this reader."""
    pages = section.pages_for(request.access)
    if not pages:
        return None
    found = _page_of(pages, here)
    entries = [_link(request, page.label, page.url, is_current=page is found) for page in pages]
    is_in = found is not None or bool(section.front and section.front == here)
    return _link(request, section.label, section.url_for(request.access, pages), is_current=is_in, pages=entries)


def _link(request: HttpRequest, label: str, url: str, *, is_current: bool, pages: Iterable[Entry] = ()) -> Entry:
    current = ("page" if url == request.path else "true") if is_current else ""
    return Entry(label, url, current, list(pages))


def _page_of(pages: list[Page], here: str) -> Page | None:
    best = max(pages, key=lambda page: page.holds(here))
    return best if best.holds(here) else None


def _own_municipalities(request: HttpRequest, roles: list[Role]) -> Entry | None:
    """The page of the municipality of a mayor; for whoever looks after more, each by its name."""
    own = {role.municipality.code: role.municipality.name for role in roles if role.municipality}
    if not own:
        return None
    code = request.resolver_match.kwargs.get("code") if request.resolver_match else None
    addresses = {one: reverse("reports:municipality", args=[one]) for one in own}
    pages = [_link(request, own[one], url, is_current=one == code) for one, url in addresses.items()]
    label = "Mijn gemeente" if len(own) == 1 else "Mijn gemeenten"
    return _link(request, label, pages[0].url, is_current=code in own, pages=pages)


def _initials(name: str) -> str:
    """Of the first and the last word that begin with a capital: “Pieter van der Plaats” is PP."""
    words = [word for word in name.split() if word[:1].isupper()] or name.split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()
