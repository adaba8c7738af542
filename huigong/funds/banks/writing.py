"""Makes the file of an instruction: text with a separator, a workbook, or ISO 20022.

A line that the bank could not read as it is meant is refused with its number, before a byte is written: a name with a
character that its encoding has not, a text that is longer than it takes, an account with nothing in it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import xlsxwriter
from django.utils.timezone import localdate

from huigong.funds.banks import pain001
from huigong.funds.banks.orders import CURRENCY, Instruction, Order, refuse, written_yuan
from huigong.funds.banks.profiles import Column, Format, Layout, Profile, Value
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say

_SUFFIX = {Format.DELIMITED: "txt", Format.WORKBOOK: "xlsx", Format.PAIN_3: "xml", Format.PAIN_9: "xml"}
_ISO = {Value.HOLDER.value: 140, Value.ACCOUNT.value: 34, Value.BANK_CODE.value: 35, Value.PURPOSE.value: 140}
_LIMITS = {Format.PAIN_3: _ISO, Format.PAIN_9: _ISO}  # what the standard takes; a bank may take less
_NEEDED = (Value.HOLDER, Value.ACCOUNT)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ACCOUNT = re.compile(r"[0-9A-Za-z-]{1,34}")
ENDING = "\r\n"


def written(instruction: Instruction, profile: Profile) -> tuple[str, bytes]:
    """Name and bytes of the file. Raises `DomainError`: `bank_file.too_many`, `bank_file.payer`, `bank_file.sum`, and `RowsRefused` with every line that cannot be written."""
    _require_few(instruction, profile)
    _require_payer(instruction, profile)
    lines = _lines(instruction, profile)
    return f"{instruction.batch}.{_SUFFIX[profile.format]}", _content(instruction, profile, lines)


def _content(instruction: Instruction, profile: Profile, lines: list[list[str]]) -> bytes:
    if profile.format is Format.DELIMITED:
        return _text(instruction, profile.layout, lines)
    if profile.format is Format.WORKBOOK:
        return _workbook(instruction, profile.layout, lines)
    return pain001.document(instruction, version=profile.format.value)


def _require_few(instruction: Instruction, profile: Profile) -> None:
    if profile.most is not None and len(instruction.orders) > profile.most:
        raise Invalid(
            code="bank_file.too_many",
            about="payments",
            what=say("这一批有{count}笔，超过了银行一个文件的笔数", count=len(instruction.orders)),
            why=say("“{name}”一个文件最多{most}笔", name=profile.name, most=profile.most),
            do="请分成几批制作",
        )


def _require_payer(instruction: Instruction, profile: Profile) -> None:
    """That the office's own name and account do not part the lines in which they stand. Raises `DomainError` (`bank_file.payer`)."""
    for value in (instruction.payer_name, instruction.payer_account, instruction.payer_bank):
        if _UNPRINTABLE.search(value) or _would_part(value, profile):
            raise Invalid(
                code="bank_file.payer",
                about="payments",
                what="付款户名或账号里有会把一行分错的字符",
                why="银行会读错列",
                do="请改正资金项目的付款账户",
            )


def _lines(instruction: Instruction, profile: Profile) -> list[list[str]]:
    """The cells of every order, all of them as the bank reads them."""
    refused: dict[int, Invalid] = {}
    lines: list[list[str]] = []
    for row, order in enumerate(instruction.orders, start=1):
        why = next(_unfit(order, profile), None)
        if why is not None:
            refused[row] = why
            continue
        lines.append(
            [_cell(column, instruction, profile.layout, order, row) for column in profile.layout.columns]
        )
    refuse(refused, total=len(instruction.orders))
    return lines


def _unfit(order: Order, profile: Profile) -> Iterator[Invalid]:
    limits = {**_LIMITS.get(profile.format, {}), **profile.limits}
    for name in _WORDS:
        value = getattr(order, name.value)
        if not value.strip():
            if name in _NEEDED:
                yield _refusal("收款账户没有填完整")
            continue
        if name is Value.ACCOUNT and not _ACCOUNT.fullmatch(value):
            yield _refusal("账号里有不是数字和字母的字符")
        if _UNPRINTABLE.search(value) or _would_part(value, profile):
            yield _refusal(say("{what}里有会把这一行分错的字符", what=_WORDS[name]))
        try:
            size = len(value.encode(profile.layout.encoding))
        except UnicodeEncodeError:
            yield _refusal(say("{what}里有银行收不了的字", what=_WORDS[name]))
            continue
        most = limits.get(name.value)
        if most is not None and (size if profile.in_bytes else len(value)) > most:
            yield _refusal(say("{what}太长，银行最多收{most}", what=_WORDS[name], most=most))


