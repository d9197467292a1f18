"""A frozen edition: what it holds, what is refused, and that nothing changes it afterwards."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from agenda.models import Target
from formation.models import StrengthCell, StrengthTable
from nhveilig.accounts.models import User
from reports.documents.blocks.base import FreezingError
from reports.documents.content import canonical, charts_of, fingerprint, tables_of, walk
from reports.documents.freezing import freeze
from reports.documents.models import Block, Document, Edition
from reports.documents.rendering import render
from reports.documents.services.adopting import Adoption
from reports.documents.services.editions import NothingChanged, freeze_edition
from tests.at_once import at_once
from themes.models import Theme

pytestmark = pytest.mark.sqlite

CONCEPT, CONSULTATION, ADOPTED = Edition.Status.CONCEPT, Edition.Status.CONSULTATION, Edition.Status.ADOPTED


def frozen(document: Document, status: str = CONSULTATION, **more) -> Edition:
    adoption = replace(Adoption.of_day(date(2018, 11, 22)), rectifies="Wat er niet klopte.")
    return freeze_edition(
        document=document, status=Edition.Status(status), frozen_by=None, **{"adoption": adoption} | more
    )


def frozen_as_before(document: Document, **more) -> Edition:
    return frozen(document, document.editions.latest("number").status, **more)


def change_a_text(document: Document, text: str = "<p>Gewijzigd.</p>") -> None:
    Block.objects.filter(document=document, anchor="leeswijzer").update(html=text)


def test_editions_are_numbered_one_after_the_other(demo):
    assert [frozen(demo, status).number for status in (CONSULTATION, ADOPTED, CONCEPT)] == [3, 4, 5]


def test_an_edition_says_who_froze_it_when_and_why(demo):
    staff = User.objects.get(username="staf")
    edition = freeze_edition(
        document=demo,
        status=CONSULTATION,
        frozen_by=staff,
        note="Na de tweede ronde.",
        document_date=date(2026, 11, 22),
    )
    assert edition.frozen_by == staff
    assert edition.content["edition"] == {
        "number": 3,
        "status": "consultation",
        "status_label": "95%-versie",
        "frozen_on": edition.content["edition"]["frozen_on"],
        "note": "Na de tweede ronde.",
        "document_date": "2026-11-22",
    }


def test_the_day_of_freezing_is_the_day_in_the_netherlands(demo, time_machine):
    time_machine.move_to("2026-06-30T22:30:00+00:00", tick=False)
    assert frozen(demo).content["edition"]["frozen_on"] == "2026-07-01"


def test_the_same_text_with_the_same_status_is_refused(demo):
    with pytest.raises(NothingChanged, match="Sinds versie 2 is er niets veranderd"):
        frozen_as_before(demo)
    assert demo.editions.count() == 2


def test_a_changed_text_is_not_refused(demo):
    change_a_text(demo)
    assert frozen_as_before(demo).number == 3


def test_a_changed_figure_is_not_refused(demo):
    StrengthCell.objects.filter(value=Decimal("4.00")).update(value=Decimal("5.00"))
    assert frozen_as_before(demo).number == 3


def test_another_note_alone_is_no_new_edition(demo):
    with pytest.raises(NothingChanged):
        frozen_as_before(demo, note="Een andere toelichting.")


def test_only_the_last_edition_counts_as_a_copy(demo):
    before = demo.editions.first().status
    frozen(demo, CONSULTATION)
    assert frozen(demo, before).number == 4


def test_the_hash_is_that_of_the_canonical_content(demo):
    edition = Edition.objects.get(number=2)
    written = json.dumps(edition.content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert edition.sha256 == hashlib.sha256(written).hexdigest() == fingerprint(edition.content)
    assert render(edition, "json").data == written == canonical(edition.content)


def test_the_hash_does_not_depend_on_the_order_of_keys():
    assert fingerprint({"a": 1, "b": [{"c": "é", "d": None}]}) == fingerprint({"b": [{"d": None, "c": "é"}], "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": "1"})


def test_an_edition_cannot_be_saved_again(demo):
    edition = Edition.objects.get(number=2)
    edition.note = "Anders."
    with pytest.raises(TypeError, match="frozen"):
        edition.save()
    with pytest.raises(TypeError, match="frozen"):
        edition.save(update_fields=["note"])
    assert Edition.objects.get(number=2).note != "Anders."


def test_an_edition_cannot_be_deleted(demo):
    with pytest.raises(TypeError, match="frozen"):
        Edition.objects.get(number=2).delete()
    with pytest.raises(ProtectedError):
        demo.delete()
    assert demo.editions.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda editions: editions.update(note="Anders."),
        lambda editions: editions.filter(number=2).update(note="Anders."),
        lambda editions: editions.delete(),
        lambda editions: editions.bulk_update([_renamed(editions)], ["note"]),
        lambda editions: editions.bulk_create(
            [_renamed(editions)], update_conflicts=True, update_fields=["note"], unique_fields=["id"]
        ),
        lambda editions: editions.update_or_create(number=2, defaults={"note": "Anders."}),
    ],
)
@pytest.mark.parametrize("manager", ["objects", "_default_manager", "of the document"])
def test_editions_cannot_be_changed_in_bulk(demo, change, manager):
    editions = demo.editions if manager == "of the document" else getattr(Edition, manager)
    with transaction.atomic(), pytest.raises(TypeError, match="frozen"):
        change(editions.all())
    assert Edition.objects.get(number=2).note != "Anders."


def _renamed(editions) -> Edition:
    edition = editions.get(number=2)
    edition.note = "Anders."
    return edition


def test_who_leaves_the_portal_leaves_the_edition_in_place(demo):
    User.objects.get(username="staf").delete()
    edition = Edition.objects.get(number=2)
    assert edition.frozen_by is None
    assert edition.sha256 == fingerprint(edition.content)


def test_a_change_in_the_database_does_not_reach_an_edition(demo, staff):
    edition = frozen(demo)
    address = f"/documenten/{demo.slug}/edities/3/"
    page, files = staff.get(address).content, [render(edition, kind).data for kind in ("html", "json", "csv")]
    _change_everything(demo)
    edition = Edition.objects.get(number=3)
    assert without_token(staff.get(address).content) == without_token(page)
    assert [render(edition, kind).data for kind in ("html", "json", "csv")] == files
    assert edition.sha256 == fingerprint(edition.content)
    assert freeze(demo) != {key: value for key, value in edition.content.items() if key != "edition"}


def _change_everything(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(title="Een ander plan", organisation="Een andere organisatie")
    Block.objects.filter(document=document).update(title="Een andere kop")
    StrengthCell.objects.filter(value__isnull=False).update(value=Decimal("1.00"))
    Target.objects.filter(value__isnull=False).update(value=Decimal(1))
    Theme.objects.update(title="Een ander thema")


def without_token(page: bytes) -> bytes:
    """A page without its CSRF tokens, which differ at every visit."""
    return re.sub(rb"[A-Za-z0-9]{64}(?=\")", b"", page)


def test_tables_charts_and_notes_are_numbered_in_reading_order(demo):
    content = Edition.objects.get(number=2).content
    assert [table["number"] for table in tables_of(content)] == [str(n) for n in range(1, len(tables_of(content)) + 1)]
    assert [chart["number"] for chart in charts_of(content)] == ["1", "2"]


def test_notes_are_numbered_where_they_are_called_and_listed_once(demo):
    note = '<p>Een{}<span class="voetnoot">{}</span> zin.</p>'
    change_a_text(demo, note.format("", "Noot <em>twee</em>.") + note.format("", "Noot drie."))
    Block.objects.filter(document=demo, anchor="voorwoord").update(html=note.format("", "Noot één."))
    content = freeze(demo)
    blocks = {block["id"]: block for block in walk(content["blocks"])}
    assert 'data-nummer="1">Noot één.</span>' in blocks["voorwoord"]["content"]["html"]
    assert 'data-nummer="2">Noot <em>twee</em>.</span>' in blocks["leeswijzer"]["content"]["html"]
    notes = blocks["noten"]["content"]["notes"]
    assert notes[:3] == [
        {"number": "1", "html": "Noot één.", "block_id": "voorwoord"},
        {"number": "2", "html": "Noot <em>twee</em>.", "block_id": "leeswijzer"},
        {"number": "3", "html": "Noot drie.", "block_id": "leeswijzer"},
    ]
    assert [note["number"] for note in notes] == [str(n) for n in range(1, len(notes) + 1)]


def _without_plan(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(plan=None)


def _without_agenda(document: Document) -> None:
    document.plan.agenda = None
    document.plan.save()


def _with_unknown_theme(document: Document) -> None:
    Block.objects.filter(document=document, anchor="thema-1").update(options={"theme": 9})


def _with_binned_theme(document: Document) -> None:
    document.plan.themes.filter(number=1).update(deleted_at=timezone.now())


def _with_unknown_chart(document: Document) -> None:
    Block.objects.filter(document=document, anchor="grafiek-verandering").update(options={"chart": "taart"})


def _with_unknown_kind(document: Document) -> None:
    Block.objects.filter(document=document, anchor="leeswijzer").update(kind="gedicht")


def _without_strength(document: Document) -> None:
    StrengthTable.objects.all().delete()


def _without_blocks(document: Document) -> None:
    document.blocks.all().delete()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_without_plan, "geen beleidsplan gekoppeld"),
        (_without_agenda, "geen Veiligheidsagenda gekoppeld"),
        (_with_unknown_theme, "Thema 9 bestaat niet"),
        (_with_binned_theme, "ligt in de prullenbak van .* Zet het daar terug, of haal dit hoofdstuk weg"),
        (_with_unknown_chart, "Grafiek “taart” bestaat niet. Kies uit: "),
        (_with_unknown_kind, r"bestaat niet \(meer\): gedicht"),
        (_without_strength, "Voor Noord-Holland is nog geen sterktetabel vastgesteld"),
        (_without_blocks, "heeft nog geen inhoudsopzet"),
    ],
)
def test_what_is_missing_is_named(demo, spoil, sentence):
    spoil(demo)
    with pytest.raises(FreezingError, match=sentence):
        frozen(demo)
    assert demo.editions.count() == 2


@pytest.mark.parametrize(
    "options",
    [
        {"chart": "targets"},
        {"chart": "targets", "indicators": ["bestaat-niet"], "title": "Leeg"},
        {"chart": "distribution"},
        {"chart": "distribution", "indicator": "bestaat-niet"},
        {"chart": "distribution", "indicator": "opsporingscapaciteit"},
    ],
)
def test_a_chart_that_misses_its_data_is_named_too(demo, options):
    Block.objects.filter(document=demo, anchor="grafiek-om-verdachten").update(options=options)
    with pytest.raises(FreezingError):
        frozen(demo)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_freeze_at_once_get_two_numbers(demo):
    editions = at_once([lambda status=status: frozen(demo, status) for status in (CONCEPT, CONSULTATION)])
    assert sorted(edition.number for edition in editions) == [3, 4]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_freeze_the_same_at_once_make_one_edition(demo):
    outcomes = at_once([lambda: frozen(demo)] * 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["Edition", "NothingChanged"]
