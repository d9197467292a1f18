"""A plan with two writers, and somebody who decides on it."""

import pytest
from django.test import Client

from nhveilig.accounts.models import Role, User
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from themes.models import Activity, ImplementationPlan, ThemeMember
from themes.parts.views import plan_url


@pytest.fixture
def plan(db) -> ImplementationPlan:
    return ImplementationPlanFactory()


@pytest.fixture
def activity(plan) -> Activity:
    return ActivityFactory(plan=plan, title="Controles in de haven")


def _user(plan: ImplementationPlan, username: str, first: str, last: str, kind: str) -> User:
    user = User.objects.create(username=username, first_name=first, last_name=last)
    Role.objects.create(user=user, kind=kind, police_unit=plan.theme.plan.police_unit)
    return user


@pytest.fixture
def pieter(plan) -> User:
    user = _user(plan, "pieter", "Pieter", "Plaats", Role.Kind.PROJECT_LEADER)
    ThemeMember.objects.create(theme=plan.theme, user=user, kind=ThemeMember.Kind.LEADER)
    return user


@pytest.fixture
def wies(plan) -> User:
    user = _user(plan, "wies", "Wies", "Werker", Role.Kind.WORKING_GROUP_MEMBER)
    ThemeMember.objects.create(theme=plan.theme, user=user, kind=ThemeMember.Kind.MEMBER)
    return user


@pytest.fixture
def browser(pieter) -> Client:
    return browser_of(pieter)


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(plan: ImplementationPlan, name: str, query: str = "", **more: object) -> str:
    return plan_url(plan, name, **more) + (f"?{query}" if query else "")
