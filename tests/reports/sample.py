"""A frozen edition with every kind of block, written for the tests: plausible, but decided by nobody."""

from collections.abc import Iterable

from tests.reports.sample_plans import year_plan_blocks
from tests.reports.sample_progress import annual_report_blocks
from tests.reports.sample_reporting import period_report_blocks

TABLES = {
    "streefcijfers": ("1", "Indicator"),
    "verdeling": ("2", "Eenheid"),
    "formatie": ("3", "Onderdeel"),
    "gemeenten": ("4", "Gemeente"),
}
YEARS = ("2023", "2024", "2025", "2026")
NOTE = '<span class="voetnoot" data-nummer="{}">{}</span>'

STRENGTH_ROWS = (
    # label, level, role, aspirant, wijkagent, overig, totaal
    ("Leiding eenheid", 1, "detail", "", "", "4", "4"),
    ("Staf", 1, "detail", "", "", "81.5", "81.5"),
    ("District Noord", 1, "heading", *[""] * 4),
    ("Leiding district Noord", 2, "detail", "", "", "3", "3"),
    ("Basisteam Duinrand", 2, "detail", "19", "26", "120.1", "165.1"),
    ("Basisteam Kaasmarkt", 2, "detail", "5", "38", "157.3", "200.3"),
    ("Basisteam Zeedijk", 2, "detail", "17", "36", "137.2", "190.2"),
    ("Basisteam Bloembollen", 2, "detail", "15", "30", "105.2", "150.2"),
    ("Flexteam Noord", 2, "detail", "30", "", "20", "50"),
    ("Districtsrecherche Noord", 2, "detail", "10", "", "56", "66"),
    ("District Noord", 1, "subtotal", "96", "130", "598.8", "824.8"),
    ("District Midden", 1, "heading", *[""] * 4),
    ("Leiding district Midden", 2, "detail", "", "", "3", "3"),
    ("Basisteam Zaanoever", 2, "detail", "14", "34", "152.2", "200.2"),
    ("Basisteam Veenweide", 2, "detail", "22", "30", "103.2", "155.2"),
    ("Flexteam Midden", 2, "detail", "30", "", "20", "50"),
    ("Districtsrecherche Midden", 2, "detail", "10", "", "47", "57"),
    ("District Midden", 1, "subtotal", "76", "64", "325.4", "465.4"),
    ("District Zuid", 1, "heading", *[""] * 4),
    ("Leiding district Zuid", 2, "detail", "", "", "3", "3"),
    ("Basisteam Sluizen", 2, "detail", "17", "31", "137.2", "185.2"),
    ("Basisteam Spaarne", 2, "detail", "16", "30", "169.2", "215.2"),
    ("Basisteam Kustlijn", 2, "detail", "15", "13", "82.1", "110.1"),
    ("Basisteam Ringvaart", 2, "detail", "20", "30", "115.1", "165.1"),
    ("Flexteam Zuid", 2, "detail", "30", "", "20", "50"),
    ("Districtsrecherche Zuid", 2, "detail", "10", "", "56", "66"),
    ("Team directe afdoening", 2, "detail", "", "", "18.5", "18.5"),
    ("District Zuid", 1, "subtotal", "108", "104", "601.1", "813.1"),
    ("Meldkamer en operationeel centrum", 1, "detail", "5", "", "75", "80"),
    ("Dienst Regionale Recherche", 1, "heading", *[""] * 4),
    ("Leiding recherche", 2, "detail", "", "", "3", "3"),
    ("Afdeling Generieke Opsporing", 2, "detail", "20", "", "168", "188"),
    ("Afdeling Thematische Opsporing", 2, "detail", "6", "", "84", "90"),
    ("Afdeling Vreemdelingenpolitie", 2, "detail", "9", "", "79.8", "88.8"),
    ("Afdeling Specialistische Ondersteuning", 2, "detail", "5", "", "177.4", "182.4"),
    ("Dienst Regionale Recherche", 1, "subtotal", "40", "", "512.2", "552.2"),
    ("Dienst Regionale Informatieorganisatie", 1, "detail", "5", "", "245", "250"),
    ("Dienst Regionale Samenwerking", 1, "detail", "34", "", "354.7", "388.7"),
    ("Dienst Bedrijfsvoering", 1, "detail", "", "", "33", "33"),
    ("Eenheid", 1, "total", "364", "298", "2830.7", "3492.7"),
)


