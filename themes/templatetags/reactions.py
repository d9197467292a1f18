from django import template
from django.middleware.csrf import get_token

from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, Reaction
from themes.models.plans import Part
from themes.parts.presenters import NamedPart
from themes.parts.registry import key_of
from themes.workflow.permissions import ReactionDesk, desk_of
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
    if not desk.towns:
        return {"entries": []}
    token = get_token(request)
    entries = [_entry(desk, town, own, part) for town, own in desk.entries(part)]
    return {"entries": entries, "desk": desk, "part": part, "name": "", "csrf_token": token}


def _entry(desk: ReactionDesk, town: Municipality, own: Reaction | None, part: str) -> dict[str, object]:
    return {
        "municipality": town,
        "own": own,
        "changed": _changes_since(desk, own, part),
        "prepared": desk.prepared(town, part),
        "sends": town in desk.municipalities,
    }


def _changes_since(desk: ReactionDesk, own: Reaction | None, part: str) -> list[NamedPart] | None:
    """What was changed since a reaction of an earlier round; None for one of this round. Told with the whole plan."""
    if not desk.is_of_before(own):
        return None
    return desk.changed_since(own) if part == WHOLE_PLAN else []
