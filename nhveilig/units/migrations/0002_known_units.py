from django.db import migrations

# The word for one, and that for more.
WORDS = """
    %:% aandachtsfunctionaris:aandachtsfunctionarissen aantal:aantal actieplan:actieplannen actie:acties
    activiteit:activiteiten advies:adviezen afspraak:afspraken analyse:analyses artikel:artikelen
    basispakket:basispakketten beeld:beelden beleidsregel:beleidsregels bericht:berichten besluit:besluiten
    bezoek:bezoeken bijeenkomst:bijeenkomsten burgemeester:burgemeesters campagne:campagnes casus:casussen
    categorie:categorieën cluster:clusters communiqué:communiqués contactpersoon:contactpersonen
    controle:controles csv:csv’s dag:dagen deelnemer:deelnemers deelproces:deelprocessen
    deelproject:deelprojecten deel:delen document:documenten doel:doelen dossier:dossiers driehoek:driehoeken
    drugslab:drugslabs euro:euro evaluatie:evaluaties factsheet:factsheets fte:fte gebied:gebieden
    gemeente:gemeenten gesprek:gesprekken groep:groepen incident:incidenten instelling:instellingen
    interventie:interventies interview:interviews inwoner:inwoners inzet:inzetten jaar:jaar jaar:jaren keer:keer
    kijker:kijkers kilo:kilo kind:kinderen kop:koppen kwartaal:kwartalen lab:labs liter:liter maand:maanden
    masterclass:masterclasses medewerker:medewerkers melding:meldingen meldpunt:meldpunten meldroute:meldroutes
    mens:mensen netwerkdag:netwerkdagen netwerkkaart:netwerkkaarten nieuwsbrief:nieuwsbrieven niveau:niveaus
    nulmeting:nulmetingen oefening:oefeningen OM-verdachte:OM-verdachten onderdeel:onderdelen
    ondernemer:ondernemers onderzoek:onderzoeken overleg:overleggen overtreding:overtredingen
    overzicht:overzichten pagina:pagina’s pand:panden partij:partijen partner:partners peloton:pelotons
    persoon:personen pilotgemeente:pilotgemeenten pilotproject:pilotprojecten pilot:pilots plaats:plaatsen
    plan:plannen podcast:podcasts presentatie:presentaties procent:procent product:producten project:projecten
    rapport:rapporten RIEC:RIEC’s routekaart:routekaarten scan:scans school:scholen sessie:sessies
    signaal:signalen slachtoffer:slachtoffers specialist:specialisten spoor:sporen team:teams
    themadag:themadagen themasessie:themasessies thema:thema’s toetsing:toetsingen toolbox:toolboxen
    training:trainingen traject:trajecten uitkering:uitkeringen uur:uren uur:uur
    veiligheidshuis:veiligheidshuizen verdachte:verdachten verhaal:verhalen verkenning:verkenningen
    veroordeelde:veroordeelden visie:visies voorlichtingsvorm:voorlichtingsvormen vraag:vragen
    vragenuur:vragenuren webinar:webinars week:weken werkbezoek:werkbezoeken werkgroep:werkgroepen
    woning:woningen workshop:workshops zaak:zaken
"""
PHRASES = [
    ("onderzoek of interventie", "onderzoeken en interventies"),
    ("vastgelegde set afspraken", "vastgelegde sets afspraken"),
]


def add_known_units(apps, schema_editor):
    Unit = apps.get_model("units", "Unit")
    pairs = [*(pair.split(":") for pair in WORDS.split()), *PHRASES]
    Unit.objects.bulk_create(Unit(singular=one, plural=many) for one, many in pairs)


class Migration(migrations.Migration):
    dependencies = [("units", "0001_units")]
    operations = [migrations.RunPython(add_known_units, migrations.RunPython.noop)]
