"""What those do who keep documents, figures, money, people, and what holds for the country."""

from nhveilig.web.guides.tasks import Picture, Task, steps

BEGIN_POLICY = Task(
    code="beleidsplan-beginnen",
    title="Een beleidsplan of jaarplan beginnen",
    start="reports:document-list",
    pages=(
        "reports:policy-plan-begin",
        "reports:policy-plan-new",
        "reports:document-new",
        "reports:year-plan-assemble",
    ),
    steps=steps(
        "Kies “Documenten” in het menu.",
        (
            "Kies “Nieuw beleidsplan”. Voor een jaarplan kiest u het jaarplan dat u wilt samenstellen: het maakt "
            "zichzelf uit de uitvoeringsplannen.",
            Picture(
                "documenten",
                "staf",
                "/documenten/",
                "De lijst met documenten, met knoppen om een nieuw document te maken.",
            ),
        ),
        "Volg de vragen op de pagina. U kunt later alles nog wijzigen.",
    ),
    after="Het nieuwe document staat bij “Documenten in de maak” op “Start”. Alleen wie eraan werkt, ziet het.",
)
KEEP_VERSION = Task(
    code="versie-bewaren",
    title="Een document schrijven en een versie bewaren",
    start="reports:document-list",
    pages=("reports:document-desk", "reports:document-freeze", "reports:document-ready", "reports:edition-publication"),
    steps=steps(
        "Open het document en kies “Schrijven”. Wat u typt, wordt vanzelf bewaard.",
        "Kies “Klaar om te bewaren?” om te zien wat nog ontbreekt.",
        (
            "Kies “Versie bewaren”. Kies of het een concept, een 95%-versie of het vastgestelde document is.",
            Picture(
                "versie-bewaren",
                "staf",
                "/documenten/imv-nh-2019-2022/bevriezen/",
                "De pagina Versie bewaren, met wat u eerst moet nakijken.",
                shows="main fieldset",
            ),
        ),
        "Kies daarna “Exporteer PDF” voor het bestand.",
    ),
    after="Van een vastgestelde versie maakt het portaal vanzelf het officiële bestand. Openbaar is zij pas als u dat "
    "besluit.",
    final="Een bewaarde versie verandert niet meer. Een verbetering is een nieuwe versie. Wat u openbaar maakt, kunt u "
    "intrekken, maar wat anderen al hebben opgehaald, houden zij.",
)
SET_UP = Task(
    code="inrichten",
    title="Uw eenheid inrichten",
    start="setup",
    pages=("setup", "office-change", "organisation:tree", "organisation:add", "organisation:mergers"),
    steps=steps(
        (
            "Kies rechtsboven uw initialen, en daarna “Inrichten”. U ziet wat al klaar is, en wat nog moet.",
            Picture(
                "inrichten",
                "staf",
                "/inrichten/",
                "De pagina Inrichten: de stappen, met bij elke stap of zij klaar is.",
            ),
        ),
        "Kies een stap en vul in wat daar wordt gevraagd.",
        "Heeft uw eenheid een stap niet nodig? Kies “Niet nodig”.",
    ),
    after="Op “Start” staat welke stap nu eerst komt, tot alles klaar is.",
)
STRENGTH = Task(
    code="sterkte",
    title="De politiesterkte bijwerken",
    start="formation:table-list",
    pages=(
        "formation:table-list",
        "formation:table-manage",
        "formation:table-create",
        "formation:table-copy",
        "formation:table-edit",
        "formation:table-adopt",
    ),
    steps=steps(
        (
            "Kies “Cijfers”, “Politiesterkte”, uw eenheid, en daar “Beheer de tabellen”.",
            Picture(
                "sterkte",
                "controller",
                "/sterkte/noord-holland/beheer/",
                "De lijst met sterktetabellen, met een knop om cijfers over te nemen.",
            ),
        ),
        "Kies bij de laatste tabel “Overnemen”, en vul de nieuwe peildatum in.",
        "Typ de cijfers in de tabel, of plak ze uit Excel. Wat u typt, wordt vanzelf bewaard. Met Ctrl+Z maakt u de "
        "laatste wijziging ongedaan.",
        "Klopt alles? Kies “Vaststellen”, en daarna “Stel deze tabel vast”.",
    ),
    after="Een tabel in bewerking ziet niet iedereen. Na het vaststellen staat zij bij “Cijfers”, met haar bron en "
    "peildatum.",
    final="Een vastgestelde tabel verandert niet meer. Nieuwe cijfers horen in een nieuwe tabel.",
)
EXCEL = Task(
    code="excel",
    title="Een tabel inlezen uit Excel",
    start="imports:import-list",
    pages=("imports:import-list", "imports:upload", "imports:job-detail"),
    steps=steps(
        (
            "Kies “Documenten”, en daar “Excel inlezen”. Kies de tabel.",
            Picture(
                "excel",
                "controller",
                "/invoer/",
                "De pagina Excel inlezen: de tabellen die u kunt bijwerken.",
            ),
        ),
        "Kies uw bestand, of plak de cellen. Kies “Controleer het bestand”.",
        "Heet een kolom in uw bestand anders? Zeg dan welke kolom welke is, en kies “Controleer met deze kolommen”. "
        "Het portaal onthoudt dat.",
        "Kijk na wat nieuw is en wat verandert. Klopt het? Kies “Sla deze wijzigingen op”.",
    ),
    after="Zit er een fout in, dan staat erbij in welke rij en hoe u haar verbetert. Er is dan nog niets veranderd.",
)
BUDGET = Task(
    code="begroting",
    title="De begroting van het nieuwe jaar maken",
    start="budgets:budget-list",
    pages=(
        "budgets:budget-list",
        "budgets:budget-year",
        "budgets:budget-detail",
        "budgets:budget-create",
        "budgets:budget-copy",
        "budgets:budget-edit",
        "budgets:comparison",
    ),
    steps=steps(
        (
            "Kies “Cijfers”, en daar “Begroting”. Kies “Neem over” bij het laatste jaar.",
            Picture(
                "begroting",
                "partnergelden",
                "/begroting/noord-holland/2025/",
                "Een begroting met haar baten en lasten.",
            ),
        ),
        "Kies of de bedragen meegaan, of dat elke post leeg begint. Kies “Maak de nieuwe versie”.",
        "Typ de bedragen in de tabel, of plak ze uit Excel. Ctrl+Z maakt de laatste wijziging ongedaan.",
    ),
    after="Wat u typt, wordt vanzelf bewaard. De totalen rekenen mee terwijl u typt.",
)
ADOPT_BUDGET = Task(
    code="begroting-vaststellen",
    title="De begroting vaststellen",
    start="budgets:budget-list",
    pages=("budgets:budget-adopt", "budgets:differences-explain"),
    steps=steps(
        "Open de begroting. Verschilt een totaal van wat het portaal uitrekent? Licht dat dan toe.",
        "Kies “Vaststellen”, vink aan dat de begroting is vastgesteld, en kies “Stel deze begroting vast”.",
    ),
    after="Iedereen die de begroting mag bekijken, ziet haar nu als vastgesteld.",
    final="Een vastgestelde begroting verandert niet meer. Wat daarna verandert, hoort in een begrotingswijziging of "
    "in de realisatie.",
)
LET_IN = Task(
    code="mensen-toevoegen",
    title="Een collega toegang geven",
    start="people:home",
    pages=("people:home", "people:list", "people:add", "people:offer", "people:roles", "people:matrix"),
    steps=steps(
        (
            "Kies rechtsboven uw initialen, daarna “Inrichten”, “Mensen” en “Iemand toevoegen”.",
            Picture(
                "mensen",
                "beheerder",
                "/mensen/noord-holland/",
                "De lijst met mensen en hun rollen, met de knop Iemand toevoegen.",
            ),
        ),
        "Vul de naam, het e-mailadres en de rol in. Weet u niet welke rol past? Kijk bij “Wat mag een rol”.",
        "Kies “Voeg toe”. Veel mensen tegelijk? Kies “Nodig een lijst mensen uit”.",
    ),
    after="De collega krijgt een link om zelf een wachtwoord te kiezen. U ziet dat wachtwoord nooit.",
)
TAKE_ROLE = Task(
    code="rol-intrekken",
    title="Een rol intrekken, of een account stilzetten",
    start="people:home",
    pages=("people:person", "people:take", "people:role-end", "people:deactivate", "people:access-log"),
    steps=steps(
        "Kies bij “Inrichten” de pagina “Mensen”, en daar de naam.",
        "Kies bij de rol “Intrekken”. Weet u al wanneer de rol stopt? Kies dan “Einddatum”.",
        "Gaat de collega weg? Kies “Account stilzetten”.",
    ),
    after="Wat de collega schreef, blijft staan, met de naam erbij. Een account kunt u later weer openzetten.",
)
NAME_ADMINISTRATOR = Task(
    code="beheerder-benoemen",
    title="Een beheerder van een eenheid benoemen",
    start="administrators:list",
    pages=("administrators:list", "administrators:name", "administrators:take"),
    steps=steps(
        (
            "Kies rechtsboven uw initialen, daarna “Inrichten”, “Beheerders” en “Benoem een beheerder”.",
            Picture(
                "beheerders",
                "landelijk",
                "/inrichten/landelijk/beheerders/",
                "De beheerders per eenheid, met bij elke eenheid een link om er een te benoemen.",
            ),
        ),
        "Kies de eenheid, en vul de naam en het e-mailadres in. Kies “Benoem”.",
    ),
    after="De beheerder krijgt een link om een wachtwoord te kiezen, en geeft daarna zelf anderen toegang.",
)
AGENDA = Task(
    code="veiligheidsagenda",
    title="De Veiligheidsagenda bijhouden",
    start="agenda:agenda-list",
    pages=("agenda:agenda-list", "agenda:agenda-new", "agenda:agenda-making", "agenda:agenda-adopt"),
    steps=steps(
        "Kies “Cijfers”, en daar “Veiligheidsagenda”.",
        "Maak een nieuwe agenda, of open er een. Voeg de doelen toe, en bij elk doel de indicatoren.",
        "Vul per jaar de streefcijfers in.",
        "Is de agenda vastgesteld? Kies “Stel de agenda vast”.",
    ),
    after="Elke eenheid leest de vastgestelde agenda, met haar eigen aandeel.",
)
COUNTRY = Task(
    code="gemeenten",
    title="Gemeenten en eenheden van het land bijhouden",
    start="national:municipality-list",
    pages=("national:municipality-list", "national:municipality-detail", "national:unit-list", "national:region-list"),
    steps=steps(
        "Kies rechtsboven uw initialen, “Inrichten”, en daar wat u wilt bijhouden.",
        "Zoek de gemeente, en kies “Wijzig”. Veel tegelijk? Kies “Lees een tabel in”.",
    ),
    after="De wijziging geldt voor elke eenheid. In de geschiedenis staat wie wat veranderde, en wat er eerst stond.",
)
