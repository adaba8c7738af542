"""What a page draws: controls with what stands in them, the rows of those that have some, and what can be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huigong.forms.mistakes import together
from huigong.forms.pages import NO_ROWS, Rows
from huigong.kernel.sentences import listed, say


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen: what is sent, what it says, whether it is chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """A row of a repeat or table: its id, what people call it, and its controls."""

    id: str
    label: str
    controls: tuple[Control, ...]


@dataclass(frozen=True)
class Control:
    """What a page draws for a field or a part of one.

    Attributes:
        path: the name under which it is sent.
        widget: one of line, lines, choice, list, region, group, rows, table, files, shown.
        heads: the columns of a table.
        lines: those of its `rows` that stand on the page.
        text: what stands in it, also where it cannot be read.
        unknown: the tick for "not known".
        needed, may_wait: whether it must be filled in, and whether it may be left for the office to help with.
        mistakes: (what, what to do).
        blamed: marks a part for a mistake that is said of the whole.
        nearby: places to choose from.
    """

    path: str
    widget: str
    label: str
    help: str = ""
    example: str = ""
    unit: str = ""
    mode: str = ""
    text: str = ""
    needed: bool = False
    may_wait: bool = False
    choices: tuple[Choice, ...] = ()
    unknown: tuple[Choice, ...] = ()
    parts: tuple[Control, ...] = ()
    heads: tuple[Control, ...] = ()
    lines: tuple[Line, ...] = ()
    totals: tuple[str, ...] = ()
    rows: Rows = NO_ROWS
    can_remove: bool = False
    files: tuple[str, ...] = ()
    nearby: tuple[Choice, ...] = ()
    mistakes: tuple[tuple[str, str], ...] = ()
    blamed: bool = False
    said: tuple[str, ...] = ()
    source: str = ""

    @property
    def invalid(self) -> bool:
        """Whether what stands in it is to be written anew, for a mistake of its own or of the whole."""
        return self.blamed or bool(self.mistakes)

    @property
    def wrong(self) -> bool:
        """Whether anything in it is wrong, its parts and lines included."""
        return bool(self.every_mistake)

    @property
    def every_mistake(self) -> tuple[tuple[str, str], ...]:
        """What is wrong with it and inside it: (id of the control, what is wrong and what to do)."""
        own = tuple((self.id, together(*each)) for each in self.mistakes) if self.mistakes else ()
        if not self.parts and not self.lines:
            return own
        inside = (each for part in self.parts for each in part.every_mistake)
        return (*own, *inside, *(each for line in self.lines for each in self._mistakes_in(line)))

    def _mistakes_in(self, line: Line) -> Iterator[tuple[str, str]]:
        """Those of one row, which is named as on the page."""
        wrong = [each for control in line.controls for each in control.every_mistake]
        if not wrong:
            return
        named = (
            say("第{number}行", number=line.label)
            if self.widget == "table"
            else say("第 {number} 个", number=line.label)
        )
        row = named if self.can_remove else line.label
        for id, says in wrong:
            yield id, listed((row, says), "：")

    @property
    def shown_rows(self) -> str:
        """The ids of the rows on the page, as it sends them back."""
        return ".".join(line.id for line in self.lines)

    @property
    def last_row(self) -> int:
        """The place of the last row on the page among all, from 1."""
        return self.rows.first + len(self.lines) - 1

    @property
    def boxed(self) -> bool:
        """Whether it is a fieldset of several controls."""
        return self.widget in ("choice", "group", "rows", "table", "files")

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"f-{self.path}"
