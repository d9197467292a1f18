"""Answers above what was found: what a question names (a municipality, a basisteam, an indicator, a theme, a page),
with what one mostly wants to know of it.

Names are compared here and not by the database: there are some hundreds, whatever the number of years, and half a word
is enough.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from agenda.models import SafetyAgenda
from nhveilig.regions.models import Municipality, OrganisationUnit
from nhveilig.unions import union_of
from reports.documents.models import Document
from reports.search import cards as told
from reports.search.cards import Card
from reports.search.likeness import corrected, words_in
from reports.search.presenters import excerpt
from reports.search.queries import BETWEEN_FIELDS, shown_rows
from reports.search.question import STOP_WORDS, SearchQuestion, Wanted, stem_of, words_of
from reports.search.sources import SOURCES, Kind, ReaderScope

MOST_CARDS, MOST_PAGES = 6, 2
# Half a word of fewer letters begins too many names.
FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Subject:
    """A kind of thing that has a name. `about` are words one may type beside it; they name nothing by themselves."""

    about: str
    rows: Callable[[ReaderScope, date], QuerySet]
    name: str
    tell: Callable[[Sequence[int], ReaderScope, date], Iterable[tuple[int, Card]]]


def _municipalities(reach: ReaderScope, today: date) -> QuerySet:
    return reach.municipalities.filter(pk__in=Municipality.objects.on(today))


def _teams(reach: ReaderScope, today: date) -> QuerySet:
    return reach.organisation_units.filter(kind=OrganisationUnit.Kind.BASE_TEAM).on(today)


def _indicators(reach: ReaderScope, today: date) -> QuerySet:
    """Of the agenda that holds now, or else of the last."""
    begun = SafetyAgenda.objects.filter(is_draft=False, start_year__lte=today.year).order_by("-start_year")
    return reach.indicators.filter(objective__agenda__in=begun.values("pk")[:1])


def _documents(reach: ReaderScope, today: date) -> QuerySet:
    return Document.objects.visible_to(reach.access)


def _themes(reach: ReaderScope, today: date) -> QuerySet:
    return reach.themes.in_year(today.year)


def _of_source(number: int) -> Subject:
    """A register, of which the search knows where a row stands and what is said of it."""
    source = SOURCES[number]

    def tell(keys: Sequence[int], reach: ReaderScope, today: date) -> Iterator[tuple[int, Card]]:
        for _, pk, title, text, *facts in shown_rows(number, list(keys)):
            place = source.place(str(pk), title, *facts[: len(source.facts)])
            yield pk, Card(source.name, place.title, place.url, excerpt(text.replace(BETWEEN_FIELDS, " "), ()))

    return Subject("", lambda reach, today: source.visible(reach), source.title[0], tell)


SUBJECTS = (
    Subject("gemeente afspraken", _municipalities, "name", told.municipalities),
    Subject("basisteam team politie sterkte formatie wijkagent wijkagenten fte", _teams, "name", told.teams),
    Subject("indicator streefcijfer realisatie", _indicators, "name", told.indicators),
    Subject("thema plan uitvoeringsplan voortgang", _themes, "title", told.themes),
    Subject("document versie", _documents, "title", told.documents),
    *(_of_source(number) for number, source in enumerate(SOURCES) if source.kind == Kind.REGISTER),
)


@dataclass(frozen=True)
class Named:
    """A name that fits. `left` counts its words that were not typed: the fewer, the more it is what is meant."""

    left: int
    subject: int
    name: str
    pk: int


@dataclass(frozen=True)
class Names:
    """Everything with a name that the reader may see. One query, and none for who types half a letter."""

    reach: ReaderScope
    today: date

    @cached_property
    def rows(self) -> list[tuple[int, int, str]]:
        """(subject, key, name)."""
        return _names(self.reach, self.today)

    def cards(self, question: SearchQuestion) -> list[Card]:
        """The best first, and pages after them. At most four queries for each kind of thing that is named."""
        typed = typed_words(question)
        if not typed:
            return []
        fitting = sorted(self._fitting(typed), key=lambda one: (one.left, one.subject, one.name))
        found = fitting[:MOST_CARDS]
        made: dict[tuple[int, int], Card] = {}
        for number in {one.subject for one in found}:
            keys = [one.pk for one in found if one.subject == number]
            made |= {(number, pk): card for pk, card in SUBJECTS[number].tell(keys, self.reach, self.today)}
        # What was thrown away in the meantime is not there any more.
        things = [card for one in found if (card := made.get((one.subject, one.pk)))]
        return [*things, *_pages(typed, self.reach)]

    def _fitting(self, typed: Sequence[Wanted]) -> Iterator[Named]:
        for number, pk, name in self.rows:
            left = words_left(typed, name, SUBJECTS[number].about)
            if left is not None:
                yield Named(left, number, name, pk)

    def meant(self, question: SearchQuestion) -> str:
        """The question with names for what is much like them; empty when nothing is."""
        return corrected(question.text, words_in([*(name for _, _, name in self.rows), *self.words_beside]))

    @cached_property
    def words_beside(self) -> list[str]:
        """What one may type to be led to a page or a figure, whatever the names are."""
        return [*(f"{card.title} {words}" for card, words in told.pages(self.reach)), *(one.about for one in SUBJECTS)]


def typed_words(question: SearchQuestion) -> list[Wanted]:
    """What has to be in a name: every word of which there is more than a letter."""
    if len(question.alternatives) != 1:
        return []
    terms = question.alternatives[0]
    if any(term.excluded for term in terms):
        return []
    return [word for term in terms for word in term.sought if len(word.word) >= FEWEST_LETTERS]


@union_of
def _names(reach: ReaderScope, today: date) -> list[QuerySet]:
    return [
        subject.rows(reach, today)
        .order_by()
        .annotate(of_subject=Value(number), called=Cast(subject.name, TextField()))
        .values_list("of_subject", "pk", "called")
        for number, subject in enumerate(SUBJECTS)
    ]


def words_left(typed: Sequence[Wanted], name: str, about: str) -> int | None:
    """How many words of the name were not typed; None when something typed is not there, or only beside the name."""
    beside = about.split()
    own = [word for word in words_of(name) if word not in STOP_WORDS and word not in beside]
    named = [word for word in typed if any(_begins(word, one) for one in own)]
    if not named or any(word not in named and not any(_begins(word, one) for one in beside) for word in typed):
        return None
    return sum(not any(_begins(word, one) for word in named) for one in own)


def _begins(typed: Wanted, word: str) -> bool:
    return word.startswith(typed.word) or typed.fits(stem_of(word))


def _pages(typed: Sequence[Wanted], reach: ReaderScope) -> list[Card]:
    found = [
        (left, card)
        for card, words in told.pages(reach)
        if (left := words_left(typed, f"{card.title} {words}", "pagina")) is not None
    ]
    return [card for _, card in sorted(found, key=lambda one: one[0])[:MOST_PAGES]]
