"""Repeats and tables: rows of fields. A row keeps its id for life, so that an answer about it stays with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from huigong.forms.fields import Field
from huigong.forms.kinds import Kind
from huigong.forms.types.base import (
    HIDDEN,
    At,
    Column,
    FieldType,
    Mistake,
    Reading,
    not_json,
    refused,
    said_unknown,
)
from huigong.forms.types.compound import PersonType
from huigong.forms.types.totals import total
from huigong.forms.values import Month, Row, Typed
from huigong.kernel.sentences import say
from huigong.rules.nodes import Fact
from huigong.rules.values import FEN, UNKNOWN, Answer, Between, Type, Unknown

MOST_ROWS = 200
_SHOWN = 40  # characters of a row that is named by what was typed in it
FIRST_ROW = "1"
INDENT = "  "
_LABELS = tuple(f"{part.label}：" for part in PersonType.parts.values())
_NAME = _LABELS[0]
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


class Rows(FieldType):
    """Rows of fields; `kinds` gives the type of a column."""

    words = "若干行"

    def __init__(self, kinds: Callable[[Kind], FieldType]) -> None:
        self.kinds = kinds

    def read(self, field: Field, typed: Typed, at: At, path: str) -> Reading:
        rows, mistakes = list[Row](), list[Mistake]()
        parts = by_row(field, typed)
        if len(parts) > most_rows(field):  # whoever sends so many does not get them read
            return Reading(None, (_too_many(field, len(parts), path),))
        above: Typed = {}
        for id, part in parts.items():
            if _says_no_more(field, part, above):
                continue
            above = part
            row, wrong = self.read_row(field, id, part, at, f"{path}.{id}")
            mistakes += wrong
            if row.cells or wrong:
                rows.append(row)
            month = next((cell for cell in row.cells.values() if isinstance(cell, Month)), None)
            at = at if month is None else replace(at, after=month)
        if not rows:
            return Reading(UNKNOWN if said_unknown(field, typed) else None)
        mistakes += self._too_few(field, len(rows), path)
        return Reading(None, tuple(mistakes)) if mistakes else Reading(tuple(rows))

    def read_row(self, field: Field, id: str, typed: Typed, at: At, path: str) -> tuple[Row, list[Mistake]]:
        """The row as far as it can be read, and what is wrong in it."""
        cells, mistakes = {}, list[Mistake]()
        for column in field.fields:
            cell = self.kinds(column.kind).read(column, part_of(typed, column.id), at, f"{path}.{column.id}")
            mistakes += cell.mistakes
            if cell.value is not None:
                cells[column.id] = cell.value
        return Row(id, cells), mistakes

    def _too_few(self, field: Field, count: int, path: str) -> list[Mistake]:
        least = field.limits.least
        if not isinstance(least, int) or count >= least:
            return []
        error = refused(
            "least",
            say("至少要填{least}行", least=least),
            "请再加一行",
            why=say("现在有{count}行", count=count),
        )
        return [Mistake(path, error)]

    def written(self, field: Field, value: Any) -> dict[str, str]:
        texts = {}
        for row in value:
            for column, cell in self._cells(field, row):
                for part, text in self._written(column, cell).items():
                    texts[joined(row.id, column.id, part)] = text
        return texts

    def display(self, field: Field, value: Any) -> str:
        return "\n\n".join(self._shown(field, row) for row in value)

    def typed_of(self, field: Field, shown: str) -> dict[str, str]:
        """As `display` names no ids, rows are counted; those of a table that has fixed rows are named."""
        texts = {}
        for count, block in enumerate(shown.split("\n\n"), start=1):
            id = str(count)
            for label, text in _labelled(block):
                column = next((column for column in field.fields if column.name == label), None)
                if column is None:
                    id = text
                    continue
                for part, typed in self._typed(column, text).items():
                    texts[joined(id, column.id, part)] = typed
        return texts

    def masked(self, field: Field, value: Any) -> str:
        return f"{len(value)}行{HIDDEN}"

    def to_json(self, field: Field, value: Any) -> Any:
        return [{"id": row.id} | self._json_cells(field, row) for row in value]

    def from_json(self, field: Field, raw: Any) -> Any:
        if not isinstance(raw, list) or not all(isinstance(each, dict) and "id" in each for each in raw):
            raise not_json(field, raw, "若干行，每行有 id")
        return tuple(self._row_of(field, each) for each in raw)

    def schema(self, field: Field) -> dict[str, Any]:
        cells = {column.id: self._schema(column) for column in field.fields}
        row = {
            "type": "object",
            "properties": {"id": self._id_schema(field)} | cells,
            "required": ["id"],
            "additionalProperties": False,
        }
        schema: dict[str, Any] = {"type": "array", "items": row, "maxItems": most_rows(field)}
        return schema | ({"minItems": field.limits.least} if field.limits.least else {})

    def _id_schema(self, field: Field) -> dict[str, Any]:
        fixed = list(field.fixed_rows)
        return {"enum": fixed} if fixed else {"type": "string", "pattern": f"^{_NUMBER.pattern}$"}

    def columns(self, field: Field) -> tuple[Column, ...]:
        return ()

    def row_columns(self, field: Field) -> tuple[Column, ...]:
        """The columns of its own sheet: the row's id, then the columns of its fields."""
        inner = (self.kinds(column.kind).columns(column) for column in field.fields)
        first = Column("", "行", "编号，不要改" if not field.fixed_rows else "名称，不要改", "1")
        return (first, *(column for columns in inner for column in columns))

    def facts(self, field: Field) -> Iterator[Fact]:
        yield Fact(f"{field.id}.行数", Type.INT)
        for column in field.fields:
            if column.id in field.totals:
                measure = FEN if column.kind is Kind.MONEY else column.unit
                yield Fact(f"{field.id}.{column.id}合计", Type.INT, measure=measure)
            if column.kind is Kind.DATE:
                yield Fact(f"{field.id}.{column.id}", Type.DATE)

    def answers(self, field: Field, value: Any) -> dict[str, Answer]:
        if isinstance(value, Unknown):
            return {fact.name: UNKNOWN for fact in self.facts(field)}
        known: dict[str, Answer] = {f"{field.id}.行数": len(value or ())}
        sums = {id: total(value or (), id) for id in field.totals}
        dates = {
            f"{field.id}.{column.id}": _all_of(column.id, value or ())
            for column in field.fields
            if column.kind is Kind.DATE
        }
        return known | {f"{field.id}.{id}合计": amount for id, amount in sums.items()} | dates

    def _cells(self, field: Field, row: Row) -> Iterator[tuple[Field, Any]]:
        return ((column, row.cells[column.id]) for column in field.fields if column.id in row.cells)

    def _written(self, column: Field, cell: Any) -> dict[str, str]:
        if isinstance(cell, Unknown):
            return {"?": column.unknown_words[0]}
        return self.kinds(column.kind).written(column, cell)

    def _shown(self, field: Field, row: Row) -> str:
        lines = [f"行：{row.id}"] if row.id in field.fixed_rows else []
        for column, cell in self._cells(field, row):
            known = not isinstance(cell, Unknown)
            text = self.kinds(column.kind).display(column, cell) if known else column.unknown_words[0]
            lines.append(f"{column.name}：" + named(column, text).replace("\n", f"\n{INDENT}"))
        return "\n".join(lines)

    def _typed(self, column: Field, text: str) -> dict[str, str]:
        if text in column.unknown_words:
            return {"?": text}
        unnamed = column.kind is Kind.PERSON and not text.startswith(_LABELS)
        return self.kinds(column.kind).typed_of(column, f"{_NAME}{text}" if unnamed else text)

    def _json_cells(self, field: Field, row: Row) -> dict[str, Any]:
        return {
            column.id: {"unknown": column.unknown_words[0]}
            if isinstance(cell, Unknown)
            else self.kinds(column.kind).to_json(column, cell)
            for column, cell in self._cells(field, row)
        }

    def _row_of(self, field: Field, raw: dict[str, Any]) -> Row:
        columns = {column.id: column for column in field.fields}
        strange = set(raw) - set(columns) - {"id"}
        if strange or not is_row(field, raw["id"]):
            raise not_json(field, raw, f"id 和{'、'.join(columns)}")
        cells = {
            id: UNKNOWN
            if isinstance(cell, dict) and "unknown" in cell
            else self.kinds(columns[id].kind).from_json(columns[id], cell)
            for id, cell in raw.items()
            if id != "id"
        }
        return Row(raw["id"], cells)

    def _schema(self, column: Field) -> dict[str, Any]:
        known = self.kinds(column.kind).schema(column)
        return {"anyOf": [known, unknown_schema(column)]} if column.unknown_words else known


