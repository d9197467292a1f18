"""The people of an eenheid as a list: out, and in again. Who is new gets an account and one mail."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.urls import reverse
from tablib import Dataset

from nhveilig.accounts import services
from nhveilig.accounts.exceptions import PeopleRefused
from nhveilig.accounts.models import OF_UNITS, Role, User
from nhveilig.accounts.people.forms import PersonForm, username_validator
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import date_long
from nhveilig.imports.kinds import Batch, Order, TableKind, noting, register
from nhveilig.imports.plans import ImportPlan, RowAction, RowChange
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import plain
from nhveilig.sheets.layouts import Column, Reading, Record, doubles
from nhveilig.sheets.names import nearest
from nhveilig.texts.addresses import first_free
from themes.members.queries import LEADER, MEMBER, running_themes
from themes.members.services import MemberRefused, add_member
from themes.models import Theme, ThemeMember

NAME, FIRST, LAST, EMAIL, USERNAME = "naam", "voornaam", "achternaam", "e-mailadres", "gebruikersnaam"
ROLE, PLACE, THEMES, UNTIL = "rol", "gemeente", "thema", "tot en met"
MOST_PEOPLE = 500
LONGEST_USERNAME, LONGEST_BEGIN = 150, 60
Found = TypeVar("Found")
# Where a service or a form finds fault, the column in which it is mended.
COLUMN_OF = {
    "voornaam": FIRST,
    "achternaam": LAST,
    "username": USERNAME,
    "kind": ROLE,
    "municipality": PLACE,
    "until": UNTIL,
}
SEAT_OF = {Role.Kind.PROJECT_LEADER: LEADER, Role.Kind.WORKING_GROUP_MEMBER: MEMBER}
IN_NAMES = frozenset(".+-_")


class PeopleKind(TableKind):
    code = "mensen"
    order = 4
    label = "Mensen en hun rollen"
    each = "persoon"
    description = (
        "Wie er in de eenheid meewerkt of meeleest. Wie nieuw is, krijgt een mail om een wachtwoord te kiezen."
    )
    permission = view_permission = Permission.MANAGE_PEOPLE
    per_unit = may_be_pasted = True
    columns = (
        Column(NAME, "Voornaam en achternaam, als die niet elk in een eigen kolom staan.", ("wie",), False),
        Column(FIRST, "De voornaam of de voorletters.", ("voorletters",), False),
        Column(LAST, "De achternaam, met tussenvoegsel.", (), False),
        Column(EMAIL, "Hierheen gaat de mail; wie dit adres al heeft, krijgt de rol erbij.",
               ("email", "e-mail", "mail")),
        Column(ROLE, f"Een van: {', '.join(kind.label for kind in OF_UNITS)}.", ("functie",)),
        Column(PLACE, "Van een burgemeester de gemeente, met naam of code.", (), False),
        Column(THEMES, "Van een projectleider of werkgroeplid: aan welke thema’s, met een puntkomma ertussen.",
               ("thema’s", "thema's"), False),
        Column(UNTIL, "De laatste dag van de rol; leeg als er geen einddatum is.", ("tot", "einddatum"), False),
        Column(USERNAME, "Hoe een nieuwe collega inlogt; leeg is het begin van het e-mailadres.", (), False),
    )  # fmt: skip

    def batch(self, reading: Reading, order: Order, plan: ImportPlan) -> Batch:
        _People(order, plan).take(reading.records)
        return Batch(None, None, plan)

    def pages(self, batch: Batch) -> list[tuple[str, str]]:
        return [("Bekijk wie er welke rol heeft", reverse("people:home"))]

    def export(self, police_unit: PoliceUnit, layout: str = "lang", **chosen: object) -> Dataset:
        dataset = Dataset(headers=[column.name for column in self.columns if column.name != NAME], title="Mensen")
        seats = Themes(police_unit).seats()
        roles = Role.objects.in_force().filter(police_unit=police_unit, user__is_active=True).exclude(user__email="")
        for role in roles.select_related("user", "municipality").order_by("user__username", "kind", "pk"):
            user, seat = role.user, (role.user_id, SEAT_OF.get(role.kind))
            about = [user.first_name, user.last_name, user.email, role.get_kind_display()]
            place = role.municipality.name if role.municipality else ""
            dataset.append([*about, place, "; ".join(seats.get(seat, ())), role.until or "", user.username])
        return dataset


class Themes:
    """Those of the plans that run, by name; one that stands in more plans is named with its plan."""

    def __init__(self, police_unit: PoliceUnit) -> None:
        self._all = {theme.pk: theme for theme in running_themes(police_unit).select_related("plan")}
        self._called: dict[str, list[Theme]] = {}
        for theme in self._all.values():
            for name in {plain(theme.title), plain(theme.short_title), plain(_with_plan(theme))}:
                self._called.setdefault(name, []).append(theme)

    def find(self, name: str) -> Theme:
        """Raises ValueError."""
        found = _known(name, self._called, "thema van een plan dat nu loopt", lambda themes: themes[0].short_title)
        if len(found) > 1:
            meant = " of ".join(f"“{_with_plan(theme)}”" for theme in found)
            raise ValueError(f"Dit thema staat in meer plannen. Schrijf {meant}.")
        return found[0]

    def seats(self) -> dict[tuple[int, str], list[str]]:
        """The names of the themes that each leads, and works on."""
        found: dict[tuple[int, str], list[str]] = {}
        for member in ThemeMember.objects.filter(theme__in=self._all).order_by("theme__number", "theme"):
            found.setdefault((member.user_id, member.kind), []).append(self._name_of(self._all[member.theme_id]))
        return found

    def _name_of(self, theme: Theme) -> str:
        is_alone = len(self._called[plain(theme.short_title)]) == 1
        return theme.short_title if is_alone else _with_plan(theme)


def _with_plan(theme: Theme) -> str:
    return f"{theme.short_title} ({theme.plan})"


@dataclass(frozen=True)
class _Line:
    record: Record
    newcomer: services.Newcomer
    kind: str
    municipality: Municipality | None
    themes: Sequence[Theme]
    until: date | None

    @property
    def address(self) -> str:
        return self.newcomer.email.casefold()

    @property
    def who(self) -> str:
        return f"{self.newcomer.first_name} {self.newcomer.last_name} ({self.newcomer.email})"

    @property
    def role(self) -> str:
        name = Role.Kind(self.kind).label
        return f"{name} {self.municipality}" if self.municipality else name


class _People:
    """The roles of one eenheid, with those of a list beside them. Who is not in the list keeps what they have."""

    def __init__(self, order: Order, plan: ImportPlan) -> None:
        self._order, self._plan, self._unit = order, plan, order.police_unit
        places = services.municipalities_of(self._unit)
        self._places = {plain(name): one for one in places for name in (one.code, one.name)}
        self._themes = Themes(self._unit)
        self._names = {name.casefold() for name in User.objects.values_list("username", flat=True)}
        self._invited: set[int] = set()

    def take(self, records: Sequence[Record]) -> None:
        lines = [line for line in map(self._line, records) if line]
        keys = (((line.address, line.kind, line.municipality), line.record) for line in lines)
        self._plan.problems += doubles(keys, EMAIL)
        self._refuse_two_names(lines)
        if len(lines) > MOST_PEOPLE:
            first = lines[MOST_PEOPLE].record
            message = f"Lees ten hoogste {MOST_PEOPLE} regels tegelijk in. Zet deze en de volgende in een tweede lijst."
            self._plan.problems.append(first.problem(EMAIL, message))
        if self._plan.problems:
            return
        for line in lines:
            self._bring_in(line)
        if self._invited:
            many = len(self._invited)
            get = f"{many} nieuwe collega krijgt" if many == 1 else f"{many} nieuwe collega’s krijgen elk"
            # Read before and after.
            self._plan.notes.append(f"{get} bij het opslaan een mail met een link om een wachtwoord te kiezen.")

    def _refuse_two_names(self, lines: Iterable[_Line]) -> None:
        first: dict[str, _Line] = {}
        for line in lines:
            before = first.setdefault(line.address, line)
            if before.who.casefold() != line.who.casefold():
                message = f"In rij {before.record.row} hoort dit adres bij {before.who}. Een adres is van één persoon."
                self._plan.problems.append(line.record.problem(EMAIL, message))

    # What a row says --------------------------------------------------------------------------------------------

    def _line(self, record: Record) -> _Line | None:
        before = len(self._plan.problems)
        person, about = self._person(record), {}
        for column, name, read in (
            (ROLE, "kind", self._kind),
            (PLACE, "municipality", self._place),
            (THEMES, "themes", self._theme_list),
            (UNTIL, "until", self._day),
            (USERNAME, "username", self._asked_username),
        ):
            with noting(self._plan, record, column):
                about[name] = read(record)
        if len(self._plan.problems) > before:
            return None
        newcomer = services.Newcomer(username=about.pop("username"), **person)
        return _Line(record, newcomer, **about)

    def _person(self, record: Record) -> dict[str, str]:
        first, last = record.text(FIRST), record.text(LAST)
        if record.has(NAME) and not (first or last):
            first, _, last = " ".join(record.text(NAME).split()).partition(" ")
        form = PersonForm({"voornaam": first, "achternaam": last, "email": record.text(EMAIL)})
        for name, faults in form.errors.items():
            column = NAME if record.has(NAME) and name != "email" else COLUMN_OF.get(name, EMAIL)
            self._plan.problems.append(record.problem(column, faults[0]))
        return form.person if form.is_valid() else {}

    def _kind(self, record: Record) -> str:
        return parsing.choice(record.cell(ROLE), {plain(kind.label): kind.value for kind in OF_UNITS})

    def _place(self, record: Record) -> Municipality | None:
        return _known(record.text(PLACE), self._places, "gemeente van deze eenheid") if record.has(PLACE) else None

    def _theme_list(self, record: Record) -> list[Theme]:
        named = filter(None, map(str.strip, record.text(THEMES).split(";")))
        return [self._themes.find(name) for name in named]

    def _day(self, record: Record) -> date | None:
        return parsing.day(record.cell(UNTIL)) if record.has(UNTIL) else None

    def _asked_username(self, record: Record) -> str:
        asked = parsing.words(record.cell(USERNAME), LONGEST_USERNAME, required=False)
        try:
            username_validator(asked or "leeg")
        except ValidationError as error:
            raise ValueError(error.message) from None
        return asked

    # What becomes of it -----------------------------------------------------------------------------------------

    def _bring_in(self, line: _Line) -> None:
        before = len(self._plan.changes)
        with self._refusing(line.record):
            user = User.objects.filter(email__iexact=line.newcomer.email).first()
            if user is None:
                user = self._add(line)
            elif not user.is_active:
                raise PeopleRefused("Dit account is stilgezet. Zet het eerst weer open, of haal de regel weg.", "email")
            else:
                self._give(user, line)
            self._seat(user, line)
            self._plan.unchanged += len(self._plan.changes) == before

    @property
    def _by_me(self) -> Mapping[str, object]:
        return {"police_unit": self._unit, "by": self._order.user}

    def _add(self, line: _Line) -> User:
        newcomer = services.Newcomer(**vars(line.newcomer) | {"username": self._username(line)})
        about = {"kind": line.kind, "municipality": line.municipality, "until": line.until}
        user = services.add_person(newcomer=newcomer, **about, **self._by_me)
        services.invite(user=user, **self._by_me)
        self._names.add(newcomer.username.casefold())
        self._invited.add(user.pk)
        self._note(line, RowAction.NEW, line.role, "", "nieuw account")
        return user

    def _username(self, line: _Line) -> str:
        """The one that was asked, or else the first free one that begins as the address does."""
        begin = line.address.partition("@")[0][:LONGEST_BEGIN]
        wanted = "".join(sign for sign in begin if sign.isalnum() or sign in IN_NAMES)
        return line.newcomer.username or first_free(wanted or "collega", self._names)

    def _give(self, user: User, line: _Line) -> None:
        place = {"kind": line.kind, "municipality": line.municipality}
        held = Role.objects.in_force().filter(user=user, police_unit=self._unit, **place).first()
        if held is None:
            services.give_role(user=user, until=line.until, **place, **self._by_me)
            self._note(line, RowAction.NEW, line.role, "", "rol erbij")
        elif line.until and line.until != held.until:
            old = date_long(held.until) if held.until else "geen"
            services.set_end_of_role(user=user, role_id=held.pk, until=line.until, **self._by_me)
            self._note(line, RowAction.CHANGED, f"{line.role}, laatste dag", old, date_long(line.until))

    def _seat(self, user: User, line: _Line) -> None:
        if line.themes and line.kind not in SEAT_OF:
            message = "Alleen een projectleider of werkgroeplid werkt aan een thema. Maak deze cel leeg."
            self._plan.problems.append(line.record.problem(THEMES, message))
            return
        kind, is_told = SEAT_OF.get(line.kind), user.pk not in self._invited
        # Who leads a theme works on it as well.
        leads = set(user.themes.filter(kind=LEADER).values_list("theme", flat=True)) if kind == MEMBER else set()
        for theme in (one for one in line.themes if one.pk not in leads):
            if add_member(theme=theme, user=user, kind=kind, by=self._order.user, is_told=is_told):
                what = f"thema {theme.short_title}"
                self._note(line, RowAction.NEW, what, "", ThemeMember.Kind(kind).label)

    def _note(self, line: _Line, action: RowAction, what: str, old: str, new: str) -> None:
        place = line.record.sheet.title, line.record.row
        self._plan.changes.append(RowChange(action, f"{line.who}, {what}", old, new, *place))

    @contextmanager
    def _refusing(self, record: Record) -> Iterator[None]:
        try:
            yield
        except PeopleRefused as refusal:
            self._plan.problems.append(record.problem(COLUMN_OF.get(refusal.field, EMAIL), str(refusal)))
        except MemberRefused as refusal:
            self._plan.problems.append(record.problem(THEMES, str(refusal)))


def _known(name: str, known: Mapping[str, Found], what: str, shown: Callable[[Found], str] = str) -> Found:
    found = known.get(plain(name))
    if found is None:
        near = nearest(plain(name), known)
        meant = f" Bedoelt u “{shown(known[near])}”?" if near else ""
        raise ValueError(f"“{name}” is geen {what}.{meant}")
    return found


register(PeopleKind())