def edition(status: str = "consultation") -> dict:
    labels = {"concept": "Concept", "consultation": "95%-versie", "adopted": "Vastgesteld"}
    return {
        "schema": 1,
        "document": {
            "slug": "voorbeeldplan-2023-2026",
            "kind": "policy_plan",
            "kind_label": "Beleidsplan",
            "title": "Meerjarenbeleidsplan Veiligheid 2023-2026",
            "subtitle": "Samen werken aan een veilige regio",
            "organisation": "Noord-Holland Samen Veilig",
            "police_unit": {"code": "RE04", "name": "Noord-Holland"},
            "period": {"start": 2023, "end": 2026},
            "language": "nl",
        },
        "edition": {
            "number": 3,
            "status": status,
            "status_label": labels[status],
            "frozen_on": "2022-09-22",
            "note": "na de eerste ronde langs de basisteams",
        },
        "blocks": _blocks(),
    }


def _block(name: str, kind: str, title: str, content: dict, number: str = "", blocks: Iterable[dict] = ()) -> dict:
    level = number.count(".") + 1
    return {
        "id": name, "kind": kind, "number": number, "title": title, "level": level,
        "content": content, "blocks": list(blocks),
    }  # fmt: skip


def _blocks() -> list[dict]:
    return [
        _block("omslag", "cover", "", _cover()),
        _block("inhoud", "contents", "Inhoudsopgave", {}),
        _block("voorwoord", "foreword", "Voorwoord", _foreword()),
        _block("thema-1", "theme", "Criminaliteit die de samenleving ondermijnt", _theme("ondermijning"), "1"),
        _block("thema-2", "theme", "Zorg en veiligheid", _theme("zorg-en-veiligheid"), "2"),
        _block("samenwerking", "prose", "Zo werken wij samen", {"html": _paragraphs(COOPERATION)}, "3", _cooperation()),
        _block("landelijk", "prose", "De landelijke agenda", {"html": _paragraphs(NATIONAL)}, "4", _national()),
        _block("sterkte", "prose", "De sterkte van de politie", {"html": _paragraphs(STRENGTH)}, "5", _strength()),
        *year_plan_blocks(_block),
        *period_report_blocks(_block),
        *annual_report_blocks(_block),
        _block(
            "kerncijfers",
            "key_figures",
            "In het kort",
            _key_figures(),
            blocks=[_block("gezegd", "quote", "", _quote())],
        ),
        _block("kaart", "map", "Kaart van de eenheid", _map(), "Bijlage 1"),
        _block("noten", "footnotes", "Noten", {"notes": _notes()}),
        _block("begrippen", "glossary", "Afkortingen en begrippen", {"terms": _terms()}),
        _block("colofon", "colophon", "Colofon", _colophon()),
    ]


def _key_figures() -> dict:
    figures = [("Formatie van de eenheid", "3.492,70", "fte"), ("Gemeenten", "45", "")]
    return {
        "html": "<p>Waar dit plan over gaat.</p>",
        "figures": [
            {
                "slug": f"tabel/{label.lower()}",
                "label": label,
                "text": text,
                "unit": unit,
                "source": "Dit plan",
            }
            for label, text, unit in figures
        ],
    }


def _quote() -> dict:
    return {"html": "<p>Samen zien we meer.</p>", "who": "Noor de Wit", "role": "wijkagent"}


def _cover() -> dict:
    return {
        "title": "Meerjarenbeleidsplan Veiligheid 2023-2026",
        "subtitle": "Samen werken aan een veilige regio",
        "organisation": "Noord-Holland Samen Veilig",
        "senders": "Gemeenten, Openbaar Ministerie en politie",
        "period": "2023-2026",
    }


