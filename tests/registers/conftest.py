import pytest
from django.test import Client

from nhveilig.accounts.models import Role, User


@pytest.fixture
def staff(log_in) -> Client:
    """Who may edit every register: one of them holds for the whole country."""
    return log_in("beheerder")


@pytest.fixture
def another(log_in) -> Client:
    """A colleague who may do the same."""
    colleague = User.objects.create(username="beheerder-twee")
    held = Role.objects.get(user__username="beheerder")
    Role.objects.create(user=colleague, kind=held.kind, police_unit=held.police_unit)
    return log_in("beheerder-twee")
