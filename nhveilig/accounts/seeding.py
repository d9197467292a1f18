from django.contrib.auth.hashers import make_password

from nhveilig.accounts.demo import DEMO_ACCOUNTS, DemoAccount
from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.seeding.rows import known, upsert


def seed(password: str) -> None:
    """The demo accounts with their roles. An account stays as it is; one that was taken away stays away, a role too."""
    hashed = make_password(password)
    users = upsert([_user(account, hashed) for account in DEMO_ACCOUNTS], keys=["username"], follow=False)
    police_units, municipalities = known(PoliceUnit, "code"), known(Municipality, "code")
    roles = [
        Role(
            user=user,
            kind=account.kind,
            police_unit=police_units[account.police_unit],
            municipality=municipalities[account.municipality] if account.municipality else None,
        )
        for user, account in zip(users, DEMO_ACCOUNTS, strict=True)
    ]
    upsert(roles, keys=["user", "kind", "police_unit", "municipality"], follow=False)


def _user(account: DemoAccount, password: str) -> User:
    return User(
        username=account.username,
        first_name=account.first_name,
        last_name=account.last_name,
        email=account.email,
        password=password,
    )
