from typing import Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, Now

from agenda.models import Indicator
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.models import Binned, BinnedQuerySet, Edited, Versioned
from nhveilig.governance.models import Body, Decided
from nhveilig.prefetching import ReadAtOnce
from nhveilig.texts import models as texts
from themes.models.policy import Objective, Theme, ThemeMember


class ImplementationPlanQuerySet(ReadAtOnce):
    def visible_to(self, access: Access) -> Self:
        """Plans of the reader's own eenheden: the adopted ones for everybody, what is put to the municipalities for all
        who may see unfinished work, and whatever they write in themselves or decide on, in any state."""
        readable = Q(theme__plan__police_unit__in=access.units_with(Permission.VIEW_PLANS))
        put_to_all = Q(theme__plan__police_unit__in=access.units_with(Permission.VIEW_CONCEPTS))
        return self.filter(
            (readable & Q(status=Status.ADOPTED))
            | (put_to_all & Q(status=Status.CONSULTATION))
            | self._worked_on(access)
        )

    def editable_by(self, access: Access) -> Self:
        """Plans whose parts they may write while the plan is open: of their own themes, or of a whole eenheid."""
        return self.filter(self._worked_on(access))

    def with_writing(self, access: Access) -> Self:
        """Whether the reader may write each of them while it is open, as `may_write`."""
        own = self.model.objects.editable_by(access).filter(pk=OuterRef("pk"))
        return self.annotate(may_write=Exists(own))

    def reported_by(self, access: Access) -> Self:
        """Adopted plans on whose progress they may report: of their own themes, or of a whole eenheid."""
        return self.filter(self._worked_on(access), status=Status.ADOPTED)

    def decided_by(self, access: Access) -> Self:
        return self.filter(theme__plan__police_unit__in=access.units_with(Permission.DECIDE_PLANS))

    def of_member(self, access: Access) -> Self:
        """Those of the themes the user, or for whom the user works, leads or works on; as far as they may be read."""
        return self.visible_to(access).filter(theme__in=ThemeMember.objects.of(access).values("theme"))

    def _worked_on(self, access: Access) -> Q:
        own = ThemeMember.objects.worked_on(access).values("theme")
        return Q(theme__plan__police_unit__in=access.units_with(Permission.DECIDE_PLANS)) | Q(theme__in=own)

    def for_list(self) -> Self:
        return self.select_related("theme__plan__police_unit").order_by("-year", "theme__plan", "theme__number")

    def with_reactions(self) -> Self:
        """`reacted`: how many reactions municipalities ever gave; `objections`: how many objections have no answer."""
        reactions = self.model._meta.get_field("reactions").related_model.objects.filter(plan=OuterRef("pk")).order_by()
        objections = reactions.filter(stance="objects", answer="")
        counts = (one.values("plan").annotate(number=Count("pk")).values("number") for one in (reactions, objections))
        reacted, open_ones = (Coalesce(Subquery(one), 0) for one in counts)
        return self.annotate(reacted=reacted, objections=open_ones)

    def for_year(self, year: int) -> Self:
        """The plans of one year, with who leads them by name, as `leaders`."""
        leaders = PlanPerson.objects.present().filter(kind=PlanPerson.Kind.LEADER).order_by("order", "pk")
        named = Prefetch("planperson_set", leaders, to_attr="leaders")
        return self.for_list().filter(year=year).prefetch_related(named)

    def with_parts(self) -> Self:
        """Every part that is not in the bin, and the goals of the theme.

        A part may still name a project, result or activity that is in the bin; `themes.parts.queries` leaves it out.
        """
        kinds = [one for one in self.model._meta.related_objects if issubclass(one.related_model, Part)]
        parts = [Prefetch(one.get_accessor_name(), one.related_model.objects.for_plan()) for one in kinds]
        return self.for_list().prefetch_related("theme__objectives", *parts)


