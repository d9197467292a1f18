"""The render itself. Import it inside a function: WeasyPrint takes a second and much memory to load."""

import gc
import logging
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import weasyprint
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.documents.pdf import Attachment, Job, Progress, RenderError, Result, conformance, files, glyphs


class _Pages(logging.Handler):
    """Turns "Creating layout - Page 7" into a call; a second pass over the pages knows how many there are."""

    def __init__(self, on_page: Callable[[int, int], None]) -> None:
        super().__init__(logging.INFO)
        self.on_page, self.most, self.passes = on_page, 0, 0
        self.thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self.thread or "layout - Page" not in record.msg:
            return
        page = record.args[0]
        self.passes += page == 1
        self.most = max(self.most, page)
        self.on_page(page, self.most if self.passes > 1 else 0)


class _Errors(logging.Handler):
    """Errors, and the one warning that means an empty box on the page."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self.thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        serious = record.levelno >= logging.ERROR or ".notdef glyph" in str(record.msg)
        if serious and record.thread == self.thread:
            self.messages.append(record.getMessage())


@contextmanager
def pages_reported(on_page: Callable[[int, int], None]) -> Iterator[None]:
    logger = logging.getLogger("weasyprint.progress")
    with _listening(logger, _Pages(on_page)):
        level, propagate = logger.level, logger.propagate
        logger.setLevel(logging.INFO)
        logger.propagate = False
        try:
            yield
        finally:
            logger.setLevel(level)
            logger.propagate = propagate


@contextmanager
def errors_collected() -> Iterator[list[str]]:
    handler = _Errors()
    with _listening(logging.getLogger("weasyprint"), handler):
        yield handler.messages


@contextmanager
def _listening(logger: logging.Logger, handler: logging.Handler) -> Iterator[None]:
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


# Everything loaded by now lives as long as the process: the collector need never look at it again.
gc.collect()
gc.freeze()


class _ReadBy(URLFetcher):
    """Reads through `read` (bytes and media type of an address) alone, where WeasyPrint would guess the media type.

    A refusal ends the render instead of leaving a hole in the page.
    """

    def __init__(self, read: Callable[[str], tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=set(), allow_redirects=False, fail_on_errors=True)
        self._read = read

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        data, media_type = self._read(url)
        return URLFetcherResponse(url, data, {"Content-Type": media_type})


def render(job: Job, on_progress: Progress) -> Result:
    try:
        return _rendered(job, on_progress)
    finally:
        # The boxes of a document refer to each other in circles; left alone they outlive many documents.
        gc.collect()


def _rendered(job: Job, on_progress: Progress) -> Result:
    job = replace(job, html=glyphs.composed(job.html))
    _refuse_unprintable(job.html)
    with _collector_off(), errors_collected() as errors:
        try:
            document = _lay_out(job, on_progress)
            on_progress("write", 0, len(document.pages))
            data = _write(document, job)
        except FatalURLFetchingError as error:
            raise RenderError(f"De PDF kon niet worden gemaakt. {error.__cause__}") from error
    if errors:
        raise RenderError(f"De PDF kon niet worden gemaakt. {errors[0]}")
    on_progress("write", len(document.pages), len(document.pages))
    return Result(data, len(document.pages))


def _refuse_unprintable(html: str) -> None:
    if missing := glyphs.unprintable(html):
        named = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing[:5])
        raise RenderError(f"De PDF kan deze tekens niet weergeven: {named}. Vervang ze in de tekst.")


def _lay_out(job: Job, on_progress: Progress) -> weasyprint.Document:
    source = weasyprint.HTML(string=job.html, base_url=files.BASE_URL, url_fetcher=_ReadBy(files.read))
    with pages_reported(partial(on_progress, "layout")):
        document = source.render(pdf_variant="pdf/a-3a")
    conformance.describe(document.metadata, job.title, job.author, job.frozen_at, job.identifier, job.description)
    return document


def _write(document: weasyprint.Document, job: Job) -> bytes:
    # About one file in a hundred must be written again, a few bytes longer: see conformance.ends_ambiguously.
    for spare in range(4):
        data = _write_once(document, job, spare)
        if not conformance.ends_ambiguously(data):
            break
    return data


def _write_once(document: weasyprint.Document, job: Job, spare: int) -> bytes:
    # The names form a name tree, which a PDF wants sorted.
    attached = [_attached(attachment, job.frozen_at) for attachment in sorted(job.attachments, key=lambda a: a.name)]
    with warnings.catch_warnings():
        # WeasyPrint opens its colour profile and never closes it.
        warnings.simplefilter("ignore", ResourceWarning)
        return document.write_pdf(
            finisher=partial(conformance.finish, spare=spare),
            pdf_variant="pdf/a-3a",
            pdf_identifier=job.identifier,
            attachments=attached,
        )


def _attached(attachment: Attachment, frozen_at: datetime) -> weasyprint.Attachment:
    moment = frozen_at.astimezone(UTC)
    return weasyprint.Attachment(
        url=f"{files.BASE_URL}bijlage",
        url_fetcher=_ReadBy(lambda url: (attachment.data, attachment.media_type)),
        name=attachment.name,
        description=attachment.description,
        created=moment,
        modified=moment,
        relationship="Data",
    )


@contextmanager
def _collector_off() -> Iterator[None]:
    """A render makes millions of small objects and frees none before its end; looking for garbage costs a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
