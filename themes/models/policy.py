from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agenda.models import SafetyAgenda
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.models import Binned, BinnedQuerySet, Continued, Edited, outside_bin
from nhveilig.prefetching import ReadAtOnce
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts import models as texts


class PolicyPlanQuerySet(ReadAtOnce):
    def with_themes(self) -> Self:
        return self.select_related("police_unit", "agenda").prefetch_related(
            "themes__parts", "themes__objectives", "themes__elements"
        )

    def with_agenda_of(self, police_unit: PoliceUnit, year: int) -> Self:
        """Those by which a national agenda holds for the eenheid in that year, the newest first."""
        running = self.filter(police_unit=police_unit, agenda__start_year__lte=year, agenda__end_year__gte=year)
        return running.order_by("-start_year")


class PolicyPlan(Edited):
    """The four-year plan of one eenheid (article 39 Politiewet 2012). In Noord-Holland: the IMV."""

    class Kind(models.TextChoices):
        POLICY = "policy", "beleidsplan"
        PROGRAMME = "programme", "programma"

    slug = models.SlugField("webnaam", unique=True)
    # Only a beleidsplan is adopted by law; a programme (Ondermijningsplan, RIEC) has themes and years like one.
    kind = models.CharField("soort", max_length=10, choices=Kind, default=Kind.POLICY)
    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="plans", verbose_name="eenheid")
    agenda = models.ForeignKey(
        SafetyAgenda, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="Veiligheidsagenda"
    )
    title = texts.CharField("titel", max_length=160)
    abbreviation = texts.CharField("afkorting", max_length=10, blank=True)
    start_year = models.PositiveSmallIntegerField("eerste jaar")
    end_year = models.PositiveSmallIntegerField("laatste jaar")
    extendable_until = models.PositiveSmallIntegerField("te verlengen tot en met", null=True, blank=True)
    adopted_on = models.DateField("vastgesteld op", null=True, blank=True)
    origin = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="later", verbose_name="begonnen vanuit"
    )
    leaders_edit_goals = models.BooleanField("projectleiders mogen de doelen van hun thema wijzigen", default=False)

    objects = PolicyPlanQuerySet.as_manager()

    class Meta:
        ordering = ["police_unit", "-start_year"]
        verbose_name = "beleidsplan"
        verbose_name_plural = "beleidsplannen"
        constraints = [
            models.CheckConstraint(
                condition=Q(start_year__lte=F("end_year")),
                name="themes_plan_ends_after_it_starts",
                violation_error_message="Het laatste jaar ligt vóór het eerste. Kies een later jaar.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ThemeQuerySet(BinnedQuerySet):
    def readable_by(self, access: Access) -> Self:
        """Themes of the eenheden whose uitvoeringsplannen the reader may see."""
        return self.filter(plan__police_unit__in=access.units_with(Permission.VIEW_PLANS))

    def writable_by(self, access: Access) -> Self:
        """Themes whose uitvoeringsplannen the reader may begin and write."""
        own = ThemeMember.objects.worked_on(access).values("theme")
        return self.filter(Q(plan__police_unit__in=access.units_with(Permission.DECIDE_PLANS)) | Q(pk__in=own))

    def in_year(self, year: int) -> Self:
        """Themes of the plans and programmes that run in that year."""
        return self.filter(plan__start_year__lte=year, plan__end_year__gte=year)

    def for_list(self) -> Self:
        """By eenheid; the programmes before the beleidsplan, as a jaarplan has them. With who leads them."""
        leaders = ThemeMember.objects.filter(kind=ThemeMember.Kind.LEADER).select_related("user")
        members = models.Prefetch("members", leaders, to_attr="leaders")
        order = ("plan__police_unit__order", "-plan__kind", "plan__title", "plan", "number")
        return self.select_related("plan__police_unit").prefetch_related(members).order_by(*order)


class Theme(Continued, Binned):
    """Its number stays its own while it is in the bin: chapters of documents name it."""

    plan = models.ForeignKey(PolicyPlan, models.CASCADE, related_name="themes", verbose_name="beleidsplan")
    number = models.PositiveSmallIntegerField("nummer")
    slug = models.SlugField("webnaam")
    title = texts.CharField("titel", max_length=160)
    short_title = texts.CharField("korte titel", max_length=60)

    objects = outside_bin(rows=ThemeQuerySet)

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = "thema"
        verbose_name_plural = "thema's"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="themes_one_theme_per_number"),
            models.UniqueConstraint(fields=["plan", "slug"], name="themes_one_theme_per_slug"),
        ]

    def __str__(self) -> str:
        return self.title


