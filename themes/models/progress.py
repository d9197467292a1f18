"""How it goes with what a plan promised: dated updates, and per subject how it stands after the last of them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import ActedFor, Prepared, User
from nhveilig.figures.fields import FigureModel
from nhveilig.figures.formats import date_short
from nhveilig.regions.models import Municipality
from nhveilig.statuses.status import Status
from nhveilig.texts import models as texts
from themes.models.plans import ImplementationPlan
from themes.models.rows import Activity, IntendedResult, ResultTarget

SUBJECTS = ("activity", "result", "target")


class Outlook(models.TextChoices):
    """How it goes, as somebody reports it: the statuses, without that of what nobody reported on."""

    DONE = Status.DONE.choice
    ON_TRACK = Status.ON_TRACK.choice
    ATTENTION = Status.ATTENTION.choice
    BEHIND = Status.BEHIND.choice
    STOPPED = Status.STOPPED.choice


def _about_one_thing(name: str) -> models.CheckConstraint:
    one_of = [Q(**{f"{other}__isnull": other != subject for other in SUBJECTS}) for subject in SUBJECTS]
    return models.CheckConstraint(condition=Q(*one_of, _connector=Q.OR), name=name)


def _only_of_targets(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(municipality__isnull=True) | Q(target__isnull=False), name=name)


class SubjectModel(FigureModel):
    """Of one activity, intended result or target of a plan; of a target perhaps in one municipality."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="%(class)s_set", verbose_name="plan")
    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="%(class)s_set", verbose_name="activiteit"
    )
    result = models.ForeignKey(
        IntendedResult, models.CASCADE, null=True, blank=True, related_name="%(class)s_set", verbose_name="resultaat"
    )
    target = models.ForeignKey(
        ResultTarget, models.CASCADE, null=True, blank=True, related_name="%(class)s_set", verbose_name="streefwaarde"
    )
    # A municipality that merged into another keeps what it reported.
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="%(class)s_set", verbose_name="gemeente"
    )
    # Empty as long as nobody said how it goes.
    course = models.CharField("stand", max_length=10, choices=Outlook, blank=True)
    # The figure in parts that add up to it (`themes.progress.breakdowns`).
    breakdown = texts.TextField("verdeling", blank=True)
    # The day the figure and the course are of.
    on = models.DateField("peildatum")
    words = texts.TextField("toelichting", blank=True)
    evidence = models.URLField("bewijs", max_length=500, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="gemeld door"
    )
    reported_at = models.DateTimeField("gemeld op")

    class Meta:
        abstract = True

    @property
    def subject(self) -> Activity | IntendedResult | ResultTarget:
        return self.activity or self.result or self.target

    @property
    def subject_place(self) -> tuple[str, int]:
        """(`target`, 12): what it is of, without asking the database for it."""
        return next((name, pk) for name in SUBJECTS if (pk := getattr(self, f"{name}_id")))


def name_of_subject(subject: Activity | IntendedResult | ResultTarget) -> str:
    """`activity`, `result` or `target`: the field that leads to it."""
    return next(name for name in SUBJECTS if isinstance(subject, SubjectModel._meta.get_field(name).related_model))


class ProgressUpdateQuerySet(models.QuerySet["ProgressUpdate"]):
    def standing(self) -> Self:
        """What counts, and the only way to ask for it: not what was corrected, nor what waits for a check or did not
        pass one."""
        return self.filter(state=ProgressUpdate.State.COUNTS)

    def waiting(self) -> Self:
        """What staff have not checked yet."""
        return self.filter(state=ProgressUpdate.State.WAITS)

    def readable_by(self, access: Access) -> Self:
        """What counts, or did, is for whoever reads the plan. The rest is for who wrote it, or in whose name that was,
        for whoever works on the theme, and for who decides on its plans."""
        own = Q(reported_by__in=access.people) | Q(on_behalf_of__in=access.people)
        own |= Q(plan__in=ImplementationPlan.objects.reported_by(access).order_by().values("pk"))
        return self.filter(Q(state__in=State.for_all()) | own)

    def of_subject(self, subject: Activity | IntendedResult | ResultTarget, municipality: Municipality | None) -> Self:
        """Everything reported on one thing, oldest first. For the whole region with None."""
        return self.filter(**{name_of_subject(subject): subject, "municipality": municipality}).order_by("on", "pk")

    def of_plans_until(self, plans: models.QuerySet | list, day: date) -> Self:
        """Everything reported on these plans that is of `day` or earlier, oldest first."""
        return self.filter(_shown_in(plans), on__lte=day).order_by("on", "pk")


