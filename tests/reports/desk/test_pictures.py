"""Pictures of the library in a document: at the desk, in a draft, in an edition and on paper."""

import base64
import io
from urllib.parse import quote

import page
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nhveilig.pictures.models import Picture
from reports.documents.blocks import FreezingError
from reports.documents.desk import services
from reports.documents.desk.placing import Spot
from reports.documents.freezing import freeze
from reports.documents.models import Block, Edition
from reports.documents.previewing.checks import look_at
from reports.documents.rendering import render
from reports.documents.services.editions import freeze_edition
from tests.html_forms import form_of
from tests.picture_library.factories import make_picture, opened, photo
from tests.reports.test_pdf import failures

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def picture(document) -> Picture:
    return make_picture(document.police_unit, caption="De haven", credit="An", licence="cc-by")


@pytest.fixture
def placed(document, picture, block, by) -> Block:
    options = {"picture": picture.pk, "shape": "wide"}
    return services.add_block(document=document, kind="picture", options=options, by=by, spot=Spot(block("samen")))


def frozen(document, kind: str) -> dict:
    found = [one for chapter in freeze(document)["blocks"] for one in (chapter, *chapter["blocks"])]
    return next(one["content"] for one in found if one["kind"] == kind)


def test_an_edition_holds_the_picture_itself(document, picture, placed):
    Block.objects.filter(pk=placed.pk).update(options={"picture": picture.pk, "shape": "square"})
    [shown] = frozen(document, "picture")["pictures"]
    assert (shown["alt"], shown["caption"], shown["credit"]) == ("Schepen aan een kade", "De haven", "An, CC BY 4.0")
    assert opened(base64.b64decode(shown["data"])).size == (shown["width"], shown["height"]) == (90, 90)
    edition = freeze_edition(document=document, status=Edition.Status.CONCEPT, frozen_by=None)
    Picture.objects.all().delete()
    assert edition.intact()["blocks"]


def test_it_is_chosen_at_the_desk_among_those_of_the_eenheid(document, picture, browser, block, by):
    made = services.add_block(document=document, kind="picture", by=by, spot=Spot(block("samen")))
    address = reverse("reports:document-desk-block", args=[document.slug, made.pk])
    shown = browser.get(address).content.decode()
    assert f'name="options-picture" value="{picture.pk}"' in shown
    assert reverse("pictures:thumbnail", args=[picture.pk]) in shown
    assert "Hier is nog geen afbeelding gekozen." in browser.get(f"{address}voorbeeld/").content.decode()


def test_one_that_is_not_there_is_added_and_one_is_back_with_it(document, browser, block, by):
    made = services.add_block(document=document, kind="picture", by=by, spot=Spot(block("samen")))
    address = reverse("reports:document-desk-block", args=[document.slug, made.pk])
    upload = f"{reverse('pictures:picture-create')}?terug={quote(address, safe='')}"
    assert f'href="{upload}"' in browser.get(address).text
    file = SimpleUploadedFile("haven.jpg", photo(), "image/jpeg")
    back = browser.post(upload, {"upload": file, "alt": "De haven", "focus": "1-1", "version": "0"}).headers["Location"]
    added = Picture.objects.get()
    assert back == f"{address}?afbeelding={added.pk}"
    form = form_of(browser.get(back).text, "form", by="class")
    assert form["options-picture"] == str(added.pk)
    browser.post(back, form)
    made.refresh_from_db()
    assert made.options["picture"] == added.pk


@pytest.mark.parametrize("elsewhere", ["https://kwaad.example/", "//kwaad.example/", "javascript:alert(1)"])
def test_nobody_is_led_away_from_the_portal(document, browser, elsewhere):
    file = SimpleUploadedFile("haven.jpg", photo(), "image/jpeg")
    address = f"{reverse('pictures:picture-create')}?terug={quote(elsewhere)}"
    assert elsewhere not in browser.get(address).text
    location = browser.post(address, {"upload": file, "alt": "De haven", "focus": "1-1", "version": "0"}).headers[
        "Location"
    ]
    assert location == reverse("pictures:picture-detail", args=[Picture.objects.get().pk])


def test_a_draft_shows_it_and_a_used_picture_stays(document, picture, placed, browser):
    page = browser.get(reverse("reports:document-draft", args=[document.slug]), {"hoofdstuk": "samen"}).content.decode()
    address = reverse("reports:document-draft-picture", args=[document.slug, f"{placed.anchor}-1"])
    assert f'src="{address}" alt="Schepen aan een kade"' in page
    assert browser.get(address)["Content-Type"] == "image/jpeg"
    # A page of the portal shows no picture that stands in the page itself.
    at_desk = reverse("reports:document-desk-preview", args=[document.slug, placed.pk])
    assert f'src="{address}"' in browser.get(at_desk).content.decode()
    detail = browser.get(reverse("pictures:picture-detail", args=[picture.pk])).content.decode()
    assert f"schrijven/?hoofdstuk={placed.anchor}" in detail
    browser.post(reverse("pictures:picture-delete", args=[picture.pk]))
    assert Picture.objects.present().exists()


def test_a_picture_of_another_eenheid_or_that_is_gone_is_not_shown(document, picture, placed):
    Picture.objects.update(deleted_at="2027-01-01T00:00Z")
    with pytest.raises(FreezingError, match="is er niet meer"):
        freeze(document)


def test_without_a_description_nothing_is_kept_and_the_way_is_told(document, picture, placed):
    Picture.objects.update(alt="")
    found = [one for group in look_at(document) for one in group.findings if "woorden" in one.message]
    assert [(one.where, one.url, one.blocks) for one in found] == [
        ("Haven", reverse("pictures:picture-change", args=[picture.pk]), True)
    ]
    with pytest.raises(FreezingError, match="niet in woorden"):
        freeze_edition(document=document, status=Edition.Status.CONCEPT, frozen_by=None)
    Picture.objects.update(is_decorative=True)
    assert frozen(document, "picture")["pictures"][0]["alt"] == ""


@pytest.mark.pdf
def test_on_paper_a_picture_has_its_words_and_the_file_conforms(document, picture, placed, block):
    wide = make_picture(document.police_unit, "Dijk", data=photo((400, 300)), alt="", is_decorative=True)
    Block.objects.filter(anchor="omslag").update(options={"picture": wide.pk})
    edition = freeze_edition(document=document, status=Edition.Status.CONCEPT, frozen_by=None)
    data = render(edition, "pdf").data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        figures = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert sorted(str(one["/Alt"]) for one in figures) == ["Schepen aan een kade", "Versiering"]
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        assert failures(data, profile) == []
    assert render(edition, "pdf").data == data
