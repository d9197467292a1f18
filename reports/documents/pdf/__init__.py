"""One official file from one page of HTML: accessible (PDF/UA-1) and archivable (PDF/A-3a) at once.

Equal arguments give equal bytes, in any process: nothing here reads the clock, the network or the machine's fonts.
See docs/adr/0003-pdf-ua-and-a-in-one-file.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from nhveilig.exceptions import PortalError

# Hears ("layout", page, pages) and ("write", done, pages); pages is 0 while nobody knows it. What it raises stops the
# render.
Progress = Callable[[str, int, int], None]


def unheard(stage: str, done: int, total: int) -> None:
    """Nobody follows this render."""


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
class Job:
    """`frozen_at` (aware) and `identifier` go into the file in place of now and a random number."""

    html: str
    title: str
    author: str
    frozen_at: datetime
    identifier: str
    attachments: Sequence[Attachment] = ()
    # Into the file too, for who finds it in an archive: when it was adopted, and what it sets right.
    description: str = ""


@dataclass(frozen=True)
class Result:
    data: bytes
    pages: int | None = None


def render_pdf(job: Job, on_progress: Progress = unheard) -> Result:
    """Render one document. RenderError: something was missing, refused or unreadable."""
    from reports.documents.pdf.engine import render

    return render(job, on_progress)
