"""Reads what a bank gives back, line by line, by its profile.

A line that cannot be read is refused with its number, and the others count; a sum of the file that its own lines do not
come to makes all of it doubtful, and nothing of it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from huigong.funds.banks import pain002
from huigong.funds.banks.profiles import Back, Layout, ReturnFormat, Returns
from huigong.funds.terms import Outcome
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.money import Fen, format_yuan, yuan
from huigong.kernel.sentences import say
from huigong.sheets import opening

_COMPACT, _DASHED = "%Y%m%d", "%Y-%m-%d"
_OF_A_MESSAGE = (Back.END_TO_END, Back.AMOUNT, Back.CODE, Back.DAY)


@dataclass(frozen=True)
class Line:
    """What the file says of one attempt. `amount` in fen, None where the file has no such column; `row` counts from 1."""

    row: int
    end_to_end: str
    amount: int | None
    code: str
    outcome: Outcome
    on: date


@dataclass(frozen=True)
class Refused:
    """A line that does not count, and why: a stable code and a sentence."""

    row: int
    code: str
    why: str


@dataclass(frozen=True)
class Group:
    """What the file says of a whole batch, by its number."""

    batch: str
    code: str
    outcome: Outcome
    on: date


@dataclass
class Answer:
    """What was read of a file."""

    lines: list[Line] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return len(self.lines) + len(self.refused) + len(self.groups)


@dataclass(frozen=True)
class _Row:
    number: int
    cells: Sequence[str]


def read(data: bytes, returns: Returns, *, on: date) -> Answer:
    """The lines of a return file; `on` is the day of those that name none.

    Raises `DomainError`: `return_file.encoding`, `return_file.titles`, `return_file.sum`, `return_file.xml`, `return_file.empty`
    for one that says nothing, and those of `sheets` for a workbook.
    """
    is_message = returns.format is ReturnFormat.PAIN_2
    answer = _message(data, returns, on=on) if is_message else _table(data, returns, on=on)
    if not answer.rows:
        raise Invalid(
            code="return_file.empty",
            about="file",
            what="这个文件里没有一笔付款的结果",
            why="空的文件不等于都付了，也不等于都没有付",
            do="请核对是不是选错了文件，或者从银行重新下载",
        )
    return answer


def _table(data: bytes, returns: Returns, *, on: date) -> Answer:
    layout = returns.layout
    rows = [row for row in _rows(data, layout) if any(cell.strip() for cell in row.cells)]
    totals = _totals(rows, layout)
    if layout.header:
        _require_titles(rows, layout)
    answer, summed, counted = Answer(), 0, 0
    for row in rows:
        counted += 1
        try:
            line = _line(row, returns, on=on)
        except DomainError as error:
            answer.refused.append(Refused(row.number, error.code, error.what))
            continue
        summed += line.amount or 0
        answer.lines.append(line)
    if totals is not None:
        _require_sum(totals, layout, count=counted, total=summed, refused=answer.refused)
    return answer


def _message(data: bytes, returns: Returns, *, on: date) -> Answer:
    answer = Answer()
    for told in pain002.statements(data):
        if isinstance(told, pain002.OfAll):
            outcome = returns.codes.get(told.code)
            if told.batch and outcome is not None:
                answer.groups.append(Group(told.batch, told.code[:20], outcome, on))
            continue
        cells = [told.end_to_end, told.amount, told.code, told.day]
        try:
            answer.lines.append(_line(_Row(told.row, cells), returns, on=on, columns=_OF_A_MESSAGE))
        except DomainError as error:
            answer.refused.append(Refused(told.row, error.code, error.what))
    return answer


def _rows(data: bytes, layout: Layout) -> Iterator[_Row]:
    if layout.workbook:
        for sheet in opening.sheets(data)[:1]:
            for row in sheet.rows():
                yield _Row(row.number, [_shown(cell) for cell in row.cells])
        return
    try:
        text = data.decode("utf-8-sig" if layout.encoding == "utf-8" else layout.encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Invalid(
            code="return_file.encoding",
            about="file",
            what=say("第{line}行的文字编码不对", line=line),
            why=say("这种回单应当是{encoding}编码", encoding=layout.encoding.upper()),
            do="请从银行重新下载，不要用别的软件打开另存",
        ) from error
    for number, written in enumerate(text.splitlines(), start=1):
        yield _Row(number, written.split(layout.separator))


def _shown(cell: object) -> str:
    """A cell of a sheet as text: a whole number without the point that a spreadsheet gives it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell:{_COMPACT}}"
    return str(cell)


