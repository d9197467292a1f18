"""The pages about documents, editions and exports: their cost, their words, and their headers."""

import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from formation.models import StrengthCell
from nhveilig.accounts.models import User
from nhveilig.jobs.models import Queue, WorkerSign
from reports.documents.models import Document, Edition, Export
from reports.documents.rendering import render

DOCUMENT = "/documenten/imv-nh-2019-2022/"
EDITION = f"{DOCUMENT}edities/2/"


def make_export(edition: Edition, state: str, **values: object) -> Export:
    export = Export.objects.create(
        edition=edition,
        format=values.pop("format", "pdf"),
        content_key=f"{Export.objects.count()}",
        requested_by=User.objects.get(username="staf"),
    )
    Export.objects.filter(pk=export.pk).update(state=state, **values)
    export.refresh_from_db()
    return export


@pytest.fixture
def edition(demo: Document) -> Edition:
    return demo.editions.get(number=2)


def ten_more(document: Document) -> None:
    """Ten documents, ten editions of the demo document, and twenty exports of them."""
    first = document.editions.first()
    for number in range(3, 13):
        Document.objects.create(
            slug=f"plan-{number}",
            kind="year_plan",
            police_unit=document.police_unit,
            title=f"Plan {number}",
            organisation="-",
            start_year=2020,
            end_year=2020,
        )
        edition = Edition.objects.create(
            document=document,
            number=number,
            status="adopted",
            schema_version=1,
            content=first.content,
            sha256=first.sha256,
            frozen_at=timezone.now(),
            frozen_by=User.objects.get(username="staf"),
        )
        make_export(edition, "queued")
        make_export(edition, "failed", format="html", error="Mislukt.")


def without_token(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)


# Cost. Every page reads the session, the user and the user's roles (3); the rest is named behind the number.


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        # what is asked, plans with how far they are, who they are of, documents in the making, what is new, kept views
        ("/", 9),
        ("/documenten/", 5),  # documents with their count of editions, the newest year that has plans
        (DOCUMENT, 7),  # the document, its editions, its exports, its outline
        (f"{DOCUMENT}bevriezen/", None),  # all that would be frozen, to look at
        (EDITION, 5),  # the edition with its document, the number of the newest one
        (f"{EDITION}editie.json", 4),  # the edition
        (f"{EDITION}tabellen/sterkte-noord-holland.csv", 4),  # the edition
        ("/exports/", 5),  # the count for the pages, the exports
    ],
)
def test_a_page_costs_the_same_for_one_and_for_ten(demo, edition, staff, address, queries):
    make_export(edition, "queued")
    found = queries_of(staff, address)
    assert queries in (None, found)
    ten_more(demo)
    assert queries_of(staff, address) == found


@pytest.mark.parametrize(
    ("state", "queries"),
    [
        ("queued", 6),  # the export, how many go before it, whether a worker lives
        ("running", 5),  # the export, how many pages such a file had last time
        ("done", 4),  # the export
        ("failed", 4),  # the export
    ],
)
def test_following_an_export_costs_the_same_for_one_and_for_ten(demo, edition, staff, state, queries):
    address = f"/exports/{make_export(edition, state, file_size=1).pk}/"
    assert queries_of(staff, address) == queries
    ten_more(demo)
    assert queries_of(staff, address) == queries


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
        return len(captured)


def test_freezing_and_asking_are_cheap_too(demo, edition, staff):
    """Nobody waits for more than a handful of statements when pressing a button."""
    with CaptureQueriesContext(connection) as captured:
        staff.post(f"{EDITION}exporteren/", {"format": "pdf"})
        # Besides those of every page: the edition, live and done exports, the new row between its savepoints.
        assert len(captured) <= 12


# Following an export


@pytest.fixture
def queued(edition: Edition) -> Export:
    return make_export(edition, "queued", dispatched_at=timezone.now())


@pytest.fixture
def follow(staff: Client) -> Callable[..., str]:
    def page_of(export: Export, **headers: str) -> str:
        return staff.get(f"/exports/{export.pk}/", headers=headers).content.decode()

    return page_of


def a_worker(seconds_ago: float = 1) -> None:
    seen_at = timezone.now() - timedelta(seconds=seconds_ago)
    for queue in Queue:
        WorkerSign.objects.update_or_create(queue=queue, defaults={"seen_at": seen_at})