def _foreword() -> dict:
    signatories = [
        {"name": "", "role": "De burgemeesters van de gemeenten in de eenheid"},
        {"name": "A. de Vries", "role": "Hoofdofficier van justitie"},
    ]
    return {"html": _paragraphs(FOREWORD), "signatories": signatories}


def _theme(slug: str) -> dict:
    parts = [
        {
            "kind": kind,
            "title": title,
            "html": html,
            "objectives": OBJECTIVES if kind == "objective" else [],
            "elements": ELEMENTS[slug] if kind == "actions" else [],
        }
        for kind, title, html in PARTS
    ]
    return {"slug": slug, "parts": parts}


def _cooperation() -> list[dict]:
    deeper = _block(
        "samenwerking-overleg", "prose", "Overleg per basisteam", {"html": _paragraphs(COOPERATION)}, "3.1.1"
    )
    return [
        _block("samenwerking-bestuur", "prose", "Wie waarover besluit", {"html": DECISIONS}, "3.1", [deeper]),
        _block("samenwerking-verlenging", "prose", "Verlenging van het plan", {"html": _paragraphs(STRENGTH)}, "3.2"),
    ]


def _national() -> list[dict]:
    return [
        _block("landelijk-doelen", "national_objectives", "Doelen en onderwerpen", _objectives(), "4.1"),
        _block("landelijk-afspraken", "agreements", "Afspraken", _agreements(), "4.2"),
        _block("landelijk-cijfers", "target_table", "Streefcijfers", _targets(), "4.3"),
        _block("landelijk-verdeling", "distribution_table", "Verdeling over de eenheden", _distribution(), "4.4"),
        _block("landelijk-beeld", "chart", "Het verloop in beeld", {"chart": _chart()}, "4.5"),
    ]


def _strength() -> list[dict]:
    content = {"html": "<p>De tabel laat zien hoe de formatie zich ontwikkelt.</p>", "tables": [_strength_table()]}
    return [_block("sterkte-formatie", "strength_table", "Formatie per peildatum", content, "5.1")]


def _map() -> dict:
    names = {"GM9001": ("Duinrand", 1), "GM9002": ("Zaanoever", 2), "GM9003": ("Kaasmarkt", 1)}
    places = [
        {"code": code, "name": name, "region": region, "x": 54.0 * n, "y": 0.0, "lines": [name], "rings": [],
         "shade": None, "value": ""}
        for n, (code, (name, region)) in enumerate(names.items())
    ]  # fmt: skip
    drawn = {
        "id": "kaart-voorbeeld", "title": "Gemeenten van de eenheid", "kind": "tiles", "width": 159, "height": 51,
        "description": "Drie gemeenten: twee in Noord en een in Zuid.", "source": "", "places": places,
        "regions": [{"code": "VR91", "label": "Noord"}, {"code": "VR92", "label": "Zuid"}],
        "legend": [
            {"region": n, "shade": None, "label": label} for n, label in enumerate(("Noord (2)", "Zuid (1)"), start=1)
        ],
    }  # fmt: skip
    table = _table("gemeenten", "Gemeenten van de eenheid", "", ("Veiligheidsregio",), [])
    table["columns"][0]["kind"] = "text"
    table["rows"] = [
        {"label": name, "level": 1, "role": "detail",
         "cells": [{"value": None, "qualifier": "text", "text": ("Noord", "Zuid")[region - 1]}]}
        for name, region in names.values()
    ]  # fmt: skip
    return {"html": f"<p>{LOREM[0]}</p>", "map": drawn, "tables": [table]}


