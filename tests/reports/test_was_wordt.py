"""The page that compares two editions, and the was-wordt made of it."""

import base64
import copy
import io
from datetime import UTC, datetime
from pathlib import Path

import page
import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from nhveilig.accounts.models import User
from nhveilig.celery import app as celery_app
from nhveilig.figures.tables import write_csv
from reports.documents.comparison import compare
from reports.documents.content import fingerprint
from reports.documents.models import Document, Edition, Export
from reports.documents.rendering import changes_page, content_key, render
from reports.documents.services.adopting import Adoption
from reports.documents.services.editions import freeze_edition
from reports.documents.services.exports import ExportError, machine, request_export, retry_export
from tests.picture_library.factories import photo
from tests.reports import sample

PLAN = "/documenten/imv-nh-2019-2022/"
COMPARISON = f"{PLAN}edities/2/vergelijken/1/"
CHOICE = f"{PLAN}vergelijken/"
CHANGES = Export.Format.CHANGES


@pytest.fixture
def editions(demo: Document) -> list[Edition]:
    return list(demo.editions.order_by("number"))


@pytest.fixture
def sent(monkeypatch) -> None:
    monkeypatch.setattr(celery_app, "send_task", lambda name, args, queue: None)


def third(document: Document, status: str = "concept") -> Edition:
    document.blocks.filter(anchor="leeswijzer").update(html="<p>Helemaal anders.</p>")
    return freeze_edition(document=document, status=Edition.Status(status), frozen_by=None)


# The page


def test_the_page_says_what_changed_where(demo, staff):
    shown = staff.get(COMPARISON).content.decode()
    assert "Van versie 1 (95%-versie) naar versie 2 (Vastgesteld op 22 november 2018)." in shown
    assert '<a href="#wijziging-thema-3">3 Contraterrorisme' in shown
    assert "[vervallen:\u00a0</span>LOP-ers" in shown
    assert "Dit onderdeel is niet veranderd." in shown
    assert "alle 130 cijfers die in beide versies staan, zijn gelijk" in shown


def test_the_page_begins_with_what_changed_in_words(demo, staff):
    shown = staff.get(COMPARISON).content.decode()
    overview = shown.index('id="overzicht"')
    for sentence in (
        "Nieuw: “7 Bijlage: Uitwerking Veiligheidsagenda 2019-2022”.",
        "Gewijzigd: 10 onderdelen, het meest “6 Sterkteverdeling politie” en “Begrippen en afkortingen”.",
        "Niet veranderd: “Omslag”.",
        "De cijfers die in beide versies staan, zijn gelijk.",
        "Tabellen: 15 nieuw en 2 vervallen.",
    ):
        assert 0 < shown.index(f"<li>{sentence}</li>") < overview


def test_an_edition_offers_a_comparison_to_who_sees_two(demo, log_in):
    offer = 'href="/documenten/imv-nh-2019-2022/vergelijken/"'
    assert offer in log_in("lezer").get(f"{PLAN}edities/1/").content.decode()
    alone = Document.objects.create(
        slug="ander", kind="year_plan", police_unit=demo.police_unit, title="Ander", start_year=2020, end_year=2020
    )
    alone.blocks.create(order=1, kind="prose", anchor="tekst", title="Tekst", html="<p>Tekst</p>")
    freeze_edition(document=alone, status=Edition.Status.ADOPTED, frozen_by=None)
    freeze_edition(document=alone, status=Edition.Status.CONCEPT, frozen_by=None)

    assert "/ander/vergelijken/" not in log_in("lezer").get("/documenten/ander/edities/1/").content.decode()
    assert "/ander/vergelijken/" in log_in("controller").get("/documenten/ander/edities/1/").content.decode()


def test_every_line_of_the_overview_leads_to_its_details(demo, staff):
    shown = staff.get(COMPARISON).content.decode()
    addresses = {part.split('"')[0] for part in shown.split('<a href="#wijziging-')[1:]}
    assert len(addresses) == 12
    assert all(shown.count(f'id="wijziging-{address}"') == 1 for address in addresses)


