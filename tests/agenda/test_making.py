"""An agenda is made in the portal, from the last one or from nothing, by who keeps what holds for the whole country."""

from datetime import date

import pytest
from django.urls import reverse
from tablib import Dataset

from agenda.models import (
    Agreement,
    Distribution,
    DistributionTotal,
    Explanation,
    Indicator,
    Measurement,
    NationalObjective,
    RegionalTarget,
    SafetyAgenda,
    Target,
    TargetRevision,
    TopicItem,
)
from agenda.registers import (
    AGREEMENTS,
    CONTEXT_FIGURES,
    IN_MAKING,
    INDICATORS,
    INVESTIGATION_TYPES,
    OBJECTIVES,
    TOPIC_ITEMS,
    TOPICS,
)
from nhveilig.imports import formats
from nhveilig.imports.kinds import find_kind
from nhveilig.regions.models import PoliceUnit
from tests.agenda.factories import (
    AgreementFactory,
    IndicatorFactory,
    MeasurementFactory,
    NationalObjectiveFactory,
    SafetyAgendaFactory,
    TargetFactory,
)
from tests.imports.files import applied, csv_of, previewed

pytestmark = pytest.mark.django_db
OLD, NOW = "veiligheidsagenda-2019-2022", "veiligheidsagenda-2023-2026"
NEW = {"eerste_jaar": "2027", "laatste_jaar": "2030", "titel": "", "bron": "Concept", "basis": ""}


@pytest.fixture
def national(demo, log_in):
    return log_in("landelijk")


@pytest.fixture
def draft(demo):
    return SafetyAgendaFactory(slug="proef", title="Proefagenda", is_draft=True)


def make(client, **changed: object):
    return client.post(reverse("agenda:agenda-new"), NEW | changed)


def basis(slug: str) -> int:
    return SafetyAgenda.objects.get(slug=slug).pk


# A new one --------------------------------------------------------------------------------------------------------


def test_an_empty_agenda_is_a_draft_with_the_title_of_its_years(national):
    response = make(national)
    made = SafetyAgenda.objects.get(slug="veiligheidsagenda-2027-2030")
    assert response.url == reverse("agenda:agenda-making", args=[made.slug])
    assert (made.title, made.is_draft, made.adopted_on) == ("Veiligheidsagenda 2027-2030", True, None)
    assert not made.objectives.exists()
    page = national.get(reverse("agenda:agenda-list")).content.decode()
    current, _, drafts = page.partition("In voorbereiding")
    assert ("Veiligheidsagenda 2023-2026" in current, made.title in drafts) == (True, True)


def test_the_form_offers_the_years_after_the_last_one(national):
    form = national.get(reverse("agenda:agenda-new")).context["form"]
    assert (form["eerste_jaar"].value(), form["laatste_jaar"].value()) == (2027, 2030)
    assert form["basis"].value() == basis(NOW)


def test_a_copy_has_what_was_agreed_with_what_it_came_from_and_nothing_of_what_was_reached(national):
    old = SafetyAgenda.objects.get(slug=OLD)
    old.objectives.get(code="2a").agreements.update(status=Agreement.Status.DONE)
    make(national, basis=old.pk, streefcijfers="on")
    made = SafetyAgenda.objects.get(start_year=2027)

    for model, path in (
        (NationalObjective, "agenda"),
        (Indicator, "objective__agenda"),
        (Agreement, "objective__agenda"),
    ):
        before = list(model.objects.filter(**{path: old}))
        after = list(model.objects.filter(**{path: made}))
        assert [one.code for one in after] == [one.code for one in before]
        assert [one.continues for one in after] == before
    assert {one.status for one in Agreement.objects.filter(objective__agenda=made)} == {"niet_begonnen"}
    assert made.topics.count() == old.topics.count()
    assert TopicItem.objects.filter(topic__agenda=made).count() == TopicItem.objects.filter(topic__agenda=old).count()
    for model in (Measurement, RegionalTarget, Distribution, DistributionTotal):
        assert not model.objects.filter(indicator__objective__agenda=made).exists()


