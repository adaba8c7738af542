"""What packs and composed sentences say, in the language of the page.

Fixed words of the pages go through Django's own catalogue. What comes from the packs is Chinese everywhere
below the portals and is said in the reader's language only here: on pages, in JSON and on paper alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext, ngettext

from huigong.kernel.sentences import CHINESE
from huigong.policy.languages import Speaker

# From right to left a figure between two pieces would change their places: 7年2026 for 2026年7.
_WITH_FIGURES = re.compile(
    rf"(?:[0-9]+ ?)?{CHINESE.pattern}(?:[0-9 .,:%+-]+{CHINESE.pattern})*(?: ?[0-9][0-9.,:%]*)?"
)


@dataclass(frozen=True)
class Language:
    """A language that the pages offer: its `name` is in itself, `direction` is `ltr` or `rtl`."""

    code: str
    name: str
    direction: str


def offered() -> list[Language]:
    """The languages of the switch, in the order of the settings."""
    return [Language(code, str(name), _direction(code)) for code, name in settings.LANGUAGES]


def direction() -> str:
    """Which way the page of now is read: `ltr` or `rtl`."""
    return _direction(get_language() or settings.LANGUAGE_CODE)


@lru_cache
def _direction(code: str) -> str:
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "rtl" if code in settings.LANGUAGES_BIDI else "ltr"


def said(text: str) -> str:
    """The text in the language of the page; Chinese where there is no translation."""
    code = get_language() or settings.LANGUAGE_CODE
    if code == settings.LANGUAGE_CODE or not text:
        return text
    return Speaker(code, _fixed).said(text)


def _fixed(text: str, count: int) -> str:
    """A text of the code for so many; most say the same for any."""
    counted = ngettext(text, text, count)
    return gettext(text) if counted == text else counted


def shown(text: Any) -> SafeString:
    """`said` for a page: what stays Chinese on a page in another language is marked as Chinese."""
    if (get_language() or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE:
        return conditional_escape(text)
    spoken = said(text) if isinstance(text, str) else text
    # A literal of a template counts as safe markup; a translation of it is only text.
    escaped = conditional_escape(text if spoken == text else str(spoken))
    mirrored = direction() == "rtl"
    way = ' dir="ltr"' if mirrored else ""
    start = f'<span lang="{settings.LANGUAGE_CODE}"{way}>'
    pieces = _WITH_FIGURES if mirrored else CHINESE
    marked = pieces.sub(lambda chinese: f"{start}{chinese[0]}</span>", escaped)
    return mark_safe(marked)