class ProgressUpdate(ActedFor, Prepared, SubjectModel):
    """One dated report, by whom, in a value and words. Never changed: a correction is an update of its own. Only its
    `state` moves, by `themes.progress`.

    `unchanged` ("niets veranderd") repeats nothing: value and course are those of before. A value that adds up
    (`ResultTarget.Counting.SUM`) is what came with this update; any other is how it stands.
    """

    class State(models.TextChoices):
        """Whether it counts, and if not, why."""

        COUNTS = "counts", "telt mee"
        CORRECTED = "corrected", "verbeterd"
        WAITS = "waits", "wacht op controle"
        RETURNED = "returned", "teruggestuurd"
        # By who wrote it, before anybody checked it.
        WITHDRAWN = "withdrawn", "vervangen vóór de controle"

        @classmethod
        def for_all(cls) -> list[str]:
            """What counts or once did."""
            return [cls.COUNTS, cls.CORRECTED]

        @classmethod
        def given_up(cls) -> list[str]:
            """What never counted and never will."""
            return [cls.RETURNED, cls.WITHDRAWN]

    unchanged = models.BooleanField("niets veranderd", default=False)
    state = models.CharField("telt mee", max_length=10, choices=State, default=State.COUNTS, editable=False)
    corrects = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="corrections", verbose_name="verbetert"
    )
    # Why something was corrected, or was reported after the year was over.
    reason = texts.CharField("reden", max_length=300, blank=True)
    by_mail = models.BooleanField("via de mail", default=False)

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "on", "pk"]
        verbose_name = "voortgangsmelding"
        verbose_name_plural = "voortgangsmeldingen"
        constraints = [
            *FigureModel.Meta.constraints,
            _about_one_thing("themes_an_update_of_one_thing"),
            _only_of_targets("themes_a_municipality_reports_targets"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | Q(reason__gt=""), name="themes_a_correction_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~Q(state__in=["returned", "withdrawn"]),
                name="themes_one_correction_of_an_update",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "-reported_at"], name="themes_updates_of_a_plan"),
            models.Index(fields=["plan"], condition=Q(state="waits"), name="themes_updates_to_check"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} op {date_short(self.on)}"

    @property
    def waits(self) -> bool:
        return self.state == State.WAITS


State = ProgressUpdate.State


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def unanswered(self) -> Self:
        """What was sent back, and nobody reported on since."""
        return self.filter(answer=None, update__state=State.RETURNED)


class Verdict(ActedFor):
    """What staff made of a report that waited for them."""

    update = models.OneToOneField(ProgressUpdate, models.CASCADE, related_name="verdict", verbose_name="melding")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gecontroleerd door",
    )
    given_at = models.DateTimeField("gecontroleerd op", auto_now_add=True)
    # Why it was sent back; empty of what was accepted.
    reason = texts.CharField("reden", max_length=500, blank=True)
    # What was reported on the same thing after it was sent back.
    answer = models.ForeignKey(
        ProgressUpdate, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="nieuwe melding"
    )

    objects = VerdictQuerySet.as_manager()

    class Meta:
        verbose_name = "controle van een melding"
        verbose_name_plural = "controles van meldingen"

    def __str__(self) -> str:
        return f"{self.update}: {self.update.get_state_display()}"


def _shown_in(plans: models.QuerySet | list) -> Q:
    """Of these plans, and of the targets of other themes that these plans repeat."""
    repeated = ResultTarget.objects.filter(plan__in=plans, counts_as__isnull=False)
    return Q(plan__in=plans) | Q(target__in=repeated.values("counts_as"))


class StandingQuerySet(models.QuerySet["Standing"]):
    def of_plans(self, plans: models.QuerySet | list) -> Self:
        """Standings of the whole region, not of single municipalities, each with its subject. One query."""
        return self.filter(_shown_in(plans), municipality=None).select_related("reported_by")

    def coverage(self, plans: models.QuerySet | list) -> dict[int, tuple[int, int]]:
        """By id of the target: how many municipalities reached it, and how many reported. One query."""
        counted = self.filter(_shown_in(plans), municipality__isnull=False).order_by().values_list("target")
        found = counted.annotate(reached=Count("pk", Q(reached=True)), reported=Count("pk"))
        return {target: (reached, reported) for target, reached, reported in found}


class Standing(SubjectModel):
    """How it stands with one subject after its last update: kept by `themes.progress.services`, so that pages
    read one row per subject however often it was reported on. `value` is the sum of a target that adds up."""

    # Of a target: whether its value is what was aimed for; None when one or the other is no number.
    reached = models.BooleanField("bereikt", null=True)
    updates = models.PositiveIntegerField("aantal meldingen")

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = "stand"
        verbose_name_plural = "standen"
        constraints = [
            *FigureModel.Meta.constraints,
            _about_one_thing("themes_a_standing_of_one_thing"),
            *(
                models.UniqueConstraint(
                    fields=[subject],
                    condition=Q(municipality__isnull=True, **{f"{subject}__isnull": False}),
                    name=f"themes_one_standing_per_{subject}",
                )
                for subject in SUBJECTS
            ),
            models.UniqueConstraint(
                fields=["target", "municipality"],
                condition=Q(municipality__isnull=False),
                name="themes_one_standing_per_target_and_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.figure.text() or self.get_course_display()}"


class AnswerLink(models.Model):
    """A link in a reminder with which one person may report on one subject, once, without logging in.

    The address carries the id, signed; what it may be used for and whether it was, stands here.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="gebruiker")
    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="+", verbose_name="plan")
    # The key of the part (`target-12`).
    part = texts.CharField("onderdeel", max_length=40)
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="gemeente"
    )
    made_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    expires_at = models.DateTimeField("geldig tot")
    used_at = models.DateTimeField("gebruikt op", null=True, blank=True)
    answer = models.ForeignKey(
        ProgressUpdate, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="melding"
    )

    class Meta:
        verbose_name = "antwoordlink"
        verbose_name_plural = "antwoordlinks"

    def __str__(self) -> str:
        return f"{self.part} ({self.user})"
