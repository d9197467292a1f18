"""What axe finds on a page, with all its rules once and in another view what that view makes a difference to; and what
is cut off."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# Either width and either scheme: the colours do not depend on the width, nor the layout on the colours.
WIDE, PHONE = (1280, "light"), (390, "dark")
VIEWS = [WIDE, PHONE]
NARROWEST = 320
# These take most of the time, and are asked of what no page before had.
OF_WHAT_IS_NEW = ["color-contrast", "link-in-text-block", "target-size"]
# What depends on colours, or on what fits beside each other. All else is found, or not, in the first view.
RULES_OF_A_VIEW = [*OF_WHAT_IS_NEW, "scrollable-region-focusable"]
OF_THE_PAGE = {"rules": {rule: {"enabled": False} for rule in OF_WHAT_IS_NEW}}
OF_THE_PAGE_AGAIN = {"runOnly": ["scrollable-region-focusable"]}


def violations(page: Page, *, rules: Iterable[str] = ()) -> list[str]:
    """What axe finds on the page as it is now, each with the first element it is about; with all its rules, or some."""
    if rules:
        return _found(page, {"runOnly": list(rules)})
    view = (page.viewport_size["width"], "light")
    return _found(page, OF_THE_PAGE) + _found_afresh(page, _fresh(page, view))


def looked_at(page: Page, views: Sequence[tuple[int, str]] = VIEWS, *, without: str = "") -> list[str]:
    """The problems of the page as it is now, in each view; and what is cut off there, or where it is narrowest. With
    no element that no page before it had, it is measured and not given to axe."""
    problems, of_the_page = [], OF_THE_PAGE
    for width, scheme in _from_where_it_is(page, views):
        problems += cut_off(page, [width])
        if scheme and (fresh := _fresh(page, (width, scheme), without)):
            page.emulate_media(color_scheme=scheme)
            found = _found(page, of_the_page, without=without) + _found_afresh(page, fresh, without=without)
            problems += [f"{page.url} {width} {scheme} {problem}" for problem in found]
            of_the_page = OF_THE_PAGE_AGAIN
    return problems


def _from_where_it_is(page: Page, views: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """From wide to narrow, or back where the last page left the window narrow: each change lays the page out anew."""
    steps = sorted({*views, (NARROWEST, "")} if min(views)[0] > NARROWEST else views)
    return steps if page.viewport_size["width"] == NARROWEST else steps[::-1]


def look_at(window, path: str, *, again: bool = False) -> list[str]:
    """The problems of a page. `again`: another role looks at the same page, which differs in a button or a line."""
    # The text of an edition is long, and the same for everyone who may read it.
    return looked_at(window.open(path), without=".edition-text" if again else "") + window.refused()


# In each view, where which elements stand on the pages that axe looked at in this run.
KNOWN: dict[tuple[int, str], set[str]] = defaultdict(set)


def _fresh(page: Page, view: tuple[int, str], without: str = "") -> list[str]:
    page.wait_for_load_state()
    fresh = [place for place in page.evaluate(PLACES, without) if place not in KNOWN[view]]
    KNOWN[view].update(fresh)
    return fresh


def _found_afresh(page: Page, fresh: list[str], *, without: str = "") -> list[str]:
    return _found(page, {"runOnly": OF_WHAT_IS_NEW}, only=fresh, without=without) if fresh else []


def _found(page: Page, options: dict[str, object], *, only: Sequence[str] = (), without: str = "") -> list[str]:
    page.wait_for_load_state()
    if page.evaluate("typeof window.axe === 'undefined'"):
        page.evaluate(AXE)
    asked = {"options": {"resultTypes": ["violations"], **options}, "only": list(only), "without": without}
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in page.evaluate(RUN, asked)]


# Of a place the first three; of what holds half a page only what is new in it, or its own words.
RUN = """
async ({ options, only, without }) => {
  const words = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const small = (one) => one.getElementsByTagName("*").length <= 40 || words(one);
  const fresh = only.flatMap((place) => window.places.get(place).slice(0, 3)).filter(small);
  if (only.length && !fresh.length) return [];
  const include = only.length ? fresh : [document.documentElement];
  return (await axe.run({ include, exclude: without ? [without] : [] }, options)).violations;
}
"""
# Which visible elements stand in which, by tag, class and state; however often, and whatever they say. A number in a
# class is a place in a list or a colour of a series.
PLACES = """
(without) => {
  const telling = ["role", "type", "disabled", "open", "data-state", "data-status"];
  const told = (name) => telling.includes(name) || ["current", "expanded", "disabled", "invalid", "selected", "pressed"]
    .includes(name.replace("aria-", ""));
  const named = (one) => [
    one.localName,
    ...[...one.classList].map((name) => name.replace(/\\d+/g, "")).sort(),
    ...one.getAttributeNames().filter(told).map((name) => `${name}=${one.getAttribute(name)}`),
  ].join(" ");
  window.places = new Map();
  for (const one of document.querySelectorAll("body, body *")) {
    if (!one.checkVisibility({ visibilityProperty: true }) || (without && one.closest(without))) continue;
    const place = `${named(one.parentElement)} > ${named(one)}`;
    if (!window.places.has(place)) window.places.set(place, []);
    window.places.get(place).push(one);
  }
  return [...window.places.keys()];
}
"""


# Tables scroll in a frame that says so and that a keyboard reaches; nothing else may be cut off or reach past the edge.
CUT_OFF = """
() => {
  const edge = document.documentElement.clientWidth + 1;
  const scrolls = (one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX);
  const framed = (one) => {
    for (let at = one; at && at !== document.body; at = at.parentElement) if (scrolls(at)) return at;
    return null;
  };
  const tag = (one) => one.cloneNode(false).outerHTML.slice(0, 120);
  const told = (one, why) => `${why}: ${tag(one)} ${one.textContent.trim().slice(0, 40)}`;
  const found = [];
  const beside = document.documentElement.scrollWidth - edge + 1;
  if (beside > 0) found.push(`the page is ${beside} pixels too wide`);
  const within = 'a[href], button, input, select, textarea, [tabindex="0"]';
  for (const one of document.querySelectorAll("body *")) {
    const box = one.getBoundingClientRect(), overflows = one.scrollWidth > one.clientWidth + 1;
    // Of almost every element this is all there is to know.
    if (box.width < 2 || (box.right <= edge && box.left >= -1 && !overflows)) continue;
    if (!one.checkVisibility() || one.closest("svg, .visually-hidden, [popover]:not(:popover-open)")) continue;
    const style = getComputedStyle(one), frame = framed(one);
    if (style.clipPath !== "none") continue;
    if (box.right > edge && !frame) found.push(told(one, "past the edge"));
    if (box.left < -1 && !frame && style.position !== "absolute") found.push(told(one, "before the edge"));
    const reached = one.tabIndex >= 0 || one.querySelector(within);
    if (overflows && frame === one && !reached) found.push(told(one, "a frame out of reach"));
    const hides = ["hidden", "clip"].includes(style.overflowX);
    if (overflows && hides && one.textContent.trim()) found.push(told(one, "cut off"));
  }
  return found.slice(0, 3);
}
"""


def cut_off(page: Page, widths: Iterable[int]) -> list[str]:
    """What reaches past the edge of the page, or is cut off, at each of these widths."""
    problems: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        problems += [f"{page.url} {width} {problem}" for problem in page.evaluate(CUT_OFF)]
    return problems
