from collections.abc import Iterable
from datetime import date
from typing import Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhveilig.figures.formats import date_long
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.texts import models as texts


class UserQuerySet(models.QuerySet["User"]):
    def of_unit(self, police_unit: PoliceUnit | None) -> Self:
        """Who holds a role for the eenheid, and who lost the last one they had there and holds none elsewhere."""
        roles = Role.objects.filter(user=OuterRef("pk"))
        changes = RoleChange.objects.filter(user=OuterRef("pk"), police_unit=police_unit)
        return self.filter(Exists(roles.filter(police_unit=police_unit)) | (~Exists(roles) & Exists(changes)))

    def with_roles_in(self, police_unit: PoliceUnit) -> Self:
        """Their roles for this eenheid alone that hold today, as `held`."""
        roles = Role.objects.in_force().filter(police_unit=police_unit).select_related("municipality")
        return self.prefetch_related(Prefetch("roles", roles, to_attr="held"))

    def holding(self, kinds: Iterable[str], police_unit: PoliceUnit) -> Self:
        """Active people with one of these roles for the eenheid today."""
        roles = Role.objects.in_force().filter(user=OuterRef("pk"), police_unit=police_unit, kind__in=list(kinds))
        return self.filter(Exists(roles), is_active=True)

    def called(self, typed: str) -> "User | None":
        """Who means this by it when logging in: a user name or an e-mail address, in capitals or not. What is typed
        exactly comes first, and of several names that differ in capitals alone none is meant."""
        found = list(self.filter(Q(username__iexact=typed) | Q(email__iexact=typed)))
        exact = [one for one in found if one.username == typed]
        named = exact or [one for one in found if one.username.casefold() == typed.casefold()] or found
        return named[0] if len(named) == 1 else None

    def matching(self, text: str) -> Self:
        """Whose name, user name or e-mail address holds every word of `text`."""
        found = self
        for word in text.split():
            fields = ("first_name", "last_name", "username", "email")
            found = found.filter(Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR))
        return found


class User(AbstractUser):
    """Somebody who can log in. What they may do follows from the roles they hold, never from the user itself."""

    first_name = texts.CharField(_("first name"), max_length=150, blank=True)
    last_name = texts.CharField(_("last name"), max_length=150, blank=True)
    # Whether the password was chosen by a link that went to the e-mail address alone, so by whoever reads mail there.
    address_proven = models.BooleanField("e-mailadres bevestigd", default=False, editable=False)

    # Whether Start still leads to the guide of the role; ends when the user says so.
    knows_guide = models.BooleanField("kent de gids", default=False, editable=False)

    objects = UserManager()
    people = UserQuerySet.as_manager()

    class Meta(AbstractUser.Meta):
        verbose_name = "gebruiker"
        constraints = [
            # Whoever forgot a password is found by address alone.
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="accounts_an_address_belongs_to_one"),
        ]

    @property
    def shown_name(self) -> str:
        return self.get_full_name() or self.username

    @property
    def surname_first(self) -> tuple[str, str, str]:
        """What lists of people are sorted by: “van der Plaats” stands under the P."""
        words = self.last_name.split()
        while len(words) > 1 and words[0].islower():
            words.pop(0)
        return " ".join(words).casefold(), self.first_name.casefold(), self.username


class NamesRole:
    """A row with the `kind` of a role, and the municipality of a mayor."""

    @property
    def role_name(self) -> str:
        name = self.get_kind_display()
        return f"{name} {self.municipality}" if self.municipality else name

    @property
    def role_with_end(self) -> str:
        return f"{self.role_name} (tot en met {date_long(self.until)})" if self.until else self.role_name


class RoleQuerySet(models.QuerySet["Role"]):
    def in_force(self, day: date | None = None) -> Self:
        """Those that hold on `day`, today without one: the last day counts in full."""
        return self.filter(Q(until=None) | Q(until__gte=day or timezone.localdate()))

    def over(self) -> Self:
        return self.filter(until__lt=timezone.localdate())

    def of_administrators(self, police_unit: PoliceUnit | None) -> Self:
        """Who gives the roles in an eenheid; None: those of the country."""
        return self.filter(police_unit=police_unit, kind__in=ADMINISTRATING)

    def of_lasting_administrators(self, police_unit: PoliceUnit | None) -> Self:
        """Of active people, without an end: one that ends leaves nobody who can give roles after that day."""
        return self.of_administrators(police_unit).filter(until=None, user__is_active=True)