@pytest.mark.parametrize("address", ["/exports/", "/exports/{}/"])
def test_htmx_gets_the_part_and_everyone_else_the_page(queued, staff, address):
    address = address.format(queued.pk)
    whole = staff.get(address)
    part = staff.get(address, headers={"HX-Request": "true"})
    boosted = staff.get(address, headers={"HX-Request": "true", "HX-Boosted": "true"})
    restored = staff.get(address, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert [b"<html" in response.content for response in (whole, part, boosted, restored)] == [True, False, True, True]
    assert without_token(part.content.strip()) in without_token(whole.content)
    for response in (whole, part, boosted, restored):
        assert {"HX-Request", "HX-Boosted", "HX-History-Restore-Request"} <= set(response.headers["Vary"].split(", "))


def test_no_cache_keeps_the_progress(queued, staff):
    assert staff.get(f"/exports/{queued.pk}/").headers["Cache-Control"] == "no-store"


def test_a_waiting_export_says_when_nobody_works(queued, follow):
    assert "Er is nu geen achtergrondverwerking actief." in follow(queued)
    a_worker(seconds_ago=46)
    assert "Er is nu geen achtergrondverwerking actief." in follow(queued)
    a_worker(seconds_ago=40)
    assert "Er is nu geen achtergrondverwerking actief." not in follow(queued)


def test_a_waiting_export_says_when_the_broker_is_silent(queued, follow):
    a_worker()
    Export.objects.filter(pk=queued.pk).update(dispatched_at=None)
    assert "De wachtrij antwoordt niet. Het verzoek blijft staan" in follow(queued)


def test_a_waiting_export_says_how_many_go_first(edition, follow):
    a_worker()
    exports = [make_export(edition, "queued", dispatched_at=timezone.now()) for _ in range(3)]
    make_export(edition, "done", file_size=1)
    assert "als eerste aan de beurt" in follow(exports[0])
    assert "Er gaat nog 1 export voor." in follow(exports[1])
    assert "Er gaan nog 2 exports voor." in follow(exports[2])


@pytest.mark.parametrize(
    ("values", "share", "words"),
    [
        ({"stage": ""}, 0, ""),
        ({"stage": "html", "done": 0, "total": 1}, 1, "pagina’s samenstellen"),
        ({"stage": "layout", "done": 30}, 36, "opmaken, pagina 30"),
        ({"stage": "layout", "done": 600}, 68, "opmaken, pagina 600"),
        ({"stage": "layout", "done": 30, "total": 120}, 20, "opmaken, pagina 30"),
        ({"stage": "write", "done": 0, "total": 60}, 68, "wegschrijven"),
        ({"stage": "write", "done": 60, "total": 60}, 100, "wegschrijven"),
    ],
)
def test_a_running_export_says_how_far_it_is(edition, follow, values, share, words):
    page = follow(make_export(edition, "running", attempts=1, **values)).replace("&#x27;", "’")
    assert f'value="{share}"' in page
    assert words in page


def test_an_earlier_file_tells_how_many_pages_to_expect(edition, follow):
    make_export(edition, "done", pages=120, file_size=1)
    assert 'value="20"' in follow(make_export(edition, "running", stage="layout", done=30))


def test_a_second_attempt_says_so(edition, follow):
    assert "Dit is poging 2: de vorige werd afgebroken." in follow(make_export(edition, "running", attempts=2))


def test_an_export_that_is_being_stopped_says_so_and_offers_nothing(edition, follow):
    page = follow(make_export(edition, "running", cancel_requested=True))
    assert "Het maken van het bestand wordt gestopt." in page
    assert "/annuleren/" not in page


@pytest.mark.parametrize(
    ("state", "words", "offers"),
    [
        ("queued", "geen achtergrondverwerking", ["/annuleren/"]),
        ("running", "Wordt gemaakt", ["/annuleren/"]),
        ("done", "Het bestand staat klaar: 81 pagina’s", ["/bestand/"]),
        ("failed", "De pagina’s ontbreken.", ["/opnieuw/"]),
        ("cancelled", "Dit is geannuleerd", ["/opnieuw/"]),
    ],
)
def test_every_state_has_its_words_and_its_way_on(edition, follow, state, words, offers):
    page = follow(make_export(edition, state, pages=81, file_size=1, error="De pagina’s ontbreken."))
    assert words in page
    assert [path for path in ("/annuleren/", "/bestand/", "/opnieuw/") if path in page] == offers


@pytest.mark.parametrize("state", ["queued", "running", "done", "failed", "cancelled"])
def test_only_what_lives_is_asked_for_again(edition, follow, state):
    page = follow(make_export(edition, state, file_size=1))
    lives = state in {"queued", "running"}
    assert ('hx-trigger="every 1s"' in page) is lives
    assert ('<noscript><meta http-equiv="refresh"' in page) is lives


def test_a_button_that_has_the_focus_keeps_it_when_the_part_is_replaced(queued, follow):
    """htmx gives the focus back to an element with the same id only."""
    assert '<button id="annuleer-export"' in follow(queued)


# Asking, cancelling, trying again


def test_asking_leads_to_the_progress(edition, staff):
    response = staff.post(f"{EDITION}exporteren/", {"format": "csv"})
    export = Export.objects.get()
    assert response.headers["Location"] == f"/exports/{export.pk}/"
    assert (export.format, export.requested_by.username) == ("csv", "staf")


@pytest.mark.parametrize("data", [{}, {"format": ""}, {"format": "odt"}])
def test_a_format_that_does_not_exist_is_explained(edition, staff, data):
    page = staff.post(f"{EDITION}exporteren/", data, follow=True).content.decode()
    assert "Dit formaat bestaat niet." in page
    assert not Export.objects.exists()


def test_asking_while_it_is_stopped_is_explained(edition, staff):
    staff.post(f"{EDITION}exporteren/", {"format": "pdf"})
    Export.objects.update(state="running", cancel_requested=True)
    page = staff.post(f"{EDITION}exporteren/", {"format": "pdf"}, follow=True).content.decode()
    assert "De vorige aanvraag van dit bestand wordt nog gestopt." in page


def test_cancelling_and_trying_again(queued, staff):
    assert staff.post(f"/exports/{queued.pk}/annuleren/").headers["Location"] == f"/exports/{queued.pk}/"
    queued.refresh_from_db()
    assert queued.state == "cancelled"
    staff.post(f"/exports/{queued.pk}/opnieuw/")
    assert Export.objects.exclude(pk=queued.pk).get().state == "queued"


def test_cancelling_what_has_ended_is_explained(edition, staff):
    export = make_export(edition, "done", file_size=1)
    page = staff.post(f"/exports/{export.pk}/annuleren/", follow=True).content.decode()
    assert "Deze download loopt niet meer en kan niet worden geannuleerd." in page


# Downloading


@pytest.mark.parametrize(
    ("format", "content_type", "suffix"),
    [
        ("pdf", "application/pdf", "pdf"),
        ("html", "text/html", "html"),
        ("json", "application/json", "json"),
        ("csv", "application/zip", "zip"),
    ],
)
def test_a_file_comes_with_its_name_and_its_kind(edition, staff, storage, format, content_type, suffix):
    export = make_export(edition, "done", format=format, file_size=4)
    export.file.save(export.file_name, ContentFile(b"data"))
    response = staff.get(f"/exports/{export.pk}/bestand/")
    assert b"".join(response) == b"data"
    assert response.headers["Content-Type"].split(";")[0] == content_type
    name = f"imv-nh-2019-2022-versie-2.{suffix}"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_gone_is_explained(edition, staff, storage):
    export = make_export(edition, "done", file_size=4)
    export.file.save(export.file_name, ContentFile(b"data"))
    Path(export.file.path).unlink()
    page = staff.get(f"/exports/{export.pk}/bestand/", follow=True).content.decode()
    assert "Het bestand is er niet meer. Vraag de export opnieuw aan." in page


@pytest.mark.parametrize("state", ["queued", "running", "failed", "cancelled"])
def test_what_is_not_done_cannot_be_downloaded(edition, staff, state):
    assert staff.get(f"/exports/{make_export(edition, state).pk}/bestand/").status_code == 404


def test_the_data_of_an_edition_come_with_their_name_and_their_hash(edition, staff):
    response = staff.get(f"{EDITION}editie.json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="imv-nh-2019-2022-versie-2.json"'
    assert response.headers["ETag"] == f'"{edition.sha256}"'
    assert response.json() == edition.content


def test_a_table_that_does_not_exist_is_not_found(staff):
    assert staff.get(f"{EDITION}tabellen/bestaat-niet.csv").status_code == 404


# Freezing


def test_freezing_leads_back_to_the_document(demo, staff):
    page = staff.post(f"{DOCUMENT}bevriezen/", {"status": "consultation", "note": "Tweede ronde"}, follow=True)
    assert page.redirect_chain == [(DOCUMENT, 302)]
    assert "Versie 3 (95%-versie) is bewaard." in page.content.decode()
    edition = demo.editions.get(number=3)
    assert (edition.status, edition.note, edition.frozen_by.username) == ("consultation", "Tweede ronde", "staf")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"status": "adopted"}, "Bevestig dat het document is vastgesteld, of kies een andere status."),
        ({"status": "adopted", "confirmed": "on"}, "Vul in wanneer het document is vastgesteld"),
        (
            {"status": "adopted", "confirmed": "on", "adopted": "22-11-2018"},
            "Sinds versie 2 is er niets veranderd.",
        ),
        ({"status": "bestaat-niet"}, "Selecteer een geldige keuze."),
        ({}, "Kies een status voor deze versie."),
        ({"status": "concept", "note": "x" * 301}, "niet meer dan 300 tekens"),
    ],
)
def test_what_cannot_be_frozen_is_explained_above_and_at_the_field(demo, staff, data, error):
    response = staff.post(f"{DOCUMENT}bevriezen/", data)
    page = response.content.decode()
    assert "Dit kan nog niet worden opgeslagen" in page
    assert error in page
    assert demo.editions.count() == 2


