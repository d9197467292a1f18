"""Adopted is not yet public: somebody with the right publishes an edition, and withdraws it with a reason."""

import pytest
from django.test import Client

from nhveilig.accounts.models import User
from reports.documents.models import Document, Edition, Publication
from reports.documents.services.adopting import Adoption
from reports.documents.services.editions import edition_of, freeze_edition, freeze_plan
from reports.documents.services.publishing import PublicationRefused, publish_edition, withdraw_edition
from reports.opendata.datasets import plans
from tests.at_once import at_once
from tests.themes.factories import ResultTargetFactory
from themes.models import ImplementationPlan

pytestmark = pytest.mark.sqlite

PAGE = "/documenten/imv-nh-2019-2022/edities/3/openbaar/"
OPEN = "/api/v1/documenten/imv-nh-2019-2022/edities/3"
ADDRESSES = [
    "",
    "/inhoud",
    "/tabellen",
    "/tabellen/sterkte-noord-holland",
    "/tabellen/sterkte-noord-holland?formaat=csv",
]


@pytest.fixture
def edition(demo) -> Edition:
    """Adopted a moment ago, after the edition the demo data published."""
    demo.blocks.filter(anchor="leeswijzer").update(html="<p>Beter.</p>")
    adoption = Adoption(rectifies="De leeswijzer.")
    return freeze_edition(document=demo, status=Edition.Status.ADOPTED, frozen_by=None, adoption=adoption)


@pytest.fixture
def anybody() -> Client:
    return Client()


def listed(client: Client) -> set[tuple[str, int]]:
    rows = client.get("/api/v1/edities?paginaGrootte=100").json()["gegevens"]
    return {(row["document"], row["editie"]) for row in rows}


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_adopted_is_not_public_before_somebody_says_so(edition, anybody, address):
    assert anybody.get(f"{OPEN}{address}").status_code == 404
    assert ("imv-nh-2019-2022", 3) not in listed(anybody)
    publish_edition(edition=edition, by=None)
    assert anybody.get(f"{OPEN}{address}").status_code == 200
    assert ("imv-nh-2019-2022", 3) in listed(anybody)
    withdraw_edition(edition=edition, reason="Er staat een naam in.", by=None)
    assert anybody.get(f"{OPEN}{address}").status_code == 404
    assert ("imv-nh-2019-2022", 3) not in listed(anybody)


def test_a_file_of_the_list_leaves_out_what_is_not_public(edition, anybody):
    assert ",3,Integraal" not in anybody.get("/api/v1/edities?formaat=csv").text
    publish_edition(edition=edition, by=None)
    assert ",3,Integraal" in anybody.get("/api/v1/edities?formaat=csv").text


@pytest.mark.parametrize("address", ["", "officieel.pdf", "editie.json", "tabellen/sterkte-noord-holland.csv"])
def test_without_an_account_nothing_of_it_is_read_in_the_portal(edition, anybody, address):
    answer = anybody.get(f"/documenten/imv-nh-2019-2022/edities/3/{address}")
    assert (answer.status_code, answer.headers["Location"][:10]) == (302, "/inloggen/")
    assert anybody.get("/zoeken/?q=leeswijzer").status_code == 302


def test_staff_publishes_and_withdraws_with_a_reason(edition, log_in, anybody):
    staff = log_in("staf")
    assert "Deze versie is niet openbaar" in staff.get(PAGE).text
    assert "De versie is openbaar" in staff.post(f"{PAGE}maken/", follow=True).text
    assert anybody.get(OPEN).status_code == 200
    refused = staff.post(PAGE, {"reason": " "})
    assert refused.status_code == 422
    assert "Schrijf waarom de versie niet openbaar mag blijven." in refused.text
    assert anybody.get(OPEN).status_code == 200
    page = staff.post(PAGE, {"reason": "Er staat een naam in."}, follow=True).text
    assert "De versie is niet meer openbaar." in page
    assert "Er staat een naam in." in page
    assert anybody.get(OPEN).status_code == 404


def test_it_is_kept_when_it_was_public_and_who_said_so(edition):
    staff = User.objects.get(username="staf")
    for reason in ("Er staat een naam in.", "Nog een naam."):
        publish_edition(edition=edition, by=staff)
        withdraw_edition(edition=edition, reason=reason, by=staff)
    publish_edition(edition=edition, by=staff)
    log = list(Publication.objects.filter(edition=edition).values_list("reason", "published_by__username"))
    assert log == [("Er staat een naam in.", "staf"), ("Nog een naam.", "staf"), ("", "staf")]


