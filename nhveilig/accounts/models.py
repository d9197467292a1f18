from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from nhveilig.regions.models import Municipality, PoliceUnit


class User(AbstractUser):
    """Somebody who can log in. What they may do follows from the roles they hold, never from the user itself."""

    class Meta(AbstractUser.Meta):
        verbose_name = "gebruiker"


class RoleQuerySet(models.QuerySet["Role"]):
    def held_by(self, user: User) -> Self:
        return self.filter(user=user).select_related("police_unit", "municipality")


class Role(models.Model):
    """Something a user is, held for an eenheid; a mayor's for a municipality as well."""

    class Kind(models.TextChoices):
        READER = "reader", "lezer"
        MAYOR = "mayor", "burgemeester"
        CHIEF_PROSECUTOR = "chief_prosecutor", "hoofdofficier van justitie"
        POLICE_CONTROLLER = "police_controller", "controller politie"
        WORKING_GROUP_MEMBER = "group_member", "werkgroeplid"
        PROJECT_LEADER = "project_leader", "projectleider"
        STAFF = "staff", "stafbureau"
        ADMINISTRATOR = "administrator", "beheerder"

    user = models.ForeignKey(User, models.CASCADE, related_name="roles", verbose_name="gebruiker")
    kind = models.CharField("rol", max_length=20, choices=Kind)
    police_unit = models.ForeignKey(PoliceUnit, models.CASCADE, related_name="roles", verbose_name="eenheid")
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, null=True, blank=True, related_name="roles", verbose_name="gemeente"
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["police_unit", "kind"]
        verbose_name = "rol"
        verbose_name_plural = "rollen"
        constraints = [
            # Two constraints, because in SQL one NULL never equals another.
            models.UniqueConstraint(
                fields=["user", "kind", "police_unit"],
                condition=Q(municipality__isnull=True),
                name="accounts_role_held_once",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "municipality"],
                condition=Q(municipality__isnull=False),
                name="accounts_role_held_once_for_a_municipality",
            ),
            models.CheckConstraint(
                condition=Q(kind="mayor", municipality__isnull=False)
                | (~Q(kind="mayor") & Q(municipality__isnull=True)),
                name="accounts_a_mayor_has_a_municipality",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.municipality or self.police_unit}"
