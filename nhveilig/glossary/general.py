"""What every portal begins with: a migration puts it in the empty table, and from then on it belongs to its users."""

# Term, in full, explanation.
GENERAL = (
    ("Basisteam", "", "Het politieteam dat in een of meer gemeenten werkt."),
    ("Bezetting", "", "Wie er op een dag echt werkt."),
    ("Eenheid", "", "Een van de tien regio’s van de politie. Het portaal toont u alleen de eenheden waarvoor u werkt."),
    ("Formatie", "", "Het aantal plaatsen op papier."),
    ("fte", "fulltime-equivalent", "Een volledige baan. Twee mensen met een halve baan zijn samen 1 fte."),
    ("Realisatie", "", "Het getal dat er echt uit kwam."),
    ("Streefwaarde", "", "Het getal dat een resultaat moet halen."),
    ("Uitvoeringsplan", "", "Wat één thema in één jaar doet, met wie, en wat het moet opleveren."),
    ("Vastgesteld", "", "Besloten door wie dat mag. Daarna verandert de inhoud niet meer."),
    ("Veiligheidsagenda", "", "De landelijke doelen waaraan elke eenheid bijdraagt."),
)
