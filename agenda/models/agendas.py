from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q

from nhveilig.accounts.models import ActedFor
from nhveilig.editing.models import BinnedQuerySet, Versioned, outside_bin
from nhveilig.figures.formats import listed
from nhveilig.prefetching import ReadAtOnce
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts import models as texts

from .indicators import Indicator
from .rows import AgendaRow
from .targets import DistributionTotal, RegionalTarget, Target

SAME_CODE = "In deze agenda is er al een afspraak met deze code. Kies een andere code."


class SafetyAgendaQuerySet(ReadAtOnce):
    def in_force(self, year: int) -> Self:
        """Adopted, of these years, the newest first."""
        started = self.filter(is_draft=False, start_year__lte=year, end_year__gte=year)
        return started.filter(Q(ended_on=None) | Q(ended_on__year__gte=year))

    def _with(self, indicators: models.QuerySet, *of_objectives: str) -> Self:
        """Objectives with these indicators."""
        objectives = NationalObjective.objects.prefetch_related(Prefetch("indicators", indicators), *of_objectives)
        return self.prefetch_related(Prefetch("objectives", objectives))

    def with_targets(self) -> Self:
        """Objectives with their background, indicators, targets and explanations."""
        return self._with(Indicator.objects.prefetch_related("targets", "explanations"), "context_figures")

    def with_distribution(self) -> Self:
        """The indicators that are distributed, with every unit's target and the published totals."""
        shares = RegionalTarget.objects.of_the_distribution().select_related("police_unit")
        indicators = Indicator.objects.distributed().prefetch_related(
            Prefetch("regional_targets", queryset=shares),
            Prefetch("distribution_totals", DistributionTotal.objects.with_target()),
            "explanations",
        )
        return self._with(indicators)

    def with_targets_of(self, police_unit: PoliceUnit) -> Self:
        """What this eenheid is held to. Indicators it has no part in are there too, without targets."""
        mine = RegionalTarget.objects.filter(police_unit=police_unit)
        indicators = Indicator.objects.prefetch_related(Prefetch("regional_targets", queryset=mine))
        return self._with(indicators)

    def with_register(self, *, year: int | None = None) -> Self:
        """Targets, shares and current measurements (of one year or all), with the agreements."""
        return self._with(Indicator.objects.with_figures(year=year)).with_agreements()

    def with_register_of(self, police_unit: PoliceUnit) -> Self:
        """The register as one eenheid sees it, with its own notes on the agreements."""
        notes = Prefetch("objectives__agreements__notes", AgreementNote.objects.filter(police_unit=police_unit))
        return self._with(Indicator.objects.with_figures(of=police_unit)).prefetch_related(notes)

    def with_expectations(self) -> Self:
        """What figures are expected of whom, without the figures."""
        shares = RegionalTarget.objects.prefetch_related("police_unit")
        indicators = Indicator.objects.prefetch_related("targets", Prefetch("regional_targets", queryset=shares))
        return self._with(indicators)

    def with_agreements(self) -> Self:
        return self.prefetch_related("objectives__agreements")

    def with_investigation_types(self) -> Self:
        return self.prefetch_related("objectives__investigation_types")

    def with_topics(self) -> Self:
        return self.prefetch_related("topics__items", "topics__context_figures")


