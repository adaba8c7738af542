"""The parts of the copy that people take along: each folder that knows something of them declares its own.

A part gives values for the file and, from these, what is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huigong.directory.principals import Principal
from huigong.kernel.registries import Registry
from huigong.notices.letters import Paragraph, Run, Table

Values = Mapping[str, Any]  # JSON values by Chinese names; days are ISO 8601


@dataclass(frozen=True)
class Asked:
    """When the copy is made, and which of the parts with a choice go into it."""

    now: datetime
    choices: frozenset[str]


@dataclass(frozen=True)
class Part:
    """What one folder knows of the person.

    `values` may give nothing of other people and no text that an official typed; no two parts give the same name.
    `blocks` prints the document, which has the names of this part in it.
    `choice` names a part that could be held against the person and is left out of copies for employers unless ticked;
    `offered` stands beside the box. Both are "" for what every copy has. Parts with a lower `order` come first.
    """

    folder: str
    order: int
    values: Callable[[Principal, Asked], Values]
    blocks: Callable[[Values], Iterable[Paragraph | Table]]
    choice: str = ""
    offered: Any = ""


_PARTS: Registry[str, Part] = Registry("part of a person's copy")


def declare(part: Part) -> None:
    """From `AppConfig.ready`. Raises `ValueError` where the folder has another part already."""
    _PARTS.add(part.folder, part)


def parts() -> tuple[Part, ...]:
    """Every part, in the order of the copy."""
    return tuple(sorted(_PARTS.values(), key=lambda part: part.order))


def choices() -> list[tuple[str, Any]]:
    """(choice, what stands beside its box) of the parts that may be left out."""
    return [(part.choice, part.offered) for part in parts() if part.choice]


def listed(title: str, names: Sequence[str], rows: Sequence[Values]) -> Iterable[Paragraph | Table]:
    """A heading, and a table with these columns of the rows."""
    yield heading(title)
    if rows:
        yield table(tuple(names), [tuple(str(row[name] or "—") for name in names) for row in rows])
    else:
        yield line("没有。")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table of plain texts whose head comes again on every page."""
    cells = [tuple((line(text),) for text in row) for row in (head, *rows)]
    return Table(tuple(cells), head=1)


def heading(text: str) -> Paragraph:
    """The heading of a part."""
    return Paragraph((Run(text, bold=True),), indent=False)


def line(text: str) -> Paragraph:
    """A paragraph of plain text."""
    return Paragraph((Run(text),), indent=False)
