"""Text as it may be printed."""

from __future__ import annotations

import unicodedata


def clean(text: str) -> str:
    """Without control characters and without those that turn the direction of writing or show nothing."""
    return "".join(each for each in text if each == "\n" or unicodedata.category(each) not in ("Cc", "Cf"))
