"""How activities stand, as bars with their numbers: the same counts as the tables beside them."""

from collections import Counter
from collections.abc import Sequence

from agenda.charts import chart_series
from nhveilig.figures.formats import number
from nhveilig.figures.values import Figure
from reports.dashboards.subjects import NOT_REPORTED
from themes.models import Outlook
from themes.progress.standings import BADGES
from themes.progress.standings import NOT_REPORTED as NOT_REPORTED_WORDS

# In the order in which they stand in a bar.
COURSES = {**{course.value: course.label for course in Outlook}, NOT_REPORTED: NOT_REPORTED_WORDS}


def course_chart(
    *, id: str, title: str, header: str, named: Sequence[tuple[str, Counter[str]]], description: str = ""
) -> dict | None:
    """A bar for each name, in pieces by course. None when there is nothing to count."""
    used = [course for course in COURSES if any(counts[course] for _, counts in named)]
    if not used:
        return None
    return {
        "id": id,
        "number": "",
        "title": title,
        "description": description,
        "kind": "stacked",
        "unit": "activiteiten",
        "decimals": 0,
        "category_header": header,
        "categories": [name for name, _ in named],
        "series": [
            chart_series(COURSES[course], [Figure.of(counts[course]) for _, counts in named]) for course in used
        ],
        "source": "",
    }


def counted_courses(counts: Counter[str]) -> list[tuple[str, str]]:
    """(badge, `3 op koers`) of every course there is one of, for components/badge.html."""
    return [
        (BADGES.get(course, "queued"), f"{number(counts[course])} {words}")
        for course, words in COURSES.items()
        if counts[course]
    ]
