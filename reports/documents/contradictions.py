"""Whether an edition says one thing of one figure: where two places differ, the reason has to stand there."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from itertools import combinations

from django.utils.text import capfirst, slugify

from nhveilig.figures.formats import date_long
from reports.documents.content import walk

COUNTRY = "heel Nederland"
TARGET, REALISED, AMOUNT, STRENGTH = "streefcijfer", "realisatie", "bedrag", "formatie"
# What it is a figure of, whose it is, of what, and of when; all of it folded.
Key = tuple[str, str, str, str]

_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_TAG = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“])")
# A sentence about the whole eenheid, and the amount in it.
_WHOLE = re.compile(
    r"\b(?:totale (?:formatie|sterkte)|(?:totaal|formatie|sterkte) van de (?:hele )?eenheid)\b", re.IGNORECASE
)
_EURO = re.compile(r"€\s*([0-9]+(?:[.][0-9]{3})*(?:,[0-9]+)?)")
_FTE = re.compile(r"([0-9]+(?:[.][0-9]{3})*(?:,[0-9]+)?)\s*fte")


@dataclass(frozen=True)
class Stated:
    """One figure in one place. `notes` are the words that go with it there."""

    block: dict
    place: str
    text: str
    value: tuple[str, str]
    notes: tuple[str, ...] = ()

    def is_explained_by(self, other: "Stated") -> bool:
        """Whether a note with this figure names both; of “5” and “ten minste 5” also the words."""
        numbers = {_number_in(self.text), _number_in(other.text)}
        words = [self.text, other.text] if len(numbers) == 1 else []
        return any(numbers <= set(_NUMBER.findall(note)) and all(word in note for word in words) for note in self.notes)


@dataclass(frozen=True)
class Contradiction:
    what: str
    first: Stated
    second: Stated

    @property
    def is_explained(self) -> bool:
        first, second = self.first, self.second
        return first.is_explained_by(second) or second.is_explained_by(first)

    @property
    def message(self) -> str:
        first, second = self.first, self.second
        return (
            f"{self.what}: {first.text} in “{first.place}”, maar {second.text} in “{second.place}”. "
            "Maak ze gelijk, of schrijf op waarom ze verschillen."
        )


def contradictions(content: dict) -> list[Contradiction]:
    """Every figure of a frozen value that stands in it with two values, explained or not."""
    found: dict[Key, list[Stated]] = defaultdict(list)
    for block in walk(content["blocks"]):
        for key, stated in _STATED.get(block["kind"], _nothing)(block, content):
            found[key].append(stated)
    pairs = [(key, *pair) for key, several in found.items() for pair in _differing(several)]
    return [Contradiction(_in_words(key), *pair) for key, *pair in pairs] + list(_in_texts(content, found))


def _differing(several: list[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Each two values once, however often they stand there."""
    values: dict[tuple[str, str], Stated] = {}
    for stated in several:
        first = values.setdefault(stated.value, stated)
        # What explains it may stand with any of them.
        values[stated.value] = replace(first, notes=first.notes + stated.notes)
    yield from combinations(values.values(), 2)


def _in_words(key: Key) -> str:
    kind, whose, what, when = key
    return capfirst(", ".join(filter(None, [f"{kind} {what}", whose, when])))


Found = Iterable[tuple[Key, Stated]]


def _nothing(block: dict, content: dict) -> Found:
    return []


def _cells(block: dict, keys: Callable[[dict, dict, dict], Key | None]) -> Found:
    """Every known number of the tables of a block, with the key of its row and column, where that means one row."""
    for table in block["content"].get("tables", []):
        found: dict[Key, list[Stated]] = defaultdict(list)
        for row in table["rows"]:
            for column, cell in zip(table["columns"], row["cells"], strict=False):
                key = keys(table, row, column) if cell["value"] is not None else None
                if key:
                    notes = (*table["notes"], *_plain_sentences(block["content"].get("html", "")))
                    value = (_bare(cell["value"]), cell["qualifier"])
                    found[key].append(Stated(block, table["caption"], cell["text"], value, notes))
        yield from ((key, several[0]) for key, several in found.items() if len({one.value for one in several}) == 1)


