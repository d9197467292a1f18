"""Somebody hears that they lead a theme from now on, or work on it."""

from django.urls import reverse

from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.services import Words, notify
from themes.models import ThemeMember

ASSIGNED = add_kind(
    Kind("assigned", "een thema dat u gaat leiden of waaraan u gaat meewerken", Permission.EDIT_PLANS, How.AT_ONCE)
)


def tell_of_member(member: ThemeMember, by: User | None) -> None:
    theme = member.theme
    does = "leidt" if member.kind == ThemeMember.Kind.LEADER else "werkt mee aan"
    words = Words(
        subject=f"u {does} dit thema",
        text=f"U {does} vanaf nu het thema {theme.short_title} van {theme.plan}.",
        url=reverse("themes:plan-list"),
        topic=theme.short_title,
    )
    notify(kind=ASSIGNED, to=[member.user], words=words, about=f"member-{member.pk}-{member.kind}", by=by)
