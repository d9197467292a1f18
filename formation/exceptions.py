"""Why a change to a strength table is refused. Every message is a Dutch sentence for the one who asked."""

from nhveilig.editing.exceptions import WholeIsClosed
from nhveilig.exceptions import PortalError


class TableIsAdopted(WholeIsClosed):
    """Nobody changes an adopted table, whatever they may do elsewhere."""

    sentence = (
        "Deze tabel is vastgesteld en verandert niet meer. Neem hem over naar een nieuwe peildatum en wijzig die."
    )


class TableChanged(PortalError):
    """The table is no longer as the one who decides on it saw it."""

    sentence = "Iemand heeft deze tabel gewijzigd terwijl u keek. Bekijk de tabel opnieuw en beslis daarna."


class TableExists(PortalError):
    """An eenheid has one table of a series, kind and date."""


class SeriesHasNoName(PortalError):
    """A series beside the main one is known by its name, and no other series has it."""

    sentence = "Deze reeks is nieuw en heeft nog geen naam. Geef haar er een, zoals “Sterkte per team”."


class NoUnits(PortalError):
    """The eenheid has no parts on the date of a new table, so it would have no rows."""