_WORDS = {
    Value.HOLDER: "户名",
    Value.ACCOUNT: "账号",
    Value.BANK_NAME: "开户行",
    Value.BANK_CODE: "行号",
    Value.PURPOSE: "用途",
}


def _would_part(value: str, profile: Profile) -> bool:
    """Banks look for the separator among bytes: in GBK some characters have `|` as their second one."""
    if profile.format is not Format.DELIMITED:
        return False
    encoding = profile.layout.encoding
    parted = profile.layout.separator.encode(encoding) in value.encode(encoding, errors="ignore")
    return parted or profile.layout.separator in value


def _refusal(what: str) -> Invalid:
    return Invalid(code="bank_file.line", about="payments", what=what)


_OF_ORDER: dict[str, Callable[[Order], str]] = {
    Value.END_TO_END: lambda order: order.end_to_end,
    Value.HOLDER: lambda order: order.holder,
    Value.ACCOUNT: lambda order: order.account,
    Value.BANK_NAME: lambda order: order.bank_name,
    Value.BANK_CODE: lambda order: order.bank_code,
    Value.PURPOSE: lambda order: order.purpose,
}
_OF_FILE: dict[str, Callable[[Instruction], str]] = {
    Value.BATCH: lambda told: told.batch,
    Value.DAY: lambda told: f"{localdate(told.made_at):%Y%m%d}",
    Value.CURRENCY: lambda told: CURRENCY,
    Value.PAYER_NAME: lambda told: told.payer_name,
    Value.PAYER_ACCOUNT: lambda told: told.payer_account,
    Value.PAYER_BANK: lambda told: told.payer_bank,
    Value.COUNT: lambda told: str(len(told.orders)),
}


def _cell(
    column: Column, instruction: Instruction, layout: Layout, order: Order | None = None, row: int = 0
) -> str:
    if column.holds == Value.FIXED:
        return column.fixed
    if column.holds == Value.ROW:
        return str(row)
    if column.holds == Value.TOTAL:
        return _money(instruction.total, layout)
    if order is not None and column.holds == Value.AMOUNT:
        return _money(order.amount, layout)
    if order is not None and column.holds in _OF_ORDER:
        return _OF_ORDER[column.holds](order)
    return _OF_FILE[column.holds](instruction)


def _money(fen: int, layout: Layout) -> str:
    return str(fen) if layout.fen else written_yuan(fen)


def _table(instruction: Instruction, layout: Layout, lines: list[list[str]]) -> Iterator[Sequence[str]]:
    totals = layout.totals and [_cell(column, instruction, layout) for column in layout.totals.columns]
    if layout.totals and layout.totals.first:
        yield totals or []
    if layout.header:
        yield [column.title or column.holds for column in layout.columns]
    yield from lines
    if layout.totals and not layout.totals.first:
        yield totals or []


def _text(instruction: Instruction, layout: Layout, lines: list[list[str]]) -> bytes:
    rows = (layout.separator.join(cells) for cells in _table(instruction, layout, lines))
    return "".join(f"{row}{ENDING}" for row in rows).encode(layout.encoding)


def _workbook(instruction: Instruction, layout: Layout, lines: list[list[str]]) -> bytes:
    """Numbers stand as texts but for amounts, which a bank adds up; two places are exact in a cell up to ten billion yuan."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True, "strings_to_numbers": False})
    sheet, money = book.add_worksheet("代付"), book.add_format({"num_format": "0" if layout.fen else "0.00"})
    holds = [column.holds for column in layout.columns]
    first = int(bool(layout.totals and layout.totals.first)) + int(layout.header)
    for at, cells in enumerate(_table(instruction, layout, lines)):
        is_order = first <= at < first + len(lines)
        for place, cell in enumerate(cells):
            if is_order and holds[place] == Value.AMOUNT:
                sheet.write_number(at, place, float(Decimal(cell)), money)
            else:
                sheet.write_string(at, place, cell)
    book.close()
    return made.getvalue()