def named(column: Field, text: str) -> str:
    """What a cell says, without 姓名 before the name of somebody: the column says it already."""
    return text.removeprefix(_NAME) if column.kind is Kind.PERSON else text


def unknown_schema(field: Field) -> dict[str, Any]:
    """The JSON of "not known"."""
    said = {"unknown": {"enum": list(field.unknown_words)}}
    return {"type": "object", "properties": said, "required": ["unknown"], "additionalProperties": False}


def _all_of(id: str, rows: tuple[Row, ...]) -> Answer:
    """The days of a column as one range; not known where there is no row, or as soon as one cell is not known or is empty."""
    days = [row.cells.get(id) for row in rows]
    known = [day for day in days if isinstance(day, date)]
    return Between.of(known) if known and len(known) == len(days) else UNKNOWN


def row_ids(field: Field, typed: Typed) -> tuple[str, ...]:
    """The ids of the rows in what was typed, in its order; the fixed rows of a table first."""
    written = (part.partition(".")[0] for part in typed)
    return tuple(dict.fromkeys((*field.fixed_rows, *(id for id in written if is_row(field, id)))))


def most_rows(field: Field) -> int:
    """How many rows the field takes."""
    most = field.limits.most
    return most if isinstance(most, int) else MOST_ROWS


def by_row(field: Field, typed: Typed) -> dict[str, dict[str, str]]:
    """What was typed below each of `row_ids`, in their order: once through, however many rows there are."""
    below: dict[str, dict[str, str]] = {}
    for key, text in typed.items():
        id, _, part = key.partition(".")
        below.setdefault(id, {})[part] = text
    return {
        id: part_of(typed, id) if id in field.fixed_rows else below.get(id, {})
        for id in row_ids(field, typed)
    }


