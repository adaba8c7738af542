"""A file of people as a whole: its sheets, their headers, and every row that is about somebody."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice

from huigong.kernel.errors import DomainError, Invalid
from huigong.registry.intake.columns import ALIASES, BY_ID, REQUIRED
from huigong.registry.intake.reading import RowReader
from huigong.registry.intake.rows import At, Entry
from huigong.sheets import heads, opening
from huigong.sheets.heads import Head
from huigong.sheets.refusals import too_large
from huigong.sheets.rows import Cell, Row, Sheet

MOST_ROWS = 1_000_000


@dataclass(frozen=True)
class PeopleSheet:
    """One sheet with people on it; `at` is its place among the sheets of the file."""

    at: int
    sheet: Sheet
    head: Head

    @property
    def unread(self) -> tuple[str, ...]:
        """The headers of columns that nothing is taken from."""
        read = set(self.head.places.values())
        return tuple(text for at, text in enumerate(self.head.texts) if text and at not in read)


@dataclass
class PeopleFile:
    """What a file says: `entries` are the rows about somebody, `skipped` those that are about nobody or not shown."""

    digest: str
    sheets: list[PeopleSheet] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    skipped: list[At] = field(default_factory=list)

    def header(self, column: str, sheet: int) -> str:
        """What the sheet calls a column; what people call it where the sheet has none."""
        head = next(each.head for each in self.sheets if each.at == sheet)
        at = head.places.get(column)
        return head.texts[at] if at is not None else BY_ID[column].name

    def cells(self, wanted: set[At]) -> Iterator[tuple[At, list[Cell]]]:
        """The cells of these rows as the sheets have them; reads the file once more."""
        for people in self.sheets:
            for row in people.sheet.rows():
                if (at := At(people.at, row.number)) in wanted:
                    yield at, row.cells


def digest(data: bytes) -> str:
    """By what a file is known when it comes again."""
    return hashlib.sha256(data).hexdigest()


def read(
    data: bytes, *, name: str, today: date, told: Callable[[Entry], None], most: int = MOST_ROWS
) -> PeopleFile:
    """The file with every row read, each of them told as soon as it is.

    Raises `Invalid`: as `sheets.opening.sheets`, `import.no_header`, `sheets.too_large` beyond `most` rows about people.
    """
    file = PeopleFile(digest(data))
    for at, sheet in enumerate(opening.sheets(data, name=name)):
        rows = sheet.rows()
        first = list(islice(rows, heads.LOOKED_AT))
        head = heads.find(first, ALIASES, REQUIRED)
        if head is not None:
            people = PeopleSheet(at, sheet, head)
            file.sheets.append(people)
            _read_rows(file, people, chain(first, rows), today=today, told=told, most=most)
    if not file.sheets:
        raise _no_header()
    return file


def _read_rows(
    file: PeopleFile,
    people: PeopleSheet,
    rows: Iterable[Row],
    *,
    today: date,
    told: Callable[[Entry], None],
    most: int,
) -> None:
    reader = RowReader(people.head, sheet=people.at, today=today, epoch=people.sheet.epoch)
    for row in rows:
        if row.number <= people.head.number:
            continue
        if reader.is_plain(row) or not (reader.is_empty(row) or reader.is_beside(row)):
            entry = reader.read(row)
            file.entries.append(entry)
            told(entry)
        elif not reader.is_empty(row):
            file.skipped.append(At(people.at, row.number))
        if len(file.entries) > most:
            raise too_large(f"超过{most}行")


def _no_header() -> DomainError:
    return Invalid(
        "import.no_header",
        "表格里没有找到表头",
        why="要有一行表头，里面有“姓名”和“身份证号”两列",
        do="请检查是不是选错了文件，或者用模板填写",
    )
