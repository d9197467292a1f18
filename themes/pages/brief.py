"""A plan in short: what it wants, how, what was learned, and how it stands."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.html import strip_tags

from nhveilig.figures.formats import counted
from nhveilig.figures.status_bars import StatusBar
from nhveilig.texts import footnotes
from themes.models import ImplementationPlan, PlanText
from themes.pages import tree
from themes.pages.tree import Tree
from themes.parts.queries import PlanParts
from themes.progress.trends import Trend, trend_of
from themes.reading import outline
from themes.reading.outline import Prose

# A longer first paragraph is read as a text, and not in large letters.
LONGEST_HEADLINE = 300
WHY = {PlanText.Kind.APPROACH: "Hoe", PlanText.Kind.LESSONS: "Geleerd"}
_FIRST = re.compile(r"\s*<p>(.*?)</p>", re.DOTALL)


@dataclass(frozen=True)
class Brief:
    """`ambition` is the whole text, when the headline does not say all of it; `why` pairs of a word and a paragraph."""

    headline: str
    ambition: Prose | None
    why: list[tuple[str, str]]
    bars: list[StatusBar]
    trend: Trend | None
    until: date


def brief_of(parts: PlanParts, shown: Tree) -> Brief | None:
    """None of a plan in which nothing is written yet."""
    ambition = outline.ambition(parts, under=2)
    opening = first_paragraph(ambition.html) if ambition else ""
    headline = opening if 0 < len(strip_tags(opening)) <= LONGEST_HEADLINE else ""
    says_all = ambition is not None and ambition.html.strip() == f"<p>{headline}</p>" and not ambition.notes
    why = [(word, first_paragraph(parts.texts[kind].html)) for kind, word in WHY.items() if kind in parts.texts]
    why = [(word, text) for word, text in why if text]
    bars = list(_bars(shown)) if shown.standings else []
    if not (ambition or why or bars):
        return None
    return Brief(
        headline=headline,
        ambition=None if says_all else ambition,
        why=why,
        bars=bars,
        trend=_trend(parts.plan, shown) if shown.standings else None,
        until=min(shown.today, date(parts.plan.year, 12, 31)),
    )


def first_paragraph(html: str) -> str:
    """Its words with what stands in them, without a call of a note; empty when the text begins otherwise."""
    found = _FIRST.match(footnotes.apart(html, "kort")[0])
    return re.sub(r"<sup.*?</sup>", "", found[1]) if found else ""


def _bars(shown: Tree) -> Iterator[StatusBar]:
    for found, words in (
        (shown.acts, ("activiteit", "activiteiten")),
        (shown.aims, ("streefwaarde", "streefwaarden")),
    ):
        if counts := tree.counted(found):
            yield StatusBar(counts, counted(counts.total(), *words))


def _trend(plan: ImplementationPlan, shown: Tree) -> Trend | None:
    stood = Counter(act.item.activity.stood for act in shown.acts)
    return trend_of(plan, tree.counted(shown.acts), stood, shown.today)
