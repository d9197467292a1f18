"""A question, or the way to ask one, beside what it is about."""

from django import template

from nhveilig.questions.notices import questions_url
from nhveilig.questions.queries import QuestionsBeside

register = template.Library()


@register.inclusion_tag("questions/beside.html", takes_context=True)
def questions_about(
    context: template.Context, subject: str, row: int, title: object, show: str = "", of: QuestionsBeside | None = None
) -> dict[str, object]:
    """What was asked about it, and the way to ask; with `show` only the one (“asked”) or, where nothing was asked, the
    other (“way”). `title` is what screen readers hear of the thing.

    Reads what the view left in `request.questions`, within an include with `only` too, or `of`; nothing without.
    """
    questions = of or getattr(context.request, "questions", None)
    if not questions:
        return {}
    asked, page = questions.about(subject, row), questions_url(questions.unit, subject, row)
    return {
        "asked": asked if show != "way" else [],
        "title": title,
        "page": page,
        "leads": not asked and show != "asked",
    }
