"""`{% url 'worker:home' %}`: an address that takes nothing is worked out once, not on every page."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as any_url
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()


class FixedAddress(template.Node):
    """The address of a view without arguments."""

    def __init__(self, view: str) -> None:
        self.view = view

    def render(self, context: Context) -> SafeString:
        return _address(self.view, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@register.tag
def url(parser: Parser, token: Token) -> template.Node:
    """Django's own tag, except for addresses that are the same on every page."""
    node: URLNode = any_url(parser, token)
    view = node.view_name.var
    fixed = isinstance(view, str) and not (node.view_name.filters or node.args or node.kwargs or node.asvar)
    return FixedAddress(view) if fixed else node


@lru_cache(maxsize=1024)
def _address(view: str, urlconf: str, prefix: str) -> SafeString:
    return conditional_escape(reverse(view, urlconf=urlconf))
