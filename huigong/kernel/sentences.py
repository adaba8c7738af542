"""Sentences that keep their pattern and parts, so that another language can say them in its own order.

What packs say is translated text by text. What the code puts together from such texts cannot be: there are
too many. `say("{what}不少于{least}", what=…, least=…)` is an ordinary `str` in Chinese that remembers how it was
made, and `translated` says it again from the pattern's translation and those of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class Lookup(Protocol):
    """A Chinese text or pattern → the same in another language, None where there is no translation.

    `count` is how many it speaks of, None where it counts nothing: one day, two days.
    """

    def __call__(self, text: str, count: int | None, /) -> str | None: ...


# Chinese characters and the punctuation that stands between them.
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
_LIST = "、"
_KEPT = {
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"): "{year}年{month}月{day}日",
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月"): "{year}年{month}月",
    re.compile(r"(?P<number>-?[\d,]+(?:\.\d\d)?) 元"): "{number} 元",
}
_FIGURES = re.compile(r"\d[\d,]{0,20}")
_END = re.compile(r"(?<=。)(?![”）」])\s*(?=.)", re.DOTALL)


class Sentence(str):
    """A text made of a pattern and its parts; `parts` of a list are numbered."""

    pattern: str
    parts: dict[str, Any]
    joined: bool

    @classmethod
    def of(cls, pattern: str, parts: dict[str, Any], *, joined: bool = False) -> Sentence:
        text = pattern.join(map(str, parts.values())) if joined else pattern.format(**parts)
        sentence = cls(text)
        sentence.pattern, sentence.parts, sentence.joined = pattern, parts, joined
        return sentence


def say(pattern: str, /, **parts: Any) -> Sentence:
    """The pattern filled in. Patterns are written out at the call, so that their translations can be listed."""
    return Sentence.of(pattern, parts)


def instead(shown: str, means: str) -> Sentence:
    """`shown` in Chinese, and in other languages what `means` is there: a fact's name and its plain phrase, an office's
    name and what it is of which place."""
    sentence = Sentence(shown)
    if isinstance(means, Sentence):
        sentence.pattern, sentence.parts, sentence.joined = means.pattern, means.parts, means.joined
        return sentence
    sentence.pattern, sentence.parts, sentence.joined = means or shown, {}, False
    return sentence


def wording(text: str) -> str:
    """The text itself. Marks words that are chosen from a table and said later, so that they are listed too."""
    return text


def listed(parts: Iterable[str], between: str = _LIST) -> str:
    """The parts one behind the other; a single one stays itself."""
    texts = list(parts)
    if len(texts) == 1:
        return texts[0]
    return Sentence.of(between, {str(number): text for number, text in enumerate(texts)}, joined=True)


def sentences(text: str) -> list[str]:
    """A longer text sentence by sentence, so that one that changes leaves the translations of the others alone."""
    return [sentence.strip() for sentence in _END.split(text) if sentence.strip()]


def translated(text: str, lookup: Lookup, count: int | None = None) -> str:
    """The text in the language of `lookup`. Parts without a translation stay as they are.

    `count` is the number that the text stands beside: of the unit in `3个月`.
    """
    if not CHINESE.search(text):
        return text
    whole = lookup(text, count)
    if whole is not None:
        return whole
    if isinstance(text, Sentence):
        return _put_together(text, lookup)
    written = _recognised(text, lookup)
    if written is not None:
        return written
    several = sentences(text)
    return " ".join(lookup(sentence, None) or sentence for sentence in several) if len(several) > 1 else text


def _recognised(text: str, lookup: Lookup) -> str | None:
    """What was kept as plain text: `1985年3月12日`, `2026年3月`, and `姓名：虚构甲` with a label that is known."""
    for shape, pattern in _KEPT.items():
        match = shape.fullmatch(text)
        if match:
            parts = {name: int(part) if part.isdigit() else part for name, part in match.groupdict().items()}
            return (lookup(pattern, None) or pattern).format(**parts)
    label, colon, rest = text.strip().partition("：")
    known = lookup(label, None) if colon and label else None
    return None if known is None else f"{known}{lookup(colon, None) or colon}{translated(rest, lookup)}"


def _put_together(sentence: Sentence, lookup: Lookup) -> str:
    count = None if sentence.joined else _count(sentence.parts)
    pattern = lookup(sentence.pattern, count)
    if pattern is None and CHINESE.search(sentence.pattern):
        return sentence
    pattern = sentence.pattern if pattern is None else pattern
    parts = {
        name: translated(part, lookup, count) if isinstance(part, str) else part
        for name, part in sentence.parts.items()
    }
    if sentence.joined:
        return pattern.join(map(str, parts.values()))
    return pattern.format(**parts) if parts else pattern


def _count(parts: Mapping[str, Any]) -> int | None:
    """The first whole number among the parts, which is what such a sentence counts."""
    for part in parts.values():
        if isinstance(part, int) and not isinstance(part, bool):
            return part
        if isinstance(part, str) and _FIGURES.fullmatch(part):
            return int(part.replace(",", ""))
    return None
