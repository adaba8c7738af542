"""Brackets of all four shapes, nested, mixed and unclosed, found in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPENING = "（([〔【［"
CLOSING = "）)]〕】］"
BRACKET = re.compile(r"[（(\[〔【［）)\]〕】］\n]")


@dataclass(frozen=True)
class Bracket:
    """text[start:end] with its signs.

    `closed` is false where the print lost the closing sign; `inner` then holds the closed
    brackets inside, for the reader to try when the whole makes no sense.
    """

    start: int
    end: int
    closed: bool = True
    inner: tuple[Bracket, ...] = ()


def outermost(text: str) -> list[Bracket]:
    """Outermost brackets in order.

    Shapes are not matched with each other, since copies mix them. A line end closes what is
    open, because an attribution never runs over two paragraphs once the text is cleaned.
    """
    brackets: list[Bracket] = []
    open_at: list[tuple[int, list[Bracket]]] = []
    for match in BRACKET.finditer(text):
        sign = match.group()
        if sign == "\n":
            brackets += _left_open(open_at, match.start())
            open_at = []
        elif sign in OPENING:
            open_at.append((match.start(), []))
        elif open_at:
            start, _ = open_at.pop()
            (open_at[-1][1] if open_at else brackets).append(Bracket(start, match.end()))
    return brackets + _left_open(open_at, len(text))


def _left_open(open_at: list[tuple[int, list[Bracket]]], end: int) -> list[Bracket]:
    left: list[Bracket] = []
    for place, (start, inner) in enumerate(open_at):
        until = open_at[place + 1][0] if place + 1 < len(open_at) else end
        left.append(Bracket(start, until, closed=False, inner=tuple(inner)))
    return left


def split_outside(text: str, separators: str) -> list[tuple[str, str]]:
    """Split at `separators` outside brackets; pairs of (piece, separator that ended it)."""
    pieces: list[tuple[str, str]] = []
    depth, start = 0, 0
    for place, char in enumerate(text):
        if char in OPENING:
            depth += 1
        elif char in CLOSING:
            depth = max(0, depth - 1)
        elif not depth and char in separators:
            pieces.append((text[start:place], char))
            start = place + 1
    pieces.append((text[start:], ""))
    return pieces
