import hashlib
import logging
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.models import Edited
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted
from nhveilig.governance.models import Decided
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts import models as texts
from reports.documents.content import adoption_in_words, fingerprint
from themes.models import ImplementationPlan, PolicyPlan

logger = logging.getLogger(__name__)


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, access: Access, permission: Permission = Permission.VIEW_DOCUMENTS) -> Self:
        """Documents of the eenheden for which the reader holds `permission`.

        That of a uitvoeringsplan only to whoever writes in the plan, or may see one of its editions.
        """
        own = Q(implementation_plan__in=ImplementationPlan.objects.editable_by(access))
        shown = Q(pk__in=Edition.objects.visible_to(access).values("document"))
        return self.filter(Q(implementation_plan=None) | own | shown, police_unit__in=access.units_with(permission))

    def for_list(self) -> Self:
        return self.select_related("police_unit").annotate(edition_count=Count("editions"))

    def in_the_making(self, access: Access, year: int) -> Self:
        """Of last year and later, by the eenheden for which the reader keeps versions; without those of single plans
        and what was adopted. Each with `newest` (a number, or None), its status and when it was kept. One query."""
        editions = Edition.objects.filter(document=OuterRef("pk")).order_by("-number")
        own = self.filter(police_unit__in=access.units_with(Permission.FREEZE_EDITION), implementation_plan=None)
        unfinished = ~Exists(editions.filter(status=Edition.Status.ADOPTED))
        found = own.filter(unfinished, end_year__gte=year - 1).order_by("-start_year", "title")
        told = {"newest": "number", "newest_status": "status", "kept_at": "frozen_at"}
        return found.annotate(**{name: Subquery(editions.values(one)[:1]) for name, one in told.items()})[:4]

    def for_freezing(self) -> Self:
        return self.select_related("police_unit", "plan__agenda")

    def of_year(self, kind: str, police_unit: PoliceUnit, year: int) -> Self:
        """The document of that kind about that year alone, if there is one."""
        return self.filter(kind=kind, police_unit=police_unit, start_year=year, end_year=year)

    def house_style_of(self, police_unit: PoliceUnit) -> tuple[str, dict]:
        """Who publishes, and the cover in a layout: as the newest jaarplan or beleidsplan of the eenheid has them."""
        own = self.filter(police_unit=police_unit, implementation_plan=None)
        like = own.order_by("-start_year", "-pk").first()
        if like is None:
            return f"Eenheid {police_unit}", {}
        return like.organisation, {name: like.layout[name] for name in ["cover"] if name in like.layout}


