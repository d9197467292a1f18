"""A few figures of the portal in large type: each is a cell of a table that a document can show as well, so that both
say the same."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.utils.text import slugify

from reports.documents.blocks.base import BLOCK_TYPES, FreezingError, Source, freezes
from reports.documents.models import Block

FEWEST, MOST = 3, 6
# The kinds of block whose tables are chosen from, and the rows of each that tell something by themselves.
TABLES = {
    "strength_table": {"total"},
    "unit_targets": {"detail"},
    "national_results": {"detail"},
    "budget": {"total"},
    "plan_overview": {"total"},
    "progress_summary": {"total"},
}


@dataclass(frozen=True)
class KeyFigure:
    """`slug` says where it comes from: `strength_table/eenheid/2018-12-31.totaal`."""

    slug: str
    label: str
    text: str
    unit: str
    source: str

    @property
    def shown(self) -> str:
        return f"{self.text} {self.unit}".strip()


def catalogue(source: Source) -> list[KeyFigure]:
    """Everything there is to choose from."""
    return [one for kind in TABLES for one in _figures_of(kind, source)]


@freezes("key_figures")
def key_figures_block(block: Block, source: Source) -> dict:
    """Option `figures`: the codes of three to six figures of `catalogue`, in their order."""
    codes = block.options.get("figures", [])
    if not FEWEST <= len(codes) <= MOST:
        raise FreezingError(f"Kies bij “{block}” drie tot zes cijfers; nu zijn het er {len(codes)}.")
    kinds = {code.partition("/")[0] for code in codes}
    known = {one.slug: one for kind in TABLES if kind in kinds for one in _figures_of(kind, source)}
    for code in codes:
        if code not in known:
            raise FreezingError(f"Een cijfer van “{block}” is er niet meer ({code}). Kies een ander cijfer.")
    return {"html": block.html, "figures": [asdict(known[code]) for code in codes]}


def _figures_of(kind: str, source: Source) -> Iterator[KeyFigure]:
    try:
        content = BLOCK_TYPES[kind](Block(kind=kind, anchor=kind), source)
    except FreezingError:
        return
    for table in content["tables"]:
        groups = [one["label"] for one in table["column_groups"] for _ in range(one["span"])]
        for row in table["rows"]:
            if row["role"] in TABLES[kind]:
                yield from _of_row(kind, table, row, groups)


def _of_row(kind: str, table: dict, row: dict, groups: list[str]) -> Iterator[KeyFigure]:
    for place, (column, cell) in enumerate(zip(table["columns"], row["cells"], strict=False)):
        if cell["value"] is None:
            continue
        about = [row["label"], groups[place] if place < len(groups) else "", column["label"]]
        yield KeyFigure(
            slug=f"{kind}/{slugify(row['label'])}/{column['key']}",
            label=", ".join(filter(None, about)),
            text=cell["text"],
            unit=column["unit"],
            source=table["source"] or table["caption"],
        )