def test_what_cannot_be_printed_is_listed_with_a_link_and_stops_the_freezing(demo, staff):
    block = demo.blocks.filter(kind="prose").order_by("order").first()
    demo.blocks.filter(pk=block.pk).update(html="<p>Met 漢字 en een 👍.</p>")

    page = staff.get(f"{DOCUMENT}bevriezen/").content.decode()
    assert "Kijk dit eerst na" in page
    assert "U+6F22" in page
    assert f'href="{DOCUMENT}schrijven/?hoofdstuk={block.anchor}#block-{block.pk}"' in page

    refused = staff.post(f"{DOCUMENT}bevriezen/", {"status": "concept"}).content.decode()
    assert "Dit kan niet worden afgedrukt" in refused
    assert demo.editions.count() == 2


def test_an_emoji_is_printed_and_stops_nothing(demo, staff):
    demo.blocks.filter(kind="prose").update(html="<p>Goed 👍 Ελλάδα Привет\u2028regel.</p>")

    assert "Dit houdt het bewaren tegen" not in staff.get(f"{DOCUMENT}bevriezen/").content.decode()
    staff.post(f"{DOCUMENT}bevriezen/", {"status": "concept"})
    assert "\u2028" not in str(demo.editions.get(number=3).content)


def test_what_is_missing_is_explained_in_the_form(demo, staff):
    demo.blocks.filter(anchor="thema-1").update(options={"theme": 9})
    page = staff.post(f"{DOCUMENT}bevriezen/", {"status": "concept"}).content.decode()
    assert "Thema 9 bestaat niet" in page