def test_the_other_way_round_leads_to_the_same_page(demo, staff):
    assert staff.get(f"{PLAN}edities/1/vergelijken/2/").headers["Location"] == COMPARISON


@pytest.mark.parametrize("address", [f"{PLAN}edities/2/vergelijken/2/", f"{PLAN}edities/9/vergelijken/2/"])
def test_an_edition_that_is_not_another_one_is_not_found(demo, staff, address):
    assert staff.get(address).status_code == 404


def test_equal_editions_say_that_they_are(demo, staff):
    freeze_edition(document=demo, status=Edition.Status.CONCEPT, frozen_by=None)
    shown = staff.get(f"{PLAN}edities/3/vergelijken/2/").content.decode()
    assert "Deze versies zijn gelijk" in shown
    assert "Exporteer was-wordt" not in shown


def test_a_concept_is_compared_only_by_who_may_see_it(demo, log_in):
    third(demo)
    assert log_in("lezer").get(f"{PLAN}edities/3/vergelijken/2/").status_code == 404
    assert "Versie 3" not in log_in("lezer").get(COMPARISON).content.decode()
    assert log_in("controller").get(f"{PLAN}edities/3/vergelijken/2/").status_code == 200
    assert "Versie 3: Concept" in log_in("controller").get(COMPARISON).content.decode()


def test_comparing_costs_the_same_for_two_editions_and_for_ten(demo, staff):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(COMPARISON).status_code == 200
        return len(captured)

    # Besides those of every page: the document, the two editions, the editions to choose from.
    assert queries() == 6
    for status in ("concept", "consultation", "adopted"):
        adoption = Adoption(rectifies="De dag.")
        freeze_edition(document=demo, status=Edition.Status(status), frozen_by=None, adoption=adoption)
    assert queries() == 6


def test_what_somebody_wrote_is_shown_as_text(demo, staff):
    demo.blocks.filter(anchor="leeswijzer").update(title="<script>alert(1)</script>", html="<p>a &lt;b&gt; c</p>")
    freeze_edition(document=demo, status=Edition.Status.CONCEPT, frozen_by=None)
    shown = staff.get(f"{PLAN}edities/3/vergelijken/2/").content.decode()
    assert "<script>alert" not in shown
    assert "a &lt;b&gt; c" in shown


# Choosing


def test_a_choice_leads_to_the_comparison(demo, staff):
    assert staff.get(CHOICE, {"was": 2, "becomes": 1}).headers["Location"] == COMPARISON
    assert 'value="2" selected' in staff.get(CHOICE).content.decode()


@pytest.mark.parametrize(
    ("choice", "error"),
    [
        ({"was": 1, "becomes": 1}, "Kies twee verschillende versies"),
        ({"was": 1}, "Kies de versie die u wilt vergelijken."),
        ({"was": 7, "becomes": 1}, "Selecteer een geldige keuze."),
        ({"was": "x", "becomes": 1}, "Selecteer een geldige keuze."),
    ],
)
def test_a_choice_that_cannot_be_made_is_explained(demo, staff, choice, error):
    assert error in staff.get(CHOICE, choice).content.decode()


def test_a_document_with_one_edition_has_nothing_to_compare(demo, staff):
    other = Document.objects.create(
        slug="ander", kind="year_plan", police_unit=demo.police_unit, title="Ander", start_year=2020, end_year=2020
    )
    assert "Daarvoor zijn twee versies nodig." in staff.get(f"/documenten/{other.slug}/vergelijken/").content.decode()


# Asking for a was-wordt


def test_a_was_wordt_is_made_once_for_two_editions(editions, sent):
    old, new = editions
    first = request_export(edition=new, format=CHANGES, requested_by=None, compared_with=old)
    assert request_export(edition=new, format=CHANGES, requested_by=None, compared_with=old) == first
    later = third(new.document, "consultation")
    keys = {
        request_export(edition=later, format=CHANGES, requested_by=None, compared_with=edition).content_key
        for edition in editions
    }
    assert len(keys | {first.content_key}) == 3
    assert content_key(new.sha256, "pdf") == content_key(new.sha256, "pdf", "")


