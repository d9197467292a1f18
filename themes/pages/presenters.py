"""The sentence with which a page about plans begins."""

from collections import Counter

from nhveilig.figures.formats import listed
from nhveilig.worklist.presenters import capitalised, in_words
from themes.models import ImplementationPlan
from themes.pages.listing import TODO, PlanRow

Status = ImplementationPlan.Status
# In the order in which it is told: of one, and of more.
TOLD = {
    Status.ADOPTED.value: ("is vastgesteld", "zijn vastgesteld"),
    Status.CONSULTATION.value: ("ligt bij de gemeenten", "liggen bij de gemeenten"),
    Status.REVIEW.value: ("ligt bij het stafbureau", "liggen bij het stafbureau"),
    Status.CONCEPT.value: ("wordt geschreven", "worden geschreven"),
    TODO: ("moet nog beginnen", "moeten nog beginnen"),
}


def headline(rows: list[PlanRow], year: int) -> str:
    """`Plannen voor 2026: drie zijn vastgesteld en één wordt geschreven. Twee lopen achter.`"""
    stages = Counter(row.stage for row in rows)
    told = [f"{in_words(stages[key])} {said[stages[key] > 1]}" for key, said in TOLD.items() if stages[key]]
    if not told:
        return ""
    behind = sum(row.is_behind for row in rows)
    late = f" {capitalised(in_words(behind))} {'loopt' if behind == 1 else 'lopen'} achter." if behind else ""
    return f"Plannen voor {year}: {listed(told)}.{late}"
