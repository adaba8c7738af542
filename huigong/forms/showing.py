"""Answers for people: the worker sees their own, an officer what their class of secrecy allows, paper a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from huigong.declarations.privacy import Secrecy
from huigong.forms.attaching import counted, files_in
from huigong.forms.fields import Field, Form
from huigong.forms.kinds import ROWS, Source
from huigong.forms.lodging import Lodged
from huigong.forms.types import type_of
from huigong.forms.types.base import HIDDEN
from huigong.forms.types.rows import named
from huigong.forms.types.totals import sums
from huigong.forms.values import Answered, Person, Row
from huigong.kernel.identity import mask_resident_id
from huigong.kernel.sentences import say, wording
from huigong.rules.values import Unknown
from huigong.rules.yes_or_no import yes_or_no

_MORE_ROWS = wording("一共{count}个，这里只列出前{shown}个。其余的请按“改”，一页一页地看。")


@dataclass(frozen=True)
class Line:
    """One answer on paper or in a list: the officer's term or the worker's question, the text, its source.

    Attributes:
        text: several lines where the answer has parts.
        help: what was asked for, is still missing, and is left for the office to help with.
        said: what the person filled in here, which needs no word about its source.
        slots, files: the paths of the files in it that the reader may see, with their words inside the field, and what
            a page that can open them shows there.
        totals: the sums of its rows.
        added: the day on which it was filled in after the form was sent.
        lines: the text as whoever sent it said it, where it is shown to them.
    """

    id: str
    name: str
    text: str
    source: str
    help: bool = False
    said: bool = True
    slots: tuple[tuple[str, str], ...] = ()
    files: tuple[Any, ...] = ()
    totals: tuple[str, ...] = ()
    added: date | None = None
    lines: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        """The text by lines."""
        return self.lines or tuple(self.text.split("\n"))


def display(asked: Field, value: Answered, *, up_to: Secrecy = Secrecy.SECRET) -> str:
    """The answer in words; masked where the field is more secret than the reader may see. "" for none."""
    if value is None:
        return ""
    if asked.privacy.rank > up_to.rank:
        return HIDDEN if isinstance(value, Unknown) else type_of(asked.kind).masked(asked, value)
    if isinstance(value, Unknown):
        return asked.unknown_words[0]
    return type_of(asked.kind).display(asked, counted(asked, value))


def plainly(asked: Field, value: Answered, *, most_rows: int | None = None) -> tuple[str, ...]:
    """The answer for whoever gave it, by lines: yes and no in the words of the question, rows by the questions of their columns.

    Of more than `most_rows` rows only so many, and then how many there are and that 改 shows the others.
    """
    if isinstance(value, bool):
        return (yes_or_no(asked.ask)[0 if value else 1],)
    if asked.kind in ROWS and isinstance(value, tuple):
        rows = [_row_plainly(asked, row) for row in value[:most_rows] if isinstance(row, Row)]
        if len(rows) < len(value):
            rows.append([say(_MORE_ROWS, count=len(value), shown=len(rows))])
        return tuple(line for number, lines in enumerate(rows) for line in ([""] if number else []) + lines)
    return tuple(display(asked, value).split("\n"))


def _row_plainly(asked: Field, row: Row) -> list[str]:
    lines = [row.id] if row.id in asked.fixed_rows else []
    for column in asked.fields:
        if column.id in row.cells:
            first, *more = plainly(column, row.cells[column.id])
            told = named(column, first)
            lines += [say("{question}：{answer}", question=column.ask or column.name, answer=told), *more]
    return lines


def _masked(value: Answered) -> Answered:
    """Without the middle of the numbers of people, which whoever gave them has looked over and which lie open on a page."""
    if isinstance(value, Person):
        return replace(value, number=mask_resident_id(value.number))
    if isinstance(value, tuple):
        return tuple(_row_masked(each) if isinstance(each, Row) else each for each in value)  # type: ignore[return-value]
    return value


def _row_masked(row: Row) -> Row:
    return replace(row, cells={id: _masked(cell) for id, cell in row.cells.items()})  # type: ignore[misc]


def totals(asked: Field, value: Answered, *, up_to: Secrecy = Secrecy.SECRET) -> tuple[str, ...]:
    """The sums below rows, in words; none for a reader who may not see the rows."""
    if asked.privacy.rank > up_to.rank or not isinstance(value, tuple):
        return ()
    return sums(asked, tuple(row for row in value if isinstance(row, Row)))


def parts(
    form: Form, lodged: Lodged, *, up_to: Secrecy = Secrecy.SECRET, own: bool = False
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """What was sent, by the parts of the form it was asked with, fields retired since among it, with what is left for the office to help with; empty parts left out.

    `own` is for whoever sent it: their questions instead of the office's terms, and numbers of people masked.
    """
    shown_parts = []
    for part in form.parts:
        shown = [each for each in part.fields if each.id in lodged.answers or each.id in lodged.to_help]
        if shown:
            shown_parts.append(
                (part.title, tuple(_line(asked, lodged, up_to=up_to, own=own) for asked in shown))
            )
    return tuple(shown_parts)


def beside(
    parts: tuple[tuple[str, tuple[Line, ...]], ...], held: Mapping[str, Sequence[Any]]
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The same with the files beside the answers that they belong to; `held` is by path."""
    return tuple((title, tuple(_with_files(line, held) for line in shown)) for title, shown in parts)


def _with_files(line: Line, held: Mapping[str, Sequence[Any]]) -> Line:
    files = tuple((words, tuple(held[path])) for path, words in line.slots if held.get(path))
    return replace(line, files=files) if files else line


def _line(asked: Field, lodged: Lodged, *, up_to: Secrecy, own: bool) -> Line:
    sent = lodged.answers.get(asked.id)
    value = sent.value if sent else None
    return Line(
        asked.id,
        (asked.ask or asked.name) if own else asked.name,
        display(asked, value, up_to=up_to),
        sent.source.label if sent else "",
        help=asked.id in lodged.to_help,
        said=sent is None or sent.source is Source.SAID,
        slots=tuple((path, words) for path, words, _ in files_in(asked, sent.value))
        if sent and asked.privacy.rank <= up_to.rank
        else (),
        totals=totals(asked, sent.value, up_to=up_to) if sent else (),
        added=lodged.added.get(asked.id),
        lines=plainly(asked, _masked(value)) if own and sent else (),
    )