class Document(Edited):
    """An official document in the making: a kind, an eenheid, a period, and an outline of blocks."""

    ENTRIES = "layout"

    class Kind(models.TextChoices):
        POLICY_PLAN = "policy_plan", "Beleidsplan"
        YEAR_PLAN = "year_plan", "Jaarplan"
        ANNUAL_REPORT = "annual_report", "Jaarverslag"
        HALF_YEAR_REPORT = "half_year_report", "Halfjaarrapportage"
        TWELVE_MONTH_REPORT = "twelve_month_report", "Twaalfmaandsrapportage"
        IMPLEMENTATION_PLAN = "implementation_plan", "Uitvoeringsplan"

    slug = models.SlugField("webnaam", max_length=120, unique=True)
    kind = models.CharField("soort", max_length=20, choices=Kind)
    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="documents", verbose_name="eenheid")
    plan = models.ForeignKey(
        PolicyPlan, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="beleidsplan"
    )
    # Whose document this is: made by itself on first use, and as visible as the plan.
    implementation_plan = models.OneToOneField(
        ImplementationPlan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="document",
        verbose_name="uitvoeringsplan",
    )
    title = texts.CharField("titel", max_length=220)
    subtitle = texts.CharField("ondertitel", max_length=160, blank=True)
    organisation = texts.CharField("organisatie", max_length=120)
    start_year = models.PositiveSmallIntegerField("eerste jaar")
    end_year = models.PositiveSmallIntegerField("laatste jaar")
    # Choices of this one document: how chapters are numbered, which accent it has. See docs/edition-schema.md.
    layout = models.JSONField("opmaak", default=dict, blank=True)
    # Counts what was added, moved and removed in the outline: whoever moves something has to know how it stands.
    outline_version = models.PositiveIntegerField("versie van de opbouw", default=1)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["police_unit", "-start_year", "title"]
        verbose_name = "document"
        verbose_name_plural = "documenten"
        constraints = [
            models.CheckConstraint(
                condition=Q(start_year__lte=F("end_year")), name="reports_document_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def status_label(self, status: str) -> str:
        """What a status of its editions is called: only a beleidsplan goes to the councils as a 95%-versie."""
        if self.kind == self.Kind.IMPLEMENTATION_PLAN and status == Edition.Status.CONSULTATION:
            return "Bij de gemeenten"
        return Edition.Status(status).label

    @property
    def newest_word(self) -> str:
        """Of a document of `in_the_making()`: how far its newest version is."""
        return self.status_label(self.newest_status or Edition.Status.CONCEPT)

    @property
    def summary(self) -> str:
        """For a list made with `for_list()`."""
        editions = counted(self.edition_count, "versie", "versies")
        return f"{self.get_kind_display()} {self.police_unit}, {editions}"

    @property
    def period(self) -> str:
        return str(self.start_year) if self.start_year == self.end_year else f"{self.start_year}-{self.end_year}"


class FrozenQuerySet(models.QuerySet):
    """Neither a bulk operation changes what is frozen."""

    def update(self, **values: object) -> int:
        raise TypeError(f"{self.model.FROZEN}: make a new one that says what it rectifies.")

    def bulk_create(self, objs, *args: object, update_conflicts: bool = False, **kwargs: object) -> list:
        if update_conflicts:
            raise TypeError(f"{self.model.FROZEN}: an insert that updates would change one that is there.")
        return super().bulk_create(objs, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self.model.FROZEN}: it stays, so that what councils saw can always be shown.")


class FrozenModel(models.Model):
    """Never changed and never deleted."""

    # The beginning of what a programmer is told who tries.
    FROZEN = ""

    class Meta:
        abstract = True

    def save(self, **kwargs: object) -> None:
        if not self._state.adding:
            raise TypeError(f"{self.FROZEN}: make a new one that says what it rectifies.")
        super().save(**kwargs)

    def delete(self, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self.FROZEN}: it stays, so that what councils saw can always be shown.")


class EditionQuerySet(FrozenQuerySet):
    def visible_to(self, access: Access) -> Self:
        """Editions of the reader's own eenheden; concepts only where they may see unfinished work.

        Of a uitvoeringsplan: what is adopted; what was put to the municipalities, to all who may see unfinished work;
        and a concept only to whoever writes in the plan.
        """
        unfinished = Q(document__police_unit__in=access.units_with(Permission.VIEW_CONCEPTS))
        of_plan = Q(document__implementation_plan__isnull=False)
        own = Q(document__implementation_plan__in=ImplementationPlan.objects.editable_by(access))
        return self.filter(
            Q(status=Edition.Status.ADOPTED)
            | Q(status=Edition.Status.CONSULTATION) & (~of_plan | unfinished | own)
            | Q(status=Edition.Status.CONCEPT) & (~of_plan & unfinished | own),
            document__police_unit__in=access.units_with(Permission.VIEW_DOCUMENTS),
        )

    def public(self) -> Self:
        """What everybody may read, with or without an account: adopted, and published since."""
        return self.filter(self._is_public(), status=Edition.Status.ADOPTED)

    def _is_public(self) -> Exists:
        publications = self.model._meta.get_field("publications").related_model.objects
        return Exists(publications.filter(edition=OuterRef("pk"), withdrawn_at=None))

    def without_content(self) -> Self:
        """For lists: the frozen content is large and not shown there, nor are the bytes of the official file.

        Each says as `is_public` whether everybody may read it.
        """
        listed = self.select_related("document", "frozen_by", "official_file").annotate(is_public=self._is_public())
        return listed.defer("content", "official_file__data")

    def for_reading(self) -> Self:
        found = self.select_related("document__police_unit", "official_file").annotate(is_public=self._is_public())
        return found.defer("official_file__data")


class Edition(FrozenModel, Decided):
    """One frozen version of a document. Its content and everything made of it never change again."""

    FROZEN = "An edition is frozen"

    class Status(models.TextChoices):
        CONCEPT = "concept", "Concept"
        CONSULTATION = "consultation", "95%-versie"
        ADOPTED = "adopted", "Vastgesteld"

    document = models.ForeignKey(Document, models.PROTECT, related_name="editions", verbose_name="document")
    number = models.PositiveIntegerField("versie")
    status = models.CharField("status", max_length=12, choices=Status)
    note = texts.CharField("toelichting", max_length=300, blank=True)
    # The day the document itself bears, which for a plan of the past is not the day it was frozen here.
    document_date = models.DateField("datum van het document", null=True, blank=True)
    # Of an adopted edition: when those who decide did so. The first day that is meant, none when nobody knows; and how
    # it is shown, for it may be a month or a year.
    adopted_on = models.DateField("vastgesteld op", null=True, blank=True)
    adopted_words = texts.CharField("datum van vaststelling", max_length=40, blank=True)
    # Of an adopted edition that follows on another: what was wrong in that one.
    rectifies = texts.CharField("wat deze versie rechtzet", max_length=600, blank=True)
    schema_version = models.PositiveSmallIntegerField("schemaversie")
    content = models.JSONField("inhoud")
    sha256 = texts.CharField("SHA-256", max_length=64)
    frozen_at = models.DateTimeField("bewaard op")
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="editions", verbose_name="bewaard door"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-number"]
        verbose_name = "versie"
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="reports_one_edition_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.document}, versie {self.number}"

    def intact(self) -> dict:
        """The content as it was frozen, for everything that is made of it. Raises EditionDamaged."""
        if fingerprint(self.content) != self.sha256:
            raise EditionDamaged(
                f"“{self}” is beschadigd: de inhoud is niet meer die van {self.frozen_at:%d-%m-%Y} "
                f"(SHA-256 {self.sha256[:12]}…). Zij wordt niet getoond en er wordt niets van gemaakt. "
                "Vraag de beheerder haar terug te zetten uit een reservekopie."
            )
        return self.content

    @property
    def is_official(self) -> bool:
        """Whether its PDF is kept as it was first made; that of a concept is made anew by each release."""
        return self.status == self.Status.ADOPTED

    @property
    def official(self) -> "OfficialFile | None":
        """Once that is kept."""
        return getattr(self, "official_file", None)

    @property
    def status_word(self) -> str:
        return self.document.status_label(self.status)

    @property
    def adopted(self) -> str:
        """When it was adopted, as the word “vastgesteld” goes on. Empty for what is not adopted."""
        return adoption_in_words(self.adopted_words, self.adopted_on)


class Damaged(PortalError):
    """What was kept is not that any more, so it is not served; whoever finds it, it stands in the log."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        logger.error("%s", message)


class EditionDamaged(Damaged):
    """The content is not what was frozen."""


class OfficialFileDamaged(Damaged):
    """The bytes are not those that were kept."""


class OfficialFile(FrozenModel):
    """The PDF of an adopted edition, made once by the code of its day. See docs/adr/0024-what-is-official-stays.md."""

    FROZEN = "An official file is kept"

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="official_file", verbose_name="versie")
    # In the database, so that one backup holds the edition together with its file.
    data = models.BinaryField("bestand")
    sha256 = texts.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("grootte")
    pages = models.PositiveIntegerField("pagina's", null=True)
    made_at = models.DateTimeField("gemaakt op")
    # The `renderer_version` of the code that made it; empty of a file from before official files were kept.
    renderer = texts.CharField("versie van de opmaak", max_length=64, blank=True)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ["edition"]
        verbose_name = "officieel bestand"
        verbose_name_plural = "officiële bestanden"

    def __str__(self) -> str:
        return f"Officieel bestand van {self.edition}"

    @property
    def name(self) -> str:
        return f"{self.edition.document.slug}-versie-{self.edition.number}.pdf"

    def intact(self) -> bytes:
        """The bytes as they were kept. Raises OfficialFileDamaged; nobody makes them again in silence."""
        data = bytes(self.data)
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise OfficialFileDamaged(
                f"Het officiële bestand van “{self.edition}” is beschadigd: de inhoud is niet meer die van "
                f"{self.made_at:%d-%m-%Y} (SHA-256 {self.sha256[:12]}…). Er wordt geen nieuw bestand van gemaakt. "
                "Vraag de beheerder het terug te zetten uit een reservekopie."
            )
        return data
