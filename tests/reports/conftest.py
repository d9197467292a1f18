import pytest

from reports.documents.models import Edition
from reports.documents.rendering import Result, render


@pytest.fixture(scope="session")
def printed():
    """The PDF of an edition of the demo data; a test may not change it. Each is made once for all tests."""
    made: dict[str, Result] = {}

    def pdf_of(edition: Edition) -> Result:
        if edition.sha256 not in made:
            made[edition.sha256] = render(edition, "pdf")
        return made[edition.sha256]

    return pdf_of
