"""In the demo data: every hit leads to the place it names."""

import pytest

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from reports.search.queries import Hit, answer
from reports.search.question import read_question
from reports.search.sources import SOURCES

pytestmark = pytest.mark.sqlite


def _hits_of_every_source(reader: Access) -> list[Hit]:
    """The best few of each kind of row that there is."""
    found: dict[int, list] = {}
    asked = ("drugs", "gemeenten", "haarlem", "ondermijning", "veiligheid", "kinderporno", "besluit")
    of_governance = ("overleg", "rbop 2018", "doelen vaststellen", "evaluatie cyberdoelen")
    for typed in asked + of_governance:
        result = answer(read_question(typed), reader)
        for match in result.matches:
            found.setdefault(match.source, []).append((result, match))
    filled = [one for one in SOURCES if one.model._base_manager.exists()]
    assert len(found) >= len(filled) - 1
    return [hit for pairs in found.values() for result, match in pairs[:3] for hit in result.hits([match])]


def test_every_hit_leads_to_the_place_it_names(staff):
    lost, pages = [], {}
    for hit in _hits_of_every_source(Access(User.objects.get(username="staf"))):
        address, _, fragment = hit.url.partition("#")
        if address not in pages:
            pages[address] = staff.get(address, follow=True)
        page = pages[address]
        if page.status_code != 200 or (fragment and f'id="{fragment}"' not in page.content.decode()):
            lost.append((hit.url, page.status_code))
    assert lost == []