def within_most(field: Field, typed: Typed) -> tuple[dict[str, str], tuple[Mistake, ...]]:
    """What was typed in the first rows, as many as the field takes, and that more were sent, from which one on."""
    kept = {part: text for part, text in typed.items() if text.strip()}
    ids, most = row_ids(field, kept), most_rows(field)
    if len(ids) <= most:
        return dict(typed), ()
    first = set(ids[:most])
    left_out = " ".join(text for part, text in kept.items() if part.partition(".")[0] == ids[most])
    error = refused(
        "most",
        say("最多填{most}行", most=most),
        say("前{most}行留下了，后面的请写在纸上拍照上传，或者带到窗口", most=most),
        why=say("现在有{count}行，从“{row}”这行起没有留下", count=len(ids), row=left_out[:_SHOWN]),
    )
    rows = {part: text for part, text in kept.items() if part.partition(".")[0] in first}
    return rows, (Mistake(field.id, error),)


def _too_many(field: Field, count: int, path: str) -> Mistake:
    what, why = say("最多填{most}行", most=most_rows(field)), say("现在有{count}行", count=count)
    return Mistake(path, refused("most", what, "请去掉多余的", why=why))


def is_row(field: Field, id: object) -> bool:
    """Whether it can be the id of a row: the name of a fixed one, or a number."""
    return id in field.fixed_rows if field.fixed_rows else isinstance(id, str) and bool(_NUMBER.fullmatch(id))


def offered_above(field: Field, rows: Mapping[str, Typed], ids: Sequence[str]) -> dict[str, Typed]:
    """What stands in each row of these ids: what was typed, and in one in which nothing was, what the row above offers."""
    standing: dict[str, Typed] = {}
    above: Typed = {}
    for id in ids:
        typed = rows.get(id, {})
        if not any(text.strip() for text in typed.values()):
            typed = {part: text for part, text in above.items() if _as_above(field, part)}
        standing[id] = above = typed
    return standing


def _says_no_more(field: Field, typed: Typed, above: Typed) -> bool:
    """Whether nothing stands in a row but what the one above offered: somebody asked for a row and left it."""
    said = {part: text for part, text in typed.items() if text.strip()}
    return bool(said) and all(
        _as_above(field, part) and above.get(part) == text for part, text in said.items()
    )


def _as_above(field: Field, part: str) -> bool:
    column = field.column(part.partition(".")[0])
    return column is not None and column.as_above


def part_of(typed: Typed, head: str) -> dict[str, str]:
    """What was typed below a part: of `2.name` below `2` it is `name`, of `2` it is ""."""
    inside = {"": typed[head]} if head in typed else {}
    return inside | {key[len(head) + 1 :]: text for key, text in typed.items() if key.startswith(f"{head}.")}


def joined(*parts: str) -> str:
    """A path of parts, empty ones left out."""
    return ".".join(part for part in parts if part)


def _labelled(block: str) -> Iterator[tuple[str, str]]:
    """The labels of a block with their texts; lines that begin with the indent go on."""
    gathered: list[list[str]] = []
    for line in block.split("\n"):
        if line.startswith(INDENT) and gathered:
            gathered[-1].append(line[len(INDENT) :])
        else:
            gathered.append([line])
    for lines in gathered:
        label, _, text = lines[0].partition("：")
        yield label, "\n".join([text, *lines[1:]])