def test_targets_and_terms_move_along_with_the_years_and_say_where_they_come_from(national):
    make(national, basis=basis(OLD), streefcijfers="on")
    made = Target.objects.filter(indicator__objective__agenda__start_year=2027)
    assert made.count() == Target.objects.filter(indicator__objective__agenda__slug=OLD).count()
    om = made.get(indicator__code="om-verdachten", year=2027)
    assert (om.value, om.note) == (190, "overgenomen uit Veiligheidsagenda 2019-2022, nog niet herzien")
    assert made.get(indicator__code="opsporingscapaciteit").period == "2027-2030"
    assert Agreement.objects.get(objective__agenda__start_year=2027, code="OND-01").term == "2027-2030"
    page = national.get(reverse("agenda:agenda-making", args=["veiligheidsagenda-2027-2030"])).content.decode()
    assert "66 streefcijfers zijn overgenomen en nog niet herzien." in page


def test_a_copy_keeps_what_is_a_part_of_what(national):
    make(national, basis=basis(OLD))
    made = Indicator.objects.filter(objective__agenda__start_year=2027)
    share = made.get(code="cyber-regulier-aandeel")
    assert (share.parent, share.parent.parent) == (made.get(code="cyber-regulier"), made.get(code="cyber-totaal"))
    assert not Target.objects.filter(indicator__in=made).exists()


def test_an_indicator_leads_to_what_it_came_from(national):
    make(national, basis=basis(OLD))
    url = reverse("agenda:indicator-detail", args=["veiligheidsagenda-2027-2030", "2b", "om-verdachten"])
    assert reverse("agenda:indicator-detail", args=[OLD, "2b", "om-verdachten"]) in national.get(url).content.decode()


@pytest.mark.parametrize("years", [("2026", "2029"), ("2020", "2030"), ("2022", "2022")])
def test_two_agendas_never_hold_in_one_year(national, years):
    response = make(national, eerste_jaar=years[0], laatste_jaar=years[1])
    assert response.status_code == 422
    assert "In deze jaren geldt ook Veiligheidsagenda" in response.content.decode()
    assert SafetyAgenda.objects.count() == 2


def test_years_the_wrong_way_round_are_refused(national):
    response = make(national, eerste_jaar="2030", laatste_jaar="2027")
    assert response.status_code == 422
    assert "Het laatste jaar ligt voor het eerste" in response.content.decode()


# Its title, adoption and end --------------------------------------------------------------------------------------


def save(client, page: str, agenda: SafetyAgenda, **typed: object):
    address = reverse(f"agenda:agenda-{page}", args=[agenda.slug])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value.isoformat() if isinstance(value, date) else value for name, value in sent.items()}
    return client.post(address, {name: "" if value is None else value for name, value in (sent | typed).items()})


def test_it_is_renamed_and_its_years_may_change_while_it_is_a_draft(national, draft):
    assert save(national, "change", draft, title="Anders", end_year="2031").status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.end_year) == ("Anders", 2031)
    adopted = SafetyAgenda.objects.get(slug=NOW)
    assert "end_year" not in national.get(reverse("agenda:agenda-change", args=[NOW])).context["form"].fields
    assert save(national, "change", adopted, title="Veiligheidsagenda 2023 t/m 2026").status_code == 302


def test_years_that_leave_a_target_outside_are_refused(national, draft):
    TargetFactory(indicator__objective__agenda=draft, year=2030)
    response = save(national, "change", draft, end_year="2029")
    assert response.status_code == 422
    assert "Er staan streefcijfers voor 2030" in response.content.decode()


def test_who_saves_later_sees_both_titles(national, draft, log_in):
    address = reverse("agenda:agenda-change", args=[draft.slug])
    form = national.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    national.post(address, sent | {"title": "De eerste"})
    response = national.post(address, sent | {"title": "De tweede"})
    assert response.status_code == 409
    assert "De eerste" in response.content.decode()


