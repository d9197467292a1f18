"""XML as a stream: no tree is built, so that a file costs what its table costs, whatever else stands in it."""

from functools import lru_cache
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from nhveilig.sheets.exceptions import FileRefused

DAMAGED = "Dit bestand is beschadigd of niet helemaal aangekomen. Open het, bewaar het opnieuw en probeer het nog eens."
TOO_COMPLEX = (
    "Dit bestand is te ingewikkeld: het bevat meer onderdelen dan een tabel nodig heeft. Bewaar alleen de tabel."
)
CHUNK = 65_536
# Seven for each cell there may be: styled cells without a value, conditional formatting, charts.
MOST_ELEMENTS = 1_500_000
DEEPEST = 100


class Listener:
    """Hears elements begin and end. `path` has the names that are open; a subclass overrides what it listens to."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self._count = 0

    @staticmethod
    def name_of(tag: str) -> str:
        return tag

    def begin(self, name: str, attributes: dict[str, str]) -> None: ...

    def finish(self, name: str) -> None: ...

    def data(self, text: str) -> None: ...

    def close(self) -> None: ...

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.name_of(tag)
        self.path.append(name)
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self.path) > DEEPEST:
            raise FileRefused(TOO_COMPLEX)
        self.begin(name, attributes)

    def end(self, tag: str) -> None:
        self.finish(self.path[-1])
        self.path.pop()


class LocalListener(Listener):
    """Names without their namespace: the same table is written in two of them, under any prefix."""

    @staticmethod
    @lru_cache(1_024)
    def name_of(tag: str) -> str:
        return tag.rpartition("}")[2]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, {self.name_of(name): value for name, value in attributes.items()})


def listen(stream: IO[bytes], listener: Listener) -> None:
    """Read a whole document. Raises FileRefused for what is no XML, and for XML with definitions of its own."""
    parser = DefusedXMLParser(target=listener, forbid_dtd=True)
    try:
        while chunk := stream.read(CHUNK):
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException:
        raise FileRefused("Dit bestand bevat XML met eigen definities; dat doet geen spreadsheetprogramma.") from None
    except (ParseError, LookupError, ValueError):
        raise FileRefused(DAMAGED) from None
