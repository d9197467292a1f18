"""Where a hit leads: the address of the exact place, what it is called there, and what it is part of.

Each function gets the key of the row, its title, and the facts its source looks up; everything as text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from agenda.presenters import anchor
from nhveilig.figures.formats import date_long
from nhveilig.regions.models import OrganisationUnit
from nhveilig.registers.base import Register
from nhveilig.texts.cleaning import at_sentence_start
from reports.documents.models import Edition
from themes.models import ImplementationPlan, PlanText

_STATUS = dict(ImplementationPlan.Status.choices)
_ADOPTED = ImplementationPlan.Status.ADOPTED


@dataclass(frozen=True)
class Place:
    url: str
    title: str
    within: str


def in_register(register: Register) -> Callable[..., Place]:
    """On the page of the row, unless the register knows a better place."""

    def place(key: str, title: str, *facts: str) -> Place:
        if register.search.place:
            return Place(*register.search.place(key, title, *facts))
        return Place(register.url("detail", pk=int(key)), title, register.title)

    return place


def in_plan(prefix: str = "", fragment: str = "") -> Callable[..., Place]:
    """On the page of a uitvoeringsplan: at the part itself (`activity-12`), or at a section."""

    def place(key: str, title: str, unit: str, year: str, theme: str, short_title: str, status: str) -> Place:
        url = reverse("themes:plan-detail", kwargs={"unit": unit, "year": int(year), "theme": theme})
        at = f"#{prefix}{key}" if prefix else f"#{fragment}" if fragment else ""
        state = "" if status == _ADOPTED else f" ({_STATUS[status]})"
        return Place(f"{url}{at}", title, f"Uitvoeringsplan {short_title} {year}{state}")

    return place


def plan(key: str, title: str, unit: str, year: str, *facts: str) -> Place:
    return in_plan()(key, f"{title} {year}", unit, year, *facts)


def plan_text(key: str, kind: str, *facts: str) -> Place:
    kind = PlanText.Kind(kind)
    return in_plan(fragment="ambitie" if kind == kind.AMBITION else "achtergrond")(key, kind.label, *facts)


def report(key: str, title: str, unit: str, year: str, theme: str, short_title: str, status: str, *facts: str) -> Place:
    """Where it stands among everything that was reported on its subject, perhaps of one municipality."""
    activity, result, target, code, name, on = facts
    part = f"activity-{activity}" if activity else f"result-{result}" if result else f"target-{target}"
    url = reverse("themes:progress-report", kwargs={"unit": unit, "year": int(year), "theme": theme, "part": part})
    of_town = f"?gemeente={code}" if code else ""
    said = ", ".join(filter(None, [f"{short_title} {year}", name, f"peildatum {date_long(date.fromisoformat(on))}"]))
    return Place(f"{url}{of_town}#melding-{key}", title.strip(), said)


def theme(key: str, title: str, unit: str, slug: str, first: str, last: str, policy: str) -> Place:
    """In this year, or in the year of its policy that is nearest."""
    year = min(max(timezone.localdate().year, int(first)), int(last))
    return Place(reverse("reports:theme-dashboard", args=[unit, year, slug]), title, policy)


def passage(key: str, title: str, slug: str, number: str, fragment: str, document: str, status: str) -> Place:
    url = reverse("reports:edition-detail", args=[slug, number])
    state = Edition.Status(status).label.lower()
    return Place(f"{url}#{fragment}" if fragment else url, title, f"{document}, editie {number} ({state})")


def national_objective(key: str, title: str, slug: str, code: str, agenda: str) -> Place:
    url = reverse("agenda:agenda-detail", args=[slug])
    return Place(f"{url}#doel-{anchor(code)}", f"{code} {title}", agenda)


def indicator(key: str, title: str, slug: str, objective: str, code: str, name: str, agenda: str) -> Place:
    url = reverse("agenda:indicator-detail", args=[slug, objective, code])
    return Place(url, at_sentence_start(title), f"{agenda}: {objective} {name}")


def topic(key: str, title: str, slug: str, number: str, agenda: str) -> Place:
    return Place(f"{reverse('agenda:agenda-topics', args=[slug])}#onderwerp-{number}", title, agenda)


def municipality(key: str, title: str, code: str, region: str, ended: str) -> Place:
    state = f" (bestond tot {ended[:4]})" if ended else ""
    return Place(reverse("reports:municipality", args=[code]), title, f"Veiligheidsregio {region}{state}")


def organisation_unit(key: str, title: str, slug: str, kind: str, parent: str, unit: str) -> Place:
    url = reverse("formation:part", args=[slug, key])
    label = OrganisationUnit.Kind(kind).label.capitalize()
    return Place(url, title, f"{label}, {parent or f'eenheid {unit}'}")
