from datetime import date

import pytest
from django.core.exceptions import ValidationError

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.calendars.events import events_for
from nhveilig.figures.dates import parse_fuzzy_date
from nhveilig.governance.enums import MentionKind, TermUnit
from nhveilig.governance.models import Body, Decision, Meeting, Mention, Term
from nhveilig.governance.registers import BODIES, DECISIONS, NATIONAL_BODIES, NATIONAL_DECISIONS
from nhveilig.regions.models import PoliceUnit
from nhveilig.worklist.queries import tasks_of


@pytest.fixture
def unit(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(slug="noord-holland")


@pytest.mark.sqlite
def test_a_period_is_stored_as_it_is_said_and_sorts_by_when_it_begins(db):
    said = ["2015", "eind 2018", "1 maart 2019", "eerste kwartaal 2019", "medio 2019", ""]
    for number, words in enumerate(reversed(said)):
        on = parse_fuzzy_date(words) if words else None
        Decision.objects.create(title=f"Besluit {number}", on=on)
    found = [one.day_in_words for one in Decision.objects.order_by("on")]
    assert found == ["onbekend", "2015", "eind 2018", "eerste kwartaal 2019", "1 maart 2019", "medio 2019"]
    assert Decision.objects.get(on=parse_fuzzy_date("Q1 2019")).on.last == date(2019, 3, 31)


def test_a_decision_does_not_come_before_its_meeting(unit):
    body = Body.objects.get(name="V10")
    meeting = Meeting.objects.create(body=body, name="V10", on=parse_fuzzy_date("3 mei 2026"))
    decision = Decision(police_unit=unit, title="Plan", body=body, meeting=meeting, on=parse_fuzzy_date("2 mei 2026"))
    with pytest.raises(ValidationError, match="ligt voor de vergadering"):
        decision.clean()
    decision.on = parse_fuzzy_date("mei 2026")
    decision.clean()
    decision.body = Body.objects.get(abbreviation="RJO")
    with pytest.raises(ValidationError, match="ander gremium: V10"):
        decision.clean()


def test_a_mention_leads_where_its_kind_says(unit):
    mention = Mention(kind=MentionKind.BODY, written_as="V10", decision=Decision.objects.first())
    with pytest.raises(ValidationError, match="Kies hier wat bij “gremium” hoort"):
        mention.clean()
    mention.body = Body.objects.get(name="V10")
    with pytest.raises(ValidationError, match="Laat dit leeg"):
        mention.clean()
    with pytest.raises(ValidationError, match="waarom dit geen besluit is"):
        Mention(kind=MentionKind.REFERENCE_DATE, written_as="formatie").clean()


@pytest.mark.parametrize(
    ("number", "unit", "counted_from", "due"),
    [
        (4, TermUnit.YEARS, date(2024, 2, 29), date(2028, 2, 29)),
        (1, TermUnit.YEARS, date(2024, 2, 29), date(2025, 2, 28)),
        (4, TermUnit.A_YEAR, date(2025, 11, 30), date(2026, 2, 28)),
        (2, TermUnit.A_YEAR, date(2025, 12, 31), date(2026, 6, 30)),
        (7, TermUnit.DAYS, date(2025, 12, 28), date(2026, 1, 4)),
        (2019, TermUnit.IN_YEAR, None, date(2019, 12, 31)),
        (2019, TermUnit.IN_YEAR, date(2019, 5, 1), None),
        (4, TermUnit.YEARS, None, None),
        (None, "", date(2025, 1, 1), None),
    ],
)
def test_the_next_day_follows_from_the_term(number, unit, counted_from, due):
    assert Term(number=number, unit=unit, counted_from=counted_from).next_day() == due


def test_a_term_that_is_due_is_a_task_of_the_staff_and_stands_in_their_calendar(unit):
    term = Term.objects.get(obligation="Beleidsplan vaststellen", police_unit=unit)
    term.counted_from = date(2022, 12, 10)
    term.save(update_fields=["counted_from"])

    def told(username: str, today: date) -> list[str]:
        return [task.title for task in tasks_of(Access(User.objects.get(username=username)), today)]

    title = "Zorg voor: Beleidsplan vaststellen"
    assert title not in told("staf", date(2026, 11, 9))
    assert title in told("staf", date(2026, 11, 10))
    assert title not in told("burgemeester", date(2026, 12, 10))
    assert title not in told("staf-noord", date(2026, 12, 10))
    events = events_for(Access(User.objects.get(username="staf")), date(2026, 11, 10))
    assert (date(2026, 12, 10), "Uiterlijk: Beleidsplan vaststellen") in [(one.day, one.title) for one in events]
    term.is_watched = False
    term.save(update_fields=["is_watched"])
    assert title not in told("staf", date(2026, 12, 10))


def test_what_is_national_is_read_by_all_and_kept_by_the_country(unit, log_in):
    lovp = Body.objects.get(abbreviation="LOVP")
    page = log_in("lezer").get(NATIONAL_BODIES.url("detail", lovp))
    assert "Uitwerking van de Veiligheidsagenda vastgesteld" in page.text
    assert log_in("staf").get(NATIONAL_BODIES.url("change", lovp)).status_code == 403
    assert log_in("landelijk").get(NATIONAL_BODIES.url("change", lovp)).status_code == 200
    assert log_in("staf").get(BODIES.url("detail", lovp)).status_code == 404
    assert log_in("lezer").get(DECISIONS.url("list")).status_code == 200
    assert log_in("lezer").get(NATIONAL_DECISIONS.url("list")).status_code == 200


def test_a_decision_of_an_eenheid_may_be_of_a_national_body_but_not_of_another_eenheid(unit, log_in):
    form = log_in("staf").get(DECISIONS.url("create")).context["form"]
    offered = form.fields["body"].queryset
    assert offered.filter(abbreviation="LOVP").exists()
    assert offered.filter(abbreviation="RBOP").exists()
    assert not offered.filter(abbreviation="RBPO").exists()
    national = log_in("landelijk").get(NATIONAL_DECISIONS.url("create")).context["form"]
    assert not national.fields["body"].queryset.exclude(police_unit=None).exists()
