"""What comes back of a file: the rows that were refused or marked, as a workbook to mend and send again; and the template."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from xlsxwriter import Workbook

from huigong.registry.intake.columns import COLUMNS
from huigong.registry.intake.files import PeopleFile, PeopleSheet
from huigong.registry.intake.rows import At, Problem
from huigong.sheets.figures import EXACT
from huigong.sheets.rows import Broken, Cell, MonthOnly

_MARKS = ("原行号", "处理", "问题", "怎么改")
_REFUSED, _MARKED = "没有登记，改好再交", "已登记，这几格没有收"
_WIDTH, _WIDE = 16, 48
_LONGEST_NAME = 31  # characters of the name of a sheet


def workbook(file: PeopleFile, problems: Collection[Problem]) -> bytes:
    """The rows with problems under the headers of their sheet, what is wrong beside them, the cells at fault coloured.

    Every cell is as it was, as text where it can be; a cell that has lost figures is left empty, so
    that nobody sends again what is left of it. The last sheet names the rows that were passed over.
    """
    rows: dict[At, list[Problem]] = defaultdict(list)
    for problem in problems:
        rows[problem.at].append(problem)
    cells = dict(file.cells(set(rows)))
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for people in file.sheets:
        theirs = {at: told for at, told in rows.items() if at.sheet == people.at}
        if theirs or people is file.sheets[0]:
            _write_sheet(book, people, theirs, cells)
    if file.skipped:
        _write_skipped(book, file)
    book.close()
    return out.getvalue()


def template() -> bytes:
    """An empty sheet with every header, all cells as text; what belongs into a column is told when a cell is chosen."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    head, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    page = book.add_worksheet("花名册")
    page.freeze_panes(1, 2)
    for at, column in enumerate(COLUMNS):
        page.set_column(at, at, _WIDTH, text)
        page.write_string(0, at, column.name, head)
        example = f"，例如 {column.example}" if column.example else ""
        if told := f"{column.hint}{example}".strip("，"):
            page.data_validation(
                1, at, 20_000, at, {"validate": "any", "input_title": column.name, "input_message": told}
            )
    book.close()
    return out.getvalue()


def _write_sheet(
    book: Workbook,
    people: PeopleSheet,
    rows: Mapping[At, Sequence[Problem]],
    cells: Mapping[At, list[Cell]],
) -> None:
    head, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    fault = book.add_format({"num_format": "@", "bg_color": "#FFE2B8"})
    page = book.add_worksheet(_free_name(book, people.sheet.name))
    page.freeze_panes(1, 0)
    texts = people.head.texts
    page.set_column(0, len(texts) - 1, _WIDTH, text)
    page.set_column(len(texts), len(texts) + 1, _WIDTH)
    page.set_column(len(texts) + 2, len(texts) + 3, _WIDE)
    for at, title in enumerate((*texts, *_MARKS)):
        page.write_string(0, at, title, head)
    number = people.head.places["number"]
    for line, (row, told) in enumerate(sorted(rows.items()), start=1):
        columns = {problem.column for problem in told}
        for place, cell in enumerate(cells[row][: len(texts)]):
            shape = fault if texts[place] in columns else text
            _write(page, line, place, "" if place == number and _is_number(cell) else cell, shape)
        _write_marks(page, line, len(texts), row, told)


def _write_marks(page: Any, line: int, place: int, at: At, told: Sequence[Problem]) -> None:
    refused = any(problem.refuses for problem in told)
    page.write_number(line, place, at.row)
    page.write_string(line, place + 1, _REFUSED if refused else _MARKED)
    page.write_string(line, place + 2, _joined(f"{each.column}：{each.reason}" for each in told))
    page.write_string(line, place + 3, _joined(each.remedy for each in told))


def _write_skipped(book: Workbook, file: PeopleFile) -> None:
    page = book.add_worksheet(_free_name(book, "跳过的行"))
    page.set_column(0, 1, _WIDTH)
    page.write_row(0, 0, ("表", "行号"))
    names = {people.at: people.sheet.name for people in file.sheets}
    for line, at in enumerate(file.skipped, start=1):
        page.write_string(line, 0, names[at.sheet])
        page.write_number(line, 1, at.row)
    page.write_string(len(file.skipped) + 2, 0, "这些行没有登记：隐藏的行、合计、重复的表头、表尾的签名。")


def _write(page: Any, line: int, place: int, cell: Cell, shape: Any) -> None:
    match cell:
        case bool():
            page.write_string(line, place, "是" if cell else "否", shape)
        case int() | float() if abs(cell) < EXACT:
            page.write_number(line, place, cell, shape)
        case MonthOnly():
            page.write_string(line, place, f"{cell.day.year}年{cell.day.month}月", shape)
        case date():
            page.write_string(line, place, f"{cell:%Y-%m-%d}", shape)
        case str():
            page.write_string(line, place, cell, shape)
        case Broken() | _:
            page.write_blank(line, place, None, shape)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float)


def _joined(texts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(text for text in texts if text))


def _free_name(book: Workbook, name: str) -> str:
    """The name as a workbook takes it, once."""
    plain = "".join("_" if each in "[]:*?/\\" else each for each in name).strip("'")[:_LONGEST_NAME]
    taken = {page.name.lower() for page in book.worksheets()}
    if plain and plain.lower() not in taken:
        return plain
    return f"{plain[: _LONGEST_NAME - 4]} {len(taken) + 1}".strip()
