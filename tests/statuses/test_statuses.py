"""The six statuses: one word, one shape, one colour and one place in the order, wherever they are shown."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template

from nhveilig.figures.status_bars import LEAST, StatusBar
from nhveilig.statuses.stages import STAGES
from nhveilig.statuses.status import Status, in_order
from themes.models import ImplementationPlan, Outlook

CSS = Path("static/css")
ICONS = Path("static/img/icons.svg").read_text(encoding="utf-8")
IN_ORDER = ["gereed", "op koers", "vraagt aandacht", "loopt achter", "gestopt", "nog niet gemeld"]


def shown(tag: str) -> str:
    return Template("{% load statuses %}" + tag).render(Context())


def test_there_are_six_in_one_order():
    assert [status.word for status in Status] == IN_ORDER


def test_what_is_reported_takes_its_words_from_the_statuses():
    assert [(one.value, one.label) for one in Outlook] == [one.choice for one in Status if one is not Status.NONE]


@pytest.mark.parametrize("status", Status)
def test_a_status_is_a_word_and_a_shape_of_its_own(status):
    badge = shown("{% status '" + status.value + "' %}")
    assert f"#status-{status.css}" in badge
    assert re.sub("<[^>]+>", "", badge).lower() == status.word
    shapes = {one.look.shape for one in Status}
    assert len(shapes) == len(Status)


@pytest.mark.parametrize("status", Status)
def test_the_shape_on_a_screen_is_that_of_print(status):
    drawn = re.search(rf'<symbol id="status-{status.css}"[^>]*>(.*)</symbol>', ICONS)[1]
    edge = "var(--status-attention-edge, #855000)"
    expected = status.look.shape.format(ground="var(--icon-ground, #fff)", edge=edge)
    assert drawn == expected.replace(' class="ground"', "")


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.NONE])
def test_the_colour_on_a_screen_is_that_of_print(status):
    light = (CSS / "tokens.css").read_text(encoding="utf-8").split("@media screen and (prefers-color-scheme: dark)")[0]
    colour = re.search(rf"--status-{status.css}: (#\w+);", light)
    # The dark values come after all the light ones.
    tokens = (CSS / "tokens.css").read_text(encoding="utf-8")
    assert (colour or re.search(rf"--status-{status.css}: (#\w+);", tokens))[1] == status.look.mark


@pytest.mark.parametrize("status", Status)
def test_the_shape_under_a_word_on_paper_is_the_same(status):
    written = (CSS / "print" / f"status-{status.css}.svg").read_text(encoding="utf-8")
    shape = status.look.shape.format(ground=status.look.on_mark, edge=status.look.edge)
    assert shape.replace(' class="ground"', "") in written


def test_nothing_else_has_the_colours_of_a_status():
    knowing = {path.name for path in CSS.glob("*.css") if "--status-" in path.read_text(encoding="utf-8")}
    assert knowing == {"tokens.css", "statuses.css"}


def test_a_word_that_is_no_status_is_refused():
    with pytest.raises(ValueError, match="te_laat"):
        shown("{% status 'te_laat' %}")


def test_where_something_is_has_an_icon_and_no_colour_of_a_status():
    assert {kind for kind in STAGES if f'<symbol id="{kind}"' not in ICONS} == set()
    badge = shown("{% stage 'review' %}")
    assert (re.sub("<[^>]+>", "", badge), "status--" in badge) == ("Bij het stafbureau", False)
    assert not {word.lower() for word in STAGES.values()} & set(IN_ORDER)


def test_a_plan_is_where_its_words_say():
    words = {status.value: status.label for status in ImplementationPlan.Status}
    assert words == {kind: STAGES[kind].lower() for kind in words}


def test_counts_come_in_one_order_whatever_their_size():
    counts = {"": 30, "behind": 1, "done": 2, "attention": 0}
    assert [(status.word, count) for status, count in in_order(counts)] == [
        ("gereed", 2),
        ("loopt achter", 1),
        ("nog niet gemeld", 30),
    ]


def test_a_bar_shares_out_its_width_and_keeps_room_for_the_least():
    bar = StatusBar({"done": 200, "on_track": 1, "": 99}, "Activiteiten")
    drawn = bar.draw()
    widths = [float(width) for width in re.findall(r'<rect x="[\d.]+%" y="1" width="([\d.]+)%"', drawn)]
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert widths[1] == pytest.approx(LEAST * 100)
    assert widths[0] > 1.8 * widths[2]
    assert re.findall(r"<text[^>]*>([\d.]+)</text>", drawn) == ["200", "1", "99"]
    assert "<title>Activiteiten: 200 gereed, 1 op koers, 99 nog niet gemeld</title>" in drawn


def test_a_bar_of_one_status_fills_its_place():
    assert 'width="100.00%"' in StatusBar({"": 4}, "Doelen").draw()
