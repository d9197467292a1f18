"""Who hears of a comment, and how somebody is named in one."""

import pytest

from nhveilig.accounts.models import Role, User
from nhveilig.editing.comments.mentions import mentioned
from nhveilig.editing.comments.services import answer_comment, edit_comment, write_comment
from nhveilig.notices.models import Notice
from tests.themes.keeping.conftest import address, browser_of
from tests.themes.workflow.people import decider
from themes.comments.services import PlanDiscussion
from themes.models import ThemeMember

pytestmark = pytest.mark.django_db


def told() -> set[tuple[str, str]]:
    return {(one.user.first_name, one.kind) for one in Notice.objects.select_related("user")}


@pytest.fixture
def sanne(plan):
    return decider(plan)


def test_whoever_else_writes_the_plan_hears_of_a_comment(plan, pieter, wies, sanne):
    write_comment(about=PlanDiscussion(plan), text="Noem de datum.", author=pieter)
    assert told() == {("Wies", "comment")}
    notice = Notice.objects.get()
    assert notice.text == "Pieter Plaats schreef: Noem de datum."
    assert notice.how == "digest"


def test_who_is_named_hears_it_at_once_and_nobody_twice(plan, pieter, wies, sanne):
    write_comment(about=PlanDiscussion(plan), text="@Sanne Proef en @wies, klopt dit?", author=pieter)
    assert told() == {("Sanne", "mention"), ("Wies", "mention")}
    assert set(Notice.objects.values_list("how", flat=True)) == {"at_once"}


def test_who_spoke_in_the_thread_hears_of_an_answer(plan, pieter, wies, sanne):
    first = write_comment(about=PlanDiscussion(plan), text="Klopt dit?", author=sanne)
    Notice.objects.all().delete()
    answer_comment(about=PlanDiscussion(first.plan), comment=first, text="Ja.", author=pieter)
    assert told() == {("Sanne", "reply"), ("Wies", "comment")}


def test_who_is_named_later_hears_it_too(plan, pieter, wies, sanne):
    comment = write_comment(about=PlanDiscussion(plan), text="Klopt dit?", author=pieter)
    edit_comment(about=PlanDiscussion(comment.plan), comment=comment, text="Klopt dit, @Sanne Proef?", editor=pieter)
    edit_comment(about=PlanDiscussion(comment.plan), comment=comment, text="Klopt dit nu, @Sanne Proef?", editor=pieter)
    assert [(one.user, one.kind) for one in Notice.objects.filter(kind="mention")] == [(sanne, "mention")]


def test_nobody_is_named_who_may_not_read_it(plan, pieter):
    reader = User.objects.create(username="lees", first_name="Lies", last_name="Lezer")
    Role.objects.create(user=reader, kind=Role.Kind.READER, police_unit=plan.theme.plan.police_unit)
    elsewhere = User.objects.create(username="elders", first_name="Els", last_name="Elders")
    ThemeMember.objects.create(theme=plan.theme, user=elsewhere, kind=ThemeMember.Kind.MEMBER)
    write_comment(about=PlanDiscussion(plan), text="@Lies Lezer @lees @Els Elders", author=pieter)
    assert told() == set()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Anja de Boer", ["boer"]),
        ("@anja  DE boer, kijk", ["boer"]),
        ("@Anja de Boers", ["anja"]),
        ("@anja", ["anja"]),
        ("mail aan x@anja.nl", []),
        ("Anja de Boer", []),
        ("(@boer)", ["boer"]),
        ("@boer@anja", ["boer"]),
        ("x @boer.", ["boer"]),
    ],
)
def test_how_somebody_is_named(text, named):
    people = [
        User(username="boer", first_name="Anja", last_name="de Boer"),
        User(username="anja", first_name="Anja", last_name="Kok"),
    ]
    assert [user.username for user in mentioned(text, people)] == named


def test_a_name_is_shown_as_a_link_and_nothing_in_the_text_becomes_markup(plan, pieter, sanne):
    write_comment(about=PlanDiscussion(plan), text="<b>@Sanne Proef</b> & @Pieter Plaats", author=sanne)
    page = browser_of(pieter).get(address(plan, "plan-comments")).content.decode()
    assert '&lt;b&gt;<a class="mention" href="mailto:sanne@example.org">@Sanne Proef</a>&lt;/b&gt; &amp; ' in page
    assert '<strong class="mention">@Pieter Plaats</strong>' in page
    assert "@Sanne Proef, @Pieter Plaats" in page or "@Pieter Plaats, @Sanne Proef" in page
