"""Traditional characters by the simplified ones: a key for looking words up, and no conversion."""

from __future__ import annotations

import importlib
from functools import cache

FIRST, LAST = 0x4E00, 0x9FFF


def simplified(text: str) -> str:
    """The text with every character as its simplified form, of the same length."""
    return text.translate(by_code())


@cache
def by_code() -> dict[int, str]:
    """Simplified forms by the code of the traditional; loaded when the first such text comes."""
    opencc = importlib.import_module("opencc")
    letters = [chr(code) for code in range(FIRST, LAST + 1)]
    simple = opencc.OpenCC("t2s").convert("\n".join(letters)).split("\n")
    return {
        ord(letter): form
        for letter, form in zip(letters, simple, strict=True)
        if letter != form and len(form) == 1
    }
