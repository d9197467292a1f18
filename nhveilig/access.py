"""Who may see and do what, decided in one place: the middleware asks every view for its permission."""

from collections.abc import Callable
from functools import cached_property

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse

from nhveilig.accounts.models import Role, User
from nhveilig.accounts.permissions import PERMISSIONS_OF, Permission


class Access:
    """What one user may do, read once per request (one query, at first use)."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def roles(self) -> list[Role]:
        return list(Role.objects.held_by(self.user)) if self.user.is_authenticated else []

    def may(self, permission: Permission, police_unit_id: int | None = None) -> bool:
        """Whether a role carries `permission`, for one eenheid or (None) for any."""
        units = self.units_with(permission)
        return bool(units) if police_unit_id is None else police_unit_id in units

    def units_with(self, permission: Permission) -> set[int]:
        """Ids of the eenheden for which the user holds `permission`."""
        return {role.police_unit_id for role in self.roles if permission in PERMISSIONS_OF[role.kind]}


class AccessMiddleware:
    """Let nobody reach a view without the permission it declares; refuse to serve a view that declares nothing.

    A view class says `permission = Permission.…` or `public = True`. The permission must be held for some
    eenheid; which objects it reaches is the queryset's affair, so that another eenheid's things are 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = Access(request.user)
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs) -> HttpResponse | None:
        permission = declared_permission(view_func)
        if permission is None:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.access.may(permission):
            raise PermissionDenied
        return None


def declared_permission(view_func: Callable) -> Permission | None:
    """The permission a view asks for; None when it is public. Raises ImproperlyConfigured when it says nothing."""
    view = getattr(view_func, "view_class", view_func)
    if getattr(view, "public", False):
        return None
    try:
        return Permission(view.permission)
    except (AttributeError, ValueError):
        raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} declares no permission") from None
