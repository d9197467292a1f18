from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q

from nhveilig.figures.fields import FigureModel
from nhveilig.regions.models import PoliceUnit


class SafetyAgendaQuerySet(models.QuerySet["SafetyAgenda"]):
    def with_targets(self) -> Self:
        """Objectives with their indicators, targets and explanations: five queries for any number."""
        indicators = Indicator.objects.prefetch_related("targets", "explanations")
        objectives = NationalObjective.objects.prefetch_related(Prefetch("indicators", queryset=indicators))
        return self.prefetch_related(Prefetch("objectives", queryset=objectives))

    def with_distribution(self) -> Self:
        """The indicators that are distributed, with every unit's target and the published totals."""
        shares = RegionalTarget.objects.select_related("police_unit")
        indicators = Indicator.objects.distributed().prefetch_related(
            Prefetch("regional_targets", queryset=shares), "distribution_totals", "explanations"
        )
        objectives = NationalObjective.objects.prefetch_related(Prefetch("indicators", queryset=indicators))
        return self.prefetch_related(Prefetch("objectives", queryset=objectives))

    def with_agreements(self) -> Self:
        return self.prefetch_related("objectives__agreements")

    def with_investigation_types(self) -> Self:
        return self.prefetch_related("objectives__investigation_types")

    def with_topics(self) -> Self:
        return self.prefetch_related("topics__items")