def _objectives() -> dict:
    topics = [
        {"number": "1", "title": "Veilige wijken", "html": "<p>De wijkagent kent de straat.</p>",
         "item_groups": [{"kind": "aandachtspunt", "items": ["spreekuren", "een vast gezicht"]}]},
        {"number": "2", "title": "Verkeer", "html": "<p>Minder ernstige ongevallen.</p>", "item_groups": []},
    ]  # fmt: skip
    return {
        "html": "",
        "objectives": [
            {"code": "1a", "title": "Georganiseerde criminaliteit", "html": f"<p>{LOREM[1]}</p>"},
            {"code": "1b", "title": "Criminaliteit via internet", "html": f"<p>{LOREM[2]}</p>"},
        ],
        "topic_groups": [{"title": "Onderwerpen buiten de agenda", "html": f"<p>{LOREM[0]}</p>", "topics": topics}],
    }


def _agreements() -> dict:
    agreements = [
        {"code": f"1a.{n}", "heading": heading, "text": LOREM[n % len(LOREM)], "kind": kind, "kind_label": label,
         "actors": "politie en OM", "term": "2025", "monitoring": "jaarlijks verantwoord"}
        for n, (heading, kind, label) in enumerate(AGREEMENT_HEADS, start=1)
    ]  # fmt: skip
    return {
        "html": f"<p>{LOREM[3]}</p>",
        "groups": [{"code": "1a", "title": "Georganiseerde criminaliteit", "agreements": agreements}],
    }


def _targets() -> dict:
    rows = [
        _row("Onderzoeken naar criminele netwerken", 1, "detail", ["1530", "1530", "1530", "1530"], 0),
        _row("waarvan met een financieel onderzoek", 2, "of_which", ["300", "320", None, None], 0),
        _row("Verdachten van cybercrime", 1, "detail", ["310", "350", "400", "450"], 0),
    ]
    table = _table("streefcijfers", "Landelijke streefcijfers", "aantal", YEARS, rows)
    table["notes"] = ["n.t.b.: het streefcijfer wordt in de loop van de periode bepaald."]
    return {"html": f"<p>{LOREM[0]}</p>", "tables": [table]}


def _distribution() -> dict:
    names = ("Noord-Nederland", "Oost-Nederland", "Midden-Nederland", "Noord-Holland", "Amsterdam", "Den Haag",
             "Rotterdam", "Zeeland-West-Brabant", "Oost-Brabant", "Limburg")  # fmt: skip
    rows = [_row(name, 1, "detail", [str(20 + 3 * n + m) for m in range(12)], 0) for n, name in enumerate(names)]
    rows.append(_row("Totaal", 1, "total", [str(335 + 10 * m) for m in range(12)], 0))
    columns = [f"{quarter} {year[2:]}" for year in YEARS for quarter in ("ondermijning", "cyber", "zeden")]
    table = _table("verdeling", "Verdeling van de streefcijfers", "aantal", columns, rows)
    table["column_groups"] = [{"label": year, "span": 3} for year in YEARS]
    table["columns"] = [{**column, "label": column["label"].split()[0]} for column in table["columns"]]
    return {"html": "", "tables": [table]}


def _strength_table() -> dict:
    rows = [_row(label, level, role, [*numbers, *numbers], 2) for label, level, role, *numbers in STRENGTH_ROWS]
    labels = ("aspirant", "wijkagent", "overig", "totaal")
    names = [f"{label} {date}" for date in ("2022", "2026") for label in labels]
    table = _table("formatie", "Formatie van de eenheid", "fte", names, rows, decimals=2)
    table["columns"] = [
        {**column, "label": column["label"].split()[0], "role": "total" if "totaal" in column["label"] else "value"}
        for column in table["columns"]
    ]
    table["column_groups"] = [{"label": "Per 31 december 2022", "span": 4}, {"label": "Per 1 januari 2026", "span": 4}]
    return table


def _table(name, caption, unit, labels, rows, decimals=0) -> dict:
    columns = [
        {"key": f"k{n}", "label": label, "kind": "number", "decimals": decimals, "role": "value"}
        for n, label in enumerate(labels)
    ]
    return {
        "id": name, "number": TABLES[name][0], "caption": caption, "unit": unit, "row_header": TABLES[name][1],
        "column_groups": [], "columns": columns, "rows": rows, "notes": [],
        "source": "voorbeeldcijfers, september 2022",
    }  # fmt: skip