@pytest.mark.parametrize(
    ("number", "other", "format", "error"),
    [
        (2, None, "changes", "vraagt twee versies"),
        (2, 1, "pdf", "Alleen een was-wordt"),
        (1, 2, "changes", "eerdere versie"),
        (2, 2, "changes", "eerdere versie"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_refused(editions, number, other, format, error):
    edition, compared_with = editions[number - 1], other and editions[other - 1]
    with pytest.raises(ExportError, match=error):
        request_export(
            edition=edition, format=Export.Format(format), requested_by=None, compared_with=compared_with or None
        )


@pytest.mark.parametrize(("format", "other"), [("changes", None), ("pdf", 1)])
def test_the_database_keeps_no_comparison_that_cannot_be_made(editions, format, other):
    compared_with = other and editions[other - 1]
    with pytest.raises(IntegrityError, match="reports_only_changes_compare"), transaction.atomic():
        Export.objects.create(edition=editions[1], format=format, compared_with=compared_with, content_key="x")


def test_the_button_asks_for_the_was_wordt(editions, staff, sent):
    assert 'name="compared_with" value="1"' in staff.get(COMPARISON).content.decode()
    answer = staff.post(f"{PLAN}edities/2/exporteren/", {"format": "changes", "compared_with": 1}, follow=True)
    export = Export.objects.get()
    assert (export.edition, export.compared_with, export.format) == (editions[1], editions[0], "changes")
    assert export.file_name == "imv-nh-2019-2022-was-wordt-versie-1-2.pdf"
    assert "versie 2 vergeleken met versie 1, als was-wordt (PDF)" in answer.content.decode()


def test_a_reader_is_not_offered_the_button(demo, log_in):
    assert "exporteren" not in log_in("lezer").get(COMPARISON).content.decode()


@pytest.mark.parametrize("other", ["9", "x", "2"])
def test_asking_to_compare_with_what_is_not_there_makes_no_export(demo, staff, other):
    answer = staff.post(f"{PLAN}edities/2/exporteren/", {"format": "changes", "compared_with": other})
    assert answer.status_code in {302, 404}
    assert not Export.objects.exists()


def test_a_was_wordt_with_a_concept_is_seen_only_by_who_may_see_the_concept(editions, log_in, sent):
    concept = third(editions[1].document)
    adopted = freeze_edition(
        document=concept.document,
        status=Edition.Status.ADOPTED,
        frozen_by=None,
        adoption=Adoption(rectifies="De leeswijzer."),
    )
    export = request_export(edition=adopted, format=CHANGES, requested_by=None, compared_with=concept)
    assert log_in("lezer").get(f"/exports/{export.pk}/").status_code == 404
    assert log_in("controller").get(f"/exports/{export.pk}/").status_code == 200


def test_trying_again_compares_the_same_two(editions, sent):
    export = request_export(edition=editions[1], format=CHANGES, requested_by=None, compared_with=editions[0])
    Export.objects.filter(pk=export.pk).update(state="failed")
    export.refresh_from_db()
    again = retry_export(export=export, requested_by=User.objects.get(username="staf"))
    assert (again.pk != export.pk, again.compared_with) == (True, editions[0])


# The file


@pytest.mark.pdf
def test_the_worker_makes_the_was_wordt(editions, storage, sent):
    export = request_export(edition=editions[1], format=CHANGES, requested_by=None, compared_with=editions[0])
    assert machine.run(export.pk)
    export.refresh_from_db()
    assert (export.state, Path(export.file.name).name) == ("done", "imv-nh-2019-2022-was-wordt-versie-1-2.pdf")
    with pikepdf.open(export.file.path) as pdf:
        assert str(pdf.docinfo.Title) == "Integraal Meerjarenbeleidsplan Veiligheid 2019-2022: was-wordt versie 1 en 2"
        assert len(pdf.pages) == export.pages > 5


def of_sample() -> tuple[Edition, Edition]:
    """Two editions with every kind of block; the later one has another figure, text, row, picture and chapter."""
    old = sample.edition()
    new = copy.deepcopy(old)
    new["edition"]["number"] = 2
    tables = [table for block in _walk(new["blocks"]) for table in block["content"].get("tables", [])]
    cell = next(cell for table in tables[1:] for row in table["rows"] for cell in row["cells"] if cell["value"])
    cell |= {"value": "9999.50", "text": "9.999,50"}
    tables[0]["rows"].pop()
    prose = next(block for block in _walk(new["blocks"]) if block["kind"] == "prose" and block["content"]["html"])
    prose["content"]["html"] += "<h4>Erbij</h4><p>Een nieuwe zin met <strong>nadruk</strong>.</p>"
    [picture] = [one for block in _walk(new["blocks"]) for one in block["content"].get("pictures", [])]
    picture |= {"data": base64.b64encode(photo()).decode(), "media_type": "image/jpeg", "alt": "Een andere haven"}
    new["blocks"].append(copy.deepcopy(prose) | {"id": "erbij", "title": "Erbij", "blocks": []})
    dates = [datetime(2022, month, 1, tzinfo=UTC) for month in (8, 9)]
    return tuple(
        Edition(number=number, content=content, sha256=fingerprint(content), frozen_at=day)
        for number, content, day in zip((1, 2), (old, new), dates, strict=True)
    )


def _walk(blocks: list[dict]):
    for block in blocks:
        yield block
        yield from _walk(block["blocks"])


@pytest.fixture(scope="module")
def was_wordt() -> bytes:
    old, new = of_sample()
    return render(new, CHANGES, compared_with=old).data


@pytest.mark.pdf
@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A])
def test_the_was_wordt_is_accessible_and_archivable(was_wordt, profile):
    assert [failure.rule_id for failure in page.validate_pdf_bytes(was_wordt, profile=profile).failures] == []


@pytest.mark.pdf
def test_equal_editions_give_an_equal_was_wordt(was_wordt):
    old, new = of_sample()
    assert render(new, CHANGES, compared_with=old).data == was_wordt


@pytest.mark.pdf
def test_the_changed_figures_travel_inside_as_data(was_wordt):
    old, new = of_sample()
    (table,) = [table.as_table() for table in compare(old.content, new.content).tables if table.cells]
    with pikepdf.open(io.BytesIO(was_wordt)) as pdf:
        attached = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    assert attached == {f"{table['id']}.csv": write_csv(table).encode("utf-8-sig")}
    assert "9.999,50" in write_csv(table)


def test_the_was_wordt_shows_old_and_new_and_names_what_is_new():
    old, new = of_sample()
    html = changes_page(compare(old.content, new.content))
    assert "<h1>Was-wordt</h1>" in html
    assert "9.999,50" in html
    assert "Dit onderdeel is nieuw." in html
    assert html.count("Dit onderdeel is niet veranderd.") >= 3
    assert "style=" not in html


# The command


def export_to(output: Path, **options) -> None:
    call_command("export", "imv-nh-2019-2022", output=output, stderr=io.StringIO(), **options)


@pytest.mark.pdf
def test_the_command_writes_a_was_wordt(demo, tmp_path):
    export_to(tmp_path / "was-wordt.pdf", format="changes", edition=2, compared_with=1)
    assert (tmp_path / "was-wordt.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"format": "changes"}, "vraagt twee versies"),
        ({"format": "changes", "compared_with": 9}, "heeft geen versie 9"),
        ({"format": "pdf", "compared_with": 1}, "Alleen een was-wordt"),
    ],
)
def test_the_command_says_what_it_cannot_compare(demo, tmp_path, options, error):
    with pytest.raises(CommandError, match=error):
        export_to(tmp_path / "x.pdf", **options)
    assert not (tmp_path / "x.pdf").exists()
