"""Text that remembers where each of its characters stood in the source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Traced:
    """`at[i]` is the source offset of character `text[i]`; both have the same length."""

    text: str
    at: list[int]

    @classmethod
    def whole(cls, text: str) -> Traced:
        return cls(text, list(range(len(text))))

    def cut(self, start: int, end: int) -> Traced:
        return Traced(self.text[start:end], self.at[start:end])

    def without(self, spans: Iterable[tuple[int, int]]) -> Traced:
        """The text with a line break in place of each span; spans are in order and apart."""
        pieces: list[str] = []
        at: list[int] = []
        position = 0
        for start, end in spans:
            pieces += (self.text[position:start], "\n")
            at += [*self.at[position:start], self.at[start]]
            position = end
        return Traced("".join(pieces) + self.text[position:], at + self.at[position:]) if pieces else self

    def sub(self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]) -> Traced:
        """Replace every match; characters put in take the offset of the match's start."""
        pieces: list[str] = []
        at: list[int] = []
        position = 0
        for match in pattern.finditer(self.text):
            new = replacement if isinstance(replacement, str) else replacement(match)
            start, end = match.span()
            if new == self.text[start:end]:
                continue
            pieces += (self.text[position:start], new)
            at += self.at[position:start]
            at += [self.at[start] if start < len(self.at) else 0] * len(new)
            position = end
        if not pieces:
            return self
        return Traced("".join(pieces) + self.text[position:], at + self.at[position:])

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets that characters start..end of this text came from."""
        if not self.at or start >= end:
            place = self.at[min(start, len(self.at) - 1)] if self.at else 0
            return place, place
        return self.at[start], self.at[min(end, len(self.at)) - 1] + 1
