from django.contrib.auth.hashers import make_password

from nhveilig.accounts.demo import DEMO_ACCOUNTS, DemoAccount
from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import Municipality, PoliceUnit


def seed(password: str) -> None:
    """The demo accounts. An account that exists keeps its password and its address."""
    police_units = {unit.code: unit for unit in PoliceUnit.objects.all()}
    hashed = make_password(password)
    for account in DEMO_ACCOUNTS:
        _seed_account(account, police_units[account.police_unit], hashed)


def _seed_account(account: DemoAccount, police_unit: PoliceUnit, hashed: str) -> None:
    values = {"first_name": account.first_name, "last_name": account.last_name, "email": account.email}
    user, _ = User.objects.get_or_create(username=account.username, defaults=values | {"password": hashed})
    # Accounts of before there were addresses.
    User.objects.filter(pk=user.pk, email="").update(email=account.email)
    municipality = Municipality.objects.get(code=account.municipality) if account.municipality else None
    Role.objects.get_or_create(user=user, kind=account.kind, police_unit=police_unit, municipality=municipality)
