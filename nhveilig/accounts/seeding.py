from django.contrib.auth.hashers import make_password

from nhveilig.accounts.demo import DEMO_ACCOUNTS
from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.seeding.rows import known, upsert


def seed(password: str) -> None:
    """The demo accounts with their roles. An account stays as it is; one that was taken away stays away, a role too."""
    hashed = make_password(password)
    names = ("username", "first_name", "last_name", "email")
    users = [User(**{name: getattr(one, name) for name in names}, password=hashed) for one in DEMO_ACCOUNTS]
    users = upsert(users, keys=["username"], follow=False)
    police_units, municipalities = known(PoliceUnit, "code"), known(Municipality, "code")
    roles = [
        Role(
            user=user,
            kind=account.kind,
            police_unit=police_units[account.police_unit] if account.police_unit else None,
            municipality=municipalities[account.municipality] if account.municipality else None,
        )
        for user, account in zip(users, DEMO_ACCOUNTS, strict=True)
    ]
    upsert(roles, keys=["user", "kind", "police_unit", "municipality"], follow=False)