def test_it_is_adopted_once_it_has_objectives(national, draft):
    by = {"adopted_on": "2026-11-30", "adopted_by": "minister"}
    refused = save(national, "adopt", draft, **by)
    assert (refused.status_code, "heeft nog geen doelen" in refused.content.decode()) == (422, True)
    draft.refresh_from_db()
    assert (draft.is_draft, draft.adopted_on) == (True, None)

    NationalObjectiveFactory(agenda=draft)
    assert save(national, "adopt", draft, **by).status_code == 302
    draft.refresh_from_db()
    assert (draft.is_draft, draft.adopted_on, draft.adopted_by) == (False, date(2026, 11, 30), "minister")
    again = save(national, "adopt", draft, adopted_on="2026-11-29")
    assert "al vastgesteld" in again.content.decode()


def test_it_ends_early_and_makes_room_for_the_next(national):
    current = SafetyAgenda.objects.get(slug=NOW)
    outside = save(national, "end", current, ended_on="2027-01-01")
    assert (outside.status_code, "Kies een dag in die jaren" in outside.content.decode()) == (422, True)
    assert make(national, eerste_jaar="2026", laatste_jaar="2029").status_code == 422
    assert save(national, "end", current, ended_on="2025-12-31").status_code == 302
    assert make(national, eerste_jaar="2026", laatste_jaar="2029").status_code == 302
    # It cannot run on into the years of the next one.
    assert save(national, "end", current, ended_on="").status_code == 422


def test_a_draft_is_deleted_and_an_adopted_one_stays(national, draft):
    IndicatorFactory(objective__agenda=draft)
    page = reverse("agenda:agenda-delete", args=[draft.slug])
    assert "Indicatoren: 1" in national.get(page).content.decode()
    assert national.post(page).status_code == 302
    assert not SafetyAgenda.objects.filter(pk=draft.pk).exists()
    national.post(reverse("agenda:agenda-delete", args=[NOW]))
    assert SafetyAgenda.objects.filter(slug=NOW).exists()


# Its rows ---------------------------------------------------------------------------------------------------------


def test_every_row_of_an_agenda_comes_by_its_page(national, draft):
    """Of each model a row is made through its page."""

    def add(register, **typed: object):
        rows = register.model.objects.count()
        response = national.post(register.url("create", slug=draft.slug), typed)
        assert response.status_code == 302, response.context["form"].errors
        assert register.model.objects.count() == rows + 1
        return register.model.objects.order_by("-pk")[0]

    objective = add(OBJECTIVES, code="1", title="Cybercrime", html="Eén alinea.")
    assert (objective.agenda, objective.html, objective.order) == (draft, "<p>Eén alinea.</p>", 1)
    counted = {"objective": objective.pk, "unit": "verdachten", "measure": "aantal", "direction": "hoger"}
    counted |= {"decimals": "0", "period_rule": "som", "region_rule": "som"}
    whole = add(INDICATORS, **counted, code="verdachten", name="Verdachten")
    part = counted | {"measure": "percentage", "unit": "%", "parent": whole.pk, "relation": "aandeel"}
    assert add(INDICATORS, **part, code="aandeel", name="waarvan minderjarig").parent == whole
    add(INDICATORS, **counted | {"parent": whole.pk, "relation": "waarvan"}, code="jong", name="waarvan jonger dan 23")
    agreed = {"objective": objective.pk, "heading": "Opsporing", "kind": "kwalitatief", "text": "Samen optrekken."}
    add(AGREEMENTS, **agreed, code="CYB-01", monitoring="kwalitatief", status="niet_begonnen")
    add(INVESTIGATION_TYPES, objective=objective.pk, code="regulier", title="Regulier", core="In enge zin.")
    topic = add(TOPICS, group="landelijk_thema", number="A", title="Lokaal gezag")
    add(TOPIC_ITEMS, topic=topic.pk, order="1", kind="onderwerp", text="Migratie")
    add(CONTEXT_FIGURES, topic=topic.pk, name="Budget", figure="circa 5", unit="euro", order="1")
    # What is chosen from, is of this agenda.
    form = national.get(INDICATORS.url("create", slug=draft.slug)).context["form"]
    assert list(form.fields["objective"].queryset) == [objective]


