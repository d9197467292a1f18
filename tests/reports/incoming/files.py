"""Word documents as other programs make them, written by hand."""

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
DRAWN = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Eigen"><w:name w:val="Hoofdkop"/><w:basedOn w:val="Kop1"/></w:style>
<w:style w:type="paragraph" w:styleId="Rond"><w:name w:val="Rond"/><w:basedOn w:val="Rond"/></w:style>
<w:style w:type="paragraph" w:styleId="Inhopg1"><w:name w:val="toc 1"/></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
NOTES = f"""<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:t>Een noot.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def p(words: str, style: str = "", about: str = "", look: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{about}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


def item(words: str, depth: int = 0) -> str:
    return p(words, about=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="5"/></w:numPr>')


def picture(name: str, alt: str = "", more: str = "") -> str:
    """A run with a picture of `docx`."""
    about = f'<wp:docPr id="1" name="x" descr="{alt}">{more}</wp:docPr>'
    return f'<w:r><w:drawing {DRAWN}><wp:inline>{about}<a:blip r:embed="{name}"/></wp:inline></w:drawing></w:r>'


def docx(body: str, more: dict[str, str | bytes] | None = None) -> bytes:
    """What of `more` is a picture has a link by its own name."""
    related = {"styles": "styles.xml", "numbering": "numbering.xml", "footnotes": "footnotes.xml"}
    links = "".join(f'<Relationship Id="{kind}" Type="{TYPES}/{kind}" Target="{at}"/>' for kind, at in related.items())
    links += f'<Relationship Id="buiten" Type="{TYPES}/hyperlink" Target="https://politie.nl" TargetMode="External"/>'
    links += f'<Relationship Id="slecht" Type="{TYPES}/hyperlink" Target="file:///c:/geheim" TargetMode="External"/>'
    images = [name for name in more or {} if name.startswith("word/media/")]
    links += "".join(
        f'<Relationship Id="{name.rpartition("/")[2]}" Type="{TYPES}/image" Target="/{name}"/>' for name in images
    )
    main = f'<Relationship Id="r" Type="{TYPES}/officeDocument" Target="word/document.xml"/>'
    parts = {
        "_rels/.rels": RELS.format(main),
        "word/document.xml": f"<w:document {W} {R}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": RELS.format(links),
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/footnotes.xml": NOTES,
    } | (more or {})
    return zipped(parts)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()
