"""Sheets of an office: whom to pay how much for what, and to which accounts; read row by row.

A header in any of the first rows; 证件号码 or 单位代码 says whom. What is wrong is told for every row, and then nothing is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from huigong.funds.actions.accounts import Given
from huigong.funds.actions.payments import Wanted
from huigong.funds.payees import Payee
from huigong.kernel.errors import Conflict, DomainError, Invalid, RowsRefused
from huigong.kernel.money import yuan
from huigong.kernel.sentences import say
from huigong.registry import cells as cells_of
from huigong.registry import numbers
from huigong.registry.numbers import Holder
from huigong.sheets import heads, opening
from huigong.sheets.heads import Head
from huigong.sheets.rows import Cell, Sheet

_PAYEE = {
    "证件号码": "number",
    "身份证号": "number",
    "单位代码": "organisation",
    "统一社会信用代码": "organisation",
}
_PAYMENTS = {**_PAYEE, "付什么": "what", "用途": "what", "金额": "amount", "关于": "about", "名额": "thing"}
_ACCOUNTS = {**_PAYEE, "户名": "holder", "账号": "account", "开户行": "bank", "行号": "code"}


_FIGURES = ("number", "account")


def payments(data: bytes) -> list[Wanted]:
    """Raises `DomainError`: `list.no_header`, `list.several`, those of `sheets`, and `RowsRefused` with every row that cannot
    be taken, such as a hidden one."""
    read = _read(data, _PAYMENTS, ("what",))
    wanted: list[Wanted] = []
    for number, cells in read.rows:
        try:
            amount = yuan(cells["amount"]) if cells.get("amount") else 0
        except DomainError as error:
            read.errors.setdefault(number, error)
            continue
        if number in read.payees:
            told = {key: cells.get(key, "") for key in ("about", "thing")}
            wanted.append(Wanted(read.payees[number], cells["what"], int(amount), **told))
    read.refuse()
    return wanted


def accounts(data: bytes) -> list[Given]:
    """As `payments`, of accounts."""
    read = _read(data, _ACCOUNTS, ("holder", "account"))
    read.refuse()
    return [
        Given(
            read.payees[number],
            cells["holder"],
            cells["account"],
            cells.get("bank", ""),
            cells.get("code", ""),
        )
        for number, cells in read.rows
    ]


@dataclass(frozen=True)
class _Read:
    """Rows by number as the sheet shows it, texts by column; whom each means; and why others cannot be taken."""

    rows: list[tuple[int, dict[str, str]]]
    payees: dict[int, Payee]
    errors: dict[int, DomainError]

    def refuse(self) -> None:
        """Raises `RowsRefused` where a row cannot be taken."""
        if self.errors:
            total = len({number for number, _ in self.rows} | self.errors.keys())
            raise RowsRefused.of(self.errors, total=total)


def _read(data: bytes, aliases: Mapping[str, str], needed: tuple[str, ...]) -> _Read:
    sheet, head = _only(data, aliases, needed)
    labels = {key: head.texts[at] for key, at in head.places.items()}
    rows, errors = list[tuple[int, dict[str, str]]](), dict[int, DomainError]()
    for row in sheet.rows():
        if row.number <= head.number or head.repeats(row.cells):
            continue
        try:
            told = {
                key: _text(row.cells[at], key, labels[key])
                for key, at in head.places.items()
                if at < len(row.cells)
            }
        except DomainError as error:
            errors[row.number] = error
            continue
        if any(told.values()):
            rows.append((row.number, told))
            if row.hidden:
                errors[row.number] = _hidden()
    errors |= {number: error for number, error in _repeated(rows) if number not in errors}
    known = numbers.holders(cells["number"] for _, cells in rows if cells.get("number"))
    payees = dict[int, Payee]()
    for number, cells in rows:
        try:
            payees[number] = _payee(cells, known)
        except DomainError as error:
            errors.setdefault(number, error)
    return _Read(rows, payees, errors)


def _only(data: bytes, aliases: Mapping[str, str], needed: tuple[str, ...]) -> tuple[Sheet, Head]:
    """The one sheet that has a head of a list."""
    listed = [
        (sheet, head)
        for sheet in opening.sheets(data)
        if (head := heads.find(islice(sheet.rows(), heads.LOOKED_AT), aliases, needed)) is not None
    ]
    if not listed:
        raise Invalid(
            code="list.no_header",
            about="file",
            what="表里没有找到表头",
            why=f"要有这些列：{'、'.join(name for name, key in aliases.items() if key in needed)}",
            do="请在表头里写上这些列，再交一次",
        )
    if len(listed) > 1:
        raise Invalid(
            code="list.several",
            about="file",
            what=say("有{count}张工作表都是名单", count=len(listed)),
            why="、".join(sheet.name for sheet, _ in listed),
            do="请合成一张，或者分成几个文件，一个一个地交",
        )
    return listed[0]


def _repeated(rows: list[tuple[int, dict[str, str]]]) -> Iterator[tuple[int, DomainError]]:
    """Rows that say in every column what a row before says."""
    first = dict[tuple[tuple[str, str], ...], int]()
    for number, cells in rows:
        before = first.setdefault(tuple(sorted(cells.items())), number)
        if before != number:
            yield (
                number,
                Conflict(
                    code="list.repeated",
                    about="file",
                    what=say("和第{row}行完全一样", row=before),
                    why="看不出是写重了，还是另外一笔",
                    do="写重了的请删掉一行；确实是两笔的，请在“关于”里写清各是哪一笔",
                ),
            )


def _payee(cells: Mapping[str, str], known: Mapping[str, Holder]) -> Payee:
    if cells.get("organisation") and not cells.get("number"):
        return Payee(organisation=cells["organisation"])
    if cells.get("number") in known:
        return Payee(person=known[cells["number"]].person.public_id.hex)
    raise Invalid(
        code="payee.not_found",
        about="payee",
        what="这个人没有登记，或者证件号码写得不对",
        do="请先登记",
    )


def _text(cell: Cell, key: str, label: str) -> str:
    """A cell as people read it. What is a number of many figures has to be text: as a number it may have lost some."""
    if key in _FIGURES:
        return cells_of.number(cell, label=label).strip()
    if key == "amount" and isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:.15g}"
    return cells_of.text(cell, label=label).strip()


def _hidden() -> Invalid:
    return Invalid(
        code="list.hidden",
        about="file",
        what="这一行是隐藏的",
        why="看不见的行，不知道要不要付",
        do="请取消隐藏，或者删掉这一行",
    )
