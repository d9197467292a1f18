"""The pages of the register: what readers see, what staff keep, and what it asks of the database."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from agenda.models import Agreement, AgreementNote, Indicator, Measurement, RegionalTarget, SafetyAgenda, Target
from nhveilig.accounts.models import Role, User
from nhveilig.editing.models import Edit
from nhveilig.regions.models import PoliceUnit
from tests.accounts.factories import RoleFactory, UserFactory
from tests.agenda.factories import MeasurementFactory, NationalObjectiveFactory, make_agenda
from tests.html_forms import form_of
from tests.html_tables import rows_by_label, tables_of
from tests.imports.files import applied, previewed
from tests.regions.factories import PoliceUnitFactory

SLUG = "veiligheidsagenda-2019-2022"
OM = [SLUG, "2b", "om-verdachten"]
OVERVIEW, MISSING = (reverse(f"agenda:agenda-{name}", args=[SLUG]) for name in ("overview", "missing"))
INDICATOR = reverse("agenda:indicator-detail", args=OM)
RECORD = reverse("agenda:measurement-record", args=OM)
DIVIDE = reverse("agenda:indicator-distribute", args=[SLUG, "2c.2", "km-totaal"])
NOORD_HOLLAND = reverse("agenda:unit-detail", args=[SLUG, "noord-holland"])
OF_2020 = "?eenheid=noord-holland&jaar=2020&periode=jaar"


@pytest.fixture
def administrator(log_in) -> Client:
    """Who keeps what holds for every eenheid."""
    return log_in("landelijk")


def page(client: Client, address: str) -> str:
    return " ".join(unescape(client.get(address).text).split())


def test_the_overview_starts_at_the_newest_year_with_a_figure(log_in):
    shown = page(log_in("lezer"), OVERVIEW)

    assert '<option value="2020" selected' in shown
    assert "circa 18" in shown
    assert "zonder 9 eenheden" in shown
    assert "cijfers zijn nog niet ingevuld" in shown
    assert re.search(r"In 2020, van \d+ indicatoren:</strong> 1 nog niet te zeggen, \d+ nog niet ingevuld", shown)


def test_a_period_that_does_not_exist_is_not_shown(log_in):
    shown = page(log_in("lezer"), f"{OVERVIEW}?jaar=1999&periode=ooit")

    assert '<option value="2020" selected' in shown


def test_at_least_fourteen_of_fifteen_decides_nothing(log_in):
    shown = page(log_in("lezer"), f"{NOORD_HOLLAND}?jaar=2020")

    assert "ten minste 14" in shown
    assert "Nog niet te zeggen" in shown


def test_the_page_of_noord_nederland_shows_its_own_targets(log_in):
    address = reverse("agenda:unit-detail", args=[SLUG, "noord-nederland"])
    rows = rows_by_label(tables_of(log_in("lezer").get(address).text)["streefcijfers-noord-nederland"])

    assert rows["OM-verdachten van mensenhandel"][:4] == ["19", "21", "22", "24"]
    assert rows["Reguliere onderzoeken naar cybercrime"][:4] == ["27", "n.t.b.", "n.t.b.", "n.t.b."]
    assert rows["Waarvan alternatieve of aanvullende interventies, aandeel"][0] == "ten hoogste 25"
    assert rows["Fenomeenonderzoeken"][0] == "2 tot 4"
    assert rows["Onderzoeken, totaal"][:4] == ["n.v.t."] * 4


def test_the_indicator_shows_every_eenheid_beside_the_country(log_in):
    tables = tables_of(log_in("lezer").get(INDICATOR).text)
    rows = rows_by_label(tables["eenheden-2b-om-verdachten"])

    assert len(rows) >= 12
    assert rows["Noord-Holland"] == ["14", "", "15", "ten minste 14", "16", "", "18", ""]
    assert rows["Landelijk"][0::2] == ["190", "205", "220", "240"]


def written_in(page: str) -> list[str]:
    """What stands beside the bars of a chart, without the letter that tells its series apart."""
    return re.findall('class="chart-value">(?:<b class="chart-letter">.</b> )?([^<>]+)<', page)


def test_the_table_below_a_chart_has_its_numbers_and_says_which_lack(log_in):
    shown = log_in("lezer").get(INDICATOR).text
    tables = tables_of(shown)
    years = rows_by_label(tables["realisatie-2b-om-verdachten"])
    numbers = rows_by_label(tables["verloop-2b-om-verdachten-cijfers"])

    assert {year: cells[0] for year, cells in numbers.items()} == {year: cells[0] for year, cells in years.items()}
    assert [numbers[str(year)][1] for year in range(2019, 2023)] == ["nog niet ingevuld"] * 4
    assert written_in(shown).count("leeg") == 4
    assert "Leeg: het cijfer van het hele jaar is nog niet ingevuld." in shown


def test_the_chart_draws_what_its_table_says(log_in):
    indicator = Indicator.objects.get(code="om-verdachten")
    for year, value in [(2019, 188), (2020, 201)]:
        MeasurementFactory(indicator=indicator, year=year, value=value)

    shown = log_in("lezer").get(INDICATOR).text
    numbers = rows_by_label(tables_of(shown)["verloop-2b-om-verdachten-cijfers"])

    assert [numbers[str(year)][1] for year in range(2019, 2023)] == ["188", "201", *["nog niet ingevuld"] * 2]
    assert {"190", "205", "220", "240", "188", "201", "leeg"} <= set(written_in(shown))


def test_background_figures_are_shown_with_their_objective(log_in):
    shown = page(log_in("lezer"), reverse("agenda:agenda-detail", args=[SLUG]))

    assert "Eenmalig anti-ondermijningsfonds" in shown
    assert "€ 100.000.000".replace(" ", "\u00a0") in unescape(
        log_in("lezer").get(reverse("agenda:agenda-detail", args=[SLUG])).text
    )
    assert "24 uur per dag" in page(log_in("lezer"), reverse("agenda:agenda-topics", args=[SLUG]))


def test_what_is_missing_can_be_asked_of_one_eenheid(log_in):
    client = log_in("lezer")
    one = page(client, f"{MISSING}?indicator=om-verdachten")
    mine = page(client, f"{MISSING}?eenheid=noord-holland")

    assert "Te leveren door: Openbaar Ministerie" in one
    assert "11-2-2020" in mine
    assert "Rotterdam</a>" in one
    assert "Rotterdam</a>" not in mine
    assert "van de" in mine
    assert "Bij deze keuze ontbreekt niets" in page(client, f"{MISSING}?eenheid=bestaat-niet")


def line_of(name: str, shown: str) -> list[str]:
    """The words of each cell in the row of a page."""
    row = next(row for row in re.findall("<tr>.*?</tr>", shown) if f">{name}</a>" in row)
    return [re.sub("<[^>]*>", "", cell).strip() for cell in re.findall("<t[hd].*?</t[hd]>", row)]


def test_without_a_choice_there_is_a_line_for_each_indicator(log_in):
    shown = page(log_in("lezer"), MISSING)
    Measurement.objects.filter(indicator__code="om-verdachten").delete()
    without = page(log_in("lezer"), MISSING)

    assert '<a href="?indicator=om-verdachten">OM-verdachten van mensenhandel</a>' in shown
    assert line_of("OM-verdachten van mensenhandel", shown)[1:4] == ["43", "11 eenheden", "2019 t/m 2022"]
    assert line_of("OM-verdachten van mensenhandel", without)[1] == "44"
    assert "Rotterdam</a>" not in shown


def test_from_what_is_missing_staff_go_on_to_fill_it_in_and_readers_do_not(log_in, staff):
    here = f"{MISSING}?indicator=om-verdachten"
    way = f'href="{RECORD}?eenheid=noord-holland&jaar=2019&periode=jaar"'

    assert way in page(staff, here)
    assert f"{RECORD}?eenheid=rotterdam" not in page(staff, here)
    assert RECORD not in page(log_in("lezer"), here)
    assert staff.get(f"{RECORD}?eenheid=noord-holland&jaar=2019&periode=jaar").status_code == 200


def figure(**changes) -> dict[str, str]:
    return {
        "waarde": "16", "soort": "exact", "status": "definitief", "bron": "Jaarverslag 2021", "gepubliceerd": "",
        "opmerking": "", "herziening": "1",
    } | changes  # fmt: skip


def test_a_figure_is_corrected_and_the_correction_undone(staff):
    answer = staff.post(RECORD + OF_2020, figure(), follow=True)

    assert "Gecorrigeerd: Noord-Holland, 2020: 16." in answer.text
    newest = Measurement.objects.get(indicator__code="om-verdachten", is_current=True)
    answer = staff.post(reverse("agenda:measurement-restore", args=[SLUG, newest.pk]), follow=True)
    assert "Het cijfer is weer ten minste 14." in answer.text
    assert Measurement.objects.filter(indicator__code="om-verdachten").count() == 3


def test_words_in_the_number_say_what_kind_of_figure_it_is(staff):
    answer = staff.post(RECORD + OF_2020, figure(waarde="bijna 1.600", gepubliceerd="20 september 2021"), follow=True)

    assert "bijna 1.600." in answer.text
    newest = Measurement.objects.get(indicator__code="om-verdachten", is_current=True)
    assert (str(newest.figure), newest.published_on.isoformat()) == ("bijna 1.600", "2021-09-20")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"waarde": "1,234"}, "kan twee getallen betekenen"),
        ({"waarde": "circa 3", "soort": "minimum"}, "“circa 3” en “ten minste” zijn twee soorten"),
        ({"waarde": ""}, "Vul een getal in, of kies bij de soort"),
        ({"waarde": "-3"}, "nooit minder dan 0"),
        ({"soort": "undecided"}, "hoort geen getal"),
        ({"bron": ""}, "Vul in waar het cijfer vandaan komt."),
        ({"gepubliceerd": "gisteren"}, "dag, maand en jaar"),
        ({"herziening": "0"}, "Intussen is er een ander cijfer opgeslagen: ten minste 14."),
    ],
)
def test_a_figure_that_cannot_be_is_answered_in_words(staff, changes, words):
    answer = staff.post(RECORD + OF_2020, figure(**changes))

    assert answer.status_code == 422
    assert words in unescape(answer.text)
    assert not Measurement.objects.filter(indicator__code="om-verdachten", revision=2).exists()


def test_two_who_fill_in_one_figure_see_both_and_choose(staff):
    answer = staff.post(RECORD + OF_2020, figure(waarde="15", herziening="0"))
    shown = unescape(answer.text)
    assert "iemand anders heeft dit intussen ook gewijzigd" in shown
    assert "<blockquote><p>ten minste 14</p></blockquote>" in shown
    assert 'name="herziening" value="1"' in answer.text

    theirs = staff.post(RECORD + OF_2020, figure(waarde="15", herziening="1") | {"keuze-waarde": "hun"}, follow=True)
    assert "blijft staan" in theirs.text
    assert not Measurement.objects.filter(indicator__code="om-verdachten", revision=2).exists()
    staff.post(RECORD + OF_2020, figure(waarde="15", herziening="1") | {"keuze-waarde": "mijn"})
    assert Measurement.objects.get(indicator__code="om-verdachten", is_current=True).value == 15


def test_two_who_change_one_target_see_both_and_choose(administrator):
    address = reverse("agenda:target-revise", args=[*OM, "2020"])
    answer = administrator.post(address, change(was_waarde="204"))
    assert "<blockquote><p>205</p></blockquote>" in answer.text
    assert 'name="was_waarde" value="205"' in answer.text
    assert (
        "blijft staan"
        in administrator.post(address, change(was_waarde="205") | {"keuze-waarde": "hun"}, follow=True).text
    )
    assert Target.objects.get(indicator__code="om-verdachten", year=2020).value == 205
    administrator.post(address, change(was_waarde="205"))
    assert Target.objects.get(indicator__code="om-verdachten", year=2020).value == 17


def test_parts_that_contradict_the_year_are_said_after_saving(staff):
    for period, value in [("h1", "7"), ("h2", "8")]:
        where = f"?eenheid=noord-holland&jaar=2020&periode={period}"
        answer = staff.post(RECORD + where, figure(waarde=value, herziening="0"), follow=True)

    assert "geven samen 15" in answer.text


def test_the_figures_of_another_eenheid_are_not_kept(staff, colleague):
    elsewhere = Client()
    elsewhere.force_login(colleague)
    measured = Measurement.objects.get(indicator__code="om-verdachten")

    assert elsewhere.get(RECORD + OF_2020).status_code == 404
    assert elsewhere.post(RECORD + OF_2020, figure()).status_code == 404
    assert elsewhere.post(reverse("agenda:measurement-restore", args=[SLUG, measured.pk])).status_code == 404
    share = reverse("agenda:share-revise", args=[*OM, "noord-holland", 2020])
    assert (elsewhere.get(share).status_code, staff.get(share).status_code) == (404, 200)


def change(**changes) -> dict[str, str]:
    return {
        "waarde": "17", "soort": "exact", "reden": "Afgesproken in het LOVP", "per": "1-7-2020", "was_waarde": "15",
        "was_soort": "exact",
    } | changes  # fmt: skip


def test_a_changed_share_is_in_the_history(staff):
    answer = staff.post(reverse("agenda:share-revise", args=[*OM, "noord-holland", 2020]), change(), follow=True)

    assert "Het streefcijfer is nu 17." in answer.text
    assert "Afgesproken in het LOVP" in answer.text
    assert RegionalTarget.objects.get(indicator__code="om-verdachten", police_unit__code="RE04", year=2020).value == 17


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"reden": ""}, "Schrijf waarom"), ({"per": "1-1-2010"}, "kan niet ingaan"), ({"was_waarde": "14"}, "Intussen")],
)
def test_a_change_of_a_target_that_cannot_be_is_answered_in_words(administrator, changes, words):
    address = reverse("agenda:target-revise", args=[*OM, "2020"])
    given = change(was_waarde="205") | changes

    answer = administrator.post(address, given)

    assert (answer.status_code, words in unescape(answer.text)) == (422, True)
    assert Target.objects.get(indicator__code="om-verdachten", year=2020).value == 205


def test_a_target_is_divided_after_a_look_at_the_proposal(administrator):
    units = "&".join(f"eenheden={unit.slug}" for unit in PoliceUnit.objects.filter(kind="regional"))
    query = f"?jaar=2021&sleutel=gelijk&{units}"
    rows = rows_by_label(tables_of(administrator.get(DIVIDE + query).text)["voorstel"])

    assert rows["Noord-Nederland"] == ["52", "51,50", "1", "n.v.t."]
    assert rows["Som van de delen"][0] == "515"
    decision = {"vastgesteld_door": "LOVP", "vastgesteld_op": "2020-12-01", "toelichting": "", "version": "0"}
    answer = administrator.post(DIVIDE + query, decision, follow=True)
    assert "De verdeling van 2021 over 10 eenheden is opgeslagen." in answer.text
    assert (
        sum(RegionalTarget.objects.filter(indicator__code="km-totaal", year=2021).values_list("value", flat=True))
        == 515
    )


def test_shares_by_hand_that_do_not_add_up_ask_for_an_explanation(administrator):
    query = (
        "?jaar=2021&sleutel=handmatig&eenheden=noord-holland&eenheden=limburg&deel-noord-holland=300&deel-limburg=200"
    )
    decision = {"vastgesteld_door": "LOVP", "vastgesteld_op": "2020-12-01", "toelichting": "", "version": "0"}

    assert "De delen geven samen 500" in unescape(administrator.get(DIVIDE + query).text)
    answer = administrator.post(DIVIDE + query, decision)
    assert (answer.status_code, "Leg in de toelichting uit" in answer.text) == (422, True)


@pytest.mark.parametrize(("choice", "shares"), [("mijn", [300, 215]), ("hun", [257, 258])])
def test_two_who_divide_one_target_see_both_and_choose(administrator, choice, shares):
    units = "&eenheden=noord-holland&eenheden=limburg"
    mine = f"{DIVIDE}?jaar=2021&sleutel=handmatig{units}&deel-noord-holland=300&deel-limburg=215"
    decision = {"vastgesteld_door": "LOVP", "vastgesteld_op": "2020-12-01"}
    opened = form_of(administrator.get(mine).text, "verdeling") | decision
    administrator.post(f"{DIVIDE}?jaar=2021&sleutel=gelijk{units}", decision | {"version": "0"})

    answer = administrator.post(mine, opened)

    assert answer.status_code == 409
    assert "Noord-Holland: 258" in answer.text or "Noord-Holland: 257" in answer.text
    assert "Noord-Holland: 300" in answer.text
    again = form_of(answer.text, "verdeling")
    assert again["version"] == "1"
    administrator.post(mine, again | {"keuze-shares": choice})
    stored = RegionalTarget.objects.filter(indicator__code="km-totaal", year=2021, value__gt=0)
    assert sorted(int(value) for value in stored.values_list("value", flat=True)) == sorted(shares)


@pytest.mark.parametrize(
    ("choice", "stands"),
    [("mijn", "Het team is uitgebreid."), ("hun", "Het team is op sterkte en geschoold."), ("samen", "Samen.")],
)
def test_two_who_write_one_note_see_both_and_choose(staff, choice, stands):
    address = reverse("agenda:agreement-note", args=[SLUG, "OND-01"])
    note = {"eenheid": "noord-holland", "jaar": "2020", "status": "loopt", "tekst": "Het team is op sterkte."}
    staff.post(address, note)
    page = f"{address}?eenheid=noord-holland&jaar=2020"
    opened = form_of(staff.get(page).text, "form", by="class")
    staff.post(page, opened | {"tekst": "Het team is op sterkte en geschoold."})

    answer = staff.post(page, opened | {"tekst": "Het team is uitgebreid."})

    assert answer.status_code == 409
    again = form_of(answer.text, "form", by="class")
    assert again["tekst"] == "Het team is uitgebreid."
    staff.post(page, again | {"keuze-tekst": choice, "samen-tekst": "Samen."})
    assert AgreementNote.objects.get(agreement__code="OND-01", year=2020).text == stands
    kept = Edit.objects.of_whole(Agreement.objects.get(code="OND-01")).filter(field="note").order_by("pk").first()
    assert (kept.old, kept.new) == ("Het team is op sterkte.", "Het team is op sterkte en geschoold.")


def test_an_agreement_gets_a_status_and_a_note(administrator, log_in):
    args = [SLUG, "OND-01"]
    administrator.post(
        reverse("agenda:agreement-change", args=args), {"status": "aandacht", "owner": "Hoofd opsporing", "version": 1}
    )
    note = {"eenheid": "noord-holland", "jaar": "2020", "status": "loopt", "tekst": "Het team is op sterkte."}
    answer = log_in("beheerder").post(reverse("agenda:agreement-note", args=args), note, follow=True)

    assert "Het team is op sterkte." in answer.text
    assert Agreement.objects.get(code="OND-01").owner == "Hoofd opsporing"
    assert AgreementNote.objects.get().written_by == User.objects.get(username="beheerder")
    assert "Het team is op sterkte." in administrator.get(f"{NOORD_HOLLAND}?jaar=2020").text


# Of every page: session, user, roles.
QUERIES = {
    # Agenda, years measured; agenda, and what is read along with it; regional eenheden; places filled.
    "agenda-overview": 9,
    # Agenda, and what is read along with it; regional eenheden; places filled.
    "agenda-missing": 7,
    # Eenheid; agenda, and what is read along with it; places filled.
    "unit-detail": 7,
    # Indicator, and what is read along with it; eenheden; the words of units; questions.
    "indicator-detail": 8,
    "agreement-detail": 6,  # agenda; agreement, notes
}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize(("units", "agendas", "periods"), [(1, 1, 3), (10, 5, 3)])
def test_a_page_asks_the_same_of_the_database_for_any_number(
    db, name, units, agendas, periods, django_assert_num_queries
):
    people, police_units = UserFactory(), PoliceUnitFactory.create_batch(units)
    for unit in police_units:
        RoleFactory(user=people, police_unit=unit, kind=Role.Kind.STAFF)
    for _ in range(agendas):
        agenda = make_agenda(units, police_units)
    Indicator.objects.update(supplier="politie")
    for indicator in Indicator.objects.filter(objective__agenda=agenda):
        for unit in police_units:
            for period in ["h1", "k3", "k4"][:periods]:
                MeasurementFactory(indicator=indicator, police_unit=unit, period=period)
    client = Client()
    client.force_login(people)
    address = _address(name, agenda, police_units[0])

    with django_assert_num_queries(QUERIES[name]):
        assert client.get(address).status_code == 200


def _address(name: str, agenda: SafetyAgenda, unit: PoliceUnit) -> str:
    objective = agenda.objectives.first()
    more = {
        "unit-detail": [unit.slug],
        "indicator-detail": [objective.code, objective.indicators.get().code],
        "agreement-detail": [objective.agreements.get().code],
    }
    return reverse(f"agenda:{name}", args=[agenda.slug, *more.get(name, [])])


@pytest.mark.parametrize(
    ("name", "args", "line"),
    [
        ("indicator-csv", [*OM, "jaren"], "2020;1;detail;205;"),
        ("indicator-csv", [*OM, "eenheden"], "Noord-Holland;1;detail;14;;15;minimum 14;16;;18;"),
        ("unit-csv", [SLUG, "noord-holland"], "OM-verdachten van mensenhandel;1;detail;14;15;16;18;"),
        (
            "missing-csv",
            [SLUG],
            "OM-verdachten van mensenhandel;1;detail;2b Mensenhandel;Openbaar Ministerie;Rott",
        ),
    ],
)
def test_the_tables_of_the_register_are_there_as_csv(log_in, name, args, line):
    answer = log_in("lezer").get(reverse(f"agenda:{name}", args=args))

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert any(one.startswith(line) for one in answer.content.decode("utf-8-sig").splitlines())


@pytest.mark.parametrize("rows", ["maanden", "eenheden"])
def test_a_table_that_is_not_there_is_not_downloaded(log_in, rows):
    RegionalTarget.objects.all().delete()
    Measurement.objects.all().delete()

    assert log_in("lezer").get(reverse("agenda:indicator-csv", args=[*OM, rows])).status_code == 404


def test_a_long_history_is_leafed_through(log_in):
    indicator = Indicator.objects.get(objective__agenda__slug=SLUG, objective__code="2b", code="om-verdachten")
    for unit in PoliceUnitFactory.create_batch(14):
        MeasurementFactory(indicator=indicator, police_unit=unit, year=2019, value=3)
    first, second = page(log_in("lezer"), INDICATOR), page(log_in("lezer"), f"{INDICATOR}?page=2")

    assert "Pagina 1 van 2" in first
    assert "Pagina 2 van 2" in second
    assert first.count('Ingevuld"') == 12


def test_a_sheet_names_the_agenda_where_two_have_an_objective_of_that_code(staff, demo):
    twin = NationalObjectiveFactory(code="2a")
    exported = staff.get(reverse("agenda:agreement-export", args=[SLUG, "csv"])).content

    assert not previewed("afspraken", exported, None).problems
    [first, *_] = previewed("afspraken", exported.replace(f"{SLUG} 2a".encode(), b"2a"), None).problems
    assert (first.column, first.value) == ("doel", "2a")
    row = f"NW-01;{twin.agenda.slug} 2a;Nieuw;proces;Iets doen;;;onbekend;loopt;"
    plan = applied("afspraken", exported.splitlines()[0] + b"\r\n" + row.encode(), None)
    assert plan.counts()["new"] == 1
    assert Agreement.objects.get(code="NW-01").objective == twin