class Role(NamesRole, models.Model):
    """Something a user is, held for an eenheid, a mayor's for a municipality as well; one is held for the country."""

    class Kind(models.TextChoices):
        READER = "reader", "lezer"
        MAYOR = "mayor", "burgemeester"
        CLERK = "clerk", "griffier"
        COUNCILLOR = "councillor", "raadslid"
        REGIONAL_MAYOR = "regional_mayor", "regioburgemeester"
        CHIEF_PROSECUTOR = "chief_prosecutor", "hoofdofficier van justitie"
        POLICE_CHIEF = "police_chief", "politiechef"
        POLICE_CONTROLLER = "police_controller", "controller politie"
        PARTNER_FINANCE = "partner_finance", "beheerder partnergelden"
        WORKING_GROUP_MEMBER = "group_member", "werkgroeplid"
        PROJECT_LEADER = "project_leader", "projectleider"
        STAFF = "staff", "stafbureau"
        ADMINISTRATOR = "administrator", "beheerder"
        NATIONAL = "national", "beheerder landelijk"

    user = models.ForeignKey(User, models.CASCADE, related_name="roles", verbose_name="gebruiker")
    kind = models.CharField("rol", max_length=20, choices=Kind)
    # Empty: it is held for the whole country.
    police_unit = models.ForeignKey(
        PoliceUnit, models.CASCADE, null=True, blank=True, related_name="roles", verbose_name="eenheid"
    )
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, null=True, blank=True, related_name="roles", verbose_name="gemeente"
    )

    # The last day on which it holds; empty: as long as nobody takes it.
    until = models.DateField("tot en met", null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["police_unit", "kind"]
        verbose_name = "rol"
        verbose_name_plural = "rollen"
        constraints = [
            # Three constraints, because in SQL one NULL never equals another.
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
            models.UniqueConstraint(
                fields=["user"], condition=Q(police_unit__isnull=True), name="accounts_national_role_held_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="national", police_unit__isnull=True)
                | (~Q(kind="national") & Q(police_unit__isnull=False)),
                name="accounts_a_role_is_of_an_eenheid_or_national",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["mayor", "clerk", "councillor"], municipality__isnull=False)
                | (~Q(kind__in=["mayor", "clerk", "councillor"]) & Q(municipality__isnull=True)),
                name="accounts_who_is_of_a_municipality_has_one",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(map(str, filter(None, [self.get_kind_display(), self.municipality or self.police_unit])))


# Held for one municipality.
OF_MUNICIPALITIES = (Role.Kind.MAYOR, Role.Kind.CLERK, Role.Kind.COUNCILLOR)
# With each of these somebody gives roles where they hold it, so that one has to be left.
ADMINISTRATING = (Role.Kind.ADMINISTRATOR, Role.Kind.NATIONAL)
# Those that an eenheid gives.
OF_UNITS = [kind for kind in Role.Kind if kind != Role.Kind.NATIONAL]


class RoleChangeQuerySet(models.QuerySet["RoleChange"]):
    def of_person(self, user: User, police_unit: PoliceUnit) -> Self:
        """What this eenheid did, newest first; what another eenheid did is not its affair."""
        found = self.filter(user=user, police_unit=police_unit).order_by("-at", "-pk")
        return found.select_related("by", "municipality")

    def update(self, **values: object) -> int:
        raise NotImplementedError(NEVER_REWRITTEN)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NotImplementedError(NEVER_REWRITTEN)


NEVER_REWRITTEN = "the record of roles is only added to"


class RoleChange(NamesRole, models.Model):
    """Who gave or took which role when, and who shut or opened an account. Only ever added to."""

    class Action(models.TextChoices):
        GIVEN = "given", "rol gegeven"
        TAKEN = "taken", "rol ingetrokken"
        END_SET = "end_set", "einddatum gewijzigd"
        DEACTIVATED = "deactivated", "account stilgezet"
        REACTIVATED = "reactivated", "account weer opengezet"
        LINK = "link", "link voor een nieuw wachtwoord gemaakt"
        RENAMED = "renamed", "naam of e-mailadres gewijzigd"

    user = models.ForeignKey(User, models.PROTECT, related_name="role_changes", verbose_name="gebruiker")
    # Empty: what was done for the whole country.
    police_unit = models.ForeignKey(
        PoliceUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="eenheid"
    )
    action = models.CharField("wat", max_length=12, choices=Action)
    # Empty for what happened to the account itself.
    kind = models.CharField("rol", max_length=20, choices=Role.Kind, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gemeente"
    )
    # Of the role, as it was set then.
    until = models.DateField("tot en met", null=True, blank=True)
    # Empty: whoever runs the portal, with a command on the server.
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)

    objects = RoleChangeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "wijziging van rollen"
        verbose_name_plural = "wijzigingen van rollen"
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=["given", "taken", "end_set"], kind__gt="")
                | (~Q(action__in=["given", "taken", "end_set"]) & Q(kind="")),
                name="accounts_a_change_of_a_role_names_it",
            ),
        ]

    def __str__(self) -> str:
        if not self.kind:
            return self.get_action_display()
        end = ", zonder einddatum" if self.action == self.Action.END_SET and self.until is None else ""
        return f"{self.get_action_display()}: {self.role_with_end}{end}"

    def save(self, **kwargs: object) -> None:
        if not self._state.adding:
            raise NotImplementedError(NEVER_REWRITTEN)
        super().save(**kwargs)

    def delete(self, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise NotImplementedError(NEVER_REWRITTEN)