class SafetyAgenda(Versioned):
    """The national agenda of article 18 Politiewet 2012: set by the Minister, at least once every four years.

    One that is made in the portal is a draft until it is adopted; of an older one the day may not be known.
    """

    slug = models.SlugField("webnaam", unique=True)
    title = texts.CharField("titel", max_length=120)
    start_year = models.PositiveSmallIntegerField("eerste jaar")
    end_year = models.PositiveSmallIntegerField("laatste jaar")
    is_draft = models.BooleanField("in voorbereiding", default=False)
    adopted_on = models.DateField("vastgesteld op", null=True, blank=True)
    adopted_by = texts.CharField("vastgesteld door", max_length=120, blank=True)
    # Before its last year was over.
    ended_on = models.DateField("beëindigd op", null=True, blank=True)
    distribution_adopted_on = models.DateField("verdeling vastgesteld op", null=True, blank=True)
    reporting_term = models.PositiveSmallIntegerField(
        "rapportagetermijn in weken",
        default=6,
        help_text="Zoveel weken na het einde van een periode horen de cijfers binnen te zijn.",
    )
    source = texts.CharField("bron", max_length=300)

    objects = SafetyAgendaQuerySet.as_manager()

    class Meta:
        ordering = ["-start_year"]
        verbose_name = "Veiligheidsagenda"
        verbose_name_plural = "Veiligheidsagenda's"
        constraints = [
            models.CheckConstraint(
                condition=Q(start_year__lte=F("end_year")),
                name="agenda_ends_after_it_starts",
                violation_error_message="Het laatste jaar ligt voor het eerste. Draai ze om.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> range:
        return range(self.start_year, self.end_year + 1)

    @property
    def last_year(self) -> int:
        """The last in which it holds."""
        return min(self.end_year, self.ended_on.year) if self.ended_on else self.end_year

    @property
    def years_held(self) -> range:
        return range(self.start_year, self.last_year + 1)

    def without_division(self) -> str:
        """A sentence when no eenheid has a share of its targets; else empty. One query."""
        if RegionalTarget.objects.of_the_distribution().filter(indicator__objective__agenda=self).exists():
            return ""
        said = "is nog niet gemaakt" if self.is_draft else "is niet gepubliceerd"
        return f"Een verdeling van de {self} over de eenheden {said}."

    @property
    def indicators(self) -> list[Indicator]:
        """Of every objective, as they were read with it."""
        return [indicator for objective in self.objectives.all() for indicator in objective.indicators.all()]

    def clean(self) -> None:
        """Two agendas never hold in one year, and no target is of another year."""
        if self.start_year is None or self.end_year is None:
            return
        self._refuse_overlap()
        if self.pk:
            self._refuse_targets_outside()

    def _refuse_overlap(self) -> None:
        for other in SafetyAgenda.objects.exclude(pk=self.pk).filter(start_year__lte=self.last_year):
            if other.last_year >= self.start_year:
                raise ValidationError(
                    f"In deze jaren geldt ook {other}, die loopt van {other.start_year} tot en met {other.last_year}. "
                    "Kies andere jaren, of beëindig die agenda eerst."
                )

    def _refuse_targets_outside(self) -> None:
        outside = Q(year__lt=self.start_year) | Q(year__gt=self.end_year)
        found = Target.objects.filter(outside, indicator__objective__agenda=self).order_by()
        if years := sorted(found.values_list("year", flat=True).distinct()):
            raise ValidationError(
                f"Er staan streefcijfers voor {listed(map(str, years))}. Haal die eerst weg, of kies ruimere jaren."
            )


class NationalObjective(AgendaRow):
    """Landelijke beleidsdoelstelling, by the code it has in the agenda (2a, 2c.1)."""

    agenda = models.ForeignKey(SafetyAgenda, models.CASCADE, related_name="objectives", verbose_name="agenda")
    code = texts.CharField("code", max_length=8)
    title = texts.CharField("titel", max_length=120)
    html = texts.TextField("toelichting", blank=True)
    continues = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="komt voort uit"
    )

    objects = outside_bin()

    class Meta:
        ordering = ["agenda", "order"]
        verbose_name = "landelijke beleidsdoelstelling"
        verbose_name_plural = "landelijke beleidsdoelstellingen"
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "code"],
                condition=Q(deleted_at=None),
                name="agenda_one_objective_per_code",
                violation_error_message="In deze agenda is er al een doel met deze code. Kies een andere code.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def siblings(self) -> BinnedQuerySet:
        return NationalObjective.objects.filter(agenda=self.agenda_id)


class Agreement(AgendaRow):
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
    code = texts.CharField("code", max_length=10)
    heading = texts.CharField("rubriek", max_length=80)
    kind = models.CharField("soort", max_length=12, choices=Kind)
    monitoring = models.CharField("monitoring", max_length=12, choices=Monitoring, default=Monitoring.UNKNOWN)
    text = texts.TextField("afspraak")
    actors = texts.CharField("uitvoerders", max_length=120, blank=True)
    term = texts.CharField("termijn", max_length=60, blank=True)
    status = models.CharField("status", max_length=13, choices=Status, default=Status.RUNNING)
    owner = texts.CharField("eigenaar", max_length=120, blank=True)
    continues = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="komt voort uit"
    )

    objects = outside_bin("objective")

    class Meta:
        ordering = ["objective", "order"]
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "code"],
                condition=Q(deleted_at=None),
                name="agenda_one_agreement_per_code",
                violation_error_message=SAME_CODE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def siblings(self) -> BinnedQuerySet:
        return Agreement.objects.filter(objective=self.objective_id)

    def clean(self) -> None:
        """Its code is its address, so there is one in the whole agenda."""
        if not self.objective_id or not self.code:
            return
        place = {"objective__agenda": self.objective.agenda_id, "code__iexact": self.code}
        if Agreement.objects.filter(**place).exclude(pk=self.pk).exists():
            raise ValidationError({"code": SAME_CODE})


class AgreementNote(ActedFor):
    """What one eenheid says once a year about an agreement; without an eenheid: the country as a whole."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="notes", verbose_name="afspraak")
    police_unit = models.ForeignKey(
        PoliceUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="eenheid"
    )
    year = models.PositiveSmallIntegerField("jaar")
    status = models.CharField("status", max_length=13, choices=Agreement.Status)
    text = texts.TextField("toelichting")
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
