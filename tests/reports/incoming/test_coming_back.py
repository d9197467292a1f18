"""A document that left as Word and comes back: the same outline, the same texts, the same blocks of figures."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from nhveilig.editing.models import Edit
from reports.documents.desk.rows import Outline
from reports.documents.incoming.choices import SAME
from reports.documents.incoming.reading import read_docx
from reports.documents.models import Document, Edition, Export, WordFile
from reports.documents.rendering import render
from reports.documents.returning.leaving import docx_of_chapter, own_texts
from reports.documents.returning.texts import Returned
from reports.documents.services.editions import freeze_edition
from reports.documents.services.outlines import read_outline, walk

PLANS = {"imv-nh-2019-2022": "staf", "rbp-nn-2020-2023": "staf-noord"}


def left(document: Document) -> bytes:
    edition = freeze_edition(document=document, status=Edition.Status.CONCEPT, frozen_by=None)
    return render(edition, Export.Format.DOCX).data


def changed(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """The file as somebody wrote in it: the last of what is asked, for the contents stand before it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                for was, becomes in pairs:
                    assert was.encode() in part
                    part = becomes.encode().join(part.rsplit(was.encode(), 1))
            new.writestr(name, part)
    return out.getvalue()


def bring(client: Client, document: Document, data: bytes, **changes: str):
    """Upload, and take over what is proposed."""
    address = f"/documenten/{document.slug}/word/"
    shown = client.post(address, {"file": SimpleUploadedFile("plan.docx", data)}, follow=True)
    form = shown.context["form"]
    sent = {name: field.initial for name, field in form.fields.items() if field.initial not in {None, False}}
    return client.post(f"{address}bekijken/", sent | changes, follow=True), form


@pytest.mark.parametrize("slug", PLANS)
def test_a_plan_comes_back_as_it_left(demo, log_in, slug):
    document = Document.objects.get(slug=slug)
    before, versions = read_outline(document), dict(document.blocks.values_list("pk", "version"))
    answer, form = bring(log_in(PLANS[slug]), document, left(document))
    assert {form.fields[f"kop-{place}"].initial for place in form.places} == {SAME}
    assert "is teruggezet" in answer.content.decode()
    assert read_outline(document) == before
    assert dict(document.blocks.values_list("pk", "version")) == versions
    assert not Edit.objects.of_whole(document).exists()


def test_what_was_changed_in_word_is_in_the_history_and_nothing_else_is(demo, staff):
    data = changed(
        left(demo),
        ("Politiesterkte staat in fte, met twee decimalen.", "Politiesterkte staat in fte."),
        (">Verlenging beleidsplanperiode<", ">Een jaar langer<"),
    )
    answer, _ = bring(staff, demo, data)
    assert "is teruggezet" in answer.content.decode()
    guide, longer = (demo.blocks.get(anchor=anchor) for anchor in ("leeswijzer", "verlenging"))
    assert "Politiesterkte staat in fte. De afkorting" in guide.html
    assert (longer.title, longer.number) == ("Een jaar langer", "5.4")
    edits = {(edit.part, edit.field, edit.editor.username) for edit in Edit.objects.of_whole(demo)}
    assert edits == {(f"block-{guide.pk}", "html", "staf"), (f"block-{longer.pk}", "title", "staf")}


def test_what_a_colleague_wrote_meanwhile_stays_and_where_both_wrote_is_told(demo, staff):
    data = changed(left(demo), ("met twee decimalen.", "met één decimaal."), (">Verlenging beleids", ">Langer beleids"))
    guide = demo.blocks.get(anchor="leeswijzer")
    typed = guide.html.replace("met twee decimalen.", "in decimalen.").replace(
        "lichten een woord", "verklaren een woord"
    )
    demo.blocks.filter(pk=guide.pk).update(html=typed)
    answer, _ = bring(staff, demo, data)
    guide.refresh_from_db()
    assert guide.html == typed
    assert demo.blocks.get(anchor="verlenging").title == "Langer beleidsplanperiode"
    assert "Het gaat om “Leeswijzer”." in answer.content.decode()


def test_what_somebody_wrote_beside_the_blocks_has_its_place_and_what_is_gone_stays(demo, staff):
    before = [one.anchor for one in walk(read_outline(demo))]
    data, new = left(demo), '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Erbij</w:t></w:r></w:p>'
    behind = "<w:p><w:r><w:t>Achter de tabel.</w:t></w:r></w:p>"
    tag = '<w:tag w:val="t:toelichting-formatie"/>'
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    place = body.rindex("<w:sdt>", 0, body.index(tag))
    end = body.index("</w:sdt>", place) + len("</w:sdt>")
    data = changed(data, (body[place:end], f"{behind}{new}<w:p><w:r><w:t>Nieuwe tekst.</w:t></w:r></w:p>"))
    bring(staff, demo, data)
    outline = list(walk(read_outline(demo)))
    added = [one for one in outline if one.anchor not in before]
    assert [(one.title, one.html) for one in added] == [
        ("", "<p>Achter de tabel.</p>"),
        ("Erbij", "<p>Nieuwe tekst.</p>"),
    ]
    assert [one.anchor for one in outline if one not in added] == before


@pytest.mark.parametrize("anchor", ["thema-1", "hoofdstuk-5"])
def test_a_chapter_that_nobody_changed_brings_nothing(demo, anchor):
    chapter = demo.blocks.get(anchor=anchor)
    read = read_docx(docx_of_chapter(demo, chapter, timezone.now()), "hoofdstuk.docx")
    file = WordFile(document=demo, chapter=chapter, sections=read.as_data(), origin=read.origin)
    returned = Returned(file, dict(own_texts(Outline(demo), chapter)))
    assert (returned.fields, returned.missing) == ([], [])
    assert returned.texts.keys() == returned.rows.keys()


def test_a_chapter_that_was_copied_in_word_is_a_chapter_of_its_own(demo, staff):
    data = left(demo)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    place = body.rindex("<w:sdt>", 0, body.index('<w:tag w:val="t:leeswijzer"/>'))
    control = body[place : body.index("</w:sdt>", place) + len("</w:sdt>")]
    bring(staff, demo, changed(data, (control, control * 2)))
    assert [one.anchor for one in read_outline(demo) if one.title == "Leeswijzer"] == ["leeswijzer", "leeswijzer-2"]


def test_in_an_empty_document_it_becomes_the_same_outline(demo, staff):
    source = demo
    empty = Document.objects.create(
        slug="leeg", kind=source.kind, police_unit=source.police_unit, plan=source.plan, title="Leeg",
        organisation="Wij", start_year=source.start_year, end_year=source.end_year,
    )  # fmt: skip
    bring(staff, empty, left(source))
    # The list of notes makes itself, and stands in no Word document.
    kept = [one for one in walk(read_outline(source)) if one.kind != "footnotes"]
    assert _told(one for one in walk(read_outline(empty)) if one.kind != "footnotes") == _told(kept)


def _told(nodes) -> list[tuple]:
    return [(one.kind, one.number, one.title, one.html, one.options, len(one.children)) for one in nodes]