def _row(label: str, level: int, role: str, values: list[str | None], decimals: int) -> dict:
    cells = [] if role == "heading" else [_cell(value, decimals) for value in values]
    return {"label": label, "level": level, "role": role, "cells": cells}


def _cell(value: str | None, decimals: int) -> dict:
    if value is None:
        return {"value": None, "qualifier": "undecided", "text": "n.t.b."}
    if value == "":
        return {"value": None, "qualifier": "blank", "text": ""}
    exact = f"{float(value):.{decimals}f}"
    dutch = f"{float(value):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return {"value": exact, "qualifier": "exact", "text": dutch}


def _chart() -> dict:
    return {
        "id": "cyber", "number": "1", "title": "Verdachten van cybercrime", "unit": "aantal", "decimals": 0,
        "description": "Het streefcijfer loopt op van 310 in 2023 naar 450 in 2026.", "kind": "bar",
        "categories": list(YEARS), "series": [{"label": "streefcijfer", "values": ["310", "350", "400", "450"]}],
        "source": "voorbeeldcijfers, september 2022",
    }  # fmt: skip


def _notes() -> list[dict]:
    return [
        {"number": "1", "html": NOTES[0], "block_id": "voorwoord"},
        {"number": "2", "html": NOTES[1], "block_id": "samenwerking-bestuur"},
    ]


def _terms() -> list[dict]:
    return [{"term": term, "meaning": meaning} for term, meaning in TERMS.items()]


def _colophon() -> dict:
    lines = [
        {"label": "Uitgave", "value": "Noord-Holland Samen Veilig"},
        {"label": "Redactie", "value": "Bureau Regionale Veiligheidsstrategie"},
    ]
    return {"html": "<p>Dit plan is gemaakt door gemeenten, Openbaar Ministerie en politie samen.</p>", "lines": lines}


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


