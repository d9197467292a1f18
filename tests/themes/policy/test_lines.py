"""A list of themes as people paste it."""

import pytest

from themes.models import Theme
from themes.policy.exceptions import LineRefused
from themes.policy.lines import ThemeLine, lines_of, read_lines


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1; Veilige havens en industrie; Havens", ThemeLine(1, "Veilige havens en industrie", "Havens")),
        ("2. Drugs", ThemeLine(2, "Drugs", "Drugs")),
        ("3\tMensenhandel\tMensenhandel", ThemeLine(3, "Mensenhandel", "Mensenhandel")),
        ("Jeugd | Jeugd", ThemeLine(1, "Jeugd", "Jeugd")),
        ("2030 in zicht", ThemeLine(1, "2030 in zicht", "2030 in zicht")),
    ],
)
def test_a_line_is_read_however_it_was_made(line, expected):
    assert read_lines(f"\n{line}\n\n") == [expected]


def test_a_line_without_a_number_gets_the_next_one():
    assert [one.number for one in read_lines("3; Drugs\nJeugd\nHavens")] == [3, 4, 5]


def test_what_was_written_reads_back():
    themes = [
        Theme(number=1, title="Veilige havens", short_title="Havens"),
        Theme(number=2, title="A", short_title="B"),
    ]
    assert read_lines(lines_of(themes)) == [ThemeLine(1, "Veilige havens", "Havens"), ThemeLine(2, "A", "B")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1; ; Havens", "heeft geen titel"),
        ("0; Havens", "nummer 0"),
        ("1; " + "a" * 161 + "; kort", "de titel is te lang"),
        ("1; " + "a" * 61, "korte titel"),
        ("1; Havens\n1; Drugs", "Twee thema’s hebben nummer “1”"),
        ("1; Havens\n2; havens", "Twee thema’s hebben titel “havens”"),
        ("\n".join(f"Thema {n}" for n in range(41)), "hooguit 40"),
    ],
)
def test_a_line_that_says_no_theme_is_refused_in_words(text, said):
    with pytest.raises(LineRefused, match=said):
        read_lines(text)
