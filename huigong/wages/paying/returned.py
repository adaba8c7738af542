"""What the bank says of each payment of a payroll, as lines of the table `bank` of a month.

A payment of which the bank says nothing, or nothing clear, has no line: it is neither paid nor refused. One that was
credited and came back has two, the second a reversal.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huigong.funds.banks.orders import written_yuan
from huigong.funds.banks.profiles import profile_of
from huigong.funds.banks.returning import Line, Refused, read
from huigong.funds.terms import Outcome
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.money import yuan
from huigong.sheets import heads, opening
from huigong.wages.paying.writing import ORDERS
from huigong.wages.reconciling.tables import BANK

_HEAD = tuple(column.name for column in BANK.columns)
Order = Mapping[str, str]


@dataclass(frozen=True)
class Returned:
    """`lines` are rows of the bank table by header; `refused` lines of the bank's file that belong to no payment; `open`
    how many payments have no result; sums are fen."""

    lines: tuple[Mapping[str, str], ...]
    refused: tuple[Refused, ...]
    open: int
    credited: int
    failed: int


def returned(orders: bytes, data: bytes, *, region: str, profile: str, on: date) -> Returned:
    """The bank's answer `data` to the payments of an order sheet (see `writing.order_sheet`); `on` is the day of lines that
    name none. Raises `DomainError`: `payroll.orders`, `return_file.*`, `bank_file.no_profile`."""
    returns = profile_of(region, profile).returns
    if returns is None:
        raise Conflict(
            "return_file.no_returns",
            what="这种银行文件没有写明回单怎么读",
            do="请先在 bank_files.yaml 里补上",
        )
    known = orders_of(orders)
    answer = read(data, returns, on=on)
    refused = list(answer.refused)
    by_batch = {group.batch: group for group in answer.groups}
    told: dict[str, list[Line]] = {}
    for line in answer.lines:
        why = _unlike(known.get(line.end_to_end), line)
        if why:
            refused.append(Refused(line.row, "payroll.return_line", why))
        else:
            told.setdefault(line.end_to_end, []).append(line)
    for number in known:
        group = by_batch.get(number.rsplit("-", 1)[0])
        if group is not None and number not in told:
            told[number] = [Line(0, number, None, group.code, group.outcome, group.on)]
    lines = [row for number, said in told.items() for row in _rows(known[number], said)]
    return Returned(
        lines=tuple(lines),
        refused=tuple(sorted(refused, key=lambda each: each.row)),
        open=sum(not any(_is_clear(line) for line in told.get(number, ())) for number in known),
        credited=sum(int(yuan(row["金额"])) for row in lines if row["结果"] == "成功"),
        failed=sum(int(yuan(row["金额"])) for row in lines if row["结果"] == "失败"),
    )


def bank_table(result: Returned) -> bytes:
    """The lines as CSV, as `huigong reconcile` reads them."""
    out = io.StringIO()
    sheet = csv.DictWriter(out, _HEAD, restval="")
    sheet.writeheader()
    sheet.writerows(result.lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def orders_of(data: bytes) -> dict[str, Order]:
    """Number → payment. Raises `DomainError` (`payroll.orders`) for another sheet, or one that names a number twice."""
    sheet = opening.sheets(data)[0]
    head = heads.find(sheet.rows(), {heads.plain(name): name for name in ORDERS}, ORDERS)
    if head is None:
        raise Invalid(
            "payroll.orders",
            what="这不是做代发文件时得到的代发明细",
            do="请选那一张，不要改它的表头",
            about="orders",
        )
    rows = [
        {name: str(row.cells[place]).strip() for name, place in head.places.items()}
        for row in sheet.rows()
        if row.number > head.number and any(str(cell).strip() for cell in row.cells)
    ]
    twice = [number for number, count in Counter(row[ORDERS[0]] for row in rows).items() if count > 1]
    if twice:
        raise Invalid(
            "payroll.orders", what=f"代发明细里“{twice[0]}”有两行", do="请用原来的那一张", about="orders"
        )
    return {row[ORDERS[0]]: row for row in rows}


def _unlike(order: Order | None, line: Line) -> str:
    if order is None:
        return f"“{line.end_to_end[:40]}”不是这一批的付款"
    if line.amount is not None and line.amount != int(yuan(order["金额"])):
        return f"“{line.end_to_end}”写的是 {written_yuan(line.amount)}，付的是 {order['金额']}"
    return ""


def _is_clear(line: Line) -> bool:
    return line.outcome in (Outcome.CREDITED, Outcome.RETURNED)


def _rows(order: Order, said: Sequence[Line]) -> Iterator[dict[str, str]]:
    """The same word twice counts once."""
    clear = [line for line in said if _is_clear(line)]
    credited = next((line for line in clear if line.outcome is Outcome.CREDITED), None)
    returned = next((line for line in clear if line.outcome is Outcome.RETURNED), None)
    number = order["端到端编号"]
    if credited is not None:
        yield _row(order, number, credited, order["金额"], "成功", f"{credited.code}")
        if returned is not None:
            memo = f"冲正{number} {returned.code}"
            yield _row(order, f"{number}R", returned, f"-{order['金额']}", "成功", memo)
    elif returned is not None:
        yield _row(order, number, returned, order["金额"], "失败", f"{returned.code}")


def _row(order: Order, serial: str, line: Line, amount: str, result: str, memo: str) -> dict[str, str]:
    return {
        "项目编号": order["项目编号"],
        "月份": order["月份"],
        "批次号": order["端到端编号"].rsplit("-", 1)[0],
        "流水号": serial,
        "日期": line.on.isoformat(),
        "付款账号": order["付款账号"],
        "收款账号": order["收款账号"],
        "收款户名": order["户名"],
        "证件号码": order["证件号码"],
        "金额": amount,
        "结果": result,
        "附言": memo,
    }
