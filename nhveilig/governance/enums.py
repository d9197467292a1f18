from django.db.models import TextChoices


class Level(TextChoices):
    NATIONAL = "landelijk", "landelijk"
    UNIT = "eenheid", "eenheid"
    DISTRICT = "district", "district"
    LOCAL = "lokaal", "lokaal"
    TEAM = "basisteam", "basisteam"
    MUNICIPALITY = "gemeente", "gemeente"


class DecisionKind(TextChoices):
    DECISION = "besluit", "besluit"
    SUPPORT = "draagvlak", "draagvlak"
    ADOPTION = "vaststelling", "vaststelling"
    ADVICE = "advies", "advies"
    CONSENT = "instemming", "instemming"
    EXTENSION = "verlenging", "verlenging"
    WITHDRAWAL = "intrekking", "intrekking"
    LETTER = "brief", "brief"


class Subject(TextChoices):
    """What a decision is about."""

    PLAN = "beleidsplan", "beleidsplan"
    YEAR_PLAN = "uitvoeringsplan", "uitvoeringsplan"
    DOCUMENT = "document", "ander document"
    THEME = "thema", "thema"
    STRENGTH = "sterkte", "politiesterkte"
    AGENDA = "veiligheidsagenda", "Veiligheidsagenda"
    BUDGET = "begroting", "begroting"
    ENFORCEMENT = "handhaving", "handhaving en opsporing"
    EVENTS = "evenementen", "evenementen"
    COOPERATION = "samenwerking", "samenwerking"


class TermUnit(TextChoices):
    YEARS = "jaren", "eens per … jaar"
    A_YEAR = "per_jaar", "… keer per jaar"
    DAYS = "dagen", "binnen … dagen"
    IN_YEAR = "in_jaar", "in het jaar …"


class Operator(TextChoices):
    EXACT = "precies", "precies"
    MINIMUM = "ten_minste", "ten minste"
    MAXIMUM = "uiterlijk", "uiterlijk"


class MentionKind(TextChoices):
    """What a document speaks of there. After the first four come days on which nobody decided anything."""

    BODY = "gremium", "gremium"
    MANDATE = "bevoegdheid", "bevoegdheid"
    TERM = "termijn", "termijn"
    DECISION = "besluit", "besluit"
    REFERENCE_DATE = "peildatum", "peildatum"
    STARTING_DATE = "ingangsdatum", "dag van ingang"
    CHANGE_OF_LAW = "wetswijziging", "wijziging van een wet"
    FORESEEN = "vooruitblik", "wat nog moet komen"
    EVENT = "gebeurtenis", "gebeurtenis"
