"""Where everything stands on the pages of a PDF: nothing outside the paper, nothing over each other."""

from collections.abc import Iterator
from dataclasses import dataclass

import weasyprint
from weasyprint.formatting_structure.boxes import Box, TableCellBox, TextBox

from nhveilig.texts.characters import for_print
from reports.documents.pdf import files
from reports.documents.pdf.engine import _ReadBy

# Of lines: an accent or a raised figure reaches a little into the line above.
TOLERANCE = 0.45
EDGE = 12


@dataclass(frozen=True)
class Placed:
    """Words on a page, in pixels from its corner. `cell` says in which cell of a table they stand."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    cell: int

    def overlaps(self, other: "Placed") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        lowest = min(self.bottom - self.top, other.bottom - other.top)
        return across > 0.5 and down > TOLERANCE * lowest


@dataclass(frozen=True)
class Laid:
    document: weasyprint.Document
    placed: list[Placed]

    @property
    def text(self) -> str:
        return " ".join(" ".join(one.text for one in self.placed).split())

    def outside(self) -> list[str]:
        """What reaches beyond the paper or into its very edge."""
        pages = dict(enumerate(self.document.pages))
        return [
            one.text
            for one in self.placed
            if one.left < EDGE
            or one.top < EDGE
            or one.right > pages[one.page].width - EDGE
            or one.bottom > pages[one.page].height - EDGE
        ]

    def outside_cells(self) -> list[str]:
        """What reaches beyond the cell it stands in."""
        found = []
        for page in self.document.pages:
            for cell in _all(page._page_box, TableCellBox):
                right = cell.position_x + cell.border_width()
                found += [box.text for box in _all(cell, TextBox) if box.position_x + box.width > right + 1]
        return found

    def crowded(self) -> list[tuple[str, str]]:
        """Words of two cells of a table with no room between them, that read as one."""
        found = []
        for page in self.document.pages:
            cells = list(enumerate(_all(page._page_box, TableCellBox)))
            words = [(cell, box) for cell, of in cells for box in _all(of, TextBox) if box.text.strip()]
            for cell, one in words:
                right, bottom = one.position_x + one.width, one.position_y + one.height
                found += [
                    (one.text, box.text)
                    for other, box in words
                    if other != cell
                    and -2 < box.position_x - right < 1.5
                    and one.position_y < box.position_y + box.height
                    and box.position_y < bottom
                ]
        return found

    def collisions(self) -> list[tuple[str, str]]:
        found = []
        for number in range(len(self.document.pages)):
            placed = sorted((one for one in self.placed if one.page == number), key=lambda one: one.top)
            for place, one in enumerate(placed):
                for other in placed[place + 1 :]:
                    if other.top >= one.bottom:
                        break
                    if one.overlaps(other):
                        found.append((one.text, other.text))
        return found


def laid_out(html: str) -> Laid:
    """The pages of a document, as `engine` would write them."""
    source = weasyprint.HTML(string=for_print(html), base_url=files.BASE_URL, url_fetcher=_ReadBy(files.read))
    document = source.render(pdf_variant="pdf/a-3a")
    placed = [
        Placed(
            number,
            box.text,
            box.position_x,
            box.position_y,
            box.position_x + box.width,
            box.position_y + box.height,
            0,
        )
        for number, page in enumerate(document.pages)
        for box in _all(page._page_box, TextBox)
        if box.text.strip()
    ]
    return Laid(document, placed)


def _all(box: Box, kind: type[Box]) -> Iterator[Box]:
    if isinstance(box, kind):
        yield box
    children = list(getattr(box, "children", ()))
    for child in children:
        yield from _all(child, kind)
