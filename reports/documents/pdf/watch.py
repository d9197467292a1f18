"""Listening to WeasyPrint, which reports its progress and its failures through logging only."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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
