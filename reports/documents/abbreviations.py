"""The abbreviations of an edition: those the glossary knew when it was frozen, and that stand in it.

Only an outline with a block for them asks for it, so that an edition without one stays what it was, to the byte.
"""

from collections.abc import Iterator

from nhveilig.glossary.queries import Known, abbreviations, known_to
from nhveilig.texts.abbreviations import Abbreviation, Explainer
from reports.documents.content import walk

KIND = "abbreviations"
# No words of people: what a text is called by programs, and the bytes of a picture.
_NO_WORDS = {"id", "slug", "kind", "media_type", "data"}


def list_used(content: dict, unit: int) -> None:
    """Fill the block with what the edition uses; without any, no heading stands above nothing."""
    if not (asking := [block for block in walk(content["blocks"]) if block["kind"] == KIND]):
        return
    known = [one for one in known_to([unit]) if one.in_full]
    listed = dict(zip(abbreviations(known), known, strict=True))
    explainer = Explainer(listed)
    used = {one for text in _texts(content["blocks"]) for one in explainer.used_in(text)}
    for block in asking:
        terms = (_frozen(one, block["id"]) for abbreviation, one in listed.items() if abbreviation in used)
        block["content"] = {"terms": list(terms)}
    _leave_out_empty(content)


def _leave_out_empty(value: dict) -> None:
    value["blocks"] = [one for one in value["blocks"] if one["kind"] != KIND or one["content"]["terms"]]
    for block in value["blocks"]:
        _leave_out_empty(block)


def _frozen(one: Known, block_id: str) -> dict:
    return {
        "id": f"{block_id}-{one.anchor}",
        "term": one.term,
        "spellings": list(one.spellings),
        "in_full": one.in_full,
        "meaning": one.explanation,
    }


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in _NO_WORDS:
                yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def explainer_of(content: dict) -> Explainer:
    """What the edition itself says of its abbreviations, for the web; of most editions nothing."""
    terms = [term for block in walk(content["blocks"]) if block["kind"] == KIND for term in block["content"]["terms"]]
    return Explainer(Abbreviation(tuple(one["spellings"]), one["in_full"], f"#{one['id']}") for one in terms)
