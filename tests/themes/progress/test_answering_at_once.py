"""Two clicks on one link at the same moment, each on a connection of its own."""

from datetime import date

import pytest
from django.utils import timezone

from tests.at_once import at_once
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from tests.themes.progress.reporting import reported
from tests.themes.workflow.people import writer
from tests.themes.workflow.test_concurrency import PEOPLE, kinds
from themes.models import AnswerLink, Outlook, ProgressUpdate, Standing
from themes.progress.links import answer_unchanged, make_links, token_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


def test_of_many_clicks_one_reports_and_the_others_hear_of_it():
    today = timezone.localdate()
    plan = ImplementationPlanFactory(status="adopted", year=today.year, theme__plan__start_year=today.year)
    activity = ActivityFactory(plan=plan)
    reported(activity, course=Outlook.ON_TRACK, on=date(today.year, 1, 1), today=today)
    [link] = make_links(user=writer(plan), subjects=[activity])
    token = token_of(link)
    outcomes = at_once([lambda: answer_unchanged(token=token, seen="1") for _ in range(PEOPLE)])
    assert kinds(outcomes) == [*["LinkUsed"] * (PEOPLE - 1), "ProgressUpdate"]
    assert ProgressUpdate.objects.filter(by_mail=True).count() == 1
    assert AnswerLink.objects.get().answer == ProgressUpdate.objects.get(by_mail=True)
    assert Standing.objects.get().updates == 2
