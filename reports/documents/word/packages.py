"""The parts of a .docx in one file. What is the same in every document stands in `parts`."""

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from reports.documents.word.runs import Shared, attribute, text_of

PARTS = Path(__file__).parent / "parts"
FIXED = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
}
# A ZIP needs a date for every file; the first one the format knows says nothing and never changes.
DATE = (1980, 1, 1, 0, 0, 0)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = {"styles": "styles", "numbering": "numbering", "settings": "settings", "footnotes": "footnotes"}
ORIGIN = "urn:nhveilig:herkomst"
BULLET_SIGNS = "•–▪"


@dataclass(frozen=True)
class Paper:
    """What a document says of itself besides its text."""

    title: str
    organisation: str
    made_on: datetime
    # By which the portal knows it again when it comes back: a value of JSON.
    origin: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Package:
    """`running` stands above every page: what the edition is, and that it is not adopted when it is not."""

    paper: Paper
    body: str
    shared: Shared
    running: list[str]


def packed(package: Package) -> bytes:
    parts = {name: (PARTS / file).read_text(encoding="utf-8") for name, file in FIXED.items()}
    parts |= {
        "docProps/core.xml": _core(package),
        "customXml/item1.xml": _origin(package.paper),
        "word/document.xml": _document(package),
        "word/footnotes.xml": _footnotes(package.shared.notes),
        "word/numbering.xml": _numbering(package.shared.starts),
        "word/header1.xml": _header(package),
        "word/footer1.xml": _footer(package),
        "word/_rels/document.xml.rels": _links(package.shared),
        "word/_rels/footnotes.xml.rels": _links(package.shared, only_links=True),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, xml.encode())
        for number, media in enumerate(package.shared.media.values(), start=1):
            archive.writestr(zipfile.ZipInfo(f"word/media/beeld{number}.{media.extension}", DATE), media.data)
    return out.getvalue()


def _core(package: Package) -> str:
    paper = package.paper
    made = paper.made_on.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text_of(paper.title)}</dc:title><dc:creator>{text_of(paper.organisation)}</dc:creator>"
        f'<dc:language>nl-NL</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified></cp:coreProperties>'
    )


def _origin(paper: Paper) -> str:
    """A part that Word keeps as it is."""
    said = json.dumps(paper.origin, ensure_ascii=False, sort_keys=True)
    return f'{HEAD}<portaal xmlns="{ORIGIN}">{text_of(said)}</portaal>'


def _document(package: Package) -> str:
    page = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
        '<w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" '
        'w:header="709" w:footer="709" w:gutter="0"/>'
        "<w:titlePg/></w:sectPr>"
    )
    return f"{HEAD}<w:document {SPACES}><w:body>{package.body}{page}</w:body></w:document>"


def _footnotes(notes: list[str]) -> str:
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in [(-1, "separator"), (0, "continuationSeparator")]
    )
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    space = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
    written = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        f"{mark}{space}{note}</w:p></w:footnote>"
        for number, note in enumerate(notes, start=1)
    )
    return f"{HEAD}<w:footnotes {SPACES}>{lines}{written}</w:footnotes>"


def _numbering(starts: list[int]) -> str:
    """One list of bullets; and each list with numbers, which begins where it says."""
    bullets = "".join(_level(level, "bullet", BULLET_SIGNS[level % 3]) for level in range(9))
    numbers = "".join(_level(level, "decimal", f"%{level + 1}.") for level in range(9))
    own = "".join(_own_numbers(number, start) for number, start in enumerate(starts, start=2))
    return (
        f'{HEAD}<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>'
        f'{bullets}</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{numbers}</w:abstractNum>"
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{own}</w:numbering>'
    )


def _own_numbers(number: int, start: int) -> str:
    levels = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>' for level in range(9)
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{levels}</w:num>'


def _level(level: int, kind: str, sign: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{360 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
    )


def _header(package: Package) -> str:
    return f"{HEAD}<w:hdr {SPACES}>{_running('Header', package.paper.title)}</w:hdr>"


def _footer(package: Package) -> str:
    page = '<w:r><w:tab/></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return f"{HEAD}<w:ftr {SPACES}>{_running('Footer', ' · '.join(package.running), page)}</w:ftr>"


def _running(style: str, words: str, more: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{text_of(words)}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}{more}</w:p>'


def _links(shared: Shared, *, only_links: bool = False) -> str:
    own = [(f"rId{name.title()}", name, f"{file}.xml") for name, file in RELATED.items()]
    own += [("rIdHeader", "header", "header1.xml"), ("rIdFooter", "footer", "footer1.xml")]
    own += [("rIdHerkomst", "customXml", "../customXml/item1.xml")]
    own += [
        (f"rIdBeeld{number}", "image", f"media/beeld{number}.{media.extension}")
        for number, media in enumerate(shared.media.values(), start=1)
    ]
    parts = (
        ""
        if only_links
        else "".join(
            f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in own
        )
    )
    outside = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/hyperlink" Target={attribute(address)} TargetMode="External"/>'
        for address, name in shared.links.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{parts}{outside}</Relationships>'