def test_who_added_an_indicator_goes_on_with_its_targets(national, draft):
    objective = NationalObjectiveFactory(agenda=draft, code="1")
    typed = {"objective": objective.pk, "code": "jong", "name": "Jong", "unit": "verdachten", "measure": "aantal"}
    typed |= {"direction": "hoger", "decimals": "0", "period_rule": "som", "region_rule": "som"}
    response = national.post(INDICATORS.url("create", slug=draft.slug), typed)
    assert response.headers["Location"] == reverse("agenda:target-fill", args=[draft.slug, "1", "jong"])


def test_targets_divisions_and_explanations_come_by_their_pages(national, draft):
    indicator = IndicatorFactory(objective__agenda=draft, objective__code="1", code="verdachten")
    place = [draft.slug, "1", "verdachten"]
    fill = reverse("agenda:target-fill", args=place)
    assert (
        national.post(fill, {"2027": "100", "2028": "ten minste 110", "2029": "n.t.b.", "2030": ""}).status_code == 302
    )
    assert [one.figure.text() for one in indicator.targets.all()] == ["100", "ten minste 110", "n.t.b."]
    revise = {"waarde": "90", "soort": "exact", "reden": "Besluit LOVP", "per": "2027-06-01"}
    revise |= {"was_waarde": "100", "was_soort": "exact"}
    assert national.post(reverse("agenda:target-revise", args=[*place, "2027"]), revise).status_code == 302
    units = PoliceUnit.objects.filter(slug__in=["noord-holland", "noord-nederland"])
    divide = f"{reverse('agenda:indicator-distribute', args=place)}?jaar=2027&sleutel=handmatig"
    divide += "".join(f"&eenheden={unit.slug}&deel-{unit.slug}=40" for unit in units)
    decided = {
        "vastgesteld_door": "minister",
        "vastgesteld_op": "2027-07-01",
        "toelichting": "Rest volgt",
        "version": 0,
    }
    assert national.post(divide, decided).status_code == 302
    counted = [
        model.objects.filter(indicator=indicator).count()
        for model in (Target, RegionalTarget, Distribution, DistributionTotal, Explanation)
    ]
    assert counted == [3, 2, 1, 1, 1]
    assert TargetRevision.objects.filter(target__indicator=indicator).count() == 1


