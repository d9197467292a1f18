"""Where something is on its way: a word and an icon without colour, for colour says how it stands."""

# By kind, which is also the name of the icon; what a template says instead goes before the word here.
STAGES = {
    "todo": "Niet begonnen",
    "concept": "Concept",
    "review": "Bij het stafbureau",
    "returned": "Terug bij de schrijver",
    "consultation": "Bij de gemeenten",
    "adopted": "Vastgesteld",
    "entered": "Achteraf ingevoerd",
    "queued": "In de wachtrij",
    "running": "Wordt gemaakt",
    "done": "Klaar",
    "failed": "Mislukt",
    "cancelled": "Afgebroken",
    "agrees": "Akkoord",
    "remark": "Opmerking",
    "objects": "Bezwaar",
}