def _totals(rows: list[_Row], layout: Layout) -> _Row | None:
    """Takes the line with the sums out of the rows."""
    if layout.totals is None or not rows:
        return None
    return rows.pop(0 if layout.totals.first else -1)


def _require_titles(rows: list[_Row], layout: Layout) -> None:
    head = rows.pop(0) if rows else _Row(1, ())
    wanted = [column.title for column in layout.columns]
    if [cell.strip() for cell in head.cells][: len(wanted)] != wanted:
        raise Invalid(
            code="return_file.titles",
            about="file",
            what=say("第{row}行不是这种回单的表头", row=head.number),
            why=say("表头应当是{titles}", titles="、".join(wanted)),
            do="请核对是不是选错了文件或者格式",
        )


def _line(row: _Row, returns: Returns, *, on: date, columns: Sequence[str] = ()) -> Line:
    is_message = bool(columns)
    columns = columns or [column.holds for column in returns.layout.columns]
    if len(row.cells) < len(columns):
        raise _unreadable(
            "short", say("只有{has}列，应当有{wanted}列", has=len(row.cells), wanted=len(columns))
        )
    cells = {column: cell.strip() for column, cell in zip(columns, row.cells, strict=False)}
    if not cells.get(Back.END_TO_END):
        raise _unreadable("no_number", "没有端到端编号")
    if not is_message and cells.get(Back.AMOUNT) == "":
        raise _unreadable("amount", "没有金额")
    amount = _fen(cells[Back.AMOUNT], returns.layout) if cells.get(Back.AMOUNT) else None
    code = cells.get(Back.CODE, "")
    return Line(
        row=row.number,
        end_to_end=cells[Back.END_TO_END],
        amount=amount,
        code=code[:20],
        outcome=returns.codes.get(code, Outcome.UNCLEAR),
        on=_day(cells[Back.DAY], returns) if cells.get(Back.DAY) else on,
    )


def _fen(text: str, layout: Layout) -> int:
    if layout.fen:
        if not text.isascii() or not text.isdigit():
            raise _unreadable("amount", say("金额“{text}”不是整数的分", text=text[:20]))
        return int(text)
    return yuan(text)


def _day(text: str, returns: Returns) -> date:
    try:
        dashed = returns.dashed or returns.format is ReturnFormat.PAIN_2
        return datetime.strptime(text, _DASHED if dashed else _COMPACT).date()
    except ValueError:
        raise _unreadable("day", say("日期“{text}”读不出来", text=text[:20])) from None


def _unreadable(kind: str, what: str) -> Invalid:
    return Invalid(code=f"return_file.{kind}", about="file", what=what)


def _require_sum(totals: _Row, layout: Layout, *, count: int, total: int, refused: Sequence[Refused]) -> None:
    """That the file says of itself what its lines come to."""
    assert layout.totals is not None
    if len(totals.cells) < len(layout.totals.columns):
        raise _open_sum(totals, "合计没有写全", "没有写全的合计核对不了")
    for column, cell in zip(layout.totals.columns, totals.cells, strict=False):
        if column.holds == Back.COUNT and cell.strip() != str(count):
            raise _open_sum(
                totals, say("笔数写的是{said}", said=cell[:20]), say("数下来是{count}", count=count)
            )
        if column.holds == Back.TOTAL:
            said = _fen(cell.strip(), layout)
            if said != total:
                raise _open_sum(
                    totals,
                    say("合计写的是{said}", said=format_yuan(Fen(said))),
                    _difference(total, refused),
                )


def _difference(total: int, refused: Sequence[Refused]) -> str:
    unread = "、".join(str(line.row) for line in refused[:10])
    summed = say("各行相加是{total}", total=format_yuan(Fen(total)))
    return say("{summed}；第{rows}行没有读出来", summed=summed, rows=unread) if unread else summed


def _open_sum(totals: _Row, what: str, why: str) -> Invalid:
    return Invalid(
        code="return_file.sum",
        about="file",
        what=say("第{row}行的{what}，对不上", row=totals.number, what=what),
        why=why,
        do="这个文件一行也没有读入；请从银行重新下载，还对不上就请银行核对",
    )
