"""A question, or the way to ask one, beside what it is about."""

from django import template

from nhveilig.questions.notices import questions_url
from nhveilig.questions.queries import QuestionsBeside

register = template.Library()


@register.inclusion_tag("questions/beside.html")
def questions_about(questions: QuestionsBeside, subject: str, row: int, title: str) -> dict[str, object]:
    """`title` is what screen readers hear of the thing. Nothing where the page asks for no questions."""
    if not questions:
        return {}
    asked = questions.about(subject, row)
    return {"asked": asked, "title": title, "url": questions_url(questions.unit, subject, row)}
