"""The files of an edition: PDF, web page, Word, JSON, and a ZIP of CSVs. All pure functions of the frozen content."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from nhveilig.exceptions import PortalError
from nhveilig.figures.charts import data_table
from nhveilig.figures.tables import write_csv
from reports.documents.abbreviations import explainer_of
from reports.documents.comparison import Comparison, compare, in_words
from reports.documents.content import adoption_in_words, canonical, charts_of, own_texts_of, tables_of
from reports.documents.models import Edition, Export
from reports.documents.pdf import Attachment, Job, Progress, Result, render_pdf, unheard
from reports.documents.word import Paper, docx_of

Format, Stage = Export.Format, Export.Stage

# A ZIP needs a date for every file; the first one the format knows says nothing and never changes.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
STANDALONE_STYLES = (
    "tokens",
    "statuses",
    "figures",
    "charts",
    "edition",
    "edition-plans",
    "edition-progress",
    "standalone",
)
# What shapes a file, besides the edition itself.
SHAPING = (
    "templates/reports",
    "templates/components",
    "static/css",
    "reports",
    "nhveilig/figures",
    "nhveilig/maps",
    "nhveilig/texts",
)


def render(
    edition: Edition, format: Format, on_progress: Progress = unheard, compared_with: Edition | None = None
) -> Result:
    """The file of `edition` in `format`. Equal editions give equal bytes. Raises PortalError.

    `compared_with` is the earlier edition of a was-wordt, and None for every other format.
    """
    if compared_with is not None:
        return _changes(compared_with, edition, on_progress)
    return _RENDERERS[format](edition, on_progress)


def content_key(edition_sha256: str, format: str, compared_with_sha256: str = "") -> str:
    """What a file depends on: the frozen content, the format, and the code that makes the one of the other."""
    parts = [edition_sha256, format, renderer_version(), *([compared_with_sha256] if compared_with_sha256 else [])]
    return hashlib.sha256(":".join(parts).encode()).hexdigest()


@cache
def renderer_version() -> str:
    """A hash of everything that shapes a file besides the edition, read once a process."""
    digest = hashlib.sha256(version("weasyprint").encode())
    for path in _shaping_files():
        digest.update(path.relative_to(settings.BASE_DIR).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _shaping_files() -> list[Path]:
    base = settings.BASE_DIR
    endings = {".html", ".css", ".svg", ".py", ".ttf", ".xml"}
    return sorted(path for folder in SHAPING for path in (base / folder).rglob("*") if path.suffix in endings)


def print_page(edition: Edition) -> str:
    """The HTML that becomes the PDF."""
    return print_page_of(edition.intact(), edition.sha256)


def print_page_of(content: dict, sha256: str, *, texts_apart: bool = False) -> str:
    """The same of a frozen value that need not be of an edition; without a hash it names none. `texts_apart`: what is
    written of a theme stands in places of its own, to be changed in Word."""
    context = _context(content, sha256, "print") | {"texts_apart": texts_apart}
    return render_to_string("reports/print/document.html", context)


def standalone_page(edition: Edition) -> str:
    """The web edition as one file that needs no server: its styles stand inside it."""
    styles = "\n".join(Path(finders.find(f"css/{name}.css")).read_text(encoding="utf-8") for name in STANDALONE_STYLES)
    context = _context(edition.intact(), edition.sha256, "web")
    return render_to_string("reports/web/standalone.html", context | {"styles": styles})


def _context(content: dict, sha256: str, medium: str) -> dict:
    explainer = explainer_of(content) if medium == "web" else None
    return {"content": content, "sha256": sha256, "medium": medium, "explainer": explainer}


def _pdf(edition: Edition, on_progress: Progress) -> Result:
    on_progress(Stage.HTML, 0, 1)
    content = edition.intact()
    title, files = content["document"]["title"], attachments(content)
    return render_pdf(_job(edition, content, print_page(edition), title, edition.sha256, files), on_progress)


def _changes(old: Edition, new: Edition, on_progress: Progress) -> Result:
    on_progress(Stage.HTML, 0, 1)
    content = new.intact()
    compared = compare(old.intact(), content)
    title = f"{content['document']['title']}: was-wordt versie {old.number} en {new.number}"
    identifier, files = f"{old.sha256}-{new.sha256}", changed_figures(compared)
    return render_pdf(_job(new, content, changes_page(compared), title, identifier, files), on_progress)


def _job(edition: Edition, content: dict, html: str, title: str, identifier: str, files: list[Attachment]) -> Job:
    return Job(html, title, content["document"]["organisation"], edition.frozen_at, identifier, files, _about(content))


def _about(content: dict) -> str:
    """What the description of the file says, of an edition that says it of itself."""
    edition = content["edition"]
    if "adopted" not in edition:
        return ""
    adopted = adoption_in_words(edition["adopted"]["text"], edition["adopted"]["on"])
    rectified = edition.get("rectifies")
    more = f" Rectificatie van versie {rectified['edition']}: {rectified['text']}" if rectified else ""
    return f"{edition['status_label']}{adopted}.{more}"


def changes_page(compared: Comparison) -> str:
    """The HTML that becomes the was-wordt."""
    words = in_words(compared)
    context = {"comparison": compared, "in_words": words, "content": compared.new, "medium": "print"}
    return render_to_string("reports/print/changes.html", context)


def changed_figures(compared: Comparison) -> list[Attachment]:
    """The tables of a was-wordt as CSV, to take the figures out again."""
    return [
        Attachment(
            f"{table.as_table()['id']}.csv",
            "text/csv",
            f"Gewijzigde cijfers van {table.table['caption']}",
            write_csv(table.as_table()).encode("utf-8-sig"),
        )
        for table in compared.tables
        if table.cells
    ]


def _html(edition: Edition, on_progress: Progress) -> Result:
    on_progress(Stage.HTML, 0, 1)
    return Result(standalone_page(edition).encode())


def _json(edition: Edition, on_progress: Progress) -> Result:
    on_progress(Stage.WRITE, 0, 1)
    return Result(canonical(edition.intact()))


def _csv(edition: Edition, on_progress: Progress) -> Result:
    on_progress(Stage.WRITE, 0, 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in data_files(edition.intact()):
            archive.writestr(zipfile.ZipInfo(name, ZIP_DATE), write_csv(table).encode("utf-8-sig"))
    return Result(out.getvalue())


def _docx(edition: Edition, on_progress: Progress) -> Result:
    on_progress(Stage.HTML, 0, 1)
    content = edition.intact()
    about, texts = content["document"], own_texts_of(content)
    origin = {"document": about["slug"], "texts": texts}
    paper = Paper(about["title"], about["organisation"], edition.frozen_at, origin)
    return Result(docx_of(print_page(edition), paper))


_RENDERERS: dict[str, Callable[[Edition, Progress], Result]] = {
    Format.PDF: _pdf,
    Format.HTML: _html,
    Format.JSON: _json,
    Format.CSV: _csv,
    Format.DOCX: _docx,
}


def data_files(content: dict) -> list[tuple[str, dict]]:
    """Name of the file and table, of every table and chart of an edition, in reading order."""
    tables = [("tabel", table) for table in tables_of(content)]
    charts = [("grafiek", data_table(chart) | {"number": chart["number"]}) for chart in charts_of(content)]
    return [(f"{kind}-{int(table['number']):02d}-{table['id']}.csv", table) for kind, table in tables + charts]


def table_of(content: dict, table_id: str) -> dict:
    """One table, or the numbers of one chart. Raises PortalError when the edition has no such table."""
    found = [table for table in tables_of(content) if table["id"] == table_id]
    found += [data_table(chart) for chart in charts_of(content) if chart["id"] == table_id]
    if not found:
        raise PortalError(f"Deze versie heeft geen tabel “{table_id}”.")
    return found[0]


def attachments(content: dict) -> list[Attachment]:
    """What travels inside the PDF: the whole edition as JSON and every table as CSV."""
    files = [
        Attachment(name, "text/csv", f"Gegevens van {name.removesuffix('.csv')}", write_csv(table).encode("utf-8-sig"))
        for name, table in data_files(content)
    ]
    whole = Attachment("editie.json", "application/json", "De hele versie als gegevens", canonical(content))
    return [whole, *files]
