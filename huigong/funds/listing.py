"""Sheets of an office: whom to pay how much for what, and to which accounts; read row by row.

A header in any of the first rows; 证件号码 or 单位代码 says whom. What is wrong is told for every row, and then nothing is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from huigong.funds.actions.payments import Wanted
from huigong.funds.payees import Payee
from huigong.kernel.errors import DomainError, Invalid, RowsRefused
from huigong.kernel.money import yuan
from huigong.registry import numbers
from huigong.sheets import heads, opening
from huigong.sheets.heads import Head

_PAYEE = {
    "证件号码": "number",
    "身份证号": "number",
    "单位代码": "organisation",
    "统一社会信用代码": "organisation",
}
_PAYMENTS = {**_PAYEE, "付什么": "what", "用途": "what", "金额": "amount", "关于": "about"}
_ACCOUNTS = {**_PAYEE, "户名": "holder", "账号": "account", "开户行": "bank", "行号": "code"}


_EXACT = 10**15  # what a sheet keeps of a number


@dataclass(frozen=True)
class GivenAccount:
    """One row of a sheet of accounts."""

    payee: Payee
    holder: str
    number: str
    bank_name: str
    bank_code: str


def payments(data: bytes) -> list[Wanted]:
    """Raises `DomainError`: `list.no_header`, those of `sheets`, and `RowsRefused` with every row that cannot be taken."""
    rows = list(_rows(data, _PAYMENTS, ("what",)))
    payees, errors = _payees(rows)
    wanted: list[Wanted] = []
    for number, cells in rows:
        try:
            amount = yuan(cells["amount"]) if cells.get("amount") else 0
        except DomainError as error:
            errors.setdefault(number, error)
            continue
        if number in payees:
            wanted.append(Wanted(payees[number], cells["what"], int(amount), cells.get("about", "")))
    _refuse(errors, len(rows))
    return wanted


def accounts(data: bytes) -> list[GivenAccount]:
    """As `payments`, of accounts."""
    rows = list(_rows(data, _ACCOUNTS, ("holder", "account")))
    payees, errors = _payees(rows)
    _refuse(errors, len(rows))
    return [
        GivenAccount(
            payees[number],
            cells["holder"],
            cells["account"],
            cells.get("bank", ""),
            cells.get("code", ""),
        )
        for number, cells in rows
    ]


Rows = list[tuple[int, dict[str, str]]]


def _payees(rows: Rows) -> tuple[dict[int, Payee], dict[int, DomainError]]:
    """Row → who is meant; and the rows of which nobody is known."""
    known = numbers.holders(cells["number"] for _, cells in rows if cells.get("number"))
    payees, errors = dict[int, Payee](), dict[int, DomainError]()
    for number, cells in rows:
        if cells.get("organisation") and not cells.get("number"):
            payees[number] = Payee(organisation=cells["organisation"])
        elif cells.get("number") in known:
            payees[number] = Payee(person=known[cells["number"]].person.public_id.hex)
        else:
            errors[number] = Invalid(
                code="payee.not_found",
                about="payee",
                what="这个人没有登记，或者证件号码写得不对",
                do="请先登记",
            )
    return payees, errors


def _rows(
    data: bytes, aliases: Mapping[str, str], needed: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, str]]]:
    """(number as the sheet shows it, texts by column) of every row below the header that has anything."""
    for sheet in opening.sheets(data)[:1]:
        head = heads.find(islice(sheet.rows(), heads.LOOKED_AT), aliases, needed)
        if head is None:
            raise Invalid(
                code="list.no_header",
                about="file",
                what="表里没有找到表头",
                why=f"要有这些列：{'、'.join(name for name, key in aliases.items() if key in needed)}",
                do="请在表头里写上这些列，再交一次",
            )
        for row in sheet.rows():
            if row.number > head.number and not row.hidden and not head.repeats(row.cells):
                cells = _texts(row.cells, head)
                if any(cells.values()):
                    yield row.number, cells


def _texts(cells: list[object], head: Head) -> dict[str, str]:
    return {key: _text(cells[at]) for key, at in head.places.items() if at < len(cells)}


def _text(cell: object) -> str:
    """A number of a sheet as people read it; an account that stands there as a number has lost its last figures."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)) if abs(cell) < _EXACT else "后几位已经丢失的数字"
    return str(cell).strip()


def _refuse(errors: Mapping[int, DomainError], total: int) -> None:
    if errors:
        raise RowsRefused.of(errors, total=total)
