"""Who may see and do what, decided in one place: the middleware asks every view for its permission."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure

from nhveilig.accounts import logins
from nhveilig.accounts.models import Role, StandIn, User
from nhveilig.accounts.permissions import READING, Permission, permissions_by
from nhveilig.accounts.queries import roles_carried_by
from nhveilig.accounts.sessions import end_if_over, note_presence
from nhveilig.http.responses import log_in_first, send_again, told, wants_json
from nhveilig.regions.models import PoliceUnit

NOT_ALLOWED = "Met uw rol kunt u dit niet doen. Er is niets veranderd."
SESSION_OVER = "U bent uitgelogd, omdat u lang niets deed of vandaag al lang was ingelogd. Log opnieuw in."
FORM_EXPIRED = "Deze pagina stond te lang open. Er is niets veranderd; probeer het nog een keer."


def _own_first(role: Role) -> tuple[bool, bool]:
    """And of one that is lent in both ways, the way that allows more."""
    return bool(role.stand_in), role.stand_in != StandIn.Kind.DEPUTY


class Access:
    """What one user may do, for themselves and for whom they stand in, read once per request (one query, at first use).

    What somebody is to do hangs on the people they work for: ask `user__in=access.people`, or, where a permission goes
    with it, `access.whose(...)`. What is theirs alone (saved views, the last visit) hangs on `access.user`.
    """

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def roles(self) -> list[Role]:
        """Own roles first; those that are lent say so in `stand_in`."""
        if not self.user.is_authenticated:
            return []
        found: dict[int, Role] = {}
        for role in sorted(roles_carried_by(self.user), key=_own_first):
            found.setdefault(role.pk, role)
        return list(found.values())

    @property
    def own_roles(self) -> list[Role]:
        return [role for role in self.roles if not role.stand_in]

    @cached_property
    def principals(self) -> list[User]:
        """For whom the user stands in today, as far as these hold a role themselves."""
        found = {role.user_id: role.user for role in self.roles if role.stand_in}
        return sorted(found.values(), key=lambda user: user.surname_first)

    @property
    def municipality_codes(self) -> frozenset[str]:
        """Of the municipalities one works for, as a mayor or in the name of one."""
        return frozenset(role.municipality.code for role in self.roles if role.municipality)

    @cached_property
    def people(self) -> frozenset[int]:
        """Ids of the user and of those for whom the user stands in."""
        return frozenset({self.user.pk, *(one.pk for one in self.principals)} - {None})

    @property
    def signature(self) -> tuple:
        """Who has the same may see and do the same, whatever the moment."""
        held = (
            (role.user_id, role.kind, str(role.stand_in), role.police_unit_id or 0, role.municipality_id or 0)
            for role in self.roles
        )
        return self.user.pk, tuple(unit.pk for unit in self.units), *sorted(held)

    @property
    def as_reader(self) -> "Reader":
        if self.may(Permission.EDIT_PLANS):
            return Reader(self.signature, self)
        held = {(role.kind, str(role.stand_in), role.police_unit_id or 0) for role in self.roles}
        return Reader((tuple(unit.pk for unit in self.units), *sorted(held)), self)

    def may(self, permission: Permission, police_unit_id: int | None = None) -> bool:
        """Whether a role carries `permission`, for one eenheid or (None) for any."""
        return (
            bool(self._carrying(permission))
            if police_unit_id is None
            else police_unit_id in self.units_with(permission)
        )

    def only_by_standing_in_for(self, permission: Permission) -> list[User]:
        """For whom, when none of the user's own roles carries it."""
        carrying = self._carrying(permission)
        if any(not role.stand_in for role in carrying):
            return []
        return list({role.user_id: role.user for role in carrying}.values())

    def units_with(self, permission: Permission) -> set[int]:
        """Ids of the eenheden for which the user holds `permission`. Who works for the country reads in each."""
        found = {role.police_unit_id for role in self._carrying(permission)}
        everywhere = {unit.pk for unit in self._every_unit} if None in found and permission in READING else set()
        return found - {None} | everywhere

    @cached_property
    def units(self) -> list[PoliceUnit]:
        """The eenheden in which the user holds a role, in their order; for whom works for the country, then all
        others."""
        found = {role.police_unit for role in self.roles}
        units = found - {None} | set(self._every_unit) if None in found else found
        return sorted(units, key=lambda unit: (unit not in found, unit.order))

    @cached_property
    def _every_unit(self) -> list[PoliceUnit]:
        return list(PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL))

    def municipalities_with(self, permission: Permission) -> set[int]:
        """Ids of the municipalities for which the user holds `permission`: those of a mayor."""
        return {role.municipality_id for role in self._carrying(permission) if role.municipality_id}

    def units_without_municipality(self, permission: Permission) -> set[int]:
        """Ids of the eenheden for which a role carries it that is of no municipality: that of the chief prosecutor,
        of what mayors do for theirs."""
        roles = self._carrying(permission)
        return {role.police_unit_id for role in roles if role.municipality_id is None} - {None}

    def _carrying(self, permission: Permission) -> list[Role]:
        return [role for role in self.roles if permission in permissions_by(role)]

    def whose(self, permission: Permission, *, user: str = "user", unit: str) -> Q:
        """The rows of the people one works for, each in the eenheden where that person's own role allows it: what one
        of them may in one eenheid, another may not in the next. `user` and `unit` are paths in the query."""
        found: dict[int, set[int]] = {}
        for role in self._carrying(permission):
            if role.police_unit_id:
                found.setdefault(role.user_id, set()).add(role.police_unit_id)
        each = (Q(**{user: pk, f"{unit}__in": units}) for pk, units in found.items())
        return Q(*each, _connector=Q.OR) if found else Q(pk__in=[])

    def able(
        self,
        permission: Permission,
        police_unit_id: int | None,
        *,
        municipality_id: int | None = None,
        among: Collection[int] | None = None,
    ) -> list[Role]:
        """The roles with which the user may, own ones first; in any eenheid with None.

        `among` are the ids of those who may when the role alone is not enough, as of who works on a theme.
        """
        return [
            role
            for role in self._carrying(permission)
            if police_unit_id in {None, role.police_unit_id}
            and (municipality_id is None or role.municipality_id == municipality_id)
            and (among is None or role.user_id in among)
        ]

    def for_whom(
        self, permission: Permission, police_unit_id: int | None = None, *, municipality_id: int | None = None
    ) -> User | None:
        """In whose name the user does what `permission` allows; None: in their own."""
        return in_whose_name(self.able(permission, police_unit_id, municipality_id=municipality_id))

    def readership(self, *, of_municipality: bool = False) -> str:
        """A name shared by readers who are shown the same: those with the same roles, and each writer of plans alone,
        with those for whom they stand in.

        `of_municipality`: whether it matters of which municipality somebody is mayor.
        """
        lent = {(role.user_id, role.stand_in) for role in self.roles if role.stand_in}
        if self.may(Permission.EDIT_PLANS):
            return ",".join([f"user-{self.user.pk}", *sorted(map(str, lent))])
        held = {(role.kind, role.police_unit_id, of_municipality and role.municipality_id) for role in self.roles}
        return ",".join([*sorted(map(str, held)), *sorted(map(str, lent))])


