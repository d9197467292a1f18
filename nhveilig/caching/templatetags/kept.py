from collections.abc import Collection

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import mark_safe

from nhveilig.caching import own
from nhveilig.caching.kept_pages import TOKEN_PLACE, KeptPage

register = template.Library()


class KeptNode(Node):
    child_nodelists = ("nodelist",)

    def __init__(self, page: FilterExpression, name: FilterExpression, nodelist: NodeList) -> None:
        self.page, self.name, self.nodelist = page, name, nodelist

    def render(self, context: Context) -> str:
        page: KeptPage = self.page.resolve(context)
        name = self.name.resolve(context)
        with context.push(csrf_token=TOKEN_PLACE):
            return page.part(name, lambda: self.nodelist.render(context))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept page name %} … {% endkept %}`: a part of a KeptPage; what it is made from should be lazy."""
    try:
        _, page, name = token.split_contents()
    except ValueError:
        raise template.TemplateSyntaxError("kept asks for a page and the name of a part.") from None
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(parser.compile_filter(page), parser.compile_filter(name), nodelist)


@register.simple_block_tag
def shown_to(content: str, keys: Collection[str]) -> str:
    """`{% shown_to keys %} … {% endshown_to %}` around what is kept: of what is one's own, only that of `keys`."""
    return mark_safe(own.shown_to(keys, content))  # noqa: S308 - a template of ours made it


@register.simple_block_tag
def for_own(content: str, key: str) -> str:
    """`{% for_own key %} … {% endfor_own %}` in what is kept: only for whom `key` is among theirs."""
    return mark_safe(own.for_own(key, content))  # noqa: S308 - a template of ours made it
