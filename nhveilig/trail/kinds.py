"""What the trail tells of, in words. Not choices of the column: another kind is no migration."""

from django.db.models import TextChoices


class Kind(TextChoices):
    STEP = "step", "Stap van een plan"
    ADOPTED = "adopted", "Vastgesteld"
    DECISION = "decision", "Besluit in het register"
    FROZEN = "frozen", "Versie bewaard"
    FILE = "file", "Officieel bestand bewaard"
    HEARING = "hearing", "Raden gehoord"
    PUBLISHED = "published", "Openbaar gemaakt"
    WITHDRAWN = "withdrawn", "Openbaarheid ingetrokken"
    ROLE = "role", "Rol of account"
    STAND_IN = "stand_in", "Vervanging"
    LOGIN = "login", "Beheerder logde in"


class Part(TextChoices):
    """As what somebody has to do with a row."""

    BY = "by", "door"
    ON_BEHALF_OF = "on_behalf_of", "namens"
    ABOUT = "about", "over"
