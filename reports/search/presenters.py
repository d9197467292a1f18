"""Where a hit leads: the address of the exact place, what it is called there, and what it is part of.

Each function gets the key of the row, its title, and the facts its source looks up; everything as text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from agenda.presenters import anchor
from nhveilig.figures.formats import date_long
from nhveilig.regions.models import OrganisationUnit
from nhveilig.registers.base import Register
from reports.documents.models import Edition
from reports.search.question import STOP_WORDS, WORD, Wanted, folded, shown, stem_of
from themes.models import ImplementationPlan, PlanText

_ADOPTED = ImplementationPlan.Status.ADOPTED
# Characters of a passage, and how many of them stand before the first found word.
LENGTH, BEFORE = 220, 70
ELLIPSIS = "…"


@dataclass(frozen=True)
class HitPlace:
    url: str
    title: str
    within: str


def in_register(register: Register) -> Callable[..., HitPlace]:
    """On the page of the row, unless the register knows a better place."""

    def place(key: str, title: str, *facts: str) -> HitPlace:
        if register.search.place:
            return HitPlace(*register.search.place(key, title, *facts))
        return HitPlace(register.url("detail", pk=int(key)), title, register.title)

    return place


def in_plan(prefix: str = "", fragment: str = "") -> Callable[..., HitPlace]:
    """On the page of a uitvoeringsplan: at the part itself (`activity-12`), or at a section."""

    def place(key: str, title: str, unit: str, year: str, theme: str, *facts: str) -> HitPlace:
        short_title, status, nature = facts
        url = reverse("themes:plan-detail", kwargs={"unit": unit, "year": int(year), "theme": theme})
        at = f"#{prefix}{key}" if prefix else f"#{fragment}" if fragment else ""
        plan = ImplementationPlan(status=status, nature=nature)
        state = "" if status == _ADOPTED and not nature else f" ({plan.get_status_display()})"
        return HitPlace(f"{url}{at}", title, f"{plan.kind_word} {short_title} {year}{state}")

    return place


def plan(key: str, title: str, unit: str, year: str, *facts: str) -> HitPlace:
    return in_plan()(key, f"{title} {year}", unit, year, *facts)


def plan_text(key: str, kind: str, *facts: str) -> HitPlace:
    kind = PlanText.Kind(kind)
    return in_plan(fragment="ambitie" if kind == kind.AMBITION else "achtergrond")(key, kind.label, *facts)


def report(
    key: str, title: str, unit: str, year: str, theme: str, short_title: str, status: str, *facts: str
) -> HitPlace:
    """Where it stands among everything that was reported on its subject, perhaps of one municipality."""
    _nature, activity, result, target, code, name, on = facts
    part = f"activity-{activity}" if activity else f"result-{result}" if result else f"target-{target}"
    url = reverse("themes:progress-report", kwargs={"unit": unit, "year": int(year), "theme": theme, "part": part})
    of_town = f"?gemeente={code}" if code else ""
    said = ", ".join(filter(None, [f"{short_title} {year}", name, f"peildatum {date_long(date.fromisoformat(on))}"]))
    return HitPlace(f"{url}{of_town}#melding-{key}", title.strip(), said)


def theme(key: str, title: str, unit: str, slug: str, first: str, last: str, policy: str) -> HitPlace:
    """In this year, or in the year of its policy that is nearest."""
    year = min(max(timezone.localdate().year, int(first)), int(last))
    return HitPlace(reverse("reports:theme-dashboard", args=[unit, year, slug]), title, policy)


def passage(key: str, title: str, slug: str, number: str, fragment: str, document: str, status: str) -> HitPlace:
    url = reverse("reports:edition-detail", args=[slug, number])
    state = Edition.Status(status).label.lower()
    return HitPlace(f"{url}#{fragment}" if fragment else url, title, f"{document}, versie {number} ({state})")


def national_objective(key: str, title: str, slug: str, code: str, agenda: str) -> HitPlace:
    url = reverse("agenda:agenda-detail", args=[slug])
    return HitPlace(f"{url}#doel-{anchor(code)}", f"{code} {title}", agenda)


def indicator(key: str, title: str, slug: str, objective: str, code: str, name: str, agenda: str) -> HitPlace:
    url = reverse("agenda:indicator-detail", args=[slug, objective, code])
    return HitPlace(url, capfirst(title), f"{agenda}: {objective} {name}")


def topic(key: str, title: str, slug: str, number: str, agenda: str) -> HitPlace:
    return HitPlace(f"{reverse('agenda:agenda-topics', args=[slug])}#onderwerp-{number}", title, agenda)


def municipality(key: str, title: str, code: str, region: str, ended: str) -> HitPlace:
    state = f" (bestond tot {ended[:4]})" if ended else ""
    return HitPlace(reverse("reports:municipality", args=[code]), title, f"Veiligheidsregio {region}{state}")


def organisation_unit(key: str, title: str, slug: str, kind: str, parent: str, unit: str) -> HitPlace:
    url = reverse("formation:part", args=[slug, key])
    label = capfirst(OrganisationUnit.Kind(kind).label)
    return HitPlace(url, title, f"{label}, {parent or f'eenheid {unit}'}")


def marked(text: str, sought: Sequence[Wanted]) -> SafeString:
    """The whole text, with every form of the sought words in `mark`."""
    text = shown(text)
    parts, end = [], 0
    for word in WORD.finditer(text):
        if _fits(word[0], sought):
            parts += [escape(text[end : word.start()]), f'<mark class="nl-mark">{escape(word[0])}</mark>']
            end = word.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - every part is escaped


def excerpt(text: str, sought: Sequence[Wanted]) -> SafeString:
    """About `LENGTH` characters around the first found word, cut between words; the beginning when there is none."""
    text = shown(text)
    at = next((word.start() for word in WORD.finditer(text) if _fits(word[0], sought)), 0)
    start = 0 if at <= BEFORE else _after_space(text, at - BEFORE, at)
    end = len(text) if len(text) <= start + LENGTH else _before_space(text, start + LENGTH)
    opening = f"{ELLIPSIS} " if start else ""
    closing = f" {ELLIPSIS}" if end < len(text) else ""
    return mark_safe(f"{opening}{marked(text[start:end].strip(), sought)}{closing}")  # noqa: S308 - escaped


def _fits(word: str, sought: Sequence[Wanted]) -> bool:
    small = folded(word)
    return small not in STOP_WORDS and any(wanted.fits(stem_of(small)) for wanted in sought)


def _after_space(text: str, place: int, latest: int) -> int:
    found = text.find(" ", place, latest)
    return found + 1 if found >= 0 else place


def _before_space(text: str, place: int) -> int:
    found = text.rfind(" ", place - 40, place)
    return found if found >= 0 else place
