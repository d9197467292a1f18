"""What axe finds on a page, with all its rules once and in another view what that view makes a difference to; and what
is cut off."""

import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# Either width and either scheme: the colours do not depend on the width, nor the layout on the colours.
WIDE, PHONE = (1280, "light"), (390, "dark")
VIEWS = [WIDE, PHONE]
NARROWEST = 320
# What depends on colours, or on what fits beside each other. All else was found, or not, in the first view.
RULES_OF_A_VIEW = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]


def violations(page: Page, *, rules: Iterable[str] = (), without: str = "") -> list[str]:
    """What axe finds on the page as it is now, each with the first element it is about; with all its rules, or some."""
    page.wait_for_load_state()
    if page.evaluate("typeof window.axe === 'undefined'"):
        page.evaluate(AXE)
    found = page.evaluate(
        """async ({ rules, without }) => {
          const context = without ? { exclude: [without] } : document;
          const options = { resultTypes: ["violations"], ...(rules.length && { runOnly: rules }) };
          return (await axe.run(context, options)).violations;
        }""",
        {"rules": list(rules), "without": without},
    )
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found]


def looked_at(page: Page, views: Sequence[tuple[int, str]] = VIEWS, *, without: str = "") -> list[str]:
    """The problems of the page as it is now, in each view, with all rules in the first; and what is cut off there, or
    where it is narrowest."""
    problems: list[str] = []
    rules: list[str] = []
    for width, scheme in views:
        page.emulate_media(color_scheme=scheme)
        problems += cut_off(page, [width])
        found = violations(page, rules=rules, without=without)
        problems += [f"{page.url} {width} {scheme} {problem}" for problem in found]
        rules = RULES_OF_A_VIEW
    return problems + (cut_off(page, [NARROWEST]) if len(views) > 1 else [])


def look_at(window, path: str, *, again: bool = False) -> list[str]:
    """The problems of a page. One that has no element, nor a place for one, that no page before it had, is measured and
    not given to axe. `again`: another role looks at the same page, which differs in a button or a line; one view will
    do."""
    page = window.open(path)
    shape = Shape(page.content()).parts
    if shape <= KNOWN:
        return cut_off(page, [WIDE[0], PHONE[0], NARROWEST]) + window.refused()
    KNOWN.update(shape)
    # The text of an edition is long, and the same for everyone who may read it.
    return looked_at(page, [WIDE] if again else VIEWS, without=".edition-text" if again else "") + window.refused()


# Of every page that axe looked at in this run.
KNOWN: set[tuple[str, ...]] = set()


class Shape(HTMLParser):
    """Which elements stand in which on a page, by tag, class and role; however often, and whatever they say."""

    NEVER_CLOSED = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
    TELLING = {"role", "type", "aria-current", "aria-expanded", "aria-disabled", "disabled", "open"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.above: list[str] = []
        self.parts: set[tuple[str, ...]] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        told = [f"{name}={given[name]}" for name in sorted(self.TELLING & given.keys())]
        # A number in a class is a place in a list or a colour of a series.
        classes = sorted(re.sub(r"\d+", "", given.get("class") or "").split())
        element = " ".join([tag, *classes, *told])
        self.parts.add((*self.above[-1:], element))
        if tag not in self.NEVER_CLOSED:
            self.above.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.above and tag not in self.NEVER_CLOSED:
            self.above.pop()


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


def too_wide(page: Page) -> list[str]:
    """Tables scroll inside their own frame; the page itself never scrolls sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"the page is {wide} pixels too wide"] if wide > 0 else []


def cut_off(page: Page, widths: Iterable[int]) -> list[str]:
    """What reaches past the edge of the page, or is cut off, at each of these widths."""
    problems: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        problems += [f"{page.url} {width} {problem}" for problem in [*too_wide(page), *page.evaluate(CUT_OFF)]]
    return problems