@dataclass(frozen=True)
class Reader:
    """What a question is asked with of which the text is kept (`nhveilig.unions`): equal for who has the same plans,
    budgets and documents to read. Nothing in it may hang on who reads (`access.user`), or for which municipality."""

    reach: tuple
    access: Access = field(compare=False)


def in_whose_name(able: Iterable[Role]) -> User | None:
    """Of roles that each suffice; None: one of them is the user's own, or there is none."""
    able = list(able)
    return None if not able or any(not role.stand_in for role in able) else able[0].user


class AccessMiddleware:
    """Let nobody reach a view without the permission it declares; refuse to serve a view that declares nothing.

    A view class says `permission = Permission.…` or `public = True`. The permission must be held for some
    eenheid; which objects it reaches is the queryset's affair, so that another eenheid's things are 404. What a script
    asks by itself says `is_by_hand = False`: it keeps nobody logged in.

    A script that asks for JSON is answered in JSON: 401 `{"login": url}` to a visitor, 403 `{"message": text}`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = Access(request.user)
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        if _is_private(request) and "no-store" not in response.headers.get("Cache-Control", ""):
            # Not even in the browser, where the next visitor of a shared computer would find it with “terug”.
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request, view_func, view_args, view_kwargs) -> HttpResponse | None:
        permission = declared_permission(view_func)
        if permission is None:
            return None
        request.is_private = True
        if end_if_over(request):
            request.access = Access(request.user)
            messages.info(request, SESSION_OVER)
        if not request.user.is_authenticated:
            return please_log_in(request)
        if getattr(view_func.view_class, "is_by_hand", True):
            note_presence(request)
        if not request.access.may(permission):
            return self._refused(request)
        logins.note_standing_in(request, permission)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a view refuses by itself."""
        if not isinstance(exception, PermissionDenied):
            return None
        return self._refused(request, exception)

    def _refused(self, request: HttpRequest, refused: PermissionDenied | None = None) -> HttpResponse | None:
        if (user := getattr(request, "user", None)) and user.is_authenticated:
            logins.note(logins.Kind.REFUSED, request, user)
        if wants_json(request):
            return told(NOT_ALLOWED, 403)
        if refused:
            return None
        raise PermissionDenied


def _is_private(request: HttpRequest) -> bool:
    """Whether somebody was asked who they are to make this answer, or their name stands on it."""
    if getattr(request, "is_private", False):
        return True
    return request.session.accessed and request.user.is_authenticated


def please_log_in(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        # After logging in one wants the page that asked, not the answer its script was waiting for.
        login = redirect_to_login(_page_that_asks(request, otherwise=resolve_url(settings.LOGIN_REDIRECT_URL)))
        return log_in_first(login.url)
    here = request.get_full_path()
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(here)
    # What a form sent is lost; the page with the form has kept what was typed (static/js/kept-forms.js).
    return redirect_to_login(_page_that_asks(request, otherwise=here))


def _page_that_asks(request: HttpRequest, *, otherwise: str) -> str:
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return otherwise
    parts = urlsplit(page)
    path = parts.path or otherwise
    return f"{path}?{parts.query}" if parts.query else path


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The view for a form without a valid token. A script gets a new token, so that it can send again.

    Logging in changes the token, also for the pages that were open already.
    """
    if wants_json(request):
        return send_again(request, FORM_EXPIRED)
    return csrf_failure(request, reason)


def is_public(view_func: Callable) -> bool:
    """Whether a view says that it is for everybody."""
    return getattr(getattr(view_func, "view_class", view_func), "public", False)


def declared_permission(view_func: Callable) -> Permission | None:
    """The permission a view asks for; None when it is public. Raises ImproperlyConfigured when it says nothing."""
    if is_public(view_func):
        return None
    view = getattr(view_func, "view_class", view_func)
    try:
        return Permission(view.permission)
    except (AttributeError, ValueError):
        raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} declares no permission") from None
