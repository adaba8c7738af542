"""Filters for what packs and composed sentences say; every template has them without loading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from huigong.portals.shared import languages

register = template.Library()


@register.filter
def say(text: Any) -> SafeString:
    """`{{ service.name|say }}`: in the reader's language, marked as Chinese where there is no translation."""
    return languages.shown("" if text is None else text)


@register.filter
def say_plain(text: Any) -> str:
    """The same without marks, for attributes and titles: `aria-label="{{ name|say_plain }}"`."""
    return languages.said(str(text or ""))


@register.filter
def say_list(texts: Iterable[Any], between: str) -> SafeString:
    """Several of them: `{{ service.channels|say_list:"、" }}`."""
    joined = languages.shown(between).join(languages.shown(text) for text in texts)
    return mark_safe(joined)