def refused(register, national, row, **typed: object) -> str:
    form = national.get(register.url("change", row)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    response = national.post(
        register.url("change", row), {n: "" if v is None else v for n, v in (sent | typed).items()}
    )
    assert response.status_code == 422
    return response.content.decode()


def test_two_objectives_of_one_code_are_refused(national, draft):
    NationalObjectiveFactory(agenda=draft, code="1")
    response = national.post(OBJECTIVES.url("create", slug=draft.slug), {"code": "1", "title": "Nog een"})
    assert response.status_code == 422
    assert "al een doel met deze code" in response.content.decode()
    # In another agenda it may.
    other = SafetyAgendaFactory(slug="verder", start_year=2031, end_year=2034, is_draft=True)
    assert (
        national.post(OBJECTIVES.url("create", slug=other.slug), {"code": "1", "title": "Nog een"}).status_code == 302
    )


def test_an_indicator_is_no_part_of_itself(national, draft):
    whole = IndicatorFactory(objective__agenda=draft, objective__code="1", name="Geheel")
    part = IndicatorFactory(objective=whole.objective, name="Deel", parent=whole, relation="deel")
    assert "kan niet horen bij zichzelf" in refused(INDICATORS, national, whole, parent=whole.pk, relation="deel")
    assert "dat zelf bij" in refused(INDICATORS, national, whole, parent=part.pk, relation="deel")
    assert "Vul “hoort bij” en “verhouding” allebei in" in refused(INDICATORS, national, whole, relation="deel")
    said = refused(INDICATORS, national, part, relation="aandeel")
    assert "Een aandeel van het aantal is een percentage" in said


def test_a_target_of_another_year_is_refused(national, draft):
    IndicatorFactory(objective__agenda=draft, code="verdachten")
    row = ("agenda", "indicator", "jaar", "streefcijfer"), ("proef", "verdachten", 2031, 5)
    plan = previewed("streefcijfers", csv_of(*row), None)
    [problem] = plan.problems
    assert problem.message == "Proefagenda loopt van 2027 tot en met 2030; 2031 hoort daar niet bij."


def test_what_somebody_else_filled_in_meanwhile_is_not_overwritten(national, draft):
    indicator = IndicatorFactory(objective__agenda=draft, objective__code="1", code="verdachten")
    target = TargetFactory(indicator=indicator, year=2027, value=100)
    fill = reverse("agenda:target-fill", args=[draft.slug, "1", "verdachten"])
    sent = {"2027": "120", "was-2027": "90"}
    response = national.post(fill, sent)
    assert response.status_code == 422
    assert "Intussen is het streefcijfer van 2027 gewijzigd in 100" in response.content.decode()
    target.refresh_from_db()
    assert target.value == 100
    assert national.post(fill, {"2027": "120", "was-2027": "100"}).status_code == 302
    assert national.post(fill, {"2027": "", "was-2027": "120"}).status_code == 302
    assert not indicator.targets.exists()


def test_an_adopted_target_changes_with_a_reason_only(national):
    fill = reverse("agenda:target-fill", args=[NOW, "1", "beslag"])
    assert national.get(fill).context["form"].years == []
    national.post(fill, {"2023": "1", "was-2023": "190"})
    assert Target.objects.get(indicator__code="beslag", year=2023).value == 190


def test_an_objective_with_results_stays_and_one_without_takes_its_own_to_the_bin(national, draft):
    indicator = IndicatorFactory(objective__agenda=draft, objective__code="1")
    TargetFactory(indicator=indicator)
    AgreementFactory(objective=indicator.objective)
    measured = MeasurementFactory(indicator=indicator)
    delete = OBJECTIVES.url("delete", indicator.objective)
    assert "Eraan vast zit: 1 realisatie." in national.get(delete).content.decode()
    assert national.post(delete).status_code == 302
    assert NationalObjective.objects.filter(pk=indicator.objective_id).exists()

    measured.delete()
    national.post(delete)
    assert not draft.objectives.exists()
    for model in (Indicator, Agreement):
        assert not model.objects.filter(objective__agenda=draft).exists()
    assert not Target.objects.filter(indicator=indicator).exists()
    national.post(OBJECTIVES.url("restore", indicator.objective))
    assert Target.objects.filter(indicator=indicator).exists()
    assert Indicator.objects.filter(pk=indicator.pk).exists()


def test_once_adopted_codes_and_agreements_are_fixed(national):
    agreement = Agreement.objects.get(code="OND-01", objective__agenda__slug=OLD)
    assert set(national.get(AGREEMENTS.url("change", agreement)).context["form"].row_fields) == {"status", "owner"}
    objective = NationalObjective.objects.get(agenda__slug=NOW, code="1")
    assert "code" not in national.get(OBJECTIVES.url("change", objective)).context["form"].fields
    draft = SafetyAgendaFactory(slug="proef", is_draft=True)
    made = AgreementFactory(objective__agenda=draft)
    assert {"code", "text"} <= set(national.get(AGREEMENTS.url("change", made)).context["form"].fields)


# By sheets --------------------------------------------------------------------------------------------------------


def test_a_whole_agenda_moves_by_its_sheets(national, draft):
    """As it left the agenda of 2019-2022, with the parts of an indicator above and below it."""
    for code in ("doelen", "indicatoren", "afspraken", "onderwerpen", "agenda-onderdelen", "onderzoekstypen"):
        table = find_kind(code).export(None)
        rows = [row for row in table if OLD in str(row)]
        moved = Dataset(*([_moved(cell) for cell in row] for row in rows), headers=table.headers)
        plan = applied(code, formats.write(moved, "xlsx"), None, "tabel.xlsx")
        assert plan.problems == []
        assert plan.counts()["new"] == len(rows)
    copied = Indicator.objects.get(objective__agenda=draft, code="cyber-regulier-aandeel")
    assert copied.parent.code == "cyber-regulier"
    assert draft.objectives.get(code="2a").html == NationalObjective.objects.get(agenda__slug=OLD, code="2a").html


def _moved(cell: object) -> str:
    return str(cell).replace(OLD, "proef")


def test_a_sheet_names_an_indicator_that_is_nowhere(national, draft):
    NationalObjectiveFactory(agenda=draft, code="9")
    head = ["doel", "code", "naam", "meeteenheid", "maat", "hoort bij", "verhouding"]
    head += ["richting", "decimalen", "over perioden", "over eenheden"]
    row = ["proef 9", "deel", "Deel", "zaken", "aantal", "bestaat-niet", "telt op tot het totaal"]
    plan = previewed("indicatoren", csv_of(head, [*row, "hoger is beter", 0, "som", "som"]), None)
    assert [(one.row, one.column) for one in plan.problems] == [(2, "hoort bij")]


def test_a_whole_table_of_one_agenda_leaves_the_others(national):
    row = csv_of(["agenda", "code", "titel"], [NOW, "1", "Ondermijning"])
    applied("doelen", row, None, remove_missing=True)
    assert [one.code for one in NationalObjective.objects.filter(agenda__slug=NOW)] == ["1"]
    assert NationalObjective.objects.filter(agenda__slug=OLD).count() == 6
    with_results = csv_of(["agenda", "code", "titel"], [OLD, "2a", "Ondermijning"])
    plan = previewed("doelen", with_results, None, remove_missing=True)
    assert any("blijft staan. Eraan vast zit" in note for note in plan.notes)


# Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("objectives", [1, 6])
def test_the_page_of_an_agenda_asks_the_same_for_any_number(national, draft, objectives, django_assert_max_num_queries):
    for _ in range(objectives):
        TargetFactory(indicator__objective__agenda=draft)
    address = reverse("agenda:agenda-making", args=[draft.slug])
    national.get(address)
    with django_assert_max_num_queries(12):
        assert national.get(address).status_code == 200


@pytest.mark.parametrize("username", ["staf", "controller", "lezer"])
def test_nobody_of_one_eenheid_makes_an_agenda(demo, log_in, username):
    client = log_in(username)
    assert client.post(reverse("agenda:agenda-new"), NEW).status_code == 403
    assert client.post(OBJECTIVES.url("create", slug=NOW), {"code": "9", "title": "x"}).status_code == 403
    assert reverse("agenda:agenda-new") not in client.get(reverse("agenda:agenda-list")).content.decode()
    assert len(IN_MAKING) == 6


# What is published without a division -----------------------------------------------------------------------------


def test_the_agenda_of_now_has_its_published_targets(demo):
    targets = Target.objects.filter(indicator__objective__agenda__slug=NOW)
    assert targets.count() == 28
    assert targets.get(indicator__code="verdachten-cybercrime", year=2026).value == 450
    share = Indicator.objects.get(code="verdachten-cybercrime-csv")
    assert (share.relation, share.parent.code) == (Indicator.Relation.SHARE, "verdachten-cybercrime")


def test_pages_say_that_no_division_was_published(demo, log_in):
    said = "Een verdeling van de Veiligheidsagenda 2023-2026 over de eenheden is niet gepubliceerd."
    client = log_in("staf")
    for address in (
        reverse("agenda:agenda-distribution", args=[NOW]),
        reverse("agenda:unit-detail", args=[NOW, "noord-holland"]),
        reverse("reports:unit-dashboard", args=["noord-holland", 2026]),
    ):
        assert said in client.get(address).content.decode(), address
    dashboard = client.get(reverse("reports:unit-dashboard", args=["noord-holland", 2026])).content.decode()
    assert "1.530" in dashboard
    assert said not in client.get(reverse("agenda:agenda-distribution", args=[OLD])).content.decode()