def _bare(value: str) -> str:
    return value.rstrip("0").rstrip(".") if "." in value else value


def _number_in(text: str) -> str:
    found = _NUMBER.findall(text)
    return found[-1] if found else text


def _name(label: str) -> str:
    """Without the unit in brackets or a star, which some tables add."""
    return re.sub(r"\s*(?:\([^()]*\)|\*+)$", "", label).strip().casefold()


def _targets(block: dict, content: dict) -> Found:
    return _cells(block, lambda table, row, column: _of_year(TARGET, COUNTRY, row, column))


def _own_targets(block: dict, content: dict) -> Found:
    own = content["document"]["police_unit"]["name"]
    return _cells(block, lambda table, row, column: _of_year(TARGET, own, row, column))


def _of_year(kind: str, whose: str, row: dict, column: dict) -> Key | None:
    is_year = _YEAR.fullmatch(column["key"])
    return (kind, whose, _name(row["label"]), column["key"]) if is_year and row["role"] != "heading" else None


def _distribution(block: dict, content: dict) -> Found:
    """The letter begins with what is divided; what the eenheden add up to is not the target."""

    def key(table: dict, row: dict, column: dict) -> Key | None:
        if row["role"] not in {"detail", "total"}:
            return None
        whose = COUNTRY if row["role"] == "total" else row["label"]
        return TARGET, whose, _name(table["caption"].partition(": ")[2]), column["key"]

    return _cells(block, key)


def _results(block: dict, content: dict) -> Found:
    own = content["document"]["police_unit"]["name"]

    def key(table: dict, row: dict, column: dict) -> Key | None:
        year = _YEAR.search(table["caption"])
        kind = {"streefcijfer": TARGET, "realisatie": REALISED}.get(column["key"])
        return (kind, own, _name(row["label"]), year[0]) if year and kind else None

    return _cells(block, key)


def _monitoring(block: dict, content: dict) -> Found:
    kinds = {"target": TARGET, "realised": REALISED}

    def key(table: dict, row: dict, column: dict) -> Key | None:
        year, _, kind = column["key"].rpartition(".")
        if year:
            whose = COUNTRY if row["role"] == "total" else row["label"]
            return (kinds[kind], whose, _name(table["caption"]), year) if kind == "target" else None
        year = _YEAR.search(column["label"])
        return (TARGET, COUNTRY, _name(row["label"]), year[0]) if year and kind == "target" else None

    return _cells(block, key)


def _amounts(block: dict, content: dict) -> Found:
    """The posts of a budget, and what a source of money gives in the year of it."""

    def key(table: dict, row: dict, column: dict) -> Key | None:
        year = _YEAR.fullmatch(column["key"]) or _YEAR.search(table["caption"])
        if row["role"] not in {"detail", "total"} or column["key"] not in {"bedrag", year and year[0]}:
            return None
        side = table["caption"].rpartition(": ")[2] if column["key"] == "bedrag" else "baten"
        return AMOUNT, side, f"{_name(row['label'])} ({table['unit']})", year[0] if year else ""

    return _cells(block, key)


def _strength(block: dict, content: dict) -> Found:
    for table in block["content"].get("tables", []):
        days = [group["label"] for group in table["column_groups"] for _ in range(group["span"])]
        of_column = dict(zip((column["key"] for column in table["columns"]), map(_day, days), strict=False))
        whole = {"content": block["content"] | {"tables": [table]}}
        yield from _cells(block | whole, _strength_key(of_column, content))


