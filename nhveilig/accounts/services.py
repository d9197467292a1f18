"""People and their roles: adding, giving and taking roles, shutting and opening accounts. Each is written down.

`police_unit` is None for what is held or done for the whole country, `by` for what a command on the server does.
"""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import capfirst

from nhveilig.accounts.exceptions import (
    AlreadyHere,
    KnownElsewhere,
    LastAdministrator,
    LastOfTheCountry,
    NotYourself,
    PeopleRefused,
    RoleGone,
    SharedAccount,
)
from nhveilig.accounts.links import ask_invitation, send_password_link
from nhveilig.accounts.models import ADMINISTRATING, OF_MUNICIPALITIES, Role, RoleChange, User
from nhveilig.accounts.permissions import Permission, kinds_with
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.trail.kinds import Kind as Trail
from nhveilig.trail.services import Subject, record

Action = RoleChange.Action


@dataclass(frozen=True)
class Newcomer:
    username: str
    first_name: str
    last_name: str
    email: str


@transaction.atomic
def add_person(
    *,
    newcomer: Newcomer,
    kind: str,
    police_unit: PoliceUnit | None,
    municipality: Municipality | None,
    by: User | None,
    until: date | None = None,
) -> User:
    """A new account without a password, with its first role. Raises PeopleRefused when somebody has it already."""
    _lock(police_unit)
    known = _with_address(newcomer.email)
    if known:
        raise AlreadyHere(known) if is_of(known, police_unit) else KnownElsewhere
    if User.objects.filter(username__iexact=newcomer.username).exists():
        raise PeopleRefused(f"De gebruikersnaam “{newcomer.username}” is al in gebruik. Kies een andere.", "username")
    user = _make_user(newcomer)
    give_role(user=user, kind=kind, police_unit=police_unit, municipality=municipality, by=by, until=until)
    return user