def test_what_was_typed_stays_in_the_form(staff):
    page = staff.post(f"{DOCUMENT}bevriezen/", {"status": "adopted", "note": "Na de tweede ronde"}).content.decode()
    assert 'value="Na de tweede ronde"' in page
    assert re.search(r'value="adopted"[^>]* checked', page)


# Editions


def test_an_older_edition_points_to_the_newest(demo, staff):
    staff.post(f"{DOCUMENT}bevriezen/", {"status": "concept"})
    assert "nieuwere versie (3)" in staff.get(EDITION).content.decode()
    assert "nieuwere versie" not in staff.get(f"{DOCUMENT}edities/3/").content.decode()


def test_a_reader_is_not_pointed_to_a_concept(demo, staff, log_in):
    staff.post(f"{DOCUMENT}bevriezen/", {"status": "concept"})
    assert "nieuwere versie" not in log_in("lezer").get(EDITION).content.decode()


@pytest.mark.parametrize("status", ["concept", "consultation"])
def test_what_is_not_adopted_says_so_on_the_web(demo, staff, status):
    staff.post(f"{DOCUMENT}bevriezen/", {"status": status})
    assert "Deze versie is niet vastgesteld." in staff.get(f"{DOCUMENT}edities/3/").content.decode()
    assert "Deze versie is niet vastgesteld." not in staff.get(EDITION).content.decode()


# Headers


@pytest.mark.parametrize(
    "address",
    ["/", "/inloggen/", "/toegankelijkheid/", "/documenten/", DOCUMENT, f"{DOCUMENT}bevriezen/", EDITION, "/exports/",
     "/veiligheidsagenda/", "/sterkte/noord-holland/", "/bestaat-niet/", f"{EDITION}editie.json", "/healthz"],
)  # fmt: skip
def test_every_answer_carries_the_policy(demo, staff, log_in, address):
    client = log_in("anoniem") if address == "/inloggen/" else staff
    headers = client.get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "font-src", "img-src", "connect-src")} == {"'self'"}
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert (headers["X-Frame-Options"], headers["Referrer-Policy"]) == ("DENY", "same-origin")


