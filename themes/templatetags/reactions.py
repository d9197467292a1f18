from django import template

from themes.models import ImplementationPlan
from themes.models.plans import Part
from themes.parts.registry import key_of
from themes.workflow.permissions import desk_of
from themes.workflow.queries import WHOLE_PLAN

register = template.Library()


@register.inclusion_tag("themes/workflow/own_reaction.html", takes_context=True)
def reaction_to_plan(context: template.Context, plan: ImplementationPlan) -> dict[str, object]:
    """What the visitor's municipality says of the whole plan, and the way to say it; nothing for other visitors."""
    return _reaction(context, plan, WHOLE_PLAN)


@register.inclusion_tag("themes/workflow/own_reaction.html", takes_context=True)
def reaction_to_part(context: template.Context, part: Part) -> dict[str, object]:
    """The same of one part of the plan. Works inside an include with `only` too."""
    return _reaction(context, part.plan, key_of(part)) | {"name": str(part)}


@register.simple_tag(takes_context=True)
def where_to_react(context: template.Context, plan: ImplementationPlan) -> str:
    """The page on which the visitor reacts now; empty for who does not, or no more."""
    desk = desk_of(context.request, plan)
    return desk.url(desk.parties[0]) if desk.is_open and desk.parties else ""


def _reaction(context: template.Context, plan: ImplementationPlan, part: str) -> dict[str, object]:
    # Also where the context processors were left out.
    desk = desk_of(context.request, plan)
    entries = [
        {
            "party": party,
            "own": own,
            "is_of_before": desk.is_of_before(own),
            "draft": desk.drafts(party).get(part),
            "sends": party in desk.sending,
            "url": desk.url(party) + (f"&onderdeel={part}#{part}" if part else ""),
        }
        for party, own in desk.entries(part)
    ]
    return {"entries": entries, "desk": desk, "part": part, "name": ""}
