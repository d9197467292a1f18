"""Those who write in a plan, and what their browsers send."""

import json
import uuid

from django.http import HttpResponse
from django.test import Client

from nhveilig.accounts.models import Role, User
from tests.html_forms import form_of
from themes.models import ImplementationPlan, ThemeMember
from themes.models.plans import Part
from themes.parts.registry import key_of
from themes.parts.views import plan_url

JSON = {"HTTP_ACCEPT": "application/json"}


def writer(plan: ImplementationPlan, first: str, last: str, kind: str = ThemeMember.Kind.LEADER) -> User:
    user = User.objects.create(username=first.lower(), first_name=first, last_name=last)
    role = Role.Kind.PROJECT_LEADER if kind == ThemeMember.Kind.LEADER else Role.Kind.WORKING_GROUP_MEMBER
    Role.objects.create(user=user, kind=role, police_unit=plan.theme.plan.police_unit)
    ThemeMember.objects.create(theme=plan.theme, user=user, kind=kind)
    return user


class Tab:
    """One tab of somebody's browser, with the script of the page."""

    def __init__(self, user: User, plan: ImplementationPlan) -> None:
        self.client, self.plan, self.session = Client(), plan, str(uuid.uuid4())
        self.client.force_login(user)

    def save(self, part: Part, field: str, text: str, version: int | None = None, **more: object) -> HttpResponse:
        asked = {"part": key_of(part), "field": field, "text": text, "session": self.session, "base": ""} | more
        asked["version"] = part.version_of(field) if version is None else version
        return self.client.post(plan_url(self.plan, "field-save"), asked, **JSON)

    def presence(self, part: str = "", **more: object) -> HttpResponse:
        asked = {"session": self.session, "part": part} | more
        return self.client.post(plan_url(self.plan, "presence"), asked, **JSON)

    def get(self, section: str) -> HttpResponse:
        return self.client.get(plan_url(self.plan, "plan-edit"), {"deel": section})

    def submit(self, page: str, part: Part, **typed: str) -> HttpResponse:
        """Send the form of one part as a browser without script does."""
        return self.client.post(plan_url(self.plan, "plan-edit"), form_of(page, key_of(part)) | typed)


def seen_in(page: str, key: str) -> dict[str, list[int]]:
    return json.loads(form_of(page, key)["gezien"])
