"""What WeasyPrint leaves to be said before one file is PDF/UA-1 and PDF/A-3a at the same time."""

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
# PDF/A knows these prefixes by name, not only by address.
PREFIXES = {"pdfaExtension": EXTENSION, "pdfaSchema": SCHEMA, "pdfaProperty": PROPERTY}
for _prefix, _space in PREFIXES.items():
    ElementTree.register_namespace(_prefix, _space.strip("{}"))


def describe(metadata, title: str, author: str, frozen_at: datetime, identifier: str) -> None:
    """Fill WeasyPrint's DocumentMetadata; the moment of freezing stands for both creation and change."""
    moment = frozen_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata.title, metadata.authors, metadata.generator = title, [author], "NHVeilig"
    metadata.created = metadata.modified = moment
    metadata.lang = LANGUAGE
    metadata.generate_rdf_metadata = partial(_accessible_rdf, metadata.generate_rdf_metadata, identifier)


def finish(document, pdf: pydyf.PDF) -> None:
    _metadata_readable(pdf)
    _files_listed_once(pdf)
    _headers_scoped(pdf)


def _accessible_rdf(archival_rdf, identifier: str, variant, version, conformance) -> bytes:
    rdf = ElementTree.fromstring(archival_rdf(variant, version, conformance))
    mark = _description(rdf)
    SubElement(mark, f"{PDFUAID}part").text = "1"
    _list_of(SubElement(mark, f"{DC}language"), "Bag", LANGUAGE)
    SubElement(mark, f"{DC}identifier").text = identifier
    _explain_mark(_description(rdf))
    return ElementTree.tostring(rdf, encoding="utf-8")


def _explain_mark(description: Element) -> None:
    """PDF/A accepts properties it does not know only when the file itself describes them."""
    schema = _list_of(SubElement(description, f"{EXTENSION}schemas"), "Bag", resource=True)
    SubElement(schema, f"{SCHEMA}schema").text = "PDF/UA identification schema"
    SubElement(schema, f"{SCHEMA}namespaceURI").text = PDFUAID.strip("{}")
    SubElement(schema, f"{SCHEMA}prefix").text = "pdfuaid"
    part = _list_of(SubElement(schema, f"{SCHEMA}property"), "Seq", resource=True)
    SubElement(part, f"{PROPERTY}name").text = "part"
    SubElement(part, f"{PROPERTY}valueType").text = "Integer"
    SubElement(part, f"{PROPERTY}category").text = "internal"
    SubElement(part, f"{PROPERTY}description").text = "Part of ISO 14289 the file conforms to"


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
