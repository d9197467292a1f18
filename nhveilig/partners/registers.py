"""The registers of who works together: partners, where documents name them, covenants with their parties, contacts."""

from django.db.models import QuerySet

from nhveilig.accounts.permissions import Permission
from nhveilig.partners.models import ContactPerson, Covenant, Mention, Partner, Party
from nhveilig.registers.base import Crumbs, OpenData, Register, Related, Search
from nhveilig.registers.columns import Column, Shown
from nhveilig.registers.registry import add_register

MUNICIPALITY = {"field": "municipality", "by": "code", "within": "safety_region__police_unit"}


class PartnerPages(Register):
    namespace = "partners"
    view_permission = Permission.VIEW_PARTNERS
    edit_permission = Permission.EDIT_PARTNERS

    def crumbs(self, parent: object) -> Crumbs:
        return [(PARTNERS.title, PARTNERS.url("list"))]


class PartnerRegister(PartnerPages):
    code, name, model = "partners", "partner", Partner
    lead = "De organisaties met wie gemeenten, politie en Openbaar Ministerie samenwerken, elk één keer."
    section, menu_label, below = "plans", "Partners en convenanten", ("partners:",)
    columns = (
        Column("naam", "Hoe de partner voluit heet.", field="name"),
        Column("afkorting", "De gewone afkorting, zoals OM.", required=False, field="abbreviation"),
        Column("soort", "Wat voor organisatie het is.", field="kind"),
        Column("website", "Het adres, dat begint met https://.", required=False, field="website"),
    )
    listed = ("naam", "afkorting", "soort", "website")
    filters, searched, key = ("soort",), ("name", "abbreviation", "mentions__written_as"), ("naam",)
    related = (
        Related("vermeldingen", "partner", ("zoals geschreven", "document", "plaats", "rol")),
        Related("partijen", "partner", ("convenant", "toegetreden op", "uitgetreden op")),
    )
    import_order, fixture, is_block = 20, "partners", True
    search = Search(("name", "abbreviation"))
    open_data = OpenData("Organisaties die in plannen en convenanten worden genoemd.", "partner", ("naam",))

    def crumbs(self, parent: object) -> Crumbs:
        return []

    def matching(self, rows: QuerySet, text: str) -> QuerySet:
        return super().matching(rows, text).distinct()


class MentionRegister(PartnerPages):
    code, name, model = "vermeldingen", "mention", Mention
    lead = "Waar een document een partner noemt, en hoe de naam daar is geschreven."
    columns = (
        Column("partner", "De naam van de partner in het portaal.", field="partner", by="name"),
        Column("zoals geschreven", "De naam, zoals het document die schrijft.", field="written_as"),
        Column("document", "Het document.", field="document"),
        Column("plaats", "Het hoofdstuk of de paragraaf.", field="place"),
        Column("rol", "Waarom de partner daar wordt genoemd.", required=False, field="role"),
    )
    listed = ("zoals geschreven", "partner", "document", "plaats", "rol")
    filters, searched = ("document",), ("written_as", "partner__name", "role")
    key = ("document", "plaats", "zoals geschreven")
    import_order, fixture = 21, "partners"


class CovenantRegister(PartnerPages):
    code, name, model = "convenanten", "covenant", Covenant
    lead = "Wat partijen met elkaar hebben afgesproken, hoe het ervoor staat, en wie meedoet."
    scope = "police_unit"
    columns = (
        Column("naam", "Hoe het convenant heet.", field="name"),
        Column("soort", "Wat voor afspraak het is.", field="kind"),
        Column("thema", "Waar het over gaat.", required=False, field="theme"),
        Column("stand", "Hoe het ervoor staat.", field="state"),
        Column("van kracht op", "De eerste dag waarop het geldt.", required=False, field="in_force_on"),
        Column("loopt tot", "De laatste dag; leeg zonder einde.", required=False, field="ends_on"),
        Column("evaluatie uiterlijk", "Tegen wanneer is geëvalueerd.", required=False, field="evaluation_due"),
        Column("genoemd aantal partijen", "Zoals de bron het zegt: 12, of bijna 80.", required=False, field="figure"),
        Column("bron", "Waar dit staat.", required=False, field="source"),
    )
    listed = (
        "naam",
        "soort",
        "thema",
        "stand",
        "van kracht op",
        Shown("Partijen", lambda row: row.parties_in_words, "known_parties", "partijen"),
    )
    filters, searched, key = ("soort", "stand", "thema"), ("name", "theme"), ("naam",)
    related = (Related("partijen", "covenant", ("partner", "gemeente", "toegetreden op", "uitgetreden op")),)
    import_order, fixture, is_block = 22, "partners", True
    search = Search(("name",), ("theme", "source"))
    open_data = OpenData("Convenanten van de eenheden, met hun stand.", "convenant", ("eenheid", "naam"))

    def for_list(self, rows: QuerySet) -> QuerySet:
        return super().for_list(rows).with_party_count()


class PartyRegister(PartnerPages):
    code, name, model = "partijen", "party", Party
    lead = "Wie aan een convenant meedoet: een partner of een gemeente."
    scope = "covenant__police_unit"
    columns = (
        Column("convenant", "De naam van het convenant.", field="covenant", by="name", within="police_unit"),
        Column("partner", "De naam; leeg bij een gemeente.", required=False, field="partner", by="name"),
        Column("gemeente", "De naam of code; leeg bij een partner.", required=False, **MUNICIPALITY),
        Column("toegetreden op", "De dag waarop de partij ging meedoen.", required=False, field="joined"),
        Column("uitgetreden op", "De dag waarop de partij ophield.", required=False, field="left"),
    )
    listed = (Shown("Partij", str), "convenant", "toegetreden op", "uitgetreden op")
    filters, key = ("convenant",), ("convenant", "partner", "gemeente")
    import_order, fixture = 23, "partners"


class ContactRegister(PartnerPages):
    code, name, model = "contactpersonen", "contact", ContactPerson
    lead = "Wie u belt of schrijft over een onderwerp, per gemeente."
    view_permission = Permission.VIEW_CONTACTS
    scope = "municipality__safety_region__police_unit"
    columns = (
        Column("gemeente", "De naam of code van de gemeente.", **MUNICIPALITY),
        Column("onderwerp", "Waarover iemand te bellen is.", field="subject"),
        Column("naam", "Voornaam en achternaam.", field="name"),
        Column("functie", "Wat iemand is.", required=False, field="role"),
        Column("e-mailadres", "Het adres van het werk.", required=False, field="email"),
        Column("telefoon", "Het nummer van het werk.", required=False, field="phone"),
        Column("gecontroleerd op", "De laatste dag waarop dit klopte.", field="checked_on"),
    )
    listed = ("naam", "gemeente", "onderwerp", "functie", "e-mailadres", "telefoon")
    filters, searched = ("gemeente", "onderwerp"), ("name", "municipality__name", "subject")
    key = ("gemeente", "onderwerp", "naam")
    import_order, fixture = 24, "partners"
    retention = (
        "Deze gegevens zijn alleen te zien voor wie in het portaal werkt. Klopt iets na een jaar niet meer, dan "
        "verwijdert het stafbureau het; uit de prullenbak is het na 30 dagen weg."
    )


PARTNERS = add_register(PartnerRegister())
MENTIONS = add_register(MentionRegister())
COVENANTS = add_register(CovenantRegister())
PARTIES = add_register(PartyRegister())
CONTACTS = add_register(ContactRegister())
