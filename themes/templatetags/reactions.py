from django import template
from django.middleware.csrf import get_token

from themes.models import ImplementationPlan
from themes.models.plans import Part
from themes.parts.registry import key_of
from themes.workflow.permissions import desk_of
from themes.workflow.queries import WHOLE_PLAN

register = template.Library()


@register.inclusion_tag("themes/workflow/reaction_form.html", takes_context=True)
def reaction_to_plan(context: template.Context, plan: ImplementationPlan) -> dict[str, object]:
    """What the visitor's municipality says of the whole plan, and the form to say it; nothing for other visitors."""
    return _reaction(context, plan, WHOLE_PLAN)


@register.inclusion_tag("themes/workflow/reaction_form.html", takes_context=True)
def reaction_to_part(context: template.Context, part: Part) -> dict[str, object]:
    """The reaction to one part of the plan. Works inside an include with `only` too."""
    return _reaction(context, part.plan, key_of(part)) | {"name": str(part)}


def _reaction(context: template.Context, plan: ImplementationPlan, part: str) -> dict[str, object]:
    # Also where the context processors were left out.
    request = context.request
    desk = desk_of(request, plan)
    if not desk.municipalities:
        return {"entries": []}
    token = get_token(request)
    return {"entries": desk.entries(part), "desk": desk, "part": part, "name": "", "csrf_token": token}
