"""The history shows who wrote what, sitting by sitting, and puts back an earlier text without losing the later one."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from nhveilig.accounts.models import Role
from nhveilig.editing.exceptions import CannotBeUndone
from nhveilig.trail.kinds import Kind
from nhveilig.trail.services import Subject, record
from tests.themes.factories import (
    ActivityFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    PlanTextFactory,
    ResultTargetFactory,
)
from themes.editing.services.parts import add_part, delete_part, save_field, undo_edit
from themes.history.queries import MOST_EDITS, Budget, compared, shown_sittings, sittings
from themes.models import PlanEdit, PlanText
from themes.parts.queries import find_part
from themes.parts.registry import key_of

from .conftest import address, browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

MORNING = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)


def write(part, field, text, editor, session=None) -> None:
    key = key_of(part)
    version = find_part(part.plan, key).versions.get(field, {}).get("version", 0)
    save_field(
        plan=part.plan, part=key, field=field, text=text, expected_version=version, editor=editor, session=session
    )


def test_what_one_person_wrote_without_a_pause_is_one_sitting(plan, activity, pieter, wies):
    with time_machine.travel(MORNING, tick=False) as clock:
        for minutes, field, who in (
            (0, "title", pieter),
            (20, "owner", pieter),
            (21, "partners", wies),
            (25, "owner", pieter),
        ):
            clock.move_to(MORNING + timedelta(minutes=minutes))
            write(activity, field, f"{field} {minutes}", who)
        clock.move_to(MORNING + timedelta(minutes=56))
        write(activity, "title", "Later", pieter)

    found = shown_sittings(plan, sittings(PlanEdit.objects.all()))
    assert [(one.editor, sum(len(part.edits) for part in one.parts)) for one in found] == [
        ("Pieter Plaats", 1),
        ("Pieter Plaats", 3),
        ("Wies Werker", 1),
    ]
    assert found[1].when == "3 maart 2025 van 09.00 tot 09.25 uur"
    assert found[2].when == "3 maart 2025 om 09.21 uur"


@pytest.mark.parametrize(("hours", "expected"), [(4, 1), (30, 2)])
def test_a_tab_that_stayed_open_is_one_sitting_for_a_day(plan, activity, pieter, hours, expected):
    tab = uuid.uuid4()
    with time_machine.travel(MORNING, tick=False) as clock:
        write(activity, "title", "Een", pieter, tab)
        clock.move_to(MORNING + timedelta(hours=hours))
        write(activity, "owner", "Politie", pieter, tab)
    assert len(sittings(PlanEdit.objects.all())) == expected


def test_a_very_long_sitting_is_cut(plan, activity, pieter):
    PlanEdit.objects.bulk_create(
        PlanEdit(plan=plan, part=key_of(activity), field="title", editor=pieter) for _ in range(MOST_EDITS + 1)
    )
    assert [len(one.edits) for one in sittings(PlanEdit.objects.all())] == [MOST_EDITS, 1]


def test_the_difference_is_in_words_and_not_in_colour_only(plan, activity, pieter, browser):
    write(activity, "title", "Controles in de havens", pieter)
    page = browser.get(address(plan, "plan-history")).content.decode()
    assert '<del><span class="visually-hidden">[vervallen:\u00a0</span>haven<span' in page
    assert '<ins><span class="visually-hidden">[toegevoegd:\u00a0</span>havens<span' in page
    assert "Pieter Plaats" in page


def test_a_rich_text_is_compared_paragraph_by_paragraph(plan, pieter, browser):
    text = PlanTextFactory(plan=plan, html="<p>Wij houden de haven schoon.</p><ul><li>Elke dag</li></ul>")
    write(text, "html", "<p>Wij houden de haven schoon.</p><ul><li>Elke week</li></ul>", pieter)
    page = browser.get(address(plan, "plan-history")).content.decode()
    assert "1 alinea niet veranderd" in page
    assert "Punt van een lijst:" in page
    assert "dag<span" in page


def test_only_another_look_is_said_in_words(plan, pieter, browser):
    text = PlanTextFactory(plan=plan, html="<p>Wij gaan door.</p>")
    write(text, "html", "<p>Wij gaan <strong>door</strong>.</p>", pieter)
    assert "Alleen de opmaak is gewijzigd" in browser.get(address(plan, "plan-history")).content.decode()


def words(number: int, seed: str) -> str:
    return "".join(f"<p>{seed} alinea {one} van een heel lange tekst over de haven.</p>" for one in range(number))


def test_one_word_in_a_book_is_found_at_once(plan, pieter, browser):
    old = words(7_500, "Oude")
    text = PlanTextFactory(plan=plan, html=old)
    write(text, "html", old.replace("Oude alinea 4999 ", "Nieuwe alinea 4999 "), pieter)
    page = browser.get(address(plan, "plan-history")).content.decode()
    assert "Nieuwe<span" in page
    assert "4.999 alinea’s niet veranderd" in page
    assert "2.500 alinea’s niet veranderd" in page


def test_a_book_that_was_rewritten_is_not_compared_word_by_word(plan, pieter, browser):
    text = PlanTextFactory(plan=plan, html=words(3_000, "Oude"))
    write(text, "html", words(3_000, "Nieuwe"), pieter)
    edit = PlanEdit.objects.get()
    page = browser.get(address(plan, "plan-history")).content.decode()
    assert f"?bewerking={edit.pk}" in page
    alone = browser.get(address(plan, "plan-history", f"bewerking={edit.pk}")).content.decode()
    assert "te groot om woord voor woord te tonen" in alone
    assert "Zet terug wat er stond" in alone


def test_a_long_text_is_shown_as_a_short_one_is():
    old = "<h3>Kop</h3><p>Een <em>twee</em></p><ul><li>drie</li><li>vier</li></ul><p>vijf</p>"
    new = old.replace("vier", "anders").replace("twee", "deux")
    filling = words(400, "Vul")
    found = [
        change.html for _, change in compared(filling + old + filling, filling + new + filling, Budget()) if change
    ]
    assert found == [change.html for _, change in compared(old, new, Budget()) if change]
    assert len(found) == 3


def test_a_page_compares_only_so_much(plan, pieter, browser):
    for kind in PlanText.Kind.values:
        text = PlanTextFactory(plan=plan, kind=kind, html=words(300, "Oude"))
        write(text, "html", words(300, "Nieuwe"), pieter)
    page = browser.get(address(plan, "plan-history")).content.decode()
    alone = page.count("Bekijk haar apart")
    assert 0 < alone < len(PlanText.Kind.values)


def test_what_somebody_typed_is_never_markup(plan, activity, pieter, browser):
    write(activity, "title", "<script>alert(1)</script>", pieter)
    page = browser.get(address(plan, "plan-history")).content.decode()
    assert "<script>alert" not in page
    assert "alert" in page


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("due_on", "2025-12-31", "31 december 2025"),
        ("outcome", "finished", "afgerond"),
        ("objective", "goal", "Minder diefstal uit loodsen"),
    ],
)
def test_a_field_reads_as_people_read_it(plan, activity, pieter, field, text, said):
    goal = ObjectiveFactory(theme=plan.theme)
    write(activity, field, str(goal.pk) if text == "goal" else text, pieter)
    [sitting] = shown_sittings(plan, sittings(PlanEdit.objects.all()))
    [(_, change)] = sitting.parts[0].edits[0].changes
    assert change.new.text == said


def test_what_is_no_longer_there_is_said(plan, activity, pieter):
    goal = ObjectiveFactory(theme=plan.theme)
    write(activity, "objective", str(goal.pk), pieter)
    goal.delete()
    [sitting] = shown_sittings(plan, sittings(PlanEdit.objects.all()))
    assert sitting.parts[0].edits[0].changes[0][1].new.text == "iets dat er niet meer is"


def test_what_came_and_went_is_listed(plan, pieter, browser):
    part = add_part(plan=plan, kind="activity", editor=pieter, texts={"title": "Menukaart"})
    delete_part(plan=plan, part=key_of(part), editor=pieter)
    page = browser.get(address(plan, "plan-history")).content.decode()
    assert "Activiteit: Menukaart" in page
    assert ">toegevoegd</span>" in page
    assert ">verwijderd</span>" in page
    assert "Naar de prullenbak" in page
    assert "Zet terug wat er stond" not in page


def test_what_happened_to_one_part_in_a_sitting_stands_together(plan, activity, pieter):
    other = ActivityFactory(plan=plan, title="Spreekuur")
    for part, field in ((activity, "title"), (other, "owner"), (activity, "owner")):
        write(part, field, "Douane", pieter)
    [sitting] = shown_sittings(plan, sittings(PlanEdit.objects.all()))
    assert [(part.name, [line.label for line in part.fields]) for part in sitting.parts] == [
        ("Activiteit: Douane", ["Eigenaar", "Naam"]),
        ("Activiteit: Spreekuur", ["Eigenaar"]),
    ]


def test_what_is_gone_for_good_keeps_its_name_in_the_history(plan, pieter, browser):
    part = add_part(plan=plan, kind="activity", editor=pieter, texts={"title": "Menukaart"})
    write(part, "title", "Menukaart 2025", pieter)
    part.delete()
    assert "Menukaart 2025" in browser.get(address(plan, "plan-history")).content.decode()


def test_the_history_of_one_part_and_of_one_field(plan, activity, pieter, browser):
    other = ActivityFactory(plan=plan, title="Spreekuur")
    for part, field, text in ((activity, "title", "Tweemaal"), (activity, "owner", "Douane"), (other, "owner", "OM")):
        write(part, field, text, pieter)
    of_part = browser.get(address(plan, "plan-history", f"onderdeel={key_of(activity)}")).content.decode()
    assert ("Tweemaal" in of_part, "Douane" in of_part, "Spreekuur" in of_part) == (True, True, False)
    of_field = browser.get(address(plan, "plan-history", f"onderdeel={key_of(activity)}&veld=owner")).content.decode()
    assert "Douane" in of_field
    assert "[vervallen" not in of_field
    assert "Alleen het veld" in of_field


@pytest.mark.parametrize("query", ["onderdeel=activity-999999", "onderdeel=x%00", "onderdeel=x&veld=y", "page=zoveel"])
def test_an_address_that_leads_nowhere_says_so(plan, activity, pieter, browser, query):
    page = browser.get(address(plan, "plan-history", query))
    assert page.status_code == 200
    assert "Hier is nog niets gewijzigd" in page.content.decode()


def test_an_earlier_text_is_put_back_and_that_can_be_undone(plan, activity, pieter, wies, browser):
    write(activity, "title", "Controles op het water", wies)
    edit = PlanEdit.objects.get()
    response = browser.post(address(plan, "edit-restore", pk=edit.pk), follow=True)
    activity.refresh_from_db()
    assert activity.title == "Controles in de haven"
    assert "staat weer de eerdere tekst" in response.content.decode()

    again = PlanEdit.objects.exclude(pk=edit.pk).get()
    assert (again.editor, again.old, again.new) == (pieter, "Controles op het water", "Controles in de haven")
    undo_edit(edit=again, editor=wies)
    activity.refresh_from_db()
    assert activity.title == "Controles op het water"


def test_putting_back_twice_changes_nothing(plan, activity, pieter, wies, browser):
    write(activity, "title", "Controles op het water", wies)
    place = address(plan, "edit-restore", pk=PlanEdit.objects.get().pk)
    browser.post(place)
    assert "stond die tekst er al" in browser.post(place, follow=True).content.decode()
    assert PlanEdit.objects.count() == 2


def test_what_others_changed_since_is_shown_before_it_is_replaced(plan, activity, pieter, wies, browser):
    write(activity, "title", "Eerste", pieter)
    first = PlanEdit.objects.get()
    write(activity, "title", "Tweede", wies)
    refused = browser.post(address(plan, "edit-restore", f"onderdeel={key_of(activity)}", pk=first.pk))
    page = refused.content.decode()
    activity.refresh_from_db()
    assert (refused.status_code, activity.title) == (409, "Tweede")
    assert "Wies Werker heeft dit daarna nog gewijzigd" in page
    assert "Tweede<span" in page
    assert f"/geschiedenis/?onderdeel={key_of(activity)}" in page

    version = activity.versions["title"]["version"]
    assert f'name="version" value="{version}"' in page
    browser.post(address(plan, "edit-restore", pk=first.pk), {"version": version})
    activity.refresh_from_db()
    assert activity.title == "Controles in de haven"


def test_a_second_change_after_the_question_is_asked_about_again(plan, activity, pieter, wies, browser):
    write(activity, "title", "Eerste", pieter)
    first = PlanEdit.objects.get()
    write(activity, "title", "Tweede", wies)
    write(activity, "title", "Derde", wies)
    assert browser.post(address(plan, "edit-restore", pk=first.pk), {"version": 2}).status_code == 409
    activity.refresh_from_db()
    assert activity.title == "Derde"


def test_a_text_that_cannot_stand_there_any_more_is_refused_with_the_reason(plan, activity, pieter, browser):
    goal = ObjectiveFactory(theme=plan.theme)
    write(activity, "objective", str(goal.pk), pieter)
    write(activity, "objective", "", pieter)
    gone = PlanEdit.objects.order_by("-pk").first()
    goal.delete()
    refused = browser.post(address(plan, "edit-restore", pk=gone.pk))
    assert refused.status_code == 422
    assert "bestaat hier niet (meer)" in refused.content.decode()


def test_what_lies_in_the_bin_is_put_back_from_there(plan, activity, pieter, browser):
    write(activity, "title", "Eerste", pieter)
    edit = PlanEdit.objects.get()
    delete_part(plan=plan, part=key_of(activity), editor=pieter)
    page = browser.post(address(plan, "edit-restore", pk=edit.pk), follow=True).content.decode()
    assert "Zet het terug uit de prullenbak" in page


def test_coming_and_going_is_not_put_back_as_a_text(plan, pieter):
    add_part(plan=plan, kind="activity", editor=pieter)
    with pytest.raises(CannotBeUndone, match="prullenbak"):
        undo_edit(edit=PlanEdit.objects.get(), editor=pieter)


@pytest.mark.parametrize("status", ["review", "adopted"])
def test_a_plan_that_is_not_open_is_read_and_not_changed(plan, activity, pieter, browser, status):
    write(activity, "title", "Eerste", pieter)
    plan.status = status
    plan.save()
    page = browser.get(address(plan, "plan-history")).content.decode()
    assert "Eerste" in page
    assert "Zet terug wat er stond" not in page
    told = browser.post(address(plan, "edit-restore", pk=PlanEdit.objects.get().pk), follow=True).content.decode()
    activity.refresh_from_db()
    assert activity.title == "Eerste"
    assert "kan niet worden gewijzigd" in told


def test_an_edit_of_another_plan_is_not_here(plan, activity, pieter, browser):
    elsewhere = PlanEdit.objects.create(plan=type(plan).objects.create(theme=plan.theme, year=2026), editor=pieter)
    assert browser.post(address(plan, "edit-restore", pk=elsewhere.pk)).status_code == 404


def test_who_does_not_write_in_the_plan_has_no_history(plan, activity, pieter):
    outsider = type(pieter).objects.create(username="buitenstaander")
    Role.objects.create(user=outsider, kind=Role.Kind.PROJECT_LEADER, police_unit=plan.theme.plan.police_unit)
    assert browser_of(outsider).get(address(plan, "plan-history")).status_code == 404


def test_pages_hold_eight_sittings(plan, activity, pieter, browser):
    with time_machine.travel(MORNING, tick=False) as clock:
        for hour in range(9):
            clock.move_to(MORNING + timedelta(hours=hour))
            write(activity, "title", f"Versie {hour}", pieter)
    first, second = (browser.get(address(plan, "plan-history", f"page={number}")).content.decode() for number in (1, 2))
    assert ("Versie 8" in first.replace("</span>", ""), "Pagina 2 van 2" in second) == (True, True)
    assert first.count('class="sitting"') == 8
    assert second.count('class="sitting"') == 1


@pytest.mark.parametrize("parts", [2, 20])
def test_the_history_asks_the_same_for_any_number(plan, pieter, wies, browser, parts, django_assert_num_queries):
    goal = ObjectiveFactory(theme=plan.theme)
    for number in range(parts):
        activity, result = ActivityFactory(plan=plan), IntendedResultFactory(plan=plan)
        write(activity, "title", f"Activiteit {number} is anders", (pieter, wies)[number % 2])
        write(activity, "objective", str(goal.pk), (pieter, wies)[number % 2])
        write(result, "title", f"Resultaat {number} is anders", (pieter, wies)[number % 2])
    # Session, visitor, roles, plan; sittings, edits, their parts, goals; open comments; trail.
    with django_assert_num_queries(10):
        browser.get(address(plan, "plan-history"))


@pytest.mark.parametrize(
    ("field", "text", "label"),
    [
        ("value", "917", "Streefwaarde"),
        ("title", "Rondes", "Wat gemeten wordt"),
        ("unit", "ronde per nacht / rondes per nacht", "Meeteenheid"),
    ],
)
def test_each_field_of_a_target_has_its_own_name(plan, pieter, field, text, label):
    target = ResultTargetFactory(plan=plan)
    write(target, field, text, pieter)

    [sitting] = shown_sittings(plan, sittings(PlanEdit.objects.filter(plan=plan)))
    [edit] = [one for part in sitting.parts for one in part.fields]
    assert edit.label == label


def test_below_what_was_written_stands_what_was_decided_and_not_beside_one_part(plan, activity, pieter, browser):
    subject = Subject("plan", plan.pk, f"{plan}: stuur naar het stafbureau")
    record(kind=Kind.STEP, subject=subject, by=pieter)
    whole = browser.get(address(plan, "plan-history")).text
    assert "Stappen en besluiten" in whole
    assert subject.words in whole
    part = browser.get(f"{address(plan, 'plan-history')}?onderdeel={key_of(activity)}").text
    assert "Stappen en besluiten" not in part
