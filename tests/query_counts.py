"""How many queries a page may take: each page by itself, at whatever size."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

MOST = 12
# Made from everything there is of one eenheid, theme, municipality or team.
DASHBOARDS = dict.fromkeys(
    (
        "reports:unit-dashboard",
        "reports:unit-dashboard-csv",
        "reports:theme-dashboard",
        "reports:theme-dashboard-csv",
        "reports:municipality-dashboard",
        "reports:team-dashboard",
    ),
    15,
)
# What one reads before a document is made or leaves as a file, and what is made of all its chapters.
MAKING = {
    "reports:document-draft": 18,
    "reports:document-ready": 30,
    "reports:document-freeze": 33,
    "reports:chapter-file": 20,
    "reports:twelve-month-report": 15,
    "hearing:package": 18,
    # On these one adopts, or decides what goes on under another municipality.
    "themes:plan-steps": 13,
    "organisation:merger": 13,
}
MOST_OF = DASHBOARDS | MAKING
# That somebody is still there is noted once a minute.
_NOT_OF_THE_PAGE = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", 'UPDATE "django_session"')


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """What is asked within it."""
    found: list[str] = []

    def note(execute, sql, *args):
        if not sql.startswith(_NOT_OF_THE_PAGE):
            found.append(sql)
        return execute(sql, *args)

    with connection.execute_wrapper(note):
        yield found