LOREM = (
    "Veiligheid begint dicht bij huis: in de straat, op school en achter de voordeur. Daar zien inwoners, "
    "ondernemers en professionals het eerst dat er iets schuurt, en daar is het verschil ook het snelst te maken.",
    "Wie met misdaad verdient, zoekt plekken waar niemand vragen stelt: een leegstaande schuur, een jachthaven "
    "buiten het seizoen, een bedrijventerrein zonder toezicht. Door zulke plekken te kennen en er samen op te "
    "letten, wordt het verdienen moeilijker en de pakkans groter.",
    "Oplichting verhuist van de voordeur naar het beeldscherm. De schade per geval lijkt klein, maar opgeteld "
    "verliezen inwoners meer dan aan alle inbraken bij elkaar, en schaamte houdt velen van een aangifte af.",
    "Gemeenten, Openbaar Ministerie en politie leggen hun gegevens naast elkaar voor zover de wet dat toelaat. "
    "Zo ontstaat een gedeeld beeld, en uit een gedeeld beeld een gedeelde keuze.",
)
FOREWORD = (
    "Dit plan beschrijft waar de partners in de regio de komende vier jaar samen voor staan. Het noemt weinig "
    "onderwerpen en kiest die scherp, want wat overal voorrang heeft, heeft nergens voorrang."
    + NOTE.format(1, "Een overzicht van alle partners staat in <em>hoofdstuk 3</em>."),
    *LOREM,
    "Wij danken iedereen die heeft meegelezen, meegedacht en tegengesproken.",
)
COOPERATION = (*LOREM[2:], LOREM[0])
NATIONAL = LOREM[:2]
STRENGTH = (LOREM[3], LOREM[1])
NOTES = (
    "Een overzicht van alle partners staat in <em>hoofdstuk 3</em>.",
    "Artikel 39 van de Politiewet 2012.",
)
DECISIONS = (
    f"<p>{LOREM[3]}</p><h3>Stap voor stap</h3>"
    "<p>De raden worden eerst gehoord; daarna stellen de burgemeesters en de hoofdofficier het plan vast."
    + NOTE.format(2, NOTES[1])
    + "</p><ol><li>het ontwerp gaat naar alle raden;</li><li>hun zienswijzen krijgen een antwoord;</li>"
    "<li>het plan wordt vastgesteld en verzonden.</li></ol><h4>Wat blijft lokaal</h4>"
    '<p>Elke gemeente houdt een eigen <a href="https://www.politie.nl/">veiligheidsplan</a>.</p>'
    "<ul><li>de inzet in de wijk</li><li>evenementen</li><li>handhaving van de openbare orde</li></ul>"
    "<blockquote><p>Een plan is zo sterk als het overleg waarin het wordt gebruikt.</p></blockquote>"
    '<aside class="kader"><h4>Wie er zit</h4><ul><li>de burgemeester</li><li>de officier van justitie</li></ul></aside>'
    '<ol class="pijlers"><li><strong>Kennis</strong> Wat een ander al weet, leren we niet opnieuw.</li>'
    "<li><strong>Kracht</strong> Samen staan we er eerder.</li></ol>"
)
PARTS = (
    ("analysis", "Analyse van het thema", _paragraphs(LOREM)),
    ("why_unit_wide", "Waarom een eenheidsbrede prioriteit?", _paragraphs(LOREM[1:3])),
    (
        "objective",
        "Doelstelling",
        "<p>In 2026 kent elke gemeente haar kwetsbare plekken en heeft zij voor elk daarvan een aanpak, zodat "
        "misdaad in deze regio minder oplevert en eerder wordt gezien.</p>",
    ),
    ("current_state", "Waar staan we nu?", _paragraphs(LOREM[2:])),
    ("actions", "Wat gaan we doen?", f"<p>{LOREM[3]}</p>"),
)
OBJECTIVES = [
    {"number": "1", "text": "Inwoners en ondernemers herkennen misdaad eerder en werken er niet aan mee."},
    {"number": "2", "text": "Wat er al is, pakken we samen aan tot het stopt."},
]
ELEMENTS = {
    slug: [
        {"number": str(number), "title": title, "html": f"<p>{LOREM[number % len(LOREM)]}</p>"}
        for number, title in enumerate(titles, start=1)
    ]
    for slug, titles in {
        "ondermijning": ("Bestuurlijke weerbaarheid", "Havens en bedrijventerreinen", "Buitengebied", "Jonge aanwas"),
        "zorg-en-veiligheid": ("Een vast team per wijk", "Acute zorg dag en nacht", "Terugkeer na detentie"),
    }.items()
}
AGREEMENT_HEADS = (
    ("Netwerken in beeld", "kwalitatief", "kwalitatief"),
    ("Afpakken", "kwantitatief", "kwantitatief"),
    ("", "richting", "kwantitatief: richting"),
    ("Kennis delen", "ontwikkel", "ontwikkelafspraak"),
    ("Verantwoording", "proces", "procesafspraak"),
)
TERMS = {
    "APV": "Algemene plaatselijke verordening",
    "AVG": "Algemene verordening gegevensbescherming",
    "BIBOB": "Wet bevordering integriteitsbeoordelingen door het openbaar bestuur",
    "CSV": "Crimineel samenwerkingsverband",
    "Driehoek": "Overleg van burgemeester, officier van justitie en politiechef",
    "Fte": "Fulltime-equivalent: een volledige werkweek",
    "IVP": "Integraal veiligheidsplan van een gemeente",
    "OM": "Openbaar Ministerie",
    "RIEC": "Regionaal Informatie- en Expertisecentrum",
    "Wijkagent": "Politieambtenaar die in een wijk het vaste gezicht is en daar de problemen en de mensen kent",
    "ZSM": "Werkwijze voor een snelle afdoening van veelvoorkomende zaken",
}
