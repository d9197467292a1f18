"""Spreadsheets written by hand, so that a test decides on every element: XLSX and ODS as programs write them."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml"
CONTENT = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


@dataclass(frozen=True)
class Raw:
    """A cell as it stands in the file: the attributes of its element, and what is in it."""

    attributes: str = ""
    inner: str = ""


@dataclass(frozen=True)
class Formatted:
    """A number under a number format, or in a font that is struck out."""

    value: object
    code: str = "General"
    is_struck: bool = False


@dataclass
class Sheet:
    """`rows` from the first on; a row that is None is not in the file. What is hidden is counted from 1."""

    rows: Sequence[Sequence[object] | None]
    title: str = "Blad1"
    state: str = "visible"
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    merges: Sequence[str] = ()
    # Cells elsewhere: the row, and its XML.
    far: dict[int, str] = field(default_factory=dict)
    behind: str = ""


def runs(*pieces: tuple[str, str]) -> Raw:
    """A text of which each piece has properties of its own, as XML."""
    inner = "".join(
        f'<r>{f"<rPr>{look}</rPr>" if look else ""}<t xml:space="preserve">{escape(text)}</t></r>'
        for text, look in pieces
    )
    return Raw(' t="inlineStr"', f"<is>{inner}</is>")


def raised(text: str, mark: str, how: str = "superscript") -> Raw:
    return runs((text, ""), (mark, f'<vertAlign val="{how}"/>'))


def formula(text: str, outcome: str | None = None, kind: str = "") -> Raw:
    value = "" if outcome is None else f"<v>{escape(outcome)}</v>"
    return Raw(f' t="{kind}"' if kind else "", f"<f>{escape(text)}</f>{value}")


class _Styles:
    def __init__(self) -> None:
        self.known: list[tuple[str, bool]] = [("General", False)]

    def number(self, cell: Formatted) -> int:
        key = cell.code, cell.is_struck
        if key not in self.known:
            self.known.append(key)
        return self.known.index(key)

    def xml(self) -> str:
        codes = "".join(
            f'<numFmt numFmtId="{164 + place}" formatCode={quoteattr(code)}/>'
            for place, (code, _) in enumerate(self.known)
        )
        styles = "".join(
            f'<xf numFmtId="{164 + place}" fontId="{int(struck)}"/>' for place, (_, struck) in enumerate(self.known)
        )
        return (
            f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><fonts><font/><font><strike/></font></fonts>'
            f"<cellXfs>{styles}</cellXfs></styleSheet>"
        )


def _cell(value: object, row: int, column: int, styles: _Styles) -> str:
    at = f'r="{get_column_letter(column)}{row}"'
    match value:
        case None:
            return ""
        case Raw(attributes, inner):
            return f"<c {at}{attributes}>{inner}</c>"
        case Formatted(number, _, _) if not isinstance(number, str):
            return f'<c {at} s="{styles.number(value)}"><v>{number}</v></c>'
        case Formatted(text, _, _):
            style = f' s="{styles.number(value)}"'
            return f'<c {at}{style} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        case str():
            return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f"<c {at}><v>{value}</v></c>"


def _sheet_xml(sheet: Sheet, styles: _Styles) -> str:
    rows = []
    for number, row in enumerate(sheet.rows, 1):
        if row is not None:
            hidden = ' hidden="1"' if number in sheet.hidden_rows else ""
            cells = "".join(_cell(value, number, column, styles) for column, value in enumerate(row, 1))
            rows.append(f'<row r="{number}"{hidden}>{cells}</row>')
    rows += [f'<row r="{number}">{xml}</row>' for number, xml in sheet.far.items()]
    columns = "".join(f'<col min="{n}" max="{n}" width="9" hidden="1"/>' for n in sheet.hidden_columns)
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in sheet.merges)
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}">{f"<cols>{columns}</cols>" if columns else ""}'
        f"<sheetData>{''.join(rows)}</sheetData>{f'<mergeCells>{merges}</mergeCells>' if merges else ''}{sheet.behind}"
        "</worksheet>"
    )


def xlsx(*sheets: Sheet, prefix: str = "", strict: bool = False, separator: str = "/", strings: str = "") -> bytes:
    """`prefix` is that of every element, `separator` stands between the folders, `strings` are shared strings."""
    styles = _Styles()
    parts = {f"xl/worksheets/sheet{n}.xml": _sheet_xml(sheet, styles) for n, sheet in enumerate(sheets, 1)}
    listed = "".join(
        f'<sheet name={quoteattr(sheet.title)} sheetId="{n}" state="{sheet.state}" r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, 1)
    )
    links = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    links += [("styles", "styles.xml")] + ([("sharedStrings", "sharedStrings.xml")] if strings else [])
    parts |= {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        "xl/styles.xml": styles.xml(),
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    if prefix:
        parts = {name: _prefixed(xml, prefix) for name, xml in parts.items()}
    parts |= {
        "[Content_Types].xml": CONTENT,
        "_rels/.rels": _links([("officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _links(links),
    }
    if strict:
        parts = {name: xml.replace(MAIN, f"{STRICT}/spreadsheetml/main") for name, xml in parts.items()}
        parts = {name: xml.replace(LINKS, f"{STRICT}/officeDocument/relationships") for name, xml in parts.items()}
    return zipped({name.replace("/", separator): xml for name, xml in parts.items()})


def _links(links: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def _prefixed(xml: str, prefix: str) -> str:
    return re.sub(r"<(/?)(\w)", rf"<\1{prefix}:\2", xml).replace('xmlns="', f'xmlns:{prefix}="', 1)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return out.getvalue()


NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def ods(*tables: str, styles: str = "") -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def ods_table(*rows: str, title: str = "Blad1", attributes: str = "", columns: str = "") -> str:
    return f'<table:table table:name="{title}"{attributes}>{columns}{"".join(rows)}</table:table>'


def ods_row(*values: object, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(map(_ods_cell, values))}</table:table-row>"


def _ods_cell(value: object) -> str:
    match value:
        case None:
            return "<table:table-cell/>"
        case Raw(attributes, inner):
            return f"<table:table-cell{attributes}>{inner}</table:table-cell>"
        case str():
            return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    attributes = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {attributes}><text:p>{value}</text:p></table:table-cell>"


def ods_style(name: str, properties: str, family: str = "text", parent: str = "") -> str:
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="{family}"{above}>{properties}</style:style>'
