from django import template
from django.utils.safestring import SafeString, mark_safe

from nhveilig.maps import drawing

register = template.Library()


@register.simple_tag
def map_drawing(content: dict, *, marks_own: bool = False) -> SafeString:
    return mark_safe(drawing.render(content, marks_own=marks_own))  # noqa: S308 - drawing.render escapes every text
