"""A form as a workbook: one sheet with a row for each answer of the form, one more for each repeat and table.

The first row has the headers. The first column of every sheet is the number of the entry,
by which the rows of the further sheets belong to one of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huigong.forms.drafts import Draft
from huigong.forms.fields import Field, Form
from huigong.forms.kinds import ROWS
from huigong.forms.types import UNKNOWN_PART, Column, rows_type, type_of
from huigong.forms.types.rows import joined
from huigong.kernel.errors import Invalid

NUMBER = Column("", "序号", "编号，几张表里相同的是同一份", "1")
Cells = Mapping[str, list[list[str]]]
"""The rows of each sheet below its headers, by the sheet's title."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its title, its columns (`path` says where each belongs), and the field whose rows it has, if any."""

    title: str
    columns: tuple[Column, ...]
    field: Field | None = None


def sheets(form: Form) -> tuple[Sheet, ...]:
    """The sheets of a form, computed fields left out."""
    asked = [field for field in form.fields.values() if field.computed is None]
    plain = (
        column for field in asked for column in (*type_of(field.kind).columns(field), *_not_known(field))
    )
    first = Sheet(form.name[:31], (NUMBER, *plain))
    return (first, *(_own(field) for field in asked if field.kind in ROWS))


def _not_known(field: Field) -> tuple[Column, ...]:
    """Rows have a sheet of their own, where nobody can say that they do not know any."""
    if field.kind not in ROWS or not field.unknown_words:
        return ()
    word = field.unknown_words[0]
    return (Column(f"{field.id}.{UNKNOWN_PART}", f"{field.name}：{word}", f"不知道的写“{word}”", ""),)


def _own(field: Field) -> Sheet:
    return Sheet(field.name[:31], (NUMBER, *rows_type.row_columns(field)), field)


def cells(form: Form, drafts: Sequence[Draft]) -> dict[str, list[list[str]]]:
    """What was typed in drafts, as the cells of each sheet."""
    by_sheet: dict[str, list[list[str]]] = {}
    for sheet in sheets(form):
        rows = [row for number, draft in enumerate(drafts, start=1) for row in _rows(sheet, draft, number)]
        by_sheet[sheet.title] = rows
    return by_sheet


def _rows(sheet: Sheet, draft: Draft, number: int) -> Iterator[list[str]]:
    if sheet.field is None:
        yield [str(number), *(_cell(draft, column) for column in sheet.columns[1:])]
        return
    typed = draft.typed(sheet.field.id)
    for id in dict.fromkeys(part.partition(".")[0] for part in typed if "." in part):
        inside = [_typed(typed, joined(id, column.path)) for column in sheet.columns[2:]]
        yield [str(number), id, *inside]


def _cell(draft: Draft, column: Column) -> str:
    field_id, _, part = column.path.partition(".")
    return _typed(draft.typed(field_id), part)


def _typed(typed: Mapping[str, str], part: str) -> str:
    """What was typed for a part, or that it is not known."""
    whole = part.partition(".")[0]
    return typed.get(part) or typed.get(joined(part, "?")) or typed.get("?" if whole == part else "", "")


def drafts_of(form: Form, read: Cells, *, on: date) -> list[Draft]:
    """The drafts in the cells of a workbook. Raises `Invalid` (`form.sheet`) where its sheets have other columns or entries."""
    known = {sheet.title: sheet for sheet in sheets(form)}
    first, *more = known.values()
    drafts: dict[str, Draft] = {}
    for row in read.get(first.title, ()):
        drafts[_at(row, 0)] = _plain(form, first, row, on)
    for sheet in more:
        for row in read.get(sheet.title, ()):
            number = _at(row, 0)
            if number not in drafts:
                raise Invalid(
                    "form.sheet",
                    what=f"“{sheet.title}”里有序号{number}，“{first.title}”里没有",
                    do="请核对序号",
                )
            drafts[number] = _with_row(drafts[number], sheet, row)
    return list(drafts.values())


def _plain(form: Form, sheet: Sheet, row: list[str], on: date) -> Draft:
    draft = Draft.begun(form, on=on)
    for index, column in enumerate(sheet.columns[1:], start=1):
        field_id, _, part = column.path.partition(".")
        if text := _at(row, index):
            key = UNKNOWN_PART if part and text in form.fields[field_id].unknown_words else part
            draft = draft.with_typed(field_id, {**draft.typed(field_id), key: text})
    return draft


def _with_row(draft: Draft, sheet: Sheet, row: list[str]) -> Draft:
    assert sheet.field is not None
    id, typed = _at(row, 1), dict(draft.typed(sheet.field.id))
    for index, column in enumerate(sheet.columns[2:], start=2):
        if text := _at(row, index):
            typed[joined(id, column.path)] = text
    return draft.with_typed(sheet.field.id, typed)


def _at(row: list[str], index: int) -> str:
    return row[index].strip() if index < len(row) else ""