class SafetyAgenda(models.Model):
    """The national agenda of article 18 Politiewet 2012: set by the Minister, at least once every four years."""

    slug = models.SlugField("webnaam", unique=True)
    title = models.CharField("titel", max_length=120)
    start_year = models.PositiveSmallIntegerField("eerste jaar")
    end_year = models.PositiveSmallIntegerField("laatste jaar")
    adopted_on = models.DateField("vastgesteld op", null=True, blank=True)
    adopted_by = models.CharField("vastgesteld door", max_length=120, blank=True)
    distribution_adopted_on = models.DateField("verdeling vastgesteld op", null=True, blank=True)
    source = models.CharField("bron", max_length=300)

    objects = SafetyAgendaQuerySet.as_manager()

    class Meta:
        ordering = ["-start_year"]
        verbose_name = "Veiligheidsagenda"
        verbose_name_plural = "Veiligheidsagenda's"
        constraints = [
            models.CheckConstraint(condition=Q(start_year__lte=F("end_year")), name="agenda_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> range:
        return range(self.start_year, self.end_year + 1)


class NationalObjective(models.Model):
    """Landelijke beleidsdoelstelling, by the code it has in the agenda (2a, 2c.1); `5` holds the monitoring."""

    agenda = models.ForeignKey(SafetyAgenda, models.CASCADE, related_name="objectives", verbose_name="agenda")
    code = models.CharField("code", max_length=8)
    title = models.CharField("titel", max_length=120)
    html = models.TextField("toelichting", blank=True)
    order = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        ordering = ["agenda", "order"]
        verbose_name = "landelijke beleidsdoelstelling"
        verbose_name_plural = "landelijke beleidsdoelstellingen"
        constraints = [models.UniqueConstraint(fields=["agenda", "code"], name="agenda_one_objective_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Agreement(models.Model):
    class Kind(models.TextChoices):
        QUALITATIVE = "kwalitatief", "kwalitatief"
        QUANTITATIVE = "kwantitatief", "kwantitatief"
        DIRECTION = "richting", "kwantitatief: richting"
        EFFORT = "inspanning", "kwantitatief: inspanning"
        DEVELOPMENT = "ontwikkel", "ontwikkelafspraak"
        PROCESS = "proces", "procesafspraak"

    class Monitoring(models.TextChoices):
        QUALITATIVE = "kwalitatief", "kwalitatief gevolgd"
        QUANTITATIVE = "kwantitatief", "kwantitatief gevolgd"
        YEARLY = "jaarlijks", "jaarlijks verantwoord"
        UNKNOWN = "onbekend", "wijze van volgen niet vermeld"

    class Status(models.TextChoices):
        NOT_STARTED = "niet_begonnen", "nog niet begonnen"
        RUNNING = "loopt", "loopt"
        AT_RISK = "aandacht", "vraagt aandacht"
        DONE = "gereed", "gereed"
        STOPPED = "gestopt", "gestopt"

    objective = models.ForeignKey(
        NationalObjective, models.CASCADE, related_name="agreements", verbose_name="beleidsdoelstelling"
    )
    code = models.CharField("code", max_length=10)
    heading = models.CharField("rubriek", max_length=80)
    kind = models.CharField("soort", max_length=12, choices=Kind)
    monitoring = models.CharField("monitoring", max_length=12, choices=Monitoring, default=Monitoring.UNKNOWN)
    text = models.TextField("afspraak")
    actors = models.CharField("uitvoerders", max_length=120, blank=True)
    term = models.CharField("termijn", max_length=60, blank=True)
    status = models.CharField("status", max_length=13, choices=Status, default=Status.RUNNING)
    owner = models.CharField("eigenaar", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        ordering = ["objective", "order"]
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        constraints = [models.UniqueConstraint(fields=["objective", "code"], name="agenda_one_agreement_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class AgreementNote(models.Model):
    """What one eenheid says once a year about an agreement; without an eenheid: the country as a whole."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="notes", verbose_name="afspraak")
    police_unit = models.ForeignKey(
        PoliceUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="eenheid"
    )
    year = models.PositiveSmallIntegerField("jaar")
    status = models.CharField("status", max_length=13, choices=Agreement.Status)
    text = models.TextField("toelichting")
    written_on = models.DateField("geschreven op")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="geschreven door"
    )

    class Meta:
        ordering = ["agreement", "year", "pk"]
        verbose_name = "jaarlijkse toelichting"
        verbose_name_plural = "jaarlijkse toelichtingen"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "police_unit", "year"],
                condition=Q(police_unit__isnull=False),
                name="agenda_one_note_per_unit_and_year",
            ),
            models.UniqueConstraint(
                fields=["agreement", "year"],
                condition=Q(police_unit__isnull=True),
                name="agenda_one_national_note_per_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.code} {self.year}"


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def distributed(self) -> Self:
        return self.filter(regional_targets__isnull=False).distinct()


class Indicator(models.Model):
    """What is counted for an objective. Its relation to `parent` says how the two figures belong together."""

    class Measure(models.TextChoices):
        COUNT = "aantal", "aantal"
        PERCENTAGE = "percentage", "percentage"
        FREQUENCY = "frequentie", "frequentie"
        DIRECTION = "richting", "richting"
        CAPACITY = "capaciteit", "capaciteit"

    class Direction(models.TextChoices):
        UP = "hoger", "hoger is beter"
        DOWN = "lager", "lager is beter"
        NEUTRAL = "geen", "geen gewenste richting"

    class Rule(models.TextChoices):
        SUM = "som", "som"
        LAST = "laatste", "laatste waarde"
        AVERAGE = "gemiddeld", "gemiddelde"
        NONE = "geen", "niet samen te nemen"

    class Relation(models.TextChoices):
        NONE = "", "staat op zichzelf"
        PART = "deel", "telt op tot het totaal"
        OF_WHICH = "waarvan", "waarvan (binnen het aantal)"
        SHARE = "aandeel", "aandeel van het aantal"

    objective = models.ForeignKey(
        NationalObjective, models.CASCADE, related_name="indicators", verbose_name="beleidsdoelstelling"
    )
    code = models.SlugField("code", max_length=60)
    name = models.CharField("naam", max_length=200)
    unit = models.CharField("eenheid", max_length=60)
    measure = models.CharField("maat", max_length=12, choices=Measure, default=Measure.COUNT)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="hoort bij"
    )
    relation = models.CharField("verhouding", max_length=10, choices=Relation, blank=True, default=Relation.NONE)
    definition = models.TextField("definitie", blank=True)
    direction = models.CharField("gewenste richting", max_length=8, choices=Direction, default=Direction.UP)
    decimals = models.PositiveSmallIntegerField("decimalen", default=0)
    # How figures of parts of a year become the year's, and those of the eenheden the country's.
    period_rule = models.CharField("regel over perioden", max_length=9, choices=Rule, default=Rule.SUM)
    region_rule = models.CharField("regel over eenheden", max_length=9, choices=Rule, default=Rule.SUM)
    source = models.CharField("bron van de cijfers", max_length=200, blank=True)
    supplier = models.CharField("wie de cijfers levert", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField("volgorde")

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["objective", "order"]
        verbose_name = "indicator"
        verbose_name_plural = "indicatoren"
        constraints = [
            models.UniqueConstraint(fields=["objective", "code"], name="agenda_one_indicator_per_code"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, relation="") | (Q(parent__isnull=False) & ~Q(relation="")),
                name="agenda_a_parent_and_its_relation_go_together",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Target(FigureModel):
    """The national streefcijfer of one indicator, for a year or for another period named in words."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets", verbose_name="indicator")
    year = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    period = models.CharField("periode", max_length=40, blank=True)
    note = models.CharField("opmerking", max_length=200, blank=True)

    class Meta(FigureModel.Meta):
        ordering = ["indicator", "year", "pk"]
        verbose_name = "streefcijfer"
        verbose_name_plural = "streefcijfers"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(fields=["indicator", "year", "period"], name="agenda_one_target_per_period"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year or self.period}: {self.figure}"


class RegionalTarget(FigureModel):
    """The share one unit takes of a national target in one year."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="regional_targets", verbose_name="indicator")
    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="targets", verbose_name="eenheid")
    year = models.PositiveSmallIntegerField("jaar")

    class Meta(FigureModel.Meta):
        ordering = ["indicator", "police_unit__order", "year"]
        verbose_name = "regionale verdeling"
        verbose_name_plural = "regionale verdelingen"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "police_unit", "year"], name="agenda_one_share_per_unit_and_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.police_unit} {self.year}: {self.figure}"


class TargetRevision(FigureModel):
    """What a national or regional target was before it was changed mid-term. The new figure stands on the target."""

    target = models.ForeignKey(
        Target, models.CASCADE, null=True, blank=True, related_name="revisions", verbose_name="streefcijfer"
    )
    regional_target = models.ForeignKey(
        RegionalTarget, models.CASCADE, null=True, blank=True, related_name="revisions", verbose_name="verdeling"
    )
    reason = models.CharField("reden", max_length=300)
    revised_on = models.DateField("gewijzigd per")
    revised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="gewijzigd door"
    )
    recorded_at = models.DateTimeField("vastgelegd op", auto_now_add=True)

    class Meta(FigureModel.Meta):
        ordering = ["revised_on", "pk"]
        verbose_name = "eerder streefcijfer"
        verbose_name_plural = "eerdere streefcijfers"
        constraints = [
            *FigureModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(target__isnull=True, regional_target__isnull=False)
                | Q(target__isnull=False, regional_target__isnull=True),
                name="agenda_a_revision_of_one_target",
            ),
        ]

    def __str__(self) -> str:
        return f"was {self.figure} tot {self.revised_on:%d-%m-%Y}"


class Distribution(models.Model):
    """How the national target of one indicator is divided over the eenheden in one year.

    A published distribution has no key: its shares are what the letter says, with the remainder explained.
    """

    class Key(models.TextChoices):
        PUBLISHED = "gepubliceerd", "zoals gepubliceerd"
        EQUAL = "gelijk", "gelijk over de eenheden"
        INHABITANTS = "inwoners", "naar inwonertal"
        MANUAL = "handmatig", "met de hand"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="distributions", verbose_name="indicator")
    year = models.PositiveSmallIntegerField("jaar")
    key = models.CharField("verdeelsleutel", max_length=12, choices=Key)
    reference_date = models.DateField("peildatum van de inwonertallen", null=True, blank=True)
    note = models.CharField("toelichting", max_length=300, blank=True)
    decided_on = models.DateField("vastgesteld op", null=True, blank=True)
    decided_by = models.CharField("vastgesteld door", max_length=120, blank=True)

    class Meta:
        ordering = ["indicator", "year"]
        verbose_name = "verdeling"
        verbose_name_plural = "verdelingen"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="agenda_one_distribution_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}, {self.get_key_display()}"


class Measurement(FigureModel):
    """What was realised in one period, by one eenheid or (without one) by the country as a whole.

    A figure that is corrected stays: the correction is a next revision, and only the newest is current.
    """

    class Period(models.TextChoices):
        YEAR = "jaar", "heel jaar"
        FIRST_HALF = "h1", "eerste halfjaar"
        SECOND_HALF = "h2", "tweede halfjaar"
        FIRST_QUARTER = "k1", "eerste kwartaal"
        SECOND_QUARTER = "k2", "tweede kwartaal"
        THIRD_QUARTER = "k3", "derde kwartaal"
        FOURTH_QUARTER = "k4", "vierde kwartaal"

    class Status(models.TextChoices):
        PROVISIONAL = "voorlopig", "voorlopig"
        REVISED = "bijgesteld", "bijgesteld"
        FINAL = "definitief", "definitief"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="measurements", verbose_name="indicator")
    police_unit = models.ForeignKey(
        PoliceUnit, models.PROTECT, null=True, blank=True, related_name="measurements", verbose_name="eenheid"
    )
    year = models.PositiveSmallIntegerField("jaar")
    period = models.CharField("periode", max_length=4, choices=Period, default=Period.YEAR)
    revision = models.PositiveSmallIntegerField("herziening", default=1)
    is_current = models.BooleanField("geldend", default=True)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.PROVISIONAL)
    source = models.CharField("bron", max_length=300)
    published_on = models.DateField("gepubliceerd op", null=True, blank=True)
    note = models.CharField("opmerking", max_length=300, blank=True)
    recorded_at = models.DateTimeField("vastgelegd op", auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="vastgelegd door"
    )

    class Meta(FigureModel.Meta):
        ordering = ["indicator", "police_unit__order", "year", "period", "revision"]
        verbose_name = "realisatie"
        verbose_name_plural = "realisaties"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "police_unit", "year", "period", "revision"],
                condition=Q(police_unit__isnull=False),
                name="agenda_one_measurement_per_unit_and_revision",
            ),
            models.UniqueConstraint(
                fields=["indicator", "year", "period", "revision"],
                condition=Q(police_unit__isnull=True),
                name="agenda_one_national_measurement_per_revision",
            ),
            models.UniqueConstraint(
                fields=["indicator", "police_unit", "year", "period"],
                condition=Q(is_current=True, police_unit__isnull=False),
                name="agenda_one_current_measurement_per_unit",
            ),
            models.UniqueConstraint(
                fields=["indicator", "year", "period"],
                condition=Q(is_current=True, police_unit__isnull=True),
                name="agenda_one_current_national_measurement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.police_unit or 'Nederland'} {self.year} {self.get_period_display()}"


class DistributionTotal(FigureModel):
    """A total as printed under a regional distribution. The sum of the shares may differ: see `Explanation`."""

    class Level(models.TextChoices):
        REGIONAL = "regional", "subtotaal regionale eenheden"
        NATIONAL = "national", "totaal landelijk"

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="distribution_totals", verbose_name="indicator"
    )
    year = models.PositiveSmallIntegerField("jaar")
    level = models.CharField("niveau", max_length=10, choices=Level, default=Level.NATIONAL)

    class Meta(FigureModel.Meta):
        ordering = ["indicator", "level", "year"]
        verbose_name = "gepubliceerd totaal"
        verbose_name_plural = "gepubliceerde totalen"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "year", "level"], name="agenda_one_published_total_per_level_and_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.indicator} {self.year}: {self.figure}"


class Explanation(models.Model):
    """Why a published figure of an indicator is not what its parts compute to.

    It explains this `difference` (published minus computed) and no other, so that a typing error is not excused.
    """

    class About(models.TextChoices):
        DISTRIBUTION = "verdeling", "som van de eenheden"
        PARTS = "delen", "som van de delen"
        SHARE = "aandeel", "aandeel van het aantal"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="explanations", verbose_name="indicator")
    about = models.CharField("betreft", max_length=10, choices=About)
    year = models.PositiveSmallIntegerField("jaar")
    difference = models.DecimalField("verklaard verschil", max_digits=14, decimal_places=4)
    text = models.TextField("toelichting")

    class Meta:
        ordering = ["indicator", "about", "year"]
        verbose_name = "toelichting"
        verbose_name_plural = "toelichtingen"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "about", "year"], name="agenda_one_explanation_per_figure")
        ]

    def __str__(self) -> str:
        return self.text


class ContextFigure(FigureModel):
    """A number the agenda names in its argument: money, history, expected growth. Nobody is held to it."""

    objective = models.ForeignKey(
        NationalObjective, models.CASCADE, related_name="context_figures", verbose_name="beleidsdoelstelling"
    )
    name = models.CharField("omschrijving", max_length=200)
    period = models.CharField("periode", max_length=40, blank=True)
    unit = models.CharField("eenheid", max_length=40)
    order = models.PositiveSmallIntegerField("volgorde")

    class Meta(FigureModel.Meta):
        ordering = ["objective", "order"]
        verbose_name = "achtergrondcijfer"
        verbose_name_plural = "achtergrondcijfers"

    def __str__(self) -> str:
        return f"{self.name} {self.period}: {self.figure}"


class InvestigationType(models.Model):
    """What counts as which kind of cybercrime investigation."""

    objective = models.ForeignKey(
        NationalObjective, models.CASCADE, related_name="investigation_types", verbose_name="beleidsdoelstelling"
    )
    code = models.CharField("code", max_length=12)
    title = models.CharField("titel", max_length=80)
    scale = models.CharField("schaal", max_length=80, blank=True)
    executor = models.CharField("uitvoerder", max_length=80, blank=True)
    level = models.CharField("niveau", max_length=12, blank=True)
    core = models.TextField("kern")
    order = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        ordering = ["objective", "order"]
        verbose_name = "onderzoekstype"
        verbose_name_plural = "onderzoekstypen"

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    """A national theme without further agreements, or a task of organisational development."""

    class Group(models.TextChoices):
        NATIONAL_THEME = "landelijk_thema", "Landelijke thema's"
        DEVELOPMENT = "ontwikkelopgave", "Organisatieontwikkelopgaven"

    agenda = models.ForeignKey(SafetyAgenda, models.CASCADE, related_name="topics", verbose_name="agenda")
    group = models.CharField("groep", max_length=20, choices=Group)
    number = models.CharField("nummer", max_length=4)
    title = models.CharField("titel", max_length=160)
    text = models.TextField("tekst", blank=True)
    order = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        ordering = ["agenda", "order"]
        verbose_name = "onderwerp"
        verbose_name_plural = "onderwerpen"
        constraints = [
            models.UniqueConstraint(fields=["agenda", "group", "number"], name="agenda_one_topic_per_number")
        ]

    def __str__(self) -> str:
        return self.title


class TopicItem(models.Model):
    class Kind(models.TextChoices):
        """The labels are plural: they stand above a list."""

        INTERVENTION_AREA = "interventiegebied", "Interventiegebieden"
        POINT_OF_ATTENTION = "aandachtspunt", "Aandachtspunten voor de politie"
        SUBJECT = "onderwerp", "Onderwerpen"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="items", verbose_name="onderwerp")
    kind = models.CharField("soort", max_length=30, choices=Kind)
    text = models.CharField("tekst", max_length=300)
    order = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        ordering = ["topic", "order"]
        verbose_name = "onderdeel van een onderwerp"
        verbose_name_plural = "onderdelen van onderwerpen"

    def __str__(self) -> str:
        return self.text
