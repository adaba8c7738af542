"""A list that somebody has already, read into the rows of a repeat or table: a line for each row.

Words on a line go where they can be read: a phone to the phone, an amount to the amount, whatever their
order. What can be read nowhere is put down as it stands, to be seen and put right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from huigong.forms.fields import Field
from huigong.forms.kinds import Kind
from huigong.forms.types import At, Compound, type_of
from huigong.forms.types.rows import joined
from huigong.forms.values import Typed
from huigong.kernel.errors import DomainError

MOST_LINES = 1_000
_LONGEST = 500  # characters of a line, as of an input
_THOUSANDS = re.compile(r"(?<![0-9])([0-9]{1,3}(?:[,，][0-9]{3})+)(?![0-9])")
_SPACED_NAME = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])"
)
_COUNTED = re.compile(r"^(?:[（(]?[0-9]{1,3}(?:[）).、．](?![0-9])|[ \t\u3000]+(?=[^0-9\s]))|[①-⑳])\s*")
_BETWEEN = re.compile(r"[\s,，、;；|｜]+")
_FEWEST_OF_A_PHONE = 7  # digits: in a list 12000 is a sum, no service number
_PROBES = ("某某", "5000")  # words of the two kinds that most cells tell apart
_NAMED_FIRST = (Kind.TEXT, Kind.PERSON, Kind.EMPLOYER)


@dataclass(frozen=True)
class _Cell:
    """Where a word may go: a column, or a part of one."""

    column: Field
    part: str
    on: date

    @property
    def path(self) -> str:
        return joined(self.column.id, self.part)

    @property
    def label(self) -> str:
        kind = type_of(self.column.kind)
        return kind.parts[self.part].label if isinstance(kind, Compound) else self.column.name

    def takes(self, word: str) -> bool:
        kind = type_of(self.column.kind)
        if not isinstance(kind, Compound):
            return not kind.read(self.column, {"": word}, At(self.on), "").mistakes
        if self.part == "phone" and sum(map(str.isdecimal, word)) < _FEWEST_OF_A_PHONE:
            return False
        with suppress(DomainError):
            kind.parts[self.part].read(self.column, word)
            return True
        return False

    @cached_property
    def narrow(self) -> int:
        """How many kinds of words it does not take."""
        return sum(not self.takes(probe) for probe in _PROBES)


def lines_of(text: str) -> list[str]:
    """The lines that say something; a thousand at most."""
    lines = (line.strip()[:_LONGEST] for line in text.splitlines())
    return [line for line in lines if line][:MOST_LINES]


def order(asked: Field, *, for_worker: bool) -> tuple[str, ...]:
    """What a line may say of a row, in the words of the page."""
    words = list[str]()
    for column in _columns(asked):
        kind = type_of(column.kind)
        if isinstance(kind, Compound):
            words += [kind.parts[part].label for part in kind.asked(column)]
        else:
            words.append(column.ask if for_worker and column.ask else column.name)
    return tuple(words)


def rows_of(asked: Field, lines: Sequence[str], *, on: date, most: int) -> list[Typed]:
    """What would be typed into a row for each line, by column and part. Of lines beyond `most` only that they are there."""
    cells = [_Cell(column, part, on) for column in _columns(asked) for part in _parts(column)]
    labels = {cell.label for cell in cells} | {cell.column.name for cell in cells}
    rows = list[Typed]()
    for line in lines:
        words = list(_words(asked, line))
        if words and words[0] not in labels:  # not the head of a list
            rows.append(_row(cells, words) if len(rows) < most else {cells[0].path: line})
    return rows


def _columns(asked: Field) -> Iterator[Field]:
    return (column for column in asked.fields if column.kind is not Kind.FILE and column.computed is None)


def _parts(column: Field) -> tuple[str, ...]:
    kind = type_of(column.kind)
    return kind.asked(column) if isinstance(kind, Compound) else ("",)


def _words(asked: Field, line: str) -> Iterator[str]:
    if asked.fields[0].kind in _NAMED_FIRST:
        line = _COUNTED.sub("", line)
    line = _THOUSANDS.sub(lambda number: re.sub("[,，]", "", number[1]), line)
    return (word for word in _BETWEEN.split(_SPACED_NAME.sub(r"\1\2", line)) if word)


def _row(cells: Sequence[_Cell], words: Sequence[str]) -> Typed:
    typed = dict[str, str]()
    left_over = list[str]()
    for word in words:
        free = [cell for cell in cells if cell.path not in typed]
        takers = [cell for cell in free if cell.takes(word)]
        if takers:
            typed[max(takers, key=lambda cell: cell.narrow).path] = word
        else:
            left_over.append(word)
    for word in left_over:
        free = [cell for cell in cells if cell.path not in typed]
        last = free[0].path if free else list(typed)[-1]
        typed[last] = f"{typed[last]} {word}" if last in typed else word
    return typed
