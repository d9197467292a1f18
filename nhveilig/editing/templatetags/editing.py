from django import template
from django.forms import BoundField

from nhveilig.editing.models import kept_until
from nhveilig.editing.presenters import ShownConflict

register = template.Library()
register.filter(kept_until)


@register.filter
def conflict_of(field: BoundField) -> ShownConflict | None:
    """What somebody else made of the field meanwhile; None for a form that is not of a row as well."""
    return getattr(field.form, "conflicts", {}).get(field.name)
