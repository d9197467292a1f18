"""What one does with a uitvoeringsplan: write it, read it for others, react to it, report on it."""

from nhveilig.web.guides.tasks import Picture, Task, steps

BEGIN = Task(
    code="plan-beginnen",
    title="Een plan voor het nieuwe jaar beginnen",
    start="themes:plan-list",
    pages=("themes:plan-start", "themes:plan-continue"),
    steps=steps(
        "Kies “Plannen” in het menu, en daarna het jaar waarvoor u een plan maakt.",
        "Kies bij uw thema “Begin het plan”.",
        (
            "Is er al een plan van het jaar ervoor? Kies “Kies wat meegaat”, en vink aan wat doorloopt. Anders kiest "
            "u “Begin leeg”.",
            Picture(
                "vervolg",
                "projectleider",
                "/uitvoeringsplannen/noord-holland/2026/drugs/vervolg/",
                "De lijst met activiteiten en resultaten die naar het volgende jaar mee kunnen.",
            ),
        ),
        "Kies “Maak het plan voor” het nieuwe jaar.",
    ),
    after="Het nieuwe plan is een concept. Het oude blijft zoals het is. Het stafbureau en wie aan het thema werkt, "
    "kunnen in het nieuwe plan schrijven.",
)
WRITE = Task(
    code="plan-schrijven",
    title="Een plan schrijven",
    start="themes:plan-list",
    pages=(
        "themes:plan-edit",
        "themes:plan-properties",
        "themes:plan-comments",
        "themes:plan-history",
        "themes:plan-bin",
        "reports:fill-upload",
    ),
    steps=steps(
        "Kies “Plannen”, en bij uw thema “Bewerken”.",
        (
            "Schrijf deel voor deel. In de lijst met delen ziet u hoe ver u bent.",
            Picture(
                "bewerken",
                "projectleider",
                "/uitvoeringsplannen/noord-holland/2025/drugs/bewerken/",
                "Een plan in bewerking: de lijst met delen en het tekstveld van de ambitie.",
            ),
        ),
        "Voeg bij een doel een activiteit toe met “Activiteit toevoegen”. Vul in wat zij oplevert, wanneer, en wie "
        "de eigenaar is.",
        "Kijk bij “Wat hier nog ontbreekt” wat u nog moet invullen.",
    ),
    after="Het portaal bewaart wat u typt: onderaan staat “Opgeslagen om”, met de tijd. Schrijft een collega in "
    "hetzelfde veld, dan ziet u beide teksten en kiest u zelf. Wat u weghaalt, ligt dertig dagen in de “Prullenbak”.",
)
IN_EXCEL = Task(
    code="plan-in-excel",
    title="Een plan bijwerken in Excel",
    start="themes:plan-list",
    pages=("imports:import-list", "imports:upload", "imports:job-detail"),
    steps=steps(
        "Open het plan, en kies “Download als Excel”.",
        "Werk het bestand bij. Laat het kenmerk van een regel staan. Een regel zonder kenmerk is nieuw; een nieuwe "
        "regel op het blad Voortgang is een melding.",
        (
            "Kies op dezelfde pagina “Lees Excel in”. Kies uw bestand, en dan “Controleer het bestand”.",
            Picture(
                "plan-inlezen",
                "projectleider",
                "/invoer/plannen/noord-holland/",
                "De pagina om het bestand van een plan in te lezen: een bestand kiezen en laten controleren.",
            ),
        ),
        "Heet een kolom in uw bestand anders? Zeg dan welke kolom welke is, en kies “Controleer met deze kolommen”. "
        "Het portaal onthoudt dat.",
        "Kijk na wat nieuw is en wat verandert. Klopt het? Kies “Sla deze wijzigingen op”.",
    ),
    after="Wat u in het bestand niet wijzigde, blijft zoals het is. Zit er een fout in, dan staat erbij in welke rij "
    "en hoe u haar verbetert. Er is dan nog niets veranderd.",
    final="Wat is vastgesteld of gemeld, verandert niet door een bestand.",
)
SUBMIT = Task(
    code="plan-insturen",
    title="Uw plan naar het stafbureau sturen",
    start="themes:plan-list",
    pages=("themes:plan-steps",),
    steps=steps(
        "Open uw plan, en kies “Waar staat het plan”.",
        "Ontbreekt er nog iets? Dan staat het daar. Kies een regel om naar die plek te gaan.",
        "Schrijf zo nodig een toelichting, en kies “Stuur naar het stafbureau”.",
    ),
    after="Het stafbureau krijgt bericht. Zolang het leest, kan niemand in het plan schrijven. Wilt u toch verder "
    "schrijven? Kies dan “Trek terug”.",
)
ANSWER_REACTIONS = Task(
    code="reacties-beantwoorden",
    title="Reacties van gemeenten beantwoorden",
    start="themes:plan-list",
    pages=("themes:reactions",),
    steps=steps(
        "Open het plan, en kies “Reacties”.",
        (
            "U ziet wie reageerde, en wie nog niet. Een opmerking of een bezwaar staat er met de reden.",
            Picture(
                "reacties",
                "staf",
                "/uitvoeringsplannen/noord-holland/2025/maatschappelijke-onrust/reacties/",
                "De reacties op een plan: welke gemeenten nog niet reageerden, en wat de andere zeiden.",
            ),
        ),
        "Schrijf bij een reactie wat u ermee doet, en sla het op.",
    ),
    after="De gemeente krijgt een melding van uw antwoord.",
    final="Is het plan vastgesteld, dan kunt u een antwoord niet meer wijzigen.",
)
REPORT = Task(
    code="voortgang",
    title="Melden hoe het ervoor staat",
    start="home",
    pages=(
        "themes:progress",
        "themes:progress-table",
        "themes:progress-report",
        "themes:progress-correct",
        "themes:not-reported",
    ),
    steps=steps(
        "Open een vastgesteld plan, en kies “Voortgang”. Staat er een taak op “Start”? Kies dan daar “Meld”.",
        (
            "Kies bij een activiteit hoe het gaat, en schrijf er zo nodig iets bij. Kies “Sla op”.",
            Picture(
                "voortgang",
                "projectleider",
                "/uitvoeringsplannen/noord-holland/2026/drugs/voortgang/",
                "De voortgang van een plan: per activiteit de laatste stand en een knop om te melden.",
                shows="main h2",
            ),
        ),
        "Is er niets veranderd? Kies dan “Niets veranderd”.",
        "Veel te melden? Kies “Meld veel tegelijk” en vul alles in één tabel in.",
        "Wilt u een getal verdelen, of een foto of verslag meesturen? Klik op de naam van wat u meldt.",
    ),
    after="Uw melding staat meteen in het plan, in het overzicht en bij de gemeenten. Kijkt het stafbureau eerst na "
    "wat over dit plan wordt gemeld? Dan ziet u “Wacht op controle”, en krijgt u bericht als zij meetelt of terugkomt.",
    final="Een melding verdwijnt niet. Klopt zij niet, kies dan “Verbeter”: beide blijven te lezen.",
)
CHECK_REPORTS = Task(
    code="meldingen-nakijken",
    title="Meldingen nakijken voordat ze meetellen",
    start="home",
    pages=("themes:progress-check",),
    steps=steps(
        "Open een plan, en kies “Voortgang”. Zet bij “Meldingen eerst nakijken” het vinkje aan, en kies “Opslaan”.",
        "Meldt iemand iets? Dan staat op “Start” de taak om het na te kijken. Kies “Kijk na”.",
        "Vink aan wat klopt, en kies “Neem over wat is aangevinkt”.",
        "Klopt iets niet? Kies “Stuur terug”, en schrijf op waarom.",
    ),
    after="Wie de melding schreef, krijgt bericht. Komt zij terug, dan staat op “Start” de taak om opnieuw te melden.",
    final="Wat u overneemt, telt mee en blijft te lezen. Klopt het later niet, dan wordt de melding verbeterd.",
)
REACT = Task(
    code="reageren",
    title="Reageren op een plan",
    start="home",
    pages=("themes:reaction-give", "themes:reaction-check", "themes:reaction-sent"),
    steps=steps(
        "Op “Start” staat welk plan op u wacht, en tot welke dag. Kies “Lees en reageer”.",
        (
            "Lees het plan in één minuut, en wat het van u vraagt. Kies per onderdeel “Akkoord”, “Opmerking” of "
            "“Bezwaar”. Bij een opmerking of een bezwaar schrijft u waarom.",
            Picture(
                "reageren",
                "burgemeester",
                "/uitvoeringsplannen/noord-holland/2025/maatschappelijke-onrust/reacties/geven/",
                "De pagina om te reageren: het plan in één minuut en daaronder de keuzes per onderdeel.",
                shows="main h2",
            ),
        ),
        "Zeg onderaan wat u van het plan als geheel vindt. Kies “Kijk uw reactie na”.",
        "Klopt het? Kies “Verstuur de reactie”.",
    ),
    after="De projectleiders en het stafbureau lezen uw reactie. U krijgt een kopie, en een melding als er "
    "antwoord is. Nog niet klaar? Kies “Ga later verder”: wat u invulde, blijft staan.",
    final="Tot en met de laatste dag kunt u uw reactie veranderen. Daarna niet meer.",
)
REPORT_TOWN = Task(
    code="gemeente-melden",
    title="Melden wat uw gemeente deed",
    start="home",
    pages=("reports:municipality-dashboard", "reports:municipality", "themes:town-table"),
    steps=steps(
        (
            "Kies “Mijn gemeente”. Bovenaan staat wat er van u wordt gevraagd, en wat nog open is.",
            Picture(
                "mijn-gemeente",
                "burgemeester",
                "/gemeenten/GM0361/2026/",
                "De pagina van een gemeente: wat wordt gevraagd, wat nog open is en wat is nagekomen.",
            ),
        ),
        "Kies “Meld” bij een afspraak, of “Meld veel tegelijk” om alles in één tabel in te vullen.",
        "Vul in hoe het staat, en verstuur het.",
    ),
    after="De projectleider en de andere gemeenten zien wat u meldde.",
    final="Een melding verdwijnt niet. Klopt zij niet, dan verbetert u haar: beide blijven te lezen.",
)
PREPARE = Task(
    code="voorbereiden",
    title="Werken voor een burgemeester of een hoofdofficier",
    start="home",
    steps=steps(
        "Log in met uw eigen account. Op “Start” staan ook de taken van wie u vervangt of voor wie u voorbereidt.",
        "Vul de reactie of de melding in, zoals hierboven staat.",
        "Bent u medewerker die voorbereidt? Dan zet u het klaar. Bent u vervanger? Dan mag u het ook versturen.",
    ),
    after="Voor wie u werkt, vindt op “Start” wat klaarstaat, leest het en verstuurt het. Beide namen staan erbij.",
)
REVIEW_YEAR = Task(
    code="plannen-van-een-jaar",
    title="Alle plannen van een jaar bij elkaar krijgen",
    start="themes:plan-list",
    pages=("themes:plan-list",),
    steps=steps(
        (
            "Kies “Plannen”, en het jaar. U ziet waar elk plan is, hoe ver, en wie aan zet is. Met “Bord” ziet u "
            "hetzelfde in kolommen.",
            Picture(
                "plannen",
                "staf",
                "/uitvoeringsplannen/?jaar=2025",
                "De plannen van een jaar in een tabel, met per plan waar het is en wie aan zet is.",
                shows=".plan-list tbody",
            ),
        ),
        "Wacht u op een projectleider? Kies “Herinner”. Dat kan één keer per dag.",
        "Is een plan klaar? Kies “Naar het stafbureau”. Mist er iets, dan leest u wat.",
    ),
    after="De projectleider krijgt meteen bericht van uw herinnering. In de lijst staat wanneer u herinnerde.",
)
DECIDE = Task(
    code="plan-beslissen",
    title="Een plan voorleggen, teruggeven of vaststellen",
    start="themes:plan-list",
    pages=("themes:plan-steps",),
    steps=steps(
        "Kies in de lijst “Lees en beslis”, of open het plan en kies “Waar staat het plan”.",
        (
            "Is het goed? Vul in tot en met welke dag gemeenten kunnen reageren, en kies “Leg voor aan de gemeenten”.",
            Picture(
                "beslissen",
                "staf",
                "/uitvoeringsplannen/noord-holland/2025/criminele-geldstromen/stappen/",
                "Waar een plan staat, met de knop om het aan de gemeenten voor te leggen.",
            ),
        ),
        "Is het nog niet goed? Kies “Terug naar schrijver”, en schrijf waarom.",
        "Zijn de reacties verwerkt? Vul in op welke dag het plan is vastgesteld, en kies “Stel vast”.",
    ),
    after="Wie aan zet is, krijgt bericht: de burgemeesters en de hoofdofficier, of de projectleiders.",
    final="Een vastgesteld plan verandert niet meer, en kan niet terug.",
)
TEAM = Task(
    code="betrokkenen",
    title="Zeggen wie een thema leidt",
    start="themes:plan-list",
    pages=("themes:members", "themes:member-add"),
    steps=steps(
        "Kies “Plannen”, en onder de lijst “Betrokkenen”.",
        "Kies bij het thema “Toevoegen”.",
        "Kies wie het is, en of diegene projectleider of werkgroeplid is.",
    ),
    after="Diegene krijgt bericht, en kan meteen schrijven in de plannen van het thema.",
)
