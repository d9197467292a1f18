"""Who hears of a document that is adopted or public, and of a file they did not wait for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from nhveilig.notices.models import Notice
from reports.documents.models import Edition, Export
from reports.documents.rendering import Result
from reports.documents.services import exports
from reports.documents.services.adopting import Adoption
from reports.documents.services.editions import freeze_edition
from reports.documents.services.exports import machine, request_export
from reports.documents.services.publishing import publish_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff_user(demo) -> User:
    return User.objects.get(username="staf")


def adopted(demo, by, days_ago: int = 365) -> Edition:
    demo.blocks.filter(anchor="leeswijzer").update(html="<p>Beter.</p>")
    adoption = replace(Adoption.of_day(timezone.localdate() - timedelta(days=days_ago)), rectifies="De leeswijzer.")
    return freeze_edition(document=demo, status=Edition.Status.ADOPTED, frozen_by=by, adoption=adoption)


def test_the_demo_data_is_no_news(demo):
    assert not Notice.objects.exists()


def test_who_reads_documents_of_the_eenheid_hears_that_one_is_public(demo, colleague, staff_user):
    publish_edition(edition=adopted(demo, staff_user), by=staff_user)
    told = set(Notice.objects.filter(kind="edition").values_list("user__username", flat=True))
    assert {"lezer", "burgemeester", "projectleider", "controller"} <= told
    assert not told & {"staf", colleague.username}
    assert Notice.objects.filter(kind="edition").first().url == "/documenten/imv-nh-2019-2022/edities/3/"


@pytest.mark.parametrize(("days_ago", "is_told"), [(3, True), (61, False)])
def test_what_was_adopted_lately_is_news(demo, staff_user, days_ago, is_told):
    adopted(demo, staff_user, days_ago)
    assert Notice.objects.filter(subject="vastgesteld", user__username="lezer").exists() == is_told


def test_what_nobody_did_is_no_news(demo):
    publish_edition(edition=adopted(demo, None), by=None)
    assert not Notice.objects.exists()


class TestFile:
    @pytest.fixture
    def export(self, demo, staff_user, storage, monkeypatch) -> Export:
        monkeypatch.setattr(exports, "render", lambda *args, **kwargs: Result(b"%PDF", 3))
        edition = demo.editions.get(number=1)
        return request_export(edition=edition, format=Export.Format.PDF, requested_by=staff_user)

    def asked(self, export: Export, ago: timedelta) -> None:
        Export.objects.filter(pk=export.pk).update(requested_at=timezone.now() - ago)

    def test_who_waited_for_it_hears_that_it_is_ready(self, export, staff_user):
        self.asked(export, timedelta(minutes=1))
        machine.run(export.pk)
        notice = Notice.objects.get()
        assert (notice.user, notice.subject, notice.url) == (staff_user, "download klaar", f"/exports/{export.pk}/")

    def test_who_is_still_looking_hears_nothing(self, export):
        machine.run(export.pk)
        assert not Notice.objects.exists()

    def test_that_it_failed_is_told_with_the_reason(self, export, monkeypatch):
        def broken(*args, **kwargs):
            raise PortalError("Er staat een teken in dat niet kan worden gedrukt.")

        monkeypatch.setattr(exports, "render", broken)
        self.asked(export, timedelta(minutes=1))
        machine.run(export.pk)
        assert Notice.objects.get().subject == "download niet gelukt"
        assert "Er staat een teken in dat niet kan worden gedrukt." in Notice.objects.get().text

    def test_what_the_sweep_gives_up_is_told_too(self, export):
        self.asked(export, timedelta(minutes=1))
        Export.objects.filter(pk=export.pk).update(attempts=3)
        machine.sweep()
        assert Notice.objects.get().subject == "download niet gelukt"

    def test_what_cannot_be_told_breaks_no_job(self, export, monkeypatch, caplog):
        def broken(*args, **kwargs):
            raise RuntimeError

        monkeypatch.setattr(exports, "tell_of_file", broken)
        self.asked(export, timedelta(minutes=1))
        machine.run(export.pk)
        export.refresh_from_db()
        assert export.state == Export.State.DONE
        assert "nobody could be told" in caplog.text
