from nhveilig.accounts.models.logins import AccessEvent, AccessEventQuerySet, LinkRequest, SentForm
from nhveilig.accounts.models.people import (
    ADMINISTRATING,
    OF_MUNICIPALITIES,
    OF_UNITS,
    NamesRole,
    Role,
    RoleChange,
    RoleQuerySet,
    User,
    UserQuerySet,
)
from nhveilig.accounts.models.standins import ActedFor, Prepared, StandIn
