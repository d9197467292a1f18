"""Who hears of a round: those of the municipalities that are asked, the chief prosecutor, and staff of what came in."""

from collections.abc import Collection

from nhveilig.accounts.models import Role, User
from nhveilig.accounts.permissions import Permission, kinds_with
from nhveilig.figures.formats import date_long
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.services import Words, notify
from reports.hearing.models import Hearing, Round

HEARING = add_kind(
    Kind("hearing", "een ronde langs de gemeenteraden", Permission.VIEW_HEARINGS, How.AT_ONCE, "comment")
)
CAME_IN = add_kind(Kind("hearing-in", "wat een gemeenteraad zei", Permission.HOLD_HEARINGS, How.DIGEST, "comment"))


def tell_of_round(row: Round, by: User | None) -> None:
    text = f"De raden worden gehoord over {row.document}, tot en met {date_long(row.last_day)}."
    words = Words("uw raad wordt gehoord", text, row.get_absolute_url(), str(row.document))
    unit = row.document.police_unit
    to = User.people.holding(kinds_with(Permission.ANSWER_HEARINGS), unit)
    notify(kind=HEARING, to=to, words=words, about=f"hearing-{row.pk}", by=by, unit=unit)


def tell_who_is_silent(row: Round, silent: Collection[Hearing], by: User | None) -> None:
    places = {one.municipality_id: one for one in silent}
    roles = Role.objects.in_force().filter(kind__in=kinds_with(Permission.ANSWER_HEARINGS), user__is_active=True)
    mine = roles.filter(police_unit=row.document.police_unit_id, municipality__in=[pk for pk in places if pk])
    for role in mine.select_related("user"):
        hearing = places[role.municipality_id]
        text = f"Wat zei de {hearing} van {row.document}? De laatste dag is {date_long(row.last_day)}."
        words = Words("herinnering: uw raad wordt gehoord", text, hearing.get_absolute_url(), str(row.document))
        about = f"hearing-{hearing.pk}-{hearing.reminded_at:%Y%m%d}"
        notify(kind=HEARING, to=[role.user], words=words, about=about, by=by, unit=row.document.police_unit)


def tell_of_outcome(hearing: Hearing, by: User | None) -> None:
    """To staff, when another put it in; once."""
    row = hearing.round
    words = Words(
        f"{hearing}: {hearing.get_outcome_display()}",
        f"De {hearing} is gehoord over {row.document}.",
        hearing.get_absolute_url(),
        str(row.document),
    )
    unit = row.document.police_unit
    to = User.people.holding([Role.Kind.STAFF, Role.Kind.ADMINISTRATOR], unit)
    notify(kind=CAME_IN, to=to, words=words, about=f"heard-{hearing.pk}", by=by, unit=unit)
