"""What everybody does: reading, searching, asking, and one's own account."""

from nhveilig.web.guides.tasks import Picture, Task, steps

OVERVIEW = Task(
    code="overzicht",
    title="Zien hoe het jaar ervoor staat",
    start="reports:dashboard",
    pages=("reports:dashboard", "reports:unit-dashboard", "reports:theme-dashboard", "reports:team-dashboard"),
    steps=steps(
        (
            "Kies “Overzicht” in het menu. Onder de titel kiest u het jaar. Daarna staat het jaar in één zin.",
            Picture(
                "overzicht",
                "lezer",
                "/overzicht/noord-holland/2026/",
                "De pagina Overzicht: de jaren, het jaar in één zin en daaronder de stand per thema.",
            ),
        ),
        "Kies een thema. U ziet per doel welke activiteiten erbij horen, wat ze opleveren en hoe het ermee gaat.",
        "Wilt u het meenemen naar een overleg? Kies “Print als één A4”.",
    ),
    after="Elke stand komt uit een melding, met de dag erbij. Staat er geen stand, dan is er nog niets gemeld.",
)
READ_PLAN = Task(
    code="plan-lezen",
    title="Een uitvoeringsplan lezen",
    start="themes:plan-list",
    pages=("themes:plan-list", "themes:plan-detail"),
    steps=steps(
        "Kies “Plannen” in het menu, en daarna het jaar.",
        (
            "Kies een thema. Onder “In het kort” leest u in een minuut wat het plan wil.",
            Picture(
                "plan-lezen",
                "lezer",
                "/uitvoeringsplannen/noord-holland/2026/drugs/",
                "Een uitvoeringsplan: de delen van de pagina en daaronder het plan in het kort.",
            ),
        ),
        "Alles achter elkaar lezen? Kies “Het hele plan”, of “Klap alles open”.",
    ),
    after="U verandert niets door te lezen. Een plan dat nog wordt geschreven, ziet alleen wie eraan werkt.",
)
SEARCH = Task(
    code="zoeken",
    title="Iets zoeken",
    start="reports:search",
    pages=("reports:search",),
    steps=steps(
        "Typ een woord in het zoekveld boven de pagina: een gemeente, een team, een thema of een woord uit een plan. "
        "Op een telefoon staat het zoekveld onder “Menu”.",
        (
            "Kies een voorstel, of druk op Enter om alles te zien. Een typefout is niet erg.",
            Picture(
                "zoeken",
                "lezer",
                "/zoeken/?q=drugs",
                "De zoekpagina: het zoekveld en daaronder wat er is gevonden.",
            ),
        ),
        "Vindt u te veel? Kies daar een soort of een jaar.",
    ),
    after="U vindt alleen wat u mag lezen.",
)
DOCUMENTS = Task(
    code="document-lezen",
    title="Een beleidsplan, jaarplan of jaarverslag lezen",
    start="reports:document-list",
    pages=("reports:document-list", "reports:document-detail", "reports:edition-detail", "reports:export-list"),
    steps=steps(
        "Kies “Documenten” in het menu, en daarna het document.",
        (
            "Kies bij de bovenste versie “Lees op het web”, of “Download officieel bestand (PDF)”.",
            Picture(
                "document",
                "lezer",
                "/documenten/imv-nh-2019-2022/",
                "De versies van een beleidsplan, met knoppen om het te lezen en te downloaden.",
                shows="main h3",
            ),
        ),
        "Wilt u weten wat er is veranderd? Kies “Vergelijk versies”.",
    ),
    after="De cijfers op het web en in de PDF zijn dezelfde: ze komen uit één bewaarde versie.",
)
ASK = Task(
    code="vraag",
    title="Een vraag stellen over een cijfer of een activiteit",
    start="reports:dashboard",
    pages=("questions:list", "questions:about"),
    steps=steps(
        "Ga naar de plek waar uw vraag over gaat, bijvoorbeeld een activiteit in een plan of een begroting.",
        "Kies daar “Stel een vraag”.",
        (
            "Schrijf uw vraag en kies “Verstuur de vraag”.",
            Picture(
                "vraag",
                "lezer",
                "/vragen/noord-holland/activiteit/1/",
                "De pagina om een vraag te stellen: een tekstveld met de knop Verstuur de vraag.",
                shows="main h2",
            ),
        ),
    ),
    after="Wie ervoor verantwoordelijk is, krijgt bericht. U krijgt een melding zodra er een antwoord is. De vraag en "
    "het antwoord blijven bij het onderwerp staan, voor iedereen die dat mag lezen.",
)
ANSWER = Task(
    code="vraag-beantwoorden",
    title="Een vraag beantwoorden",
    start="questions:list",
    pages=("questions:list", "questions:about"),
    steps=steps(
        "Een vraag aan u staat als taak op “Start”. Open haar daar.",
        "Schrijf uw antwoord en kies “Plaats het antwoord”.",
        "Is er geen antwoord meer nodig? Kies dan “Er is geen antwoord meer nodig”.",
    ),
    after="Wie de vraag stelde, krijgt een melding. De taak verdwijnt van uw lijst.",
)
ACCOUNT = Task(
    code="account",
    title="Uw wachtwoord, uw berichten en uw agenda",
    start="accounts:account",
    pages=("accounts:account", "accounts:password-change", "notices:list", "notices:choices", "calendars:own"),
    steps=steps(
        "Kies rechtsboven uw initialen, en daarna “Mijn account”.",
        "Kies “Wachtwoord wijzigen” voor een nieuw wachtwoord, of “Berichten per mail” om te kiezen waarover u mail "
        "krijgt.",
        "Kies “Uw kalender” als u de dagen uit het portaal in uw eigen agenda wilt zien.",
    ),
    after="Het geldt meteen. Wachtwoord kwijt? Kies op de pagina Inloggen “wachtwoord vergeten”.",
)
STAND_IN = Task(
    code="vervanging",
    title="Iemand voor u laten werken",
    start="accounts:stand-ins",
    pages=("accounts:stand-ins",),
    steps=steps(
        "Kies rechtsboven uw initialen, “Mijn account”, en daar “Vervanging”.",
        (
            "Kies wie het is, en hoe. Een vervanger mag namens u versturen. Een medewerker die voorbereidt zet alles "
            "klaar; u verstuurt het zelf.",
            Picture(
                "vervanging",
                "burgemeester",
                "/account/vervanging/",
                "De pagina Vervanging: kiezen wie voor u werkt, hoe, en tot wanneer.",
            ),
        ),
        "Vul in vanaf welke dag het geldt, en zo nodig tot en met welke. Kies “Regel dit”.",
    ),
    after="De ander logt in met een eigen account en ziet uw taken. Bij alles wat de ander doet, staan beide namen. U "
    "kunt de vervanging op dezelfde pagina weer beëindigen.",
)
FOR_EVERYBODY = (OVERVIEW, READ_PLAN, ASK, SEARCH, DOCUMENTS, ACCOUNT)
