"""The numbers that an ODT counts: list styles, the numbering of headings, and where each count stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from huigong.policy.reading.formats.word_numbers import local, written

# What ODF writes for a form of numbers, and what `written` calls it.
FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "１, ２, ３, ...": "decimalFullWidth",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
}
DEEPEST = 10


@dataclass(frozen=True)
class _Level:
    form: str
    prefix: str
    suffix: str
    start: int
    shown: int


def attribute(element: Any, name: str) -> str:
    """The attribute of that local name, or ""."""
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")


def whole(text: str, otherwise: int) -> int:
    """A small whole number, or `otherwise` where the text is none."""
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


@dataclass
class Counts:
    """Every list style of the parsed parts with the counts so far."""

    parts: Iterable[Any]
    _levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    _at: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for part in self.parts:
            for style in part.iter():
                if local(style) in ("list-style", "outline-style"):
                    name = attribute(style, "name") if local(style) == "list-style" else ""
                    self._read(name, style)

    def _read(self, name: str, style: Any) -> None:
        for level in style:
            if local(level) in ("list-level-style-number", "outline-level-style"):
                self._levels[name, whole(attribute(level, "level"), 1)] = _Level(
                    FORMS.get(
                        attribute(level, "num-format"), "decimal" if attribute(level, "num-format") else ""
                    ),
                    attribute(level, "num-prefix"),
                    attribute(level, "num-suffix"),
                    whole(attribute(level, "start-value"), 1),
                    whole(attribute(level, "display-levels"), 1),
                )

    def open_list(self, element: Any, style: str, depth: int) -> None:
        """Begin a list: it counts from its start unless it says that it goes on."""
        goes_on = attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list")
        if not goes_on:
            for deeper in range(depth, DEEPEST + 1):
                self._at.pop((style, deeper), None)

    def next(self, item: Any, style: str, depth: int) -> str:
        """The number of the next item, as printed; "" in a list with bullets."""
        return self._count(style, depth, attribute(item, "start-value"))

    def of_heading(self, heading: Any) -> str:
        """The number of a heading where headings are numbered; "" otherwise."""
        if attribute(heading, "is-list-header") == "true":
            return ""
        return self._count("", whole(attribute(heading, "outline-level"), 1), "")

    def _count(self, style: str, depth: int, start: str) -> str:
        level = self._levels.get((style, depth))
        if level is None or not level.form or depth > DEEPEST:
            return ""
        first = whole(start, level.start)
        at = self._at.get((style, depth))
        self._at[style, depth] = first if at is None or start else at + 1
        for deeper in range(depth + 1, DEEPEST + 1):
            self._at.pop((style, deeper), None)
        shown = [
            written(self._at.get((style, upper), 1), (self._levels.get((style, upper)) or level).form)
            for upper in range(max(1, depth - level.shown + 1), depth + 1)
        ]
        return f"{level.prefix}{'.'.join(shown)}{level.suffix}"
