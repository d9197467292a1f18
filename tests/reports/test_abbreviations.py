"""The list of abbreviations of a document: only where it is asked for, and with what the document uses."""

import pytest

from nhveilig.glossary.models import Term, UnitTerm
from reports.documents.abbreviations import KIND
from reports.documents.assembling.services import assemble
from reports.documents.content import canonical, fingerprint, walk
from reports.documents.freezing import freeze
from reports.documents.models import Block, Document, Edition
from reports.documents.rendering import print_page, standalone_page

pytestmark = pytest.mark.sqlite


def _asking(document: Document) -> None:
    order = max(document.blocks.values_list("order", flat=True)) + 1
    Block.objects.create(document=document, kind=KIND, anchor="afkortingen", title="Afkortingen", order=order)


def test_an_edition_that_does_not_ask_stays_the_same_to_the_byte(demo):
    before = canonical(freeze(demo))
    Term.objects.create(term="Noord", in_full="Het noorden")
    assert canonical(freeze(demo)) == before


def test_an_edition_that_asks_keeps_what_it_uses_and_nothing_else(demo):
    _asking(demo)
    Term.objects.create(term="QXQ", in_full="Staat nergens")
    [block] = [one for one in walk(freeze(demo)["blocks"]) if one["kind"] == KIND]
    terms = {one["term"]: one for one in block["content"]["terms"]}
    assert terms["OM"]["in_full"] == "Openbaar Ministerie"
    assert "QXQ" not in terms


def test_an_edition_that_uses_none_has_no_list(demo):
    _asking(demo)
    Term.objects.all().delete()
    UnitTerm.objects.all().delete()
    assert KIND not in {one["kind"] for one in walk(freeze(demo)["blocks"])}


def _edition(document: Document) -> Edition:
    adopted = document.editions.filter(status="adopted").first()
    content = freeze(document) | {"edition": adopted.intact()["edition"]}
    return Edition(document=document, content=content, sha256=fingerprint(content), frozen_at=adopted.frozen_at)


def test_on_the_web_its_texts_lead_to_its_own_list_and_on_paper_the_list_stands_alone(demo):
    _asking(demo)
    edition = _edition(demo)
    term = Term.objects.get(term="OM")
    web, paper = standalone_page(edition), print_page(edition)
    assert f'<a class="explained" href="#afkortingen-om-{term.pk}" title="Openbaar Ministerie">OM</a>' in web
    for page in (web, paper):
        assert page.count(f'<dt id="afkortingen-om-{term.pk}">OM</dt>') == 1
    assert 'class="explained"' not in paper


def test_an_old_edition_explains_nothing(demo):
    assert 'class="explained"' not in standalone_page(_edition(demo)).partition("</style>")[2]


def test_a_document_that_is_put_together_from_plans_asks_for_the_list(demo):
    document = assemble(kind=Document.Kind.YEAR_PLAN, police_unit=demo.police_unit, year=2026)
    [block] = [one for one in walk(freeze(document)["blocks"]) if one["kind"] == KIND]
    assert "RIEC" in {one["term"] for one in block["content"]["terms"]}
