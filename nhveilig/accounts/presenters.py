"""What each role may do, in words, made of the one table that decides it."""

from dataclasses import dataclass

from django.utils.text import capfirst

from nhveilig.accounts.models import Role
from nhveilig.accounts.permissions import PERMISSIONS_OF, Permission

# Each finishes the sentence “Met deze rol kunt u …”.
WORDS = {
    Permission.VIEW_PORTAL: "inloggen en de startpagina zien",
    Permission.VIEW_AGENDA: "de Veiligheidsagenda en haar cijfers bekijken",
    Permission.VIEW_STRENGTH: "de vastgestelde politiesterkte bekijken",
    Permission.VIEW_DOCUMENTS: "vastgestelde en voorgelegde documenten lezen en downloaden",
    Permission.VIEW_CONCEPTS: "concepten van documenten en sterktetabellen lezen, en plannen die bij gemeenten liggen",
    Permission.REQUEST_EXPORT: "een document als bestand laten maken, bijvoorbeeld als PDF",
    Permission.FREEZE_EDITION: "van een document een versie bewaren",
    Permission.PUBLISH_EDITION: "een vastgestelde versie openbaar maken, en dat met een reden intrekken",
    Permission.EDIT_STRENGTH: "sterktetabellen wijzigen en vaststellen",
    Permission.EDIT_AGENDA: "cijfers van de eigen eenheid en afspraken van de Veiligheidsagenda bijhouden",
    Permission.EDIT_NATIONAL: "bijhouden wat voor heel Nederland geldt: streefcijfers, hun verdeling, landelijke "
    "cijfers, begrippen, eenheden, veiligheidsregio’s en gemeenten",
    Permission.EDIT_REGIONS: "de gegevens van het stafbureau en de inwonertallen bijhouden",
    Permission.EDIT_DOCUMENTS: "documenten schrijven en indelen",
    Permission.EDIT_ORGANISATION: "districten, teams en diensten van de eenheid bijhouden",
    Permission.IMPORT_FILES: "de pagina’s openen om bestanden in te lezen",
    Permission.IMPORT_TABLES: "tabellen inlezen uit een spreadsheet",
    Permission.IMPORT_PLANS: "een uitvoeringsplan inlezen uit een spreadsheet",
    Permission.VIEW_PLANS: "vastgestelde uitvoeringsplannen lezen",
    Permission.EDIT_PLANS: "schrijven aan de uitvoeringsplannen van de eigen thema’s",
    Permission.DECIDE_PLANS: "alle uitvoeringsplannen van de eenheid wijzigen, teruggeven en vaststellen, "
    "en zeggen wie aan een thema werkt",
    Permission.REACT_TO_PLANS: "namens de eigen gemeente of het Openbaar Ministerie reageren op een plan dat bij de "
    "gemeenten ligt",
    Permission.PREPARE_ANSWERS: "een reactie of melding klaarzetten om later te versturen",
    Permission.REPORT_PROGRESS: "voortgang melden van de eigen vastgestelde plannen, of van de eigen gemeente",
    Permission.VIEW_HEARINGS: "lezen waarover de gemeenteraden worden gehoord en wat zij zeiden",
    Permission.HOLD_HEARINGS: "gemeenteraden horen over een plan, en antwoorden wat zij zeiden",
    Permission.ANSWER_HEARINGS: "doorgeven wat de eigen gemeenteraad of het Openbaar Ministerie van een plan vindt",
    Permission.VIEW_BUDGET: "de begroting bekijken",
    Permission.EDIT_BUDGET: "de begroting wijzigen",
    Permission.VIEW_PARTNERS: "partners en convenanten bekijken",
    Permission.VIEW_CONTACTS: "contactpersonen van gemeenten bekijken",
    Permission.EDIT_PARTNERS: "partners, convenanten en contactpersonen bijhouden",
    Permission.EDIT_GOVERNANCE: "gremia, vergaderingen, bevoegdheden, termijnen en besluiten bijhouden",
    Permission.EDIT_GLOSSARY: "begrippen en afkortingen van de eenheid bijhouden",
    Permission.EDIT_UNITS: "meeteenheden bijhouden, met hun enkelvoud en meervoud",
    Permission.MANAGE_PEOPLE: "mensen toevoegen, rollen geven en rollen intrekken",
    Permission.NAME_ADMINISTRATORS: "beheerders van eenheden en landelijke beheerders benoemen",
    Permission.VIEW_TRAIL: "in het spoor zien wie wat besloot en wanneer",
}
FOR_WHOM = {
    Role.Kind.READER: "Wie wil lezen wat is vastgesteld, en niets hoeft te wijzigen.",
    Role.Kind.MAYOR: "De burgemeester van een gemeente in de eenheid, of wie namens deze werkt.",
    Role.Kind.CLERK: "De griffier van een gemeente in de eenheid, of wie op de griffie werkt.",
    Role.Kind.COUNCILLOR: "Wie in de gemeenteraad van een gemeente in de eenheid zit.",
    Role.Kind.REGIONAL_MAYOR: "De regioburgemeester. De rol als burgemeester van de eigen gemeente krijgt deze erbij.",
    Role.Kind.CHIEF_PROSECUTOR: "De hoofdofficier van justitie, of wie namens deze werkt.",
    Role.Kind.POLICE_CHIEF: "De politiechef van de eenheid, of wie namens deze werkt.",
    Role.Kind.POLICE_CONTROLLER: "De controller van de politie, die de sterkte bijhoudt. Leest de begroting.",
    Role.Kind.PARTNER_FINANCE: "Wie het geld van de partners bijhoudt: de begroting en de bijdragen.",
    Role.Kind.WORKING_GROUP_MEMBER: "Wie met anderen aan een thema werkt. Het stafbureau zegt aan welk thema.",
    Role.Kind.PROJECT_LEADER: "Wie een thema leidt. Het stafbureau zegt welk thema.",
    Role.Kind.STAFF: "Het bureau dat het beleidsplan, de jaarplannen en de begroting maakt.",
    Role.Kind.ADMINISTRATOR: "Wie regelt dat collega’s erin kunnen. Kan ook alles wat het stafbureau kan.",
    Role.Kind.NATIONAL: "Wie bijhoudt wat voor alle eenheden geldt, en de eerste beheerder van een eenheid benoemt. "
    "Leest van elke eenheid wat is vastgesteld. Een eenheid kan deze rol niet geven.",
}
# To whoever holds the role.
IN_SHORT = {
    Role.Kind.READER: "U leest wat is vastgesteld.",
    Role.Kind.MAYOR: "U leest ook plannen in wording, reageert namens uw gemeente en meldt wat daar gebeurt.",
    Role.Kind.CLERK: "U leest waarover uw raad wordt gehoord, en geeft door wat de raad zei.",
    Role.Kind.COUNCILLOR: "U leest wat is vastgesteld, en waarover uw raad wordt gehoord.",
    Role.Kind.REGIONAL_MAYOR: "U leest ook wat nog niet is vastgesteld, van de hele eenheid.",
    Role.Kind.CHIEF_PROSECUTOR: "U leest ook wat nog niet is vastgesteld, en reageert namens het Openbaar Ministerie.",
    Role.Kind.POLICE_CHIEF: "U leest ook wat nog niet is vastgesteld, zoals concepten van de sterkte.",
    Role.Kind.POLICE_CONTROLLER: "U houdt de politiesterkte bij.",
    Role.Kind.PARTNER_FINANCE: "U houdt de begroting van de partners bij.",
    Role.Kind.WORKING_GROUP_MEMBER: "U schrijft mee aan de plannen van uw thema’s en meldt de voortgang.",
    Role.Kind.PROJECT_LEADER: "U schrijft de plannen van uw thema’s, beantwoordt reacties en meldt de voortgang.",
    Role.Kind.STAFF: "U beslist over plannen, maakt documenten en houdt de cijfers van uw eenheid bij.",
    Role.Kind.ADMINISTRATOR: "U geeft mensen toegang, en kunt ook alles wat het stafbureau kan.",
    Role.Kind.NATIONAL: "U houdt bij wat voor heel Nederland geldt, en benoemt beheerders van eenheden.",
}


@dataclass(frozen=True)
class ExplainedRole:
    name: str
    kind: str
    for_whom: str
    may: list[str]


def words_for(kind: str) -> list[str]:
    return [words for permission, words in WORDS.items() if permission in PERMISSIONS_OF[kind]]


def in_short(role: Role) -> str:
    return IN_SHORT[Role.Kind(role.kind)]


def explained_roles() -> list[ExplainedRole]:
    return [ExplainedRole(capfirst(kind.label), kind.value, FOR_WHOM[kind], words_for(kind)) for kind in Role.Kind]