@pytest.mark.parametrize(
    "address", ["/", DOCUMENT, f"{DOCUMENT}bevriezen/", EDITION, "/exports/", "/veiligheidsagenda/"]
)
def test_no_page_holds_a_style_or_a_script_of_its_own(staff, address):
    page = staff.get(address).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert not any(f" on{event}=" in page for event in ("click", "load", "submit", "change"))


# Commands


def export_to(target: Path, slug: str = "imv-nh-2019-2022", **options: object) -> None:
    call_command("export", slug, output=target, stderr=io.StringIO(), **{"format": "json"} | options)


@pytest.mark.parametrize("kind", ["html", "json", "csv"])
def test_the_command_writes_the_same_bytes_as_the_pipeline(edition, tmp_path, kind):
    export_to(tmp_path / "plan", format=kind)
    assert (tmp_path / "plan").read_bytes() == render(edition, kind).data


def test_the_command_takes_the_newest_edition_unless_told_otherwise(demo, staff, tmp_path):
    staff.post(f"{DOCUMENT}bevriezen/", {"status": "concept"})
    export_to(tmp_path / "newest")
    export_to(tmp_path / "first", edition=2)
    written = [json.loads((tmp_path / name).read_bytes()) for name in ("newest", "first")]
    assert [content["edition"]["number"] for content in written] == [3, 2]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"slug": "bestaat-niet"}, "Bekend: .*imv-nh-2019-2022"),
        ({"format": "odt"}, "Kies uit: pdf, html, docx, json, csv"),
        ({"edition": 9}, "heeft geen versie 9"),
        ({"edition": 0}, "heeft geen versie 0"),
    ],
)
def test_the_command_says_on_one_line_what_it_does_not_know(demo, tmp_path, options, words):
    with pytest.raises(CommandError, match=words) as error:
        export_to(tmp_path / "plan", **options)
    assert error.value.returncode == 2
    assert "\n" not in str(error.value)
    assert not (tmp_path / "plan").exists()


def test_the_command_says_that_there_is_no_edition_yet(demo, tmp_path):
    other = Document.objects.create(
        slug="leeg", kind="year_plan", police_unit=demo.police_unit, title="Leeg", start_year=2020, end_year=2020
    )
    with pytest.raises(CommandError, match="“leeg” heeft nog geen versie"):
        export_to(tmp_path / "plan", slug=other.slug)


def test_the_command_says_on_one_line_that_it_cannot_write(demo, tmp_path):
    with pytest.raises(CommandError) as error:
        export_to(tmp_path / "no" / "such" / "folder")
    assert error.value.returncode == 1
    assert "\n" not in str(error.value)


def test_every_difference_in_the_published_totals_is_explained(demo):
    out = io.StringIO()
    call_command("check_figures", stdout=out)
    assert out.getvalue().endswith(
        "418 gepubliceerde totalen nagerekend: 22 verschillen, waarvan 0 zonder toelichting.\n"
    )


def test_a_difference_without_an_explanation_is_an_error(demo):
    StrengthCell.objects.filter(row__role="total", value__isnull=False).update(value=1)
    with pytest.raises(SystemExit) as stop:
        call_command("check_figures", stdout=io.StringIO())
    assert stop.value.code == 1


def test_the_outline_numbers_as_the_document_prints(demo, log_in):
    page = log_in("staf-noord").get("/documenten/rbp-nn-2020-2023/").content.decode()

    assert '<span class="outline__number">1.10.</span>' in page
    assert 'outline__item--1 outline__item--named"><span class="outline__number">Bijlage 1A</span>' in page
    own = log_in("staf").get(DOCUMENT).content.decode()
    assert '<span class="outline__number">5.1.1</span>' in own


@pytest.mark.parametrize(("who", "unit"), [("staf", "noord-holland"), ("staf-noord", "noord-nederland")])
def test_the_figures_lead_to_the_map_of_the_own_eenheid(demo, log_in, who, unit):
    visitor = log_in(who)
    assert 'href="/kaart/"' in visitor.get("/cijfers/").text
    assert visitor.get("/kaart/").url == f"/kaart/{unit}/"