@pytest.mark.parametrize("status", ["concept", "consultation"])
def test_what_is_not_adopted_cannot_be_public(demo, log_in, status):
    edition = freeze_edition(document=demo, status=Edition.Status(status), frozen_by=None)
    with pytest.raises(PublicationRefused, match="Alleen een vastgestelde versie"):
        publish_edition(edition=edition, by=None)
    assert log_in("staf").post(f"{PAGE}maken/").status_code == 404
    assert log_in("staf").get(PAGE).status_code == 404


def test_publishing_twice_is_told(edition, log_in):
    publish_edition(edition=edition, by=None)
    with pytest.raises(PublicationRefused, match="al openbaar"):
        publish_edition(edition=edition, by=None)
    assert "Deze versie is al openbaar." in log_in("staf").post(f"{PAGE}maken/", follow=True).text
    assert edition.publications.count() == 1


def test_withdrawing_what_is_not_public_is_told(edition, log_in):
    page = log_in("staf").post(PAGE, {"reason": "Daarom."})
    assert (page.status_code, "Deze versie is niet openbaar." in page.text) == (422, True)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_publish_it_once(edition):
    def publish() -> str:
        try:
            publish_edition(edition=edition, by=None)
        except PublicationRefused:
            return "refused"
        return "published"

    assert sorted(at_once([publish, publish])) == ["published", "refused"]
    assert Publication.objects.filter(edition=edition).count() == 1


@pytest.mark.parametrize(
    ("user", "status"),
    [("lezer", 403), ("burgemeester", 403), ("controller", 403), ("staf", 200), ("beheerder", 200), ("anoniem", 302)],
)
def test_only_who_may_publish_opens_the_page(edition, log_in, user, status):
    assert log_in(user).get(PAGE).status_code == status


def test_of_another_eenheid_it_is_not_there(edition, colleague, log_in):
    client = log_in(colleague.username)
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}maken/").status_code == 404
    assert not edition.publications.exists()


def test_everybody_with_an_account_sees_whether_it_is_public(edition, log_in):
    reader = log_in("lezer")
    assert "Deze versie is niet openbaar" in reader.get("/documenten/imv-nh-2019-2022/edities/3/").text
    assert "Deze versie is openbaar" in reader.get("/documenten/imv-nh-2019-2022/edities/2/").text
    assert "/openbaar/" not in reader.get("/documenten/imv-nh-2019-2022/edities/3/").text


def test_the_demo_data_is_public(demo):
    adopted = Edition.objects.filter(status="adopted")
    assert set(adopted) == set(Edition.objects.public())


# What a plan promises is public when its edition is.


@pytest.fixture
def plan(demo) -> ImplementationPlan:
    plan = ImplementationPlan.objects.get(year=2025, theme__slug="drugs")
    ResultTargetFactory(plan=plan, title="Schuren bezocht", value=4)
    return plan


def promised(plan: ImplementationPlan) -> bool:
    return plans.TARGETS.published().filter(plan=plan).exists()


def test_the_targets_of_a_plan_wait_for_its_edition(plan):
    ImplementationPlan.objects.filter(pk=plan.pk).update(status="adopted")
    edition = freeze_plan(plan=plan, frozen_by=None)
    assert (edition.status, promised(plan)) == ("adopted", False)
    assert not plans.PLANS.published().filter(pk=plan.pk).exists()
    publish_edition(edition=edition, by=None)
    assert promised(plan)
    assert plans.PLANS.published().filter(pk=plan.pk).exists()
    withdraw_edition(edition=edition, reason="Een naam.", by=None)
    assert not promised(plan)


def test_what_was_adopted_before_there_were_editions_stays_public(plan):
    ImplementationPlan.objects.filter(pk=plan.pk).update(status="adopted")
    plan.refresh_from_db()
    assert promised(plan)
    assert edition_of(plan=plan, frozen_by=None) in Edition.objects.public()
    assert promised(plan)


@pytest.mark.parametrize(("nature", "public"), [("", True), ("record", True), ("example", False)])
def test_what_is_made_up_is_never_public(plan, nature, public):
    ImplementationPlan.objects.filter(pk=plan.pk).update(status="adopted", nature=nature)
    assert promised(plan) is public
    assert plans.PLANS.published().filter(pk=plan.pk).exists() is (nature == "")


def test_a_document_without_an_account_is_not_there_either(edition, anybody):
    assert Document.objects.filter(slug="imv-nh-2019-2022").exists()
    assert anybody.get("/documenten/imv-nh-2019-2022/").status_code == 302
