"""Full-text search of PostgreSQL, in Dutch: it knows the forms of words, and how well a text fits."""

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db.models import Expression, F, Func, QuerySet, TextField, Value
from django.db.models.expressions import RawSQL

from nhveilig.unions import Given, union_of
from reports.search.models import EditionPassage
from reports.search.question import SearchQuestion, Term, Wanted, stem_of
from reports.search.sources import SOURCES, Match, ReaderScope, SearchSource, visible_rows

CONFIG = "dutch"
# How much a word weighs: A in a title, D in a text.
IN_TITLE, IN_TEXT = "A", "D"
# PostgreSQL fills this column by itself; Django does not know it, and SQLite does not have it.
STORED = '"search_editionpassage"."words"'
# Divides by the logarithm of the length, so that a long text is not always the best.
BY_LENGTH = Value(1)


# Where the words of a question come in the text that is kept: all of them, those looked for, and with longer words.
EVERY, ITSELF, BEGUN = Given("\x1fevery"), Given("\x1fitself"), Given("\x1fbegun")


def matches(question: SearchQuestion, reach: ReaderScope) -> list[Match]:
    """Every visible row that fits, in no order: one query."""
    given = {
        EVERY: as_tsquery(question),
        ITSELF: as_tsquery(question, excluding=False, begun=False),
        BEGUN: as_tsquery(question, excluding=False),
    }
    return [Match(*row) for row in _matching(reach, given=given)]


@union_of
def _matching(reach: ReaderScope) -> list[QuerySet]:
    return [_fitting(number, reach) for number in range(len(SOURCES))]


def vector(source: SearchSource) -> Expression:
    """As a migration `search_…on_postgres` has it in an index, or of passages in a column."""
    if source.model is EditionPassage:
        return RawSQL(STORED, [], SearchVectorField())  # noqa: S611 - a constant
    parts = [
        SearchVector(*map(words_in, fields), weight=weight, config=CONFIG)
        for fields, weight in ((source.title, IN_TITLE), (source.text, IN_TEXT))
        if fields
    ]
    return parts[0] if len(parts) == 1 else parts[0] + parts[1]


def words_in(field: str) -> Func:
    """A field as words are compared, by a function of the migration that made the index."""
    return Func(F(field), function="search_words", output_field=TextField())


def _query(text: str) -> SearchQuery:
    return SearchQuery(text, search_type="raw", config=CONFIG)


def _fitting(number: int, reach: ReaderScope) -> QuerySet:
    words = vector(SOURCES[number])
    rows = visible_rows(number, reach).annotate(lexemes=words).filter(lexemes=_query(EVERY))
    return rows.annotate(worth=_worth(words)).values_list("of_source", "pk", "first_year", "last_year", "worth")


def _worth(words: Expression) -> Expression:
    """The word itself counts twice what a longer word counts: to a rank of PostgreSQL they are the same.

    Nor does it give a rank to a text for lacking a word.
    """
    itself, any_word = (SearchRank(words, _query(sought), normalization=BY_LENGTH) for sought in (ITSELF, BEGUN))
    return itself + any_word


def as_tsquery(question: SearchQuestion, *, excluding: bool = True, begun: bool = True) -> str:
    """In the syntax of to_tsquery. Every word is of letters and digits alone, and stands in quotes.

    Not `excluding` leaves out the words that must not be there, not `begun` the longer words a word may begin.
    """
    return " | ".join(
        f"({' & '.join(_term(term, begun) for term in terms if excluding or not term.excluded)})"
        for terms in question.alternatives
    )


def _term(term: Term, begun: bool) -> str:
    found = _phrase(term) if term.is_phrase else _word(term.words[0], begun)
    return f"!{found}" if term.excluded else found


def _word(wanted: Wanted, begun: bool) -> str:
    """A form for each stem: PostgreSQL stems it in its own way."""
    form_of = {stem_of(form): form for form in reversed(wanted.forms)}
    exact = [f"'{form}'" for form in form_of.values()]
    longer = [f"'{form_of[stem]}':*" for stem in wanted.beginnings] if begun else []
    # “OND-01” is the word OND and the number -01 to PostgreSQL.
    negative = [f"'-{wanted.word}'"] if wanted.word.isdecimal() else []
    return f"({' | '.join([*exact, *longer, *negative])})"


def _phrase(term: Term) -> str:
    parts, distance = [], 0
    for wanted in term.words:
        distance += 1
        if wanted is not None:
            parts += [f"<{distance}>"] if parts else []
            parts.append(f"'{wanted.word}'")
            distance = 0
    return f"({' '.join(parts)})"