class ImplementationPlan(Edited, Decided):
    """Uitvoeringsplan: what one theme does in one year. While it is a concept its parts are edited one by one.

    `version` counts every change to the plan or any of its parts, so that whoever waits sees that there is something
    new.
    """

    class Status(models.TextChoices):
        CONCEPT = "concept", "concept"
        REVIEW = "review", "bij het stafbureau"
        RETURNED = "returned", "terug bij de schrijver"
        CONSULTATION = "consultation", "bij de gemeenten"
        ADOPTED = "adopted", "vastgesteld"

    class Nature(models.TextChoices):
        """What it is when it is no plan of the eenheid itself: nobody ever adopted it, though it works as one."""

        RECORD = "record", "achteraf ingevoerd"
        EXAMPLE = "example", "voorbeeld"

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="implementation_plans", verbose_name="thema")
    year = models.PositiveSmallIntegerField("jaar")
    status = models.CharField("status", max_length=12, choices=Status, default=Status.CONCEPT)
    nature = models.CharField("aard", max_length=8, choices=Nature, blank=True, default="")
    # The period the ambition is for ("2025-2028"): a theme's own, where it differs from that of the policy plan.
    ambition_period = texts.CharField("periode van de ambitie", max_length=20, blank=True, help_text="zoals 2025-2028")
    deadline = models.DateField("gereed op", null=True, blank=True, help_text="de dag waarop het plan klaar moet zijn")
    consultation_ends_on = models.DateField("reageren tot en met", null=True, blank=True)
    adopted_on = models.DateField("vastgesteld op", null=True, blank=True)
    # Whether what others than staff report counts only after staff looked at it.
    checks_progress = models.BooleanField("meldingen eerst controleren", default=False)
    # Who adopts it; of the eenheid itself when the plan names nobody.
    deciding_body = models.ForeignKey(
        Body, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="wie stelt het vast"
    )
    changed_at = models.DateTimeField("gewijzigd op", db_default=Now())
    origin = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="continued_in", verbose_name="vervolg op"
    )

    objects = ImplementationPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "theme"]
        verbose_name = "uitvoeringsplan"
        verbose_name_plural = "uitvoeringsplannen"
        constraints = [
            models.UniqueConstraint(fields=["theme", "year"], name="themes_one_plan_per_theme_and_year"),
            models.CheckConstraint(
                condition=~Q(status="consultation") | Q(consultation_ends_on__isnull=False),
                name="themes_a_consultation_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_word} {self.theme.short_title} {self.year}"

    @property
    def kind_word(self) -> str:
        return "Resultaten" if self.nature == self.Nature.RECORD else "Uitvoeringsplan"

    def get_status_display(self) -> str:
        """The word for readers: of what nobody adopted, why it is there."""
        shown = self.nature if self.nature and self.status == Status.ADOPTED else ""
        return self.Nature(shown).label if shown else Status(self.status).label

    @property
    def is_open(self) -> bool:
        """Whether its parts may be edited now."""
        return self.status in {Status.CONCEPT, Status.RETURNED}


Status = ImplementationPlan.Status


class PartQuerySet(BinnedQuerySet):
    def for_plan(self) -> Self:
        """Those that are not in the bin, in order, with what they name outside their plan."""
        # Not by "plan" itself: that sorts by the order of all plans, over five tables.
        return self.present().order_by("plan_id", *self.model._meta.ordering[1:])


class Part(Versioned, Binned):
    """A piece of a plan that is edited by itself: a text, or a row with its fields."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="%(class)s_set", verbose_name="plan")
    # The part of an earlier year's plan this one goes on from.
    origin = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="continued_in", verbose_name="vervolg op"
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True


class PlanText(Part):
    """A prose part of a plan."""

    class Kind(models.TextChoices):
        AMBITION = "ambition", "Ambitie"
        OCCASION = "occasion", "Aanleiding"
        STRATEGY = "strategy", "Strategie"
        APPROACH = "approach", "Aanpak"
        COOPERATION = "cooperation", "Samenwerking en organisatie"
        LESSONS = "lessons", "Lessen van vorig jaar"

    kind = models.CharField("deel", max_length=12, choices=Kind)
    html = texts.TextField("tekst", blank=True)

    class Meta:
        ordering = ["plan", "id"]
        verbose_name = "tekstdeel"
        verbose_name_plural = "tekstdelen"
        constraints = [models.UniqueConstraint(fields=["plan", "kind"], name="themes_one_text_per_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()


class OrderedPart(Part):
    order = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        abstract = True
        ordering = ["plan", "order", "id"]


class Project(OrderedPart):
    """A project of the plan, or a deelproject (weg, pijler) of one: as deep as the theme needs."""

    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="onderdeel van"
    )
    title = texts.CharField("naam", max_length=200, blank=True)
    html = texts.TextField("beschrijving", blank=True)

    class Meta(OrderedPart.Meta):
        verbose_name = "project"
        verbose_name_plural = "projecten"

    def __str__(self) -> str:
        return self.title or "Project zonder naam"


class PlanPerson(OrderedPart):
    """Who stands for the plan by name: in the document, whether or not they have an account."""

    class Kind(models.TextChoices):
        AMBASSADOR = "ambassador", "bestuurlijk ambassadeur"
        LEADER = "leader", "projectleider"
        MEMBER = "member", "werkgroeplid"

    kind = models.CharField("rol", max_length=10, choices=Kind, default=Kind.MEMBER)
    name = texts.CharField("naam", max_length=120, blank=True)
    organisation = texts.CharField("organisatie", max_length=160, blank=True)

    class Meta(OrderedPart.Meta):
        verbose_name = "betrokkene"
        verbose_name_plural = "betrokkenen"

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class PlanLinkQuerySet(PartQuerySet):
    def for_plan(self) -> Self:
        return super().for_plan().select_related("indicator__objective__agenda", "theme")


class PlanLink(OrderedPart):
    """What the plan contributes to: a national indicator, or another theme it works with."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="landelijke indicator"
    )
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="thema")
    note = texts.CharField("toelichting", max_length=300, blank=True)

    objects = PlanLinkQuerySet.as_manager()

    class Meta(OrderedPart.Meta):
        verbose_name = "verband"
        verbose_name_plural = "verbanden"
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator__isnull=True) | Q(theme__isnull=True), name="themes_a_link_leads_to_one_thing"
            )
        ]

    def __str__(self) -> str:
        return str(self.indicator or self.theme or "Verband")


class GroupedPart(OrderedPart):
    """A row that may stand under a strategic goal of the theme, and under a project of the plan."""

    objective = models.ForeignKey(
        Objective, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="strategisch doel"
    )
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="%(class)s_set", verbose_name="project"
    )

    class Meta(OrderedPart.Meta):
        abstract = True