def _strength_key(days: dict[str, str], content: dict) -> Callable[[dict, dict, dict], Key | None]:
    whole, main = _whole_unit(content), f"sterkte-{slugify(content['document']['police_unit']['name'])}"

    def key(table: dict, row: dict, column: dict) -> Key | None:
        """A row is a part on the day of its column, or the whole eenheid on the day that it is called by."""
        if column["key"] in days:
            # A table of one kind of part, such as the basisteams, has a total of its own.
            only = f" in “{table['caption']}”" if row["role"] == "total" and table["id"] != main else ""
            return STRENGTH, row["label"].casefold() + only, column["label"].casefold(), days[column["key"]]
        dated = row["role"] == "detail" and re.search(r"[0-9]{4}", row["label"])
        return (STRENGTH, whole, column["label"].casefold(), row["label"]) if dated else None

    return key


def _day(head: str) -> str:
    """`1-1-2022` of “Formatie per 1-1-2022”, `vanaf 2022` of “Formatie vanaf 2022”."""
    return head.partition(" ")[2].removeprefix("per ")


def _chart(block: dict, content: dict) -> Found:
    """Targets by year, a line for each indicator; or the share of each eenheid, a line for each year."""
    chart = block["content"]["chart"]
    divided = chart["id"].startswith("aandelen-")
    for line in chart["series"]:
        for category, value in zip(chart["categories"], line["values"], strict=False):
            if value is not None and (divided or _YEAR.fullmatch(category)):
                name = chart["title"].partition(": ")[2] if divided else line["label"]
                whose, when = (category, line["label"]) if divided else (COUNTRY, category)
                stated = Stated(block, chart["title"], value.replace(".", ","), (_bare(value), "exact"))
                yield (TARGET, whose, _name(name), when), stated


_STATED: dict[str, Callable[[dict, dict], Found]] = {
    "target_table": _targets,
    "unit_targets": _own_targets,
    "distribution_table": _distribution,
    "national_results": _results,
    "monitoring": _monitoring,
    "budget": _amounts,
    "grants": _amounts,
    "strength_table": _strength,
    "strength_development": _strength,
    "chart": _chart,
}


@dataclass(frozen=True)
class _Whole:
    """A total of a table, and how a sentence speaks of it: with these words, one of these days and such an amount."""

    key: Key
    stated: Stated
    words: re.Pattern
    amounts: re.Pattern
    days: tuple[str, ...] = ()

    def is_named_in(self, sentence: str) -> bool:
        said = not self.days or any(day in sentence for day in self.days)
        return said and bool(self.words.search(sentence))


def _in_texts(content: dict, found: dict[Key, list[Stated]]) -> Iterator[Contradiction]:
    """A sentence that gives the strength of the whole eenheid on a day of a table, or all baten or lasten, and another
    number than the table has."""
    wholes = list(_wholes(content, found))
    for block in walk(content["blocks"]) if wholes else []:
        for sentence in _plain_sentences(block["content"].get("html", "")):
            named = [one for one in wholes if one.is_named_in(sentence)]
            for amount in named[0].amounts.findall(sentence) if named else []:
                value = _bare(amount.replace(".", "").replace(",", "."))
                if value not in {one.stated.value[0] for one in named}:
                    stated = Stated(block, block["title"] or "tekst", amount, (value, "exact"), (sentence,))
                    yield Contradiction(_in_words(named[0].key), stated, named[0].stated)


def _wholes(content: dict, found: dict[Key, list[Stated]]) -> Iterator[_Whole]:
    for key, several in found.items():
        kind, whose, what, when = key
        if kind == STRENGTH and what.startswith("totaal") and whose == _whole_unit(content):
            yield _Whole(key, several[0], _WHOLE, _FTE, (when, _long(when)))
        elif kind == AMOUNT and what.startswith(f"totaal {whose}"):
            yield _Whole(
                key, several[0], re.compile(rf"\b[Tt]otale {whose}\b|\b[Tt]otaal (?:van de )?{whose}\b"), _EURO
            )


def _whole_unit(content: dict) -> str:
    return f"eenheid {content['document']['police_unit']['name']}".casefold()


def _plain_sentences(html: str) -> list[str]:
    return _SENTENCE.split(unescape(_TAG.sub("", html.replace("</p>", " ")))) if html else []


def _long(day: str) -> str:
    found = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", day)
    return date_long(f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}") if found else day
