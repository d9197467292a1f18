"""A figure with what it counts, in words: `12 controles`, `1 controle`, `90%`, `bijna € 2.000 per jaar`."""

import re
from collections.abc import Mapping

from nhveilig.figures.formats import NO_BREAK_SPACE, number
from nhveilig.figures.values import WITH_NUMBER, Figure, decimals_needed

# Units in the plural with their singular, each of the last word before what it is per. Dutch has too many exceptions
# for a rule (dag, labs, casussen): a word that is not here stays as it was typed.
_WORDS = """
    acties:actie activiteiten:activiteit adviezen:advies afspraken:afspraak analyses:analyse artikelen:artikel
    beelden:beeld berichten:bericht besluiten:besluit bezoeken:bezoek bijeenkomsten:bijeenkomst
    burgemeesters:burgemeester campagnes:campagne casussen:casus categorieën:categorie clusters:cluster
    communiqués:communiqué contactpersonen:contactpersoon controles:controle csv’s:csv dagen:dag
    deelnemers:deelnemer deelprocessen:deelproces deelprojecten:deelproject documenten:document doelen:doel
    dossiers:dossier driehoeken:driehoek drugslabs:drugslab evaluaties:evaluatie factsheets:factsheet
    gebieden:gebied gemeenten:gemeente gesprekken:gesprek groepen:groep incidenten:incident instellingen:instelling
    interventies:interventie inwoners:inwoner inzetten:inzet kijkers:kijker kinderen:kind labs:lab maanden:maand
    masterclasses:masterclass medewerkers:medewerker meldingen:melding netwerkdagen:netwerkdag
    nieuwsbrieven:nieuwsbrief OM-verdachten:OM-verdachte onderdelen:onderdeel ondernemers:ondernemer
    onderzoeken:onderzoek oefeningen:oefening overleggen:overleg overtredingen:overtreding pagina’s:pagina
    panden:pand partijen:partij partners:partner personen:persoon pilots:pilot pilotprojecten:pilotproject
    plaatsen:plaats plannen:plan podcasts:podcast presentaties:presentatie producten:product projecten:project
    rapporten:rapport RIEC's:RIEC scans:scan scholen:school sessies:sessie signalen:signaal slachtoffers:slachtoffer
    specialisten:specialist sporen:spoor teams:team thema’s:thema themadagen:themadag themasessies:themasessie
    toetsingen:toetsing trainingen:training trajecten:traject uitkeringen:uitkering uren:uur
    veiligheidshuizen:veiligheidshuis verdachten:verdachte verhalen:verhaal verkenningen:verkenning
    veroordeelden:veroordeelde voorlichtingsvormen:voorlichtingsvorm vragen:vraag webinars:webinar weken:week
    werkbezoeken:werkbezoek werkgroepen:werkgroep woningen:woning workshops:workshop zaken:zaak
"""
# More of what is counted in the demo data and by others, that is named there as one.
_WORDS += """
    aandachtsfunctionarissen:aandachtsfunctionaris actieplannen:actieplan basispakketten:basispakket
    beleidsregels:beleidsregel meldpunten:meldpunt meldroutes:meldroute netwerkkaarten:netwerkkaart niveaus:niveau
    nulmetingen:nulmeting overzichten:overzicht pilotgemeenten:pilotgemeente routekaarten:routekaart toolboxen:toolbox
    pelotons:peloton visies:visie vragenuren:vragenuur
"""
_SINGULAR = dict(pair.split(":") for pair in _WORDS.split())
_PLURAL = {one: many for many, one in _SINGULAR.items()}
# Of these, the word for one is also that of an amount: 2 uur, 14 jaar.
_PLURAL.pop("uur")
# What is counted is the collection: one `set afspraken`.
_COLLECTIONS = {"lijst", "pakket", "reeks", "serie", "set"}
_PER = re.compile(r" (?:per|in|van|voor|met|op|bij) | \(")
_EURO = re.compile(r"(?:euro|EUR)\b ?(.*)")


def singular(unit: str) -> str:
    """`controles per jaar` becomes `controle per jaar`; what is not known to be a plural stays what it is."""
    return _in_words(unit, _SINGULAR)


def plural(unit: str) -> str:
    """`meldroute` becomes `meldroutes`, for a unit that was named after the one that is aimed for."""
    return _in_words(unit, _PLURAL)


def _in_words(unit: str, words: Mapping[str, str]) -> str:
    found = _PER.search(unit)
    what, per = (unit[: found.start()], unit[found.start() :]) if found else (unit, "")
    before, space, word = what.rpartition(" ")
    if before.rpartition(" ")[2] in _COLLECTIONS:
        return unit
    return before + space + words.get(word, word) + per


def with_unit(figure: Figure, unit: str) -> str:
    """What is no number says why, without a unit."""
    if not figure.is_known or not unit:
        return figure.text(decimals_needed([figure]))
    shown = number(figure.value, decimals_needed([figure]))
    if euro := _EURO.fullmatch(unit):
        shown = f"€{NO_BREAK_SPACE}{number(figure.value, _cents(figure))}"
        return f"{WITH_NUMBER[figure.qualifier].format(shown)} {euro[1]}".strip()
    # Of parts of one it stays as it was written: `1,5 week`.
    many = plural(unit) if figure.value == figure.value.to_integral_value() else unit
    counted = singular(unit) if abs(figure.value) == 1 else many
    return f"{WITH_NUMBER[figure.qualifier].format(shown)}{'' if unit.startswith('%') else ' '}{counted}"


def _cents(figure: Figure) -> int:
    needed = decimals_needed([figure])
    return 2 if needed == 1 else needed
