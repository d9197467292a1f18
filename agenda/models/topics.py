from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from nhveilig.editing.models import BinnedQuerySet, outside_bin
from nhveilig.figures.fields import FigureModel, UnitField
from nhveilig.figures.units import with_unit
from nhveilig.texts import models as texts

from .agendas import NationalObjective, SafetyAgenda
from .rows import AgendaRow

# A figure in years above this is a calendar year.
FIRST_YEAR = 1900


class Topic(AgendaRow):
    """A national theme without further agreements, or a task of organisational development."""

    class Group(models.TextChoices):
        NATIONAL_THEME = "landelijk_thema", "Landelijke thema's"
        DEVELOPMENT = "ontwikkelopgave", "Organisatieontwikkelopgaven"

    agenda = models.ForeignKey(SafetyAgenda, models.CASCADE, related_name="topics", verbose_name="agenda")
    group = models.CharField("groep", max_length=20, choices=Group)
    number = texts.CharField("nummer", max_length=4)
    title = texts.CharField("titel", max_length=160)
    text = texts.TextField("tekst", blank=True)

    objects = outside_bin()

    class Meta:
        ordering = ["agenda", "order"]
        verbose_name = "onderwerp"
        verbose_name_plural = "onderwerpen"
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "group", "number"],
                condition=Q(deleted_at=None),
                name="agenda_one_topic_per_number",
                violation_error_message="In deze groep is er al een onderwerp met dit nummer. Kies een ander nummer.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def siblings(self) -> BinnedQuerySet:
        return Topic.objects.filter(agenda=self.agenda_id)


class TopicItem(AgendaRow):
    class Kind(models.TextChoices):
        """The labels are plural: they stand above a list."""

        INTERVENTION_AREA = "interventiegebied", "Interventiegebieden"
        POINT_OF_ATTENTION = "aandachtspunt", "Aandachtspunten voor de politie"
        SUBJECT = "onderwerp", "Onderwerpen"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="items", verbose_name="onderwerp")
    kind = models.CharField("soort", max_length=30, choices=Kind)
    text = texts.CharField("tekst", max_length=300)

    objects = outside_bin("topic")

    class Meta:
        ordering = ["topic", "order"]
        verbose_name = "onderdeel van een onderwerp"
        verbose_name_plural = "onderdelen van onderwerpen"
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "order"],
                condition=Q(deleted_at=None),
                name="agenda_one_item_per_place",
                violation_error_message="Op deze plaats staat al een onderdeel. Kies een ander volgnummer.",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def siblings(self) -> BinnedQuerySet:
        return TopicItem.objects.filter(topic=self.topic_id)


class InvestigationType(AgendaRow):
    """What counts as which kind of cybercrime investigation."""

    objective = models.ForeignKey(
        NationalObjective, models.CASCADE, related_name="investigation_types", verbose_name="beleidsdoelstelling"
    )
    code = texts.CharField("code", max_length=12)
    title = texts.CharField("titel", max_length=80)
    scale = texts.CharField("schaal", max_length=80, blank=True)
    executor = texts.CharField("uitvoerder", max_length=80, blank=True)
    level = texts.CharField("niveau", max_length=12, blank=True)
    core = texts.TextField("kern")

    objects = outside_bin("objective")

    class Meta:
        ordering = ["objective", "order"]
        verbose_name = "onderzoekstype"
        verbose_name_plural = "onderzoekstypen"
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "code"],
                condition=Q(deleted_at=None),
                name="agenda_one_investigation_type_per_code",
                violation_error_message="Bij dit doel is er al een onderzoekstype met deze code. Kies een andere code.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def siblings(self) -> BinnedQuerySet:
        return InvestigationType.objects.filter(objective=self.objective_id)


class ContextFigure(FigureModel, AgendaRow):
    """A number the agenda names in its argument: money, history, expected growth. Nobody is held to it."""

    objective = models.ForeignKey(
        NationalObjective,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="context_figures",
        verbose_name="beleidsdoelstelling",
    )
    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, related_name="context_figures", verbose_name="onderwerp"
    )
    name = texts.CharField("omschrijving", max_length=200)
    period = texts.CharField("periode", max_length=40, blank=True)
    unit = UnitField("meeteenheid", max_length=40)

    objects = outside_bin("objective", "topic")

    class Meta(FigureModel.Meta):
        ordering = ["order"]
        verbose_name = "achtergrondcijfer"
        verbose_name_plural = "achtergrondcijfers"
        constraints = [
            *FigureModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(objective__isnull=True, topic__isnull=False)
                | Q(objective__isnull=False, topic__isnull=True),
                name="agenda_context_of_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.period}: {self.figure}"

    @property
    def shown(self) -> str:
        """A year is not a number of years: it stands without a point and without its unit."""
        if self.unit == "jaar" and self.figure.is_known and self.value > FIRST_YEAR:
            return str(int(self.value))
        return with_unit(self.figure, self.unit)

    @property
    def siblings(self) -> BinnedQuerySet:
        return ContextFigure.objects.filter(objective=self.objective_id, topic=self.topic_id)

    def clean(self) -> None:
        if (self.objective_id is None) == (self.topic_id is None):
            raise ValidationError("Kies bij welk doel of bij welk onderwerp dit cijfer hoort: een van de twee.")
        if self.siblings.filter(order=self.order).exclude(pk=self.pk).exists():
            raise ValidationError({"order": "Op deze plaats staat al een cijfer. Kies een ander volgnummer."})
