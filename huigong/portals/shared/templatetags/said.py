"""Filters for what packs and composed sentences say; every template has them without loading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from huigong.portals.shared import languages

register = template.Library()
_SENTENCE_END = re.compile(r"[。！？]|[.!?](?=\s)")


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


@register.filter
def opening(text: str, most: int) -> str:
    """The whole sentences that `most` characters hold; where not even one fits, its beginning and …: `{{ body|opening:60 }}`."""
    if len(text) <= most:
        return text
    ends = [mark.end() for mark in _SENTENCE_END.finditer(text, 0, most + 1) if mark.end() <= most]
    return text[: ends[-1]] if ends else text[: most - 1].rstrip("，、；：,;: ") + "…"
