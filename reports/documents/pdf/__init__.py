"""One official file from one page of HTML: accessible (PDF/UA-1) and archivable (PDF/A-3a) at once.

Equal arguments give equal bytes, in any process: nothing here reads the clock, the network or the machine's fonts.
See docs/adr/0003-pdf-ua-and-a-in-one-file.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from nhveilig.exceptions import PortalError

Stage = Callable[[str, int, int], None]


class RenderError(PortalError):
    """The document could not be made; the message names the first thing that stood in the way."""


@dataclass(frozen=True)
class Attachment:
    """A data file carried inside the PDF, so that the figures can be taken out again."""

    name: str
    media_type: str
    description: str
    data: bytes


@dataclass(frozen=True)
class Rendered:
    data: bytes
    pages: int


def render_pdf(
    *,
    html: str,
    title: str,
    author: str,
    frozen_at: datetime,
    identifier: str,
    attachments: Sequence[Attachment] = (),
    on_stage: Stage | None = None,
) -> Rendered:
    """Render one document. `frozen_at` (aware) and `identifier` go into the file in place of now and a random number.

    `on_stage` hears ("layout", page, pages) and ("write", done, pages); pages is 0 while nobody knows it. What it
    raises stops the render. RenderError: something was missing, refused or unreadable.
    """
    from reports.documents.pdf.engine import Job, render

    return render(Job(html, title, author, frozen_at, identifier, tuple(attachments)), on_stage or _unheard)


def _unheard(stage: str, done: int, total: int) -> None:
    """Nobody follows this render."""