class ThemePart(Continued):
    """One of the parts of a theme chapter, in the order of `Kind`. Which parts there are is the plan's choice."""

    class Kind(models.TextChoices):
        ANALYSIS = "analysis", "Analyse van het thema"
        WHY_UNIT_WIDE = "why_unit_wide", "Waarom een eenheidsbrede prioriteit?"
        OBJECTIVE = "objective", "Doelstelling"
        CURRENT_STATE = "current_state", "Waar staan we nu?"
        ACTIONS = "actions", "Wat gaan we doen?"
        OCCASION = "occasion", "Aanleiding"
        YIELD = "yield", "Opbrengst"
        DEVELOPMENTS = "developments", "Actuele ontwikkelingen"
        AIMS = "aims", "Wat willen we bereiken?"
        APPROACH = "approach", "Hoe denken we dat te bereiken?"

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="parts", verbose_name="thema")
    kind = models.CharField("deel", max_length=15, choices=Kind)
    title = texts.CharField("eigen kop", max_length=120, blank=True)
    html = texts.TextField("tekst", blank=True)

    class Meta:
        verbose_name = "themadeel"
        verbose_name_plural = "themadelen"
        constraints = [models.UniqueConstraint(fields=["theme", "kind"], name="themes_one_part_per_kind")]

    def __str__(self) -> str:
        return f"{self.theme}: {self.get_kind_display()}"


class Objective(Continued, Binned):
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="objectives", verbose_name="thema")
    number = models.PositiveSmallIntegerField("nummer")
    text = texts.TextField("doel")

    objects = outside_bin()

    class Meta:
        ordering = ["theme", "number"]
        verbose_name = "strategisch doel"
        verbose_name_plural = "strategische doelen"
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "number"], condition=Q(deleted_at=None), name="themes_one_objective_per_number"
            )
        ]

    def __str__(self) -> str:
        return self.text


class ThemeElement(Continued, Binned):
    """A named element of "Wat gaan we doen?": the plan says what, the yearly uitvoeringsplan says how."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="elements", verbose_name="thema")
    number = models.PositiveSmallIntegerField("nummer")
    title = texts.CharField("naam", max_length=160)
    html = texts.TextField("tekst", blank=True)

    objects = outside_bin()

    class Meta:
        ordering = ["theme", "number"]
        verbose_name = "element"
        verbose_name_plural = "elementen"
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "number"], condition=Q(deleted_at=None), name="themes_one_element_per_number"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ThemeMemberQuerySet(models.QuerySet["ThemeMember"]):
    def worked_on(self, access: Access) -> Self:
        """The places by which the reader may write: their own, and those of whom they stand in for."""
        return self.filter(access.whose(Permission.EDIT_PLANS, unit="theme__plan__police_unit"))

    def of(self, access: Access) -> Self:
        """The places the reader has, also where these allow nothing any more, with those of `worked_on`."""
        return self.filter(user=access.user) | self.worked_on(access)


class ThemeMember(models.Model):
    """Who leads a theme or works on it. The role "projectleider" is held for an eenheid, its reach is written here."""

    class Kind(models.TextChoices):
        LEADER = "leader", "projectleider"
        MEMBER = "member", "werkgroeplid"

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="members", verbose_name="thema")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="themes", verbose_name="gebruiker")
    kind = models.CharField("rol", max_length=10, choices=Kind, default=Kind.LEADER)

    objects = ThemeMemberQuerySet.as_manager()

    class Meta:
        ordering = ["theme", "kind"]
        verbose_name = "themalid"
        verbose_name_plural = "themaleden"
        constraints = [models.UniqueConstraint(fields=["theme", "user"], name="themes_a_member_once")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_kind_display()})"