def _with_address(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first() if email else None


def _make_user(newcomer: Newcomer) -> User:
    user = User(**vars(newcomer))
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        # Another eenheid added the same person in this very moment.
        raise PeopleRefused("Iemand anders voegt deze persoon net toe. Probeer het nog een keer.", "email") from None
    return user


@transaction.atomic
def give_role_by_address(
    *,
    email: str,
    kind: str,
    municipality: Municipality | None,
    police_unit: PoliceUnit | None,
    by: User | None,
    until: date | None = None,
) -> User:
    """A role for somebody of another eenheid, of whom one knows the e-mail address. Raises PeopleRefused."""
    user = _with_address(email)
    if user is None:
        raise PeopleRefused("Er is geen account met dit e-mailadres. Voeg de persoon toe.", "email")
    give_role(user=user, kind=kind, police_unit=police_unit, municipality=municipality, by=by, until=until)
    return user


@transaction.atomic
def give_role(
    *,
    user: User,
    kind: str,
    police_unit: PoliceUnit | None,
    municipality: Municipality | None,
    by: User | None,
    until: date | None = None,
) -> bool:
    """Whether the role is new: given twice, also by two people at once, it is one role; one that is over begins again.
    `until` is its last day. Raises PeopleRefused.

    With the first role in an eenheid the password of an account that others could decide on is void, and its owner is
    mailed a link, unless it was chosen by such a link: who chose it need not be the person whose address it is. Whoever
    takes a role themselves could give it to anybody.
    """
    _refuse_wrong_place(Role.Kind(kind), municipality, police_unit)
    _lock(police_unit)
    _refuse_past(until)
    is_first = not Role.objects.in_force().filter(user=user, police_unit=police_unit).exists()
    place = {"user": user, "kind": kind, "police_unit": police_unit, "municipality": municipality}
    Role.objects.over().filter(**place).delete()
    is_foreign = is_first and user != by and not user.address_proven and was_in_other_hands(user, by)
    role, new = Role.objects.get_or_create(**place, defaults={"until": until})
    if new:
        _note(Action.GIVEN, user, police_unit, by, role)
    if new and is_foreign:
        _ask_for_a_new_password(user, police_unit, by)
    return new


@transaction.atomic
def name_administrator(*, newcomer: Newcomer, police_unit: PoliceUnit | None, by: User | None) -> User:
    """Of an eenheid, or of the country. Who has the address already gets the role and keeps name and user name.
    Raises PeopleRefused, also for whoever is one already."""
    kind = Role.Kind.ADMINISTRATOR if police_unit else Role.Kind.NATIONAL
    held = {"kind": kind, "police_unit": police_unit, "municipality": None, "by": by}
    user = _with_address(newcomer.email)
    if user is None:
        return add_person(newcomer=newcomer, **held)
    if not user.is_active:
        raise PeopleRefused(f"Het account van {user.shown_name} is stilgezet. Laat het eerst weer openzetten.", "email")
    if not give_role(user=user, **held):
        raise PeopleRefused(f"{user.shown_name} heeft deze rol al.", "email")
    return user


def _refuse_past(until: date | None) -> None:
    if until and until < timezone.localdate():
        raise PeopleRefused("Deze dag is al voorbij. Kies vandaag of later, of laat het veld leeg.", "until")


@transaction.atomic
def set_end_of_role(
    *, user: User, role_id: int, until: date | None, police_unit: PoliceUnit | None, by: User | None
) -> Role:
    """Its last day, or None: no end. Raises RoleGone, LastAdministrator and PeopleRefused."""
    _lock(police_unit)
    role = _role_of(user, role_id, police_unit)
    _refuse_past(until)
    if role.until == until:
        return role
    if until and role.kind in ADMINISTRATING and role.until is None:
        _refuse_without_administrator(police_unit, user)
    role.until = until
    role.save(update_fields=["until"])
    _note(Action.END_SET, user, police_unit, by, role)
    return role


def _role_of(user: User, role_id: int, police_unit: PoliceUnit) -> Role:
    """Raises RoleGone, also when it is over: that one is given again."""
    held = Role.objects.in_force().filter(pk=role_id, user=user, police_unit=police_unit)
    role = held.select_related("municipality").first()
    if role is None:
        raise RoleGone
    return role


def was_in_other_hands(user: User, by: User | None) -> bool:
    """Whether an eenheid where `by` does not manage people gave roles to `user`, or made a link for the account."""
    roles, changes = (of.objects.filter(user=user).exclude(police_unit__in=_managed(by)) for of in (Role, RoleChange))
    return roles.exists() or changes.exists()


def _ask_for_a_new_password(user: User, police_unit: PoliceUnit | None, by: User | None) -> None:
    """Also who is logged in with the old one is out."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    note_link(user=user, police_unit=police_unit, by=by)
    transaction.on_commit(lambda: send_password_link(user), robust=True)


def _refuse_wrong_place(kind: Role.Kind, municipality: Municipality | None, police_unit: PoliceUnit | None) -> None:
    if (kind == Role.Kind.NATIONAL) != (police_unit is None):
        raise PeopleRefused("Deze rol geeft een eenheid niet: wie landelijk beheert, benoemt anderen daarvoor.", "kind")
    if kind not in OF_MUNICIPALITIES:
        if municipality:
            raise PeopleRefused(
                "Alleen bij een burgemeester, griffier of raadslid hoort een gemeente. Laat dit veld leeg.",
                "municipality",
            )
        return
    if municipality is None:
        raise PeopleRefused(f"Kies van welke gemeente deze persoon {kind.label} is.", "municipality")
    if not municipalities_of(police_unit).filter(pk=municipality.pk).exists():
        raise PeopleRefused(f"{municipality} is nu geen gemeente van de eenheid {police_unit}.", "municipality")


def municipalities_of(police_unit: PoliceUnit):
    """The municipalities that exist today and lie in the eenheid."""
    return Municipality.objects.on(timezone.localdate()).filter(safety_region__police_unit=police_unit)


@transaction.atomic
def take_role(*, user: User, role_id: int, police_unit: PoliceUnit | None, by: User | None) -> Role:
    """Raises RoleGone when somebody was first, LastAdministrator when nobody could give roles any more."""
    _lock(police_unit)
    role = _role_of(user, role_id, police_unit)
    if role.kind in ADMINISTRATING and role.until is None:
        _refuse_without_administrator(police_unit, user)
    role.delete()
    _note(Action.TAKEN, user, police_unit, by, role)
    return role


@transaction.atomic
def deactivate(*, user: User, police_unit: PoliceUnit, by: User) -> None:
    """Nobody logs in with the account any more, and who is logged in with it is out at once. Raises PeopleRefused."""
    _lock(police_unit)
    if user == by:
        raise NotYourself
    if not is_managed_by(user, by):
        raise SharedAccount
    if Role.objects.of_lasting_administrators(police_unit).filter(user=user).exists():
        _refuse_without_administrator(police_unit, user)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        _note(Action.DEACTIVATED, user, police_unit, by)


@transaction.atomic
def rename(*, user: User, first_name: str, last_name: str, email: str, police_unit: PoliceUnit, by: User) -> None:
    """Name and e-mail address; the user name stays, people know it. Raises PeopleRefused."""
    _lock(police_unit)
    if not is_managed_by(user, by):
        raise SharedAccount
    known = _with_address(email)
    if known and known != user:
        raise PeopleRefused("Er is al een ander account met dit e-mailadres. Kies een ander adres.", "email")
    values = {"first_name": first_name, "last_name": last_name, "email": email}
    if email.casefold() != user.email.casefold():
        values["address_proven"] = False
    if User.objects.filter(pk=user.pk).exclude(**values).update(**values):
        _note(Action.RENAMED, user, police_unit, by)


@transaction.atomic
def reactivate(*, user: User, police_unit: PoliceUnit, by: User) -> None:
    """Raises SharedAccount."""
    _lock(police_unit)
    if not is_managed_by(user, by):
        raise SharedAccount
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        _note(Action.REACTIVATED, user, police_unit, by)


def note_link(*, user: User, police_unit: PoliceUnit | None, by: User | None) -> None:
    """Write down that `by` had a link made with which `user` chooses a password."""
    _note(Action.LINK, user, police_unit, by)


def invite(*, user: User, police_unit: PoliceUnit | None, by: User | None) -> None:
    """Have a worker mail the link; of a whole list nobody waits for the mail."""
    note_link(user=user, police_unit=police_unit, by=by)
    ask_invitation(user.email)


def is_of(user: User, police_unit: PoliceUnit | None) -> bool:
    return User.people.of_unit(police_unit).filter(pk=user.pk).exists()


def is_managed_by(user: User, by: User | None) -> bool:
    """Whether every role of `user` is held where `by` manages people, so that `by` may decide on the whole account."""
    return not Role.objects.in_force().filter(user=user).exclude(police_unit__in=_managed(by)).exists()


def _managed(by: User | None):
    """Ids of the eenheden where `by` manages people."""
    managing = kinds_with(Permission.MANAGE_PEOPLE)
    return Role.objects.in_force().filter(user=by, kind__in=managing).values("police_unit")


def _lock(police_unit: PoliceUnit | None) -> None:
    """One change of roles at a time per eenheid: two administrators cannot take each other's role at once."""
    if police_unit is None:
        list(Role.objects.select_for_update(no_key=True).of_administrators(None).order_by("pk"))
        return
    PoliceUnit.objects.select_for_update(no_key=True).get(pk=police_unit.pk)


def _refuse_without_administrator(police_unit: PoliceUnit | None, leaving: User) -> None:
    if not Role.objects.of_lasting_administrators(police_unit).exclude(user=leaving).exists():
        raise LastAdministrator if police_unit else LastOfTheCountry


def _note(
    action: Action, user: User, police_unit: PoliceUnit | None, by: User | None, role: Role | None = None
) -> None:
    change = RoleChange.objects.create(
        action=action,
        user=user,
        police_unit=police_unit,
        by=by,
        kind=role.kind if role else "",
        municipality=role.municipality if role else None,
        until=role.until if role else None,
    )
    record(
        kind=Trail.ROLE,
        subject=Subject("account", user.pk, capfirst(str(change))),
        unit=police_unit.code if police_unit else "",
        by=by,
        about=user,
        facts={"action": str(action), "role": change.kind},
    )


def dismiss_guide(*, user: User) -> None:
    """Not save(): nothing else of the user changes, and no kept page shows this."""
    User.objects.filter(pk=user.pk).update(knows_guide=True)
