"""An adopted plan with something to report on, and who reports."""

from datetime import date

from django.test import Client

from nhveilig.accounts.models import Role, User
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Municipality
from tests.accounts.factories import RoleFactory, UserFactory
from tests.themes.factories import ActivityFactory
from themes.models import Attachment, ImplementationPlan, ProgressUpdate
from themes.progress.counting import Subject
from themes.progress.services import Report, report_progress

TODAY = date(2025, 10, 1)
# For the table of permissions: an activity, and the report on it.
REPORTED = 9101


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def reader(plan: ImplementationPlan) -> Client:
    user = UserFactory()
    RoleFactory(user=user, kind=Role.Kind.READER, police_unit=plan.theme.plan.police_unit)
    return browser(user)


def reported(
    subject: Subject, figure: object = None, *, on: date = date(2025, 9, 1), town: Municipality | None = None, **said
) -> ProgressUpdate:
    by, today = said.pop("by", None), said.pop("today", TODAY)
    report = Report(on=on, figure=Figure.blank() if figure is None else Figure.of(figure), **said)
    return report_progress(subject=subject, report=report, by=by, municipality=town, today=today)


def make_report(plan: ImplementationPlan) -> None:
    """An activity of this adopted plan with one report on it and a file with that, all number 9101."""
    activity = ActivityFactory(pk=REPORTED, plan=plan)
    made = reported(activity, on=date(plan.year, 3, 1), today=date(plan.year, 6, 1), course="on_track")
    ProgressUpdate.objects.filter(pk=made.pk).update(id=REPORTED)
    file = {"name": "a.png", "media_type": "image/png", "size": 4, "data": b"\x89PNG", "preview": b"\x89PNG"}
    Attachment.objects.create(pk=REPORTED, report_id=REPORTED, **file)
