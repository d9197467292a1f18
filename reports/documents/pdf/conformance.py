"""What WeasyPrint leaves to be said before one file is PDF/UA-1 and PDF/A-3a at the same time."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import pydyf

LANGUAGE = "nl"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PDFUAID = "{http://www.aiim.org/pdfua/ns/id/}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
AMBIGUOUS_END = re.compile(rb"[\r\n]\r?\nendstream")
# PDF/A knows these prefixes by name, not only by address.
PREFIXES = {"pdfaExtension": EXTENSION, "pdfaSchema": SCHEMA, "pdfaProperty": PROPERTY}
for _prefix, _space in PREFIXES.items():
    ElementTree.register_namespace(_prefix, _space.strip("{}"))


def describe(metadata, title: str, author: str, frozen_at: datetime, identifier: str, about: str = "") -> None:
    """Fill WeasyPrint's DocumentMetadata; the moment of freezing stands for both creation and change."""
    moment = frozen_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata.title, metadata.authors, metadata.generator = title, [author], "NHVeilig"
    metadata.created = metadata.modified = moment
    metadata.lang = LANGUAGE
    metadata.generate_rdf_metadata = partial(_accessible_rdf, metadata.generate_rdf_metadata, identifier, about)


def finish(document, pdf: pydyf.PDF, *, spare: int = 0) -> None:
    """The last word before the file is written. `spare` unused objects change the bytes and nothing else."""
    _metadata_readable(pdf)
    _files_listed_once(pdf)
    _headers_scoped(pdf)
    _links_described(document)
    _links_nested(pdf)
    _streams_packed(pdf)
    for number in range(spare):
        pdf.add_object(pydyf.Dictionary({"Spare": number}))


def ends_ambiguously(data: bytes) -> bool:
    """Whether a stream ends in a line break of its own, which strict readers take for the one that closes it."""
    return bool(AMBIGUOUS_END.search(data))


def _accessible_rdf(archival_rdf, identifier: str, about: str, variant, version, conformance) -> bytes:
    rdf = ElementTree.fromstring(archival_rdf(variant, version, conformance))
    mark = _description(rdf)
    SubElement(mark, f"{PDFUAID}part").text = "1"
    _list_of(SubElement(mark, f"{DC}language"), "Bag", LANGUAGE)
    SubElement(mark, f"{DC}identifier").text = identifier
    if about:
        _list_of(SubElement(mark, f"{DC}description"), "Alt", about).set(XML_LANGUAGE, "x-default")
    _explain_mark(_description(rdf))
    return ElementTree.tostring(rdf, encoding="utf-8")


def _explain_mark(description: Element) -> None:
    """PDF/A accepts properties it does not know only when the file itself describes them."""
    schema = _list_of(SubElement(description, f"{EXTENSION}schemas"), "Bag", resource=True)
    _tell(schema, SCHEMA, schema="PDF/UA identification schema", namespaceURI=PDFUAID.strip("{}"), prefix="pdfuaid")
    part = _list_of(SubElement(schema, f"{SCHEMA}property"), "Seq", resource=True)
    about = "Part of ISO 14289 the file conforms to"
    _tell(part, PROPERTY, name="part", valueType="Integer", category="internal", description=about)


def _tell(parent: Element, space: str, **words: str) -> None:
    for name, text in words.items():
        SubElement(parent, f"{space}{name}").text = text


def _description(rdf: Element) -> Element:
    return SubElement(rdf, f"{RDF}Description", {f"{RDF}about": ""})


def _list_of(parent: Element, kind: str, text: str | None = None, *, resource: bool = False) -> Element:
    item = SubElement(SubElement(parent, f"{RDF}{kind}"), f"{RDF}li")
    item.text = text
    if resource:
        item.set(f"{RDF}parseType", "Resource")
    return item


def _object(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    return pdf.objects[int(reference.split()[0])]


def _metadata_readable(pdf: pydyf.PDF) -> None:
    # Archives read the description of a file without unpacking it.
    _object(pdf, pdf.catalog["Metadata"]).compress = False


def _files_listed_once(pdf: pydyf.PDF) -> None:
    # WeasyPrint 70 lists every attachment twice.
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _headers_scoped(pdf: pydyf.PDF) -> None:
    """A header in the head of a table speaks for its column, any other for its row."""
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            row = _object(pdf, element["P"])
            in_head = _object(pdf, row["P"])["S"] == "/THead"
            element["A"]["Scope"] = "/Column" if in_head else "/Row"


def _links_described(document) -> None:
    """WeasyPrint describes a link by its address; a reader wants to hear its text."""
    for page in document.pages:
        for _kind, target, _rectangle, box in page.links:
            text = " ".join("".join(box.element.itertext()).split())
            box.link_annotation["Contents"] = pydyf.String(text or target)


def _links_nested(pdf: pydyf.PDF) -> None:
    """An element inside a link gets a clickable area of its own; that area belongs to the Link as well."""
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("Type") == "/StructElem" and element["S"] != "/Link":
            for reference in _areas_in(pdf, element):
                link = _enclosing_link(pdf, element)
                element["K"].remove(reference)
                link["K"].append(reference)
                _answer_for(pdf, _object(pdf, reference), link)


def _areas_in(pdf: pydyf.PDF, element: pydyf.Dictionary) -> Iterator[bytes]:
    for kid in list(element["K"]):
        if isinstance(kid, bytes) and _object(pdf, kid).get("Type") == "/OBJR":
            yield kid


def _enclosing_link(pdf: pydyf.PDF, element: pydyf.Dictionary) -> pydyf.Dictionary:
    while element["S"] not in ("/Link", "/Document"):
        element = _object(pdf, element["P"])
    return element


def _answer_for(pdf: pydyf.PDF, area: pydyf.Dictionary, link: pydyf.Dictionary) -> None:
    numbers = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    # Number, owner, number, owner, ...: counted from 0 without gaps.
    numbers[2 * _object(pdf, area["Obj"])["StructParent"] + 1] = link.reference


def _streams_packed(pdf: pydyf.PDF) -> None:
    """Compress once (pydyf would do it twice) and let no stream end in a line break: see `ends_ambiguously`."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            packed = pydyf.Stream(stream.stream, compress=True).data
            packed = packed.partition(b"stream\n")[2].removesuffix(b"\nendstream")
            filters = "/FlateDecode"
            if packed.endswith((b"\r", b"\n")):
                packed, filters = packed.hex().encode() + b">", "[/ASCIIHexDecode /FlateDecode]"
            stream.stream, stream.compress = [packed], False
            stream.extra["Filter"] = filters
