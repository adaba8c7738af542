"""`{% url 'worker:service' service.id %}`: an address is worked out once, not on every page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as any_url
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()


class FixedAddress(template.Node):
    """The address of a view, with arguments that stand in it as they are."""

    def __init__(self, view: str, arguments: Sequence[FilterExpression]) -> None:
        self.view, self.arguments = view, arguments

    def render(self, context: Context) -> SafeString:
        arguments = tuple(argument.resolve(context) for argument in self.arguments)
        return _address(self.view, arguments, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@register.tag
def url(parser: Parser, token: Token) -> template.Node:
    """Django's own tag, except for addresses of a view that the template names."""
    node: URLNode = any_url(parser, token)
    view = node.view_name.var
    fixed = isinstance(view, str) and not (node.view_name.filters or node.kwargs or node.asvar)
    return FixedAddress(view, node.args) if fixed else node


# As many as there are services, and the rows of some lists.
@lru_cache(maxsize=4096, typed=True)
def _address(view: str, arguments: tuple[object, ...], urlconf: str, prefix: str) -> SafeString:
    return conditional_escape(reverse(view, urlconf=urlconf, args=arguments))
