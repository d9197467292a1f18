"""Pictures in a Word document: told, looked at, and taken into the library and to their place in the document."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nhveilig.pictures.models import Picture
from reports.documents.incoming.reading import read_docx
from reports.documents.models import WordPicture
from reports.documents.services.outlines import read_outline
from tests.picture_library.factories import make_picture, photo

from .files import docx, item, p, picture

WORD = "/documenten/imv-nh-2019-2022/word/"
DECORATION = '<adec:decorative xmlns:adec="urn:x" val="1"/>'
MEDIA = {"word/media/foto.jpg": photo(), "word/media/dijk.png": photo((90, 160), format="PNG")}
FILE = docx(
    p("In beeld", "Kop1")
    + p("Voor de foto.")
    + f"<w:p>{picture('foto.jpg', 'Schepen aan een kade')}</w:p>"
    + p("Figuur 1: de haven", "Bijschrift")
    + p("Na de foto.")
    + item("een")
    + f"<w:p>{picture('dijk.png')}<w:r><w:t>Met een beeld erin.</w:t></w:r></w:p>"
    + p("Daarna", "Kop2"),
    MEDIA,
)


def upload(client: Client, data: bytes = FILE):
    return client.post(WORD, {"file": SimpleUploadedFile("plan.docx", data)}, follow=True)


def accept(client: Client, **sent: str):
    return client.post(f"{WORD}bekijken/", {"way": "append", "kop-0": "1", "kop-4": "2"} | sent, follow=True)


def told(body: str, media: dict[str, bytes | str]) -> list[str]:
    return read_docx(docx(p("Kop", "Kop1") + f"<w:p>{body}</w:p>", media), "plan.docx").remarks


def test_one_sees_each_with_the_words_of_word_and_hears_which_has_none(demo, staff):
    shown = upload(staff).content.decode()
    assert 'value="Schepen aan een kade"' in shown
    assert "1 beeld zonder alternatieve tekst." in shown
    thumbnail = staff.get(f"{WORD}afbeeldingen/0/")
    assert (thumbnail["Content-Type"], thumbnail.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert not Picture.objects.exists()


def test_they_come_into_the_library_and_to_their_place(demo, staff):
    upload(staff)
    sent = {"beeld-0": "on", "tekst-0": "Schepen aan een kade", "beeld-1": "on", "versiering-1": "on"}
    accept(staff, **sent)
    chapter = next(one for one in read_outline(demo) if one.title == "In beeld")
    boat, dike = Picture.objects.order_by("pk")
    assert (boat.alt, boat.caption, boat.name) == ("Schepen aan een kade", "Figuur 1: de haven", "Figuur 1: de haven")
    assert (dike.alt, dike.is_decorative, dike.police_unit_id) == ("", True, demo.police_unit_id)
    assert chapter.html == "<p>Voor de foto.</p>"
    assert [(one.kind, one.title, one.html, one.options) for one in chapter.children] == [
        ("picture", "", "", {"picture": boat.pk}),
        ("prose", "", "<p>Na de foto.</p><ol><li>een</li></ol><p>Met een beeld erin.</p>", {}),
        ("picture", "", "", {"picture": dike.pk}),
        ("prose", "Daarna", "", {}),
    ]
    assert not WordPicture.objects.exists()


def test_one_that_stays_behind_leaves_the_text_whole(demo, staff):
    upload(staff)
    accept(staff)
    chapter = next(one for one in read_outline(demo) if one.title == "In beeld")
    assert chapter.html.startswith("<p>Voor de foto.</p><p>Na de foto.</p>")
    assert [one.title for one in chapter.children] == ["Daarna"]
    assert not Picture.objects.exists()


def test_one_that_the_library_has_is_that_one(demo, staff):
    there = make_picture(demo.police_unit, data=MEDIA["word/media/foto.jpg"], alt="Onze haven")
    upload(staff)
    accept(staff, **{"beeld-0": "on", "tekst-0": "Anders"})
    assert [(one.pk, one.alt) for one in Picture.objects.all()] == [(there.pk, "Onze haven")]
    assert demo.blocks.get(kind="picture").options == {"picture": there.pk}


def test_one_in_the_bin_is_told_and_nothing_is_stored(demo, staff):
    Picture.objects.filter(pk=make_picture(demo.police_unit).pk).update(deleted_at="2026-11-01T00:00Z")
    upload(staff)
    before = read_outline(demo)
    answer = accept(staff, **{"beeld-0": "on", "beeld-1": "on"})
    assert answer.status_code == 422
    assert "in de prullenbak van afbeeldingen" in answer.content.decode()
    assert (Picture.objects.present().count(), read_outline(demo)) == (0, before)


@pytest.mark.parametrize("many", [1, 5])
def test_many_pictures_cost_as_many_queries_as_one(demo, staff, many, django_assert_max_num_queries):
    media = {f"word/media/{place}.jpg": photo((40 + place, 30)) for place in range(many)}
    upload(
        staff, docx(p("Kop", "Kop1") + "".join(f"<w:p>{picture(f'{place}.jpg')}</w:p>" for place in range(many)), media)
    )
    with django_assert_max_num_queries(8):
        shown = staff.get(f"{WORD}bekijken/").content.decode()
    assert shown.count('class="thumbnail"') == many


def test_another_sees_no_picture_of_a_file(demo, staff, colleague, log_in):
    upload(staff)
    for other in ("staf-noord", "beheerder", "anoniem"):
        assert log_in(other).get(f"{WORD}afbeeldingen/0/").status_code in {302, 404}


def test_decoration_says_so_itself():
    read = read_docx(docx(f"<w:p>{picture('foto.jpg', more=DECORATION)}</w:p>", MEDIA), "a.docx")
    assert read.pictures[0].is_decorative
    assert [(one.title, one.picture) for one in read.sections] == [("Tekst zonder kop", None), ("", 0)]


def test_the_older_way_to_draw_a_picture():
    body = (
        '<w:r><w:pict xmlns:v="urn:v"><v:shape alt="Een kade"><v:imagedata r:id="foto.jpg"/></v:shape></w:pict></w:r>'
    )
    assert read_docx(docx(f"<w:p>{body}</w:p>", MEDIA), "a.docx").pictures[0].alt == "Een kade"


def test_what_word_writes_twice_is_one_picture():
    both = f"<mc:Choice>{picture('foto.jpg')}</mc:Choice><mc:Fallback>{picture('foto.jpg')}</mc:Fallback>"
    body = f'<w:r><mc:AlternateContent xmlns:mc="urn:mc">{both}</mc:AlternateContent></w:r>'
    assert len(read_docx(docx(f"<w:p>{body}</w:p>", MEDIA), "a.docx").pictures) == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (
            "schema.emf",
            b"\x01\x00\x00\x00",
            "Afbeelding 1 (“Schema”) blijft achter. Het is een tekening van de soort emf.",
        ),
        ("schema.svg", b"<svg/>", "tekening van de soort svg. Bewaar haar als png"),
        ("schema.png", b"niets", "Dit bestand is geen jpg, png, webp of gif"),
        ("schema.png", photo(format="PNG")[:200], "beschadigd of niet compleet"),
    ],
)
def test_what_the_portal_cannot_hold_is_told_and_left_out(name, data, words):
    [remark] = told(picture(name, "Schema"), {f"word/media/{name}": data})
    assert words in remark


def test_what_stands_elsewhere_is_told():
    [remark] = told(picture("buiten", "Kaart"), {})
    assert remark.startswith("Afbeelding 1 (“Kaart”) blijft achter. Ze staat niet in het bestand zelf.")
