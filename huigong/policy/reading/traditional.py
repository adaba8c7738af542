"""Traditional characters of official documents, read by the simplified ones.

A search key and no conversion: one character for one, so that the words by which documents are
read and the names of departments are found. What people see stays as the document prints it.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from huigong.kernel.simplified import by_code

# Frequent in documents, and in no simplified text.
_SIGNS = re.compile(
    "[國務會關於業農見辦發門責實對為與個產經濟動勞險資補貼領導單縣區廳員長學習訓練規範圍標準進條從應當這來時過號開創"
    "間現設計劃確級組織統計額費財稅繳納監督檢查護權體報據處預醫療養參類項總請認識論證課題難點獎勵賬戶證書傳書臺灣車輛運輸環節網絡數據電話]"
)
FEWEST = 12
LEAST_SHARE = 0.03
# Names are keys into the office book, and stay as that writes them.
KEYS = frozenset(
    {
        "lead",
        "support",
        "joint",
        "guiding",
        "responsible",
        "aliases",
        "inherited",
        "number",
        "source",
        "source_text",
    }
)
Shape = TypeVar("Shape")


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters, rather than holding a stray one."""
    sample = text[:4000]
    signs = len(_SIGNS.findall(sample))
    return signs >= FEWEST and signs >= LEAST_SHARE * len(sample)


class Printed:
    """Gives words of the key back as the document prints them."""

    def __init__(self, source: str, key: str, clean: str, at: list[int]) -> None:
        """`key` is the source in simplified form, `clean` the text that was read, `at` its offsets in the source."""
        table = by_code()
        self._texts = (
            (key, source),
            (clean, "".join(
                source[place] if table.get(ord(source[place]), source[place]) == sign else sign
                for sign, place in zip(clean, at, strict=True)
            )),
        )  # fmt: skip
        forms: dict[str, set[str]] = {}
        for sign, printed in zip(key, source, strict=True):
            forms.setdefault(sign, set()).add(printed)
        self._single = str.maketrans({sign: signs.pop() for sign, signs in forms.items() if len(signs) == 1})

    def of(self, words: str) -> str:
        """The words where they stand in the document; else letter by letter, as far as that is certain."""
        for key, printed in self._texts:
            place = key.find(words)
            if place >= 0:
                return printed[place : place + len(words)]
        return words.translate(self._single)

    def shape(self, reading: Shape) -> Shape:
        """A reading with all its words as printed, except those of `KEYS`."""
        changed = {
            field.name: self._value(getattr(reading, field.name))
            for field in fields(reading)  # type: ignore[arg-type]
            if field.name not in KEYS
        }
        return replace(reading, **changed)  # type: ignore[type-var]

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.of(value)
        if isinstance(value, tuple) and not any(isinstance(part, int) for part in value):
            return tuple(self._value(part) for part in value)
        return self.shape(value) if is_dataclass(value) and not isinstance(value, type) else value
