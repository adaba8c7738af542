"""Files in forms: a draft holds none; those that are kept for it are laid over what was typed, by path of their field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from huigong.forms.drafts import Draft, Said
from huigong.forms.fields import Field, Form
from huigong.forms.kinds import ROWS, Kind
from huigong.forms.types import type_of
from huigong.forms.types.rows import is_row
from huigong.forms.values import Answered, Row, Typed

Held = Mapping[str, Sequence[str]]
"""Ids of files by the path of the field that they answer: `证据`, `入学孩子.2.户口簿`."""


def file_field(form: Form, path: str) -> Field | None:
    """The field that takes files at a path of the form; None where there is none."""
    head, _, below = path.partition(".")
    asked = form.fields.get(head)
    if asked is None or not below:
        return asked if asked is not None and asked.kind is Kind.FILE else None
    row, _, column_id = below.partition(".")
    column = asked.column(column_id) if asked.kind in ROWS and is_row(asked, row) else None
    return column if column is not None and column.kind is Kind.FILE else None


def with_files(draft: Draft, form: Form, held: Held) -> Draft:
    """The draft with exactly these files as answers of its file fields; everything else as it was typed."""
    said = dict(draft.said)
    for asked in form.fields.values():
        if not _takes_files(asked):
            continue
        before = said.get(asked.id)
        typed = _typed(asked, before.typed if before else {}, held)
        if typed or before:
            said[asked.id] = replace(before or Said({}), typed=typed)
    return replace(draft, said=said)


def files_in(asked: Field, value: Answered) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Where an answer has files: the path, what people call it inside the field ("" for all of it), the ids."""
    if not isinstance(value, tuple):
        return
    if asked.kind is Kind.FILE:
        yield asked.id, "", [str(id) for id in value]
        return
    for count, row in enumerate((row for row in value if isinstance(row, Row)), start=1):
        for column in asked.fields:
            ids = row.cells.get(column.id)
            if column.kind is Kind.FILE and isinstance(ids, tuple):
                path = f"{asked.id}.{row.id}.{column.id}"
                yield path, f"第{count}个：{column.name}", [str(id) for id in ids]


def counted(asked: Field, value: Any) -> Any:
    """The answer with the number of files in the place of their ids, which say nothing to people."""
    if asked.kind is Kind.FILE and isinstance(value, tuple):
        return (type_of(Kind.FILE).masked(asked, value),)
    if asked.kind in ROWS and _takes_files(asked) and isinstance(value, tuple):
        columns = {column.id: column for column in asked.fields}
        return tuple(
            replace(row, cells={id: counted(columns[id], cell) for id, cell in row.cells.items()})
            for row in value
        )
    return value


def _takes_files(asked: Field) -> bool:
    return asked.kind is Kind.FILE or any(column.kind is Kind.FILE for column in asked.fields)


def _typed(asked: Field, before: Typed, held: Held) -> dict[str, str]:
    """What was typed with the ids of what is kept; files beat the tick for "not known"."""
    if asked.kind is Kind.FILE:
        mine = " ".join(held.get(asked.id, ()))
        return {"": mine} if mine else {part: text for part, text in before.items() if part}
    columns = {column.id for column in asked.fields if column.kind is Kind.FILE}
    kept = {part: text for part, text in before.items() if part.partition(".")[2] not in columns}
    for path, ids in held.items():
        head, _, part = path.partition(".")
        row, _, column = part.partition(".")
        if head == asked.id and column in columns and is_row(asked, row) and ids:
            kept = {each: text for each, text in kept.items() if each != f"{part}.?"} | {part: " ".join(ids)}
    return kept
