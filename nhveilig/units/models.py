from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower

from nhveilig.editing.models import BinnedQuerySet
from nhveilig.figures.measures import Measure
from nhveilig.figures.units import BETWEEN, Pair, apart, forget_units, known_units
from nhveilig.registers.models import RegisterRow
from nhveilig.texts import models as texts
from nhveilig.units.columns import rename, renamed

# What the portal itself counts in, or calculates by.
FIXED = frozenset(measure.label for measure in Measure) | {"euro", "gemeenten", "jaar"}


class UnitQuerySet(BinnedQuerySet):
    def pairs(self) -> list[Pair]:
        """Every unit there is: one query."""
        return list(self.present().values_list("singular", "plural"))


class Unit(RegisterRow):
    """What figures are counted in. Where one stands it is text: the words of a unit are the way to it."""

    singular = texts.CharField("enkelvoud", max_length=80)
    plural = texts.CharField("meervoud", max_length=80)
    # False of a word that came in alone: then both words are that one.
    is_checked = models.BooleanField("nagekeken", default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = [Lower("plural")]
        verbose_name = "meeteenheid"
        verbose_name_plural = "meeteenheden"
        constraints = [
            models.UniqueConstraint(
                Lower("plural"),
                condition=Q(deleted_at=None),
                name="units_one_unit_per_plural",
                violation_error_message="Deze meeteenheid staat er al.",
            )
        ]

    def __str__(self) -> str:
        return self.plural

    @property
    def pair(self) -> Pair:
        return self.singular, self.plural

    def clean(self) -> None:
        super().clean()
        for name in ("singular", "plural"):
            what, per = apart(getattr(self, name))
            if per or BETWEEN in what:
                raise ValidationError({name: f"Vul alleen het woord zelf in, zonder “{(per or BETWEEN).strip()}”."})
        if (before := self._stored()) and before != self.pair:
            self._refuse_to_rename(before)

    def _refuse_to_rename(self, before: Pair) -> None:
        if before[1] in FIXED and before[1] != self.plural:
            raise ValidationError({"plural": f"Met “{before[1]}” rekent het portaal zelf. Dit woord blijft zo."})
        for field, _, text in renamed(known_units(), before, self.pair):
            if len(text) > field.max_length:
                raise ValidationError(f"Dit past niet overal waar de meeteenheid staat: “{text}” is te lang.")

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Whichever way it changed: a form, a sheet, or putting back what stood there."""
        before, known = self._stored(), known_units()
        super().save(*args, **kwargs)
        if before and before != self.pair:
            rename(known, before, self.pair)
        forget_units()

    def _stored(self) -> Pair | None:
        return type(self)._base_manager.filter(pk=self.pk).values_list("singular", "plural").first()
