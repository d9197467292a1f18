"""Who decides in an eenheid and in the country, what was decided, and by when something must be done.

Bodies, mandates, terms and decisions are two registers each: of an eenheid, kept by its staff, and of the country.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from django.db.models import Model, Q, QuerySet
from django.views.generic import View

from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted, date_long
from nhveilig.governance.models import Body, Decided, Decision, Mandate, Meeting, Member, Mention, Term
from nhveilig.governance.views import DecisionPage
from nhveilig.registers.base import Crumbs, OpenData, Register, Related, Search
from nhveilig.registers.columns import Column, Shown
from nhveilig.registers.registry import add_register

SHARED = {"within": "police_unit", "or_national": True}
A_BODY = {"field": "body", "by": "name", **SHARED}
OF_COUNTRY = Q(police_unit=None)
TO_MENTIONS = ("zoals genoemd", "datum of termijn", "document", "plaats")


class Governance(Register):
    """Everybody who may log in reads it."""

    namespace, scope = "governance", "police_unit"
    view_permission, edit_permission = Permission.VIEW_PORTAL, Permission.EDIT_GOVERNANCE
    empty_if_national = ""
    fixture = "governance"

    def crumbs(self, parent: object) -> Crumbs:
        return [] if self is DECISIONS else [(DECISIONS.title, DECISIONS.url("list"))]


class OfBoth(Governance):
    """A register of an eenheid of which the country has one as well."""

    empty_if_national = "police_unit"


class OfCountry(OfBoth):
    scope, group = "", "landelijk"
    edit_permission = Permission.EDIT_NATIONAL

    @property
    def title(self) -> str:
        return f"{super().title} (landelijk)"

    @property
    def row_title(self) -> str:
        return f"{super().row_title} (landelijk)"


def national(columns: tuple[Column, ...], *left_out: str) -> tuple[Column, ...]:
    """Those of a register of eenheden, where only a national body may be named."""
    among = {"field": "body", "within": "", "or_national": False, "among": OF_COUNTRY}
    kept = [one for one in columns if one.name not in left_out]
    return tuple(replace(one, **among) if one.field == "body" else one for one in kept)


class BodyRegister(OfBoth):
    code, name, model = "gremia", "body", Body
    lead = "Wie vergadert, voorbereidt en besluit: elk gremium één keer, hoe een document het ook noemt."
    columns = (
        Column("naam", "Hoe het gremium voluit heet.", field="name"),
        Column("afkorting", "De gewone afkorting, zoals RBOP.", required=False, field="abbreviation"),
        Column("niveau", "Waarvoor het gremium er is.", field="level"),
        Column("onderdeel", "Het district of basisteam; leeg voor de hele eenheid.", required=False, field="part",
               by="name", within="police_unit"),
        Column("samenstelling", "Wie erin zitten.", required=False, field="composition"),
        Column("rol", "Wat het gremium doet.", required=False, field="role"),
        Column("frequentie", "Hoe vaak het bijeenkomt.", required=False, field="frequency"),
        Column("sinds", "Een dag, maand, kwartaal of jaar.", required=False, field="since"),
        Column("tot en met", "Leeg als het er nog is.", required=False, field="until"),
    )  # fmt: skip
    listed = ("naam", "afkorting", "niveau", "rol", "sinds", "tot en met")
    filters, searched = ("niveau",), ("name", "abbreviation", "mentions__written_as")
    key = ("naam",)
    related = (
        Related("vergaderingen", "body", ("vergadering", "datum")),
        Related("besluiten", "body", ("besluit", "datum", "soort")),
        Related("bevoegdheden", "body", ("onderwerp", "bereidt voor", "wordt gehoord", "grondslag")),
        Related("leden-gremia", "body", ("functie", "naam", "sinds", "tot en met")),
        Related("vermeldingen-besluiten", "body", TO_MENTIONS),
    )
    import_order, is_block = 50, True
    search = Search(("name", "abbreviation"), ("role", "composition"))
    open_data = OpenData("Wie in de eenheden vergadert en besluit.", "gremium", ("eenheid", "naam"))

    def matching(self, rows: QuerySet, text: str) -> QuerySet:
        return super().matching(rows, text).distinct()


class NationalBodyRegister(OfCountry, BodyRegister):
    code, name = "gremia-landelijk", "national-body"
    lead = "Wie voor het hele land vergadert en besluit."
    columns = national(BodyRegister.columns, "onderdeel")
    related = (
        Related("besluiten", "body", ("besluit", "datum", "soort")),
        Related("besluiten-landelijk", "body", ("besluit", "datum", "soort")),
        Related("vermeldingen-besluiten", "body", TO_MENTIONS),
    )
    import_order = 49
    open_data = OpenData("Wie landelijk vergadert en besluit.", "gremium", ("naam",))


class MemberRegister(Governance):
    code, name, model = "leden-gremia", "member", Member
    lead = "Wie in een gremium zit: iemand, of wie een functie heeft."
    scope = "body__police_unit"
    columns = (
        Column("gremium", "De naam van het gremium.", field="body", by="name", within="police_unit"),
        Column("functie", "Als wat iemand erin zit, zoals voorzitter of regioburgemeester.", field="office"),
        Column("naam", "Leeg: wie de functie heeft.", required=False, field="person"),
        Column("sinds", "Een dag, maand of jaar.", required=False, field="since"),
        Column("tot en met", "Leeg als iemand er nog in zit.", required=False, field="until"),
        Column("bron", "Waar dit staat.", required=False, field="source"),
    )
    listed = ("functie", "naam", "gremium", "sinds", "tot en met")
    filters, searched, key = ("gremium",), ("office", "person", "body__name"), ("gremium", "functie", "naam")
    import_order = 52
    retention = (
        "De namen zijn te zien voor wie kan inloggen, zolang iemand in een gremium zit en daarna zolang besluiten van "
        "dat gremium gelden. Het stafbureau verwijdert een naam; uit de prullenbak is die na 30 dagen weg."
    )


class MandateRegister(OfBoth):
    code, name, model = "bevoegdheden", "mandate", Mandate
    lead = "Wie iets voorbereidt, wie erover beslist en wie eerst wordt gehoord."
    columns = (
        Column("onderwerp", "Waarover wordt beslist.", field="subject"),
        Column("bereidt voor", "Wie het voorstel maakt.", required=False, field="prepares"),
        Column("beslist", "Wie beslist, zoals de bron het zegt.", required=False, field="decides"),
        Column("gremium", "Het gremium dat beslist.", required=False, **A_BODY),
        Column("wordt gehoord", "Wie vooraf iets mag zeggen.", required=False, field="heard"),
        Column("grondslag", "De wet of afspraak waarop dit rust.", required=False, field="legal_basis"),
    )
    listed = ("onderwerp", "beslist", "bereidt voor", "wordt gehoord", "grondslag")
    searched, key = ("subject", "decides", "prepares", "heard", "legal_basis"), ("onderwerp",)
    related = (Related("vermeldingen-besluiten", "mandate", TO_MENTIONS),)
    import_order, is_block = 54, True
    search = Search(("subject",), ("decides", "prepares", "heard", "legal_basis"))
    open_data = OpenData("Wie in de eenheden waarover beslist.", "bevoegdheid", ("eenheid", "onderwerp"))


class NationalMandateRegister(OfCountry, MandateRegister):
    code, name = "bevoegdheden-landelijk", "national-mandate"
    columns = national(MandateRegister.columns)
    import_order = 53
    open_data = OpenData("Wie landelijk waarover beslist.", "bevoegdheid", ("onderwerp",))


class TermRegister(OfBoth):
    code, name, model = "termijnen", "term", Term
    lead = "Wat binnen een tijd moet, of steeds weer. Het portaal rekent de volgende keer uit, en herinnert eraan."
    columns = (
        Column("verplichting", "Wat er moet gebeuren.", field="obligation"),
        Column("termijn", "In woorden, zoals de bron het zegt.", required=False, field="words"),
        Column("getal", "Het getal in de soort termijn: 4 jaar, 2 keer, het jaar 2019.", required=False,
               field="number"),
        Column("soort termijn", "Hoe het getal telt.", required=False, field="unit"),
        Column("precies of niet", "Of het zo moet, ten minste, of uiterlijk.", required=False, field="operator"),
        Column("wie", "Wie het moet doen.", required=False, field="who"),
        Column("laatst gedaan op", "Vanaf deze dag telt de termijn.", required=False, field="counted_from"),
        Column("bewaken", "Of het portaal eraan herinnert.", required=False, field="is_watched"),
        Column("dagen vooraf", "Zoveel dagen ervoor komt de taak.", field="reminder_days"),
    )  # fmt: skip
    listed = (
        "verplichting",
        "termijn",
        "precies of niet",
        "wie",
        Shown("Volgende keer uiterlijk", lambda row: date_long(row.due_on) if row.due_on else "", "due_on", "volgende"),
    )
    filters, searched, key = ("soort termijn",), ("obligation", "words", "who"), ("verplichting",)
    related = (Related("vermeldingen-besluiten", "term", TO_MENTIONS),)
    import_order, is_block = 56, True
    search = Search(("obligation",), ("words", "who"))
    open_data = OpenData("Wat in de eenheden binnen een tijd moet.", "termijn", ("eenheid", "verplichting"))


class NationalTermRegister(OfCountry, TermRegister):
    code, name = "termijnen-landelijk", "national-term"
    import_order = 55
    open_data = OpenData("Wat landelijk binnen een tijd moet.", "termijn", ("verplichting",))


class MeetingRegister(Governance):
    code, name, model = "vergaderingen", "meeting", Meeting
    lead = "Wanneer een gremium bijeenkwam."
    scope = "body__police_unit"
    columns = (
        Column("vergadering", "Een naam waaraan u haar herkent, zoals RBOP 19 juli 2018.", field="name"),
        Column("gremium", "Wie bijeenkwam.", field="body", by="name", within="police_unit"),
        Column("datum", "Een dag, maand, kwartaal, halfjaar of jaar; leeg als niemand het weet.", required=False,
               field="on"),
        Column("plaats", "Waar het was.", required=False, field="place"),
    )  # fmt: skip
    listed, filters = ("vergadering", "gremium", "datum", "plaats"), ("gremium",)
    searched, key = ("name", "body__name", "body__abbreviation"), ("gremium", "vergadering")
    related = (Related("besluiten", "meeting", ("besluit", "soort", "kenmerk")),)
    import_order = 57
    search = Search(("name",), ("place",))


class DecisionRegister(OfBoth):
    code, name, model = "besluiten", "decision", Decision
    lead = "Wat is besloten, door wie en wanneer. Alles wat in het portaal is vastgesteld, wijst naar een besluit."
    section, menu_label, below = "plans", "Besluiten en gremia", ("governance:",)
    columns = (
        Column("besluit", "Wat is besloten, in één zin.", field="title"),
        Column("datum", "Een dag, maand, kwartaal, halfjaar of jaar; “onbekend” als niemand het weet.",
               required=False, field="on"),
        Column("soort", "Wat voor besluit het is.", field="kind"),
        Column("gaat over", "Waarover is besloten.", required=False, field="subject"),
        Column("gremium", "Wie besloot.", required=False, **A_BODY),
        Column("vergadering", "Waar het is besloten.", required=False, field="meeting", by="name",
               within="body__police_unit"),
        Column("genomen door", "Wie besloot, als dat geen gremium uit de lijst is.", required=False,
               field="decided_by"),
        Column("kenmerk", "Het nummer van de brief of het besluit.", required=False, field="reference"),
        Column("document", "Waarin het besluit staat.", required=False, field="document"),
        Column("adres", "Waar dat document te lezen is, met https:// ervoor.", required=False, field="link"),
    )  # fmt: skip
    listed = (
        "besluit",
        Shown("Datum", lambda row: row.day_in_words, "on", "datum"),
        "soort",
        "gaat over",
        Shown("Door", lambda row: row.by_in_words),
        "kenmerk",
    )
    filters = ("soort", "gaat over")
    searched, key = ("title", "body__name", "body__abbreviation", "decided_by", "reference"), ("besluit", "datum")
    related = (Related("vermeldingen-besluiten", "decision", TO_MENTIONS),)
    import_order, is_block = 59, True
    search = Search(("title",), ("decided_by", "reference", "document"))
    open_data = OpenData("Besluiten van de eenheden.", "besluit", ("eenheid", "besluit", "datum"))
    views: ClassVar[dict[str, type[View]]] = {"detail": DecisionPage}

    def why_kept(self, rows: Iterable[Model]) -> dict[int, str]:
        """What holds by a decision, needs it."""
        found: Counter[int] = Counter()
        numbers = [row.pk for row in rows]
        for relation in Decision._meta.related_objects:
            if issubclass(relation.related_model, Decided):
                pointing = relation.related_model._base_manager.filter(decision__in=numbers)
                found.update(pointing.values_list("decision", flat=True))
        return {
            pk: f"{counted(count, 'vastgesteld stuk rust', 'vastgestelde stukken rusten')} hierop."
            for pk, count in found.items()
        }


class NationalDecisionRegister(OfCountry, DecisionRegister):
    code, name = "besluiten-landelijk", "national-decision"
    views: ClassVar[dict[str, type[View]]] = {}
    lead = "Wat voor het hele land is besloten, door wie en wanneer."
    menu_label, below = "Landelijke besluiten", ("governance:national-",)
    columns = national(DecisionRegister.columns, "vergadering")
    import_order = 58
    open_data = OpenData("Landelijke besluiten.", "besluit", ("besluit", "datum"))


class MentionRegister(Governance):
    code, name, model = "vermeldingen-besluiten", "mention", Mention
    lead = (
        "Waar een document een gremium, bevoegdheid, termijn of besluit noemt, en bij welke rij dat hoort. Ook de "
        "dagen waarop niets is besloten, met de reden."
    )
    columns = (
        Column("soort", "Wat er wordt genoemd.", field="kind"),
        Column("zoals genoemd", "De naam of het onderwerp.", field="written_as"),
        Column("datum of termijn", "Zoals het document die noemt.", required=False, field="on"),
        Column("document", "Het document.", field="document"),
        Column("plaats", "Het hoofdstuk of de paragraaf.", field="place"),
        Column("gremium", "De naam in het portaal.", required=False, **A_BODY),
        Column("bevoegdheid", "Het onderwerp ervan.", required=False, field="mandate", by="subject", **SHARED),
        Column("termijn", "De verplichting.", required=False, field="term", by="obligation", **SHARED),
        Column("besluit", "Hoe het in het portaal heet.", required=False, field="decision", by="title", **SHARED),
        Column("waarom geen besluit", "Bij een dag waarop niets is besloten.", required=False, field="reason"),
    )
    listed = (
        "zoals genoemd",
        "soort",
        "datum of termijn",
        "document",
        "plaats",
        Shown("Hoort bij", lambda row: str(row.what or row.reason)),
    )
    filters, searched = ("soort", "document"), ("written_as", "on", "reason")
    key = ("document", "plaats", "soort", "zoals genoemd", "datum of termijn")
    import_order = 60


NATIONAL_BODIES, BODIES = add_register(NationalBodyRegister()), add_register(BodyRegister())
MEMBERS = add_register(MemberRegister())
NATIONAL_MANDATES, MANDATES = add_register(NationalMandateRegister()), add_register(MandateRegister())
NATIONAL_TERMS, TERMS = add_register(NationalTermRegister()), add_register(TermRegister())
MEETINGS = add_register(MeetingRegister())
NATIONAL_DECISIONS, DECISIONS = add_register(NationalDecisionRegister()), add_register(DecisionRegister())
MENTIONS = add_register(MentionRegister())
