"""What is of partners, covenants and contact persons alone; what every register promises is held in tests/registers."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.partners.models import ContactPerson, Covenant, Mention, Partner, Party
from nhveilig.partners.registers import CONTACTS, COVENANTS, PARTIES, PARTNERS
from nhveilig.registers import seeding
from nhveilig.worklist.queries import tasks_of
from tests.registers.rows import open_form

MINISTRY = "Ministerie van Justitie en Veiligheid"
DRUGS = "Convenant Aanpak Drugslocaties Noord-Holland"


@pytest.fixture
def drugs(demo) -> Covenant:
    return Covenant.objects.get(name=DRUGS)


def test_every_mention_in_the_sources_leads_to_one_partner(demo):
    assert Mention.objects.count() == 149
    assert Partner.objects.filter(mentions=None).count() == 0
    assert Partner.objects.count() == 92


def test_different_spellings_are_one_partner(staff):
    ministry = Partner.objects.get(name=MINISTRY)
    written = {mention.written_as for mention in ministry.mentions.all()}
    assert {"ministerie van Justitie en Veiligheid", "ministerie van JenV", "ministerie van J&V"} <= written
    page = staff.get(PARTNERS.url("detail", ministry)).content.decode()
    assert "ministerie van JenV" in page
    assert "Regionaal Beleidsplan Veiligheid Noord-Nederland 2020-2023" in page
    found = staff.get(PARTNERS.url("list"), {"zoek": "J&V"}).context["table"].lines
    assert [line.cells[0].text for line in found] == [MINISTRY]


def test_a_covenant_holds_the_stated_count_beside_the_known_parties(staff, drugs):
    assert drugs.figure == Figure.of(80, Qualifier.NEARLY)
    assert "8 bekende partijen van bijna 80" in staff.get(COVENANTS.url("detail", drugs)).content.decode()
    assert "12 bekende partijen van 12" in staff.get(COVENANTS.url("list")).content.decode()


def test_the_stated_count_is_typed_as_people_say_it(staff, drugs):
    sent = open_form(staff, COVENANTS, drugs)
    assert sent["figure"] == ["bijna 80"]
    staff.post(COVENANTS.url("change", drugs), sent | {"figure": ["ten minste 81"]})
    drugs.refresh_from_db()
    assert drugs.figure == Figure.of(81, Qualifier.MINIMUM)


def test_who_left_is_not_counted_any_more(staff, drugs):
    Party.objects.filter(covenant=drugs, partner__name="Politie").update(left=date(2026, 1, 1))
    assert "7 bekende partijen van bijna 80" in staff.get(COVENANTS.url("detail", drugs)).content.decode()


def test_a_party_is_a_partner_or_a_municipality(staff, drugs):
    url = PARTIES.url("create")
    refused = staff.post(url, {"covenant": drugs.pk, "version": 0})
    assert refused.status_code == 422
    assert "Kies een partner of een gemeente" in refused.content.decode()
    partner = Partner.objects.get(name="Waterschappen")
    municipality = ContactPerson.objects.filter(municipality__name="Alkmaar")[0].municipality
    both = {"version": 0, "covenant": drugs.pk, "partner": partner.pk, "municipality": municipality.pk}
    assert staff.post(url, both).status_code == 422
    assert staff.post(url, both | {"partner": ""}).status_code == 302
    assert drugs.parties.filter(municipality=municipality).exists()


def test_a_covenant_does_not_end_before_it_begins(staff, drugs):
    sent = open_form(staff, COVENANTS, drugs)
    refused = staff.post(COVENANTS.url("change", drugs), sent | {"ends_on": ["2019-01-01"]})
    assert refused.status_code == 422
    assert "ends_on" in refused.context["form"].errors


def test_people_are_for_who_works_in_the_portal_alone(demo, log_in):
    url = CONTACTS.url("list")
    assert log_in("lezer").get(url).status_code == 403
    assert "Voorbeeld Eén" not in log_in("lezer").get("/zoeken/?q=voorbeeld").content.decode()
    page = log_in("burgemeester").get(url).content.decode()
    assert "voorbeeld.een@example.org" in page
    assert "Voorbeeld Vier" not in page, "of another eenheid"
    assert CONTACTS.retention in page
    assert log_in("anoniem").get("/api/v1/contactpersonen").status_code == 404


def test_what_is_overdue_stands_on_the_first_page(demo, log_in):
    page = log_in("staf").get(reverse("home")).content.decode()
    assert "Evalueer Drugsconvenant" in page
    assert "De evaluatie was afgesproken voor 31 december 2025." in page
    assert "Evalueer" not in log_in("lezer").get(reverse("home")).content.decode()


def test_contact_persons_are_looked_at_once_a_year(demo):
    found = tasks_of(Access(User.objects.get(username="staf")), date(2026, 7, 1))
    asked = [(task.title, task.why) for task in found if task.title.startswith("Kijk na")]
    why = "Ondermijning, Haarlem. Gecontroleerd op 1 juni 2024."
    assert asked == [("Kijk na of de gegevens van Voorbeeld Drie nog kloppen", why)]
    (task,) = (task for task in found if task.title.startswith("Kijk na"))
    assert (task.since, task.url) == (
        date(2025, 6, 1),
        CONTACTS.url("detail", ContactPerson.objects.get(name="Voorbeeld Drie")),
    )


def test_seeding_again_leaves_what_people_made_of_it(demo, drugs):
    Partner.objects.filter(name=MINISTRY).update(name="Ministerie van JenV")
    Covenant.objects.filter(pk=drugs.pk).delete()
    seeding.seed(settings.FIXTURES_DIR)
    assert Partner.objects.count() == 92
    assert not Covenant.objects.filter(name=DRUGS).exists()
