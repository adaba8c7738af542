"""Says in another language what the packs say and what the code puts together from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from huigong.kernel import cited
from huigong.kernel.sentences import translated
from huigong.policy.languages import toponyms
from huigong.policy.languages.words import patterns, plurals, words

Fixed = Callable[[str, int], str]
"""A fixed text of the code and how many it speaks of → its translation, or the text itself where there is none."""

SEVERAL = 2
"""How many a text speaks of that counts nothing: a unit by itself is `months`."""

_IDS = frozenset({"id", "fact", "ref", "clause", "ask", "office", "region"})
_LONGEST_FILLED = 2000  # characters; what people type is no message of ours
_LOOSE = re.compile(r"(?<=[A-Za-z0-9)]) +(?=[,.;:)])")


@dataclass(frozen=True)
class Speaker:
    """One language: the catalogues of the packs, and `fixed` for the patterns of the code."""

    code: str
    fixed: Fixed

    def said(self, text: str) -> str:
        """The text in this language; Chinese where there is no translation."""
        return _LOOSE.sub("", translated(text, self._lookup))

    def throughout(self, data: Any) -> Any:
        """JSON data with every text said in this language; keys, ids and numbers stay."""
        match data:
            case str():
                return self.said(data)
            case Mapping():
                return {
                    key: value if key in _IDS and isinstance(value, str) else self.throughout(value)
                    for key, value in data.items()
                }
            case list() | tuple():
                return [self.throughout(value) for value in data]
            case _:
                return data

    def _lookup(self, text: str, count: int | None, /) -> str | None:
        known = words().get(self.code, {}).get(text)
        if known is not None:
            counted = plurals().get(self.code, {}).get(text)
            return known if counted is None or count is None else counted.of(count)
        fixed = self.fixed(text, SEVERAL if count is None else count)
        if fixed != text:
            return fixed
        filled = self._filled(text)
        return self._by_rule(text) if filled is None else filled

    def _by_rule(self, text: str) -> str | None:
        """A citation, or a place."""

        def known(each: str) -> str | None:
            return self._lookup(each, None)

        cite = cited.in_words(text, known)
        return toponyms.in_letters(text, self.code, known) if cite is None else cite

    def _filled(self, text: str) -> str | None:
        """A sentence that is kept filled in: `您办的“…”已经收到，编号 …，由…办理。`"""
        for pattern in patterns().get(self.code, ()) if len(text) <= _LONGEST_FILLED else ():
            parts = pattern.parts(text)
            if parts is not None:
                return pattern.translation.format(**{name: self.said(part) for name, part in parts.items()})
        return None
