from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.models import RegisterRow
from nhveilig.texts import models as texts

SHORTEST = 2


class Entry(RegisterRow):
    """A word and what it means. What it stands for in full makes it an abbreviation, which texts explain."""

    term = texts.CharField("begrip", max_length=80)
    in_full = texts.CharField("voluit", max_length=160, blank=True)
    explanation = texts.TextField("uitleg", blank=True)
    variants = texts.CharField("ook geschreven als", max_length=160, blank=True)

    class Meta:
        abstract = True
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        if not (self.in_full or self.explanation):
            raise ValidationError({"in_full": "Vul in waar het voor staat, of wat het betekent."})
        short = [one for one in spellings(self.term, self.variants) if len(one) < SHORTEST]
        if self.in_full and short:
            raise ValidationError({"term": f"“{short[0]}” is te kort. Een afkorting heeft ten minste twee tekens."})


class Term(Entry):
    """What holds for every eenheid."""

    class Meta(Entry.Meta):
        verbose_name = "landelijk begrip"
        verbose_name_plural = "landelijke begrippen"
        constraints = [
            models.UniqueConstraint(
                Lower("term"),
                condition=Q(deleted_at=None),
                name="glossary_one_entry_per_term",
                violation_error_message="Dit begrip staat er al.",
            )
        ]


class UnitTerm(Entry):
    """What one eenheid calls so; it comes before what is national."""

    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="terms", verbose_name="eenheid")

    class Meta(Entry.Meta):
        ordering = ["police_unit", "term"]
        verbose_name = "begrip van de eenheid"
        verbose_name_plural = "begrippen van de eenheid"
        constraints = [
            models.UniqueConstraint(
                "police_unit",
                Lower("term"),
                condition=Q(deleted_at=None),
                name="glossary_one_entry_per_term_of_a_unit",
                violation_error_message="Dit begrip staat er al.",
            )
        ]


def spellings(term: str, variants: str) -> tuple[str, ...]:
    """The term and its variants, which stand between commas."""
    return tuple(dict.fromkeys(filter(None, [term, *(one.strip() for one in variants.split(","))])))
