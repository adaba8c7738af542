"""What is written of a payroll: the workbook that people sign, the file of the bank, and the sheet by which its answer is read.

The same payroll gives the same numbers, so that a bank which is handed the file twice can see that it is.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from huigong.funds.banks.orders import Instruction, Order, written_yuan
from huigong.funds.banks.profiles import profile_of
from huigong.funds.banks.writing import written
from huigong.wages.paying.payroll import Pay, Payroll
from huigong.wages.reconciling.cells import SCALE

ORDERS = ("端到端编号", "项目编号", "月份", "证件号码", "户名", "收款账号", "付款账号", "金额")
_PAYROLL = (
    "项目编号", "月份", "证件号码", "姓名", "出勤天数", "应发工资", "扣款", "实发工资", "银行卡号", "开户行", "本人签字",
)  # fmt: skip


def batch_of(payroll: Payroll) -> str:
    """The number of the batch, 19 characters: the same for the same payroll."""
    told = repr((payroll.project, payroll.account, [(pay.worker, pay.card, pay.net) for pay in payroll.pays]))
    return f"W{payroll.month.number}{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def end_to_end(batch: str, row: int) -> str:
    """By what the bank names one payment; `row` counts from 1."""
    return f"{batch}-{row:05d}"


def bank_file(payroll: Payroll, *, profile: str, made_at: datetime) -> tuple[str, bytes]:
    """Name and bytes of the file for the bank, as the profile of its place describes it. Raises what `banks.writing` raises."""
    batch = batch_of(payroll)
    orders = [
        Order(
            end_to_end=end_to_end(batch, row),
            holder=pay.name,
            account=pay.card,
            amount=pay.net,
            purpose=f"{payroll.month.text}工资",
            bank_name=pay.bank,
        )
        for row, pay in enumerate(payroll.pays, start=1)
    ]
    instruction = Instruction(batch, made_at, payroll.contractor, payroll.account, "", orders)
    return written(instruction, profile_of(payroll.region, profile))


def order_sheet(payroll: Payroll) -> bytes:
    """CSV with the columns `ORDERS`: whom each number of the bank's file names."""
    out, batch = io.StringIO(), batch_of(payroll)
    sheet = csv.writer(out)
    sheet.writerow(ORDERS)
    for row, pay in enumerate(payroll.pays, start=1):
        number, money = end_to_end(batch, row), written_yuan(pay.net)
        sheet.writerow([
            number, payroll.project, payroll.month.text, pay.worker, pay.name, pay.card, payroll.account, money,
        ])  # fmt: skip
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def workbook(payroll: Payroll) -> bytes:
    """The payroll as XLSX, with its control totals in the last row and a column to sign in."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True, "strings_to_numbers": False})
    sheet, money = book.add_worksheet("工资表"), book.add_format({"num_format": "0.00"})
    _write(sheet, 0, _PAYROLL, money)
    pays = (*payroll.pays, *payroll.unpaid)
    for row, pay in enumerate(pays, start=1):
        _write(sheet, row, _cells(payroll, pay), money)
    totals = [sum(getattr(pay, name) for pay in pays) / 100 for name in ("gross", "withheld", "net")]
    _write(sheet, len(pays) + 1, ["合计", "", "", f"{len(pays)}人", "", *totals, "", "", ""], money)
    book.close()
    return made.getvalue()


def _cells(payroll: Payroll, pay: Pay) -> Sequence[str | float]:
    days = "" if pay.days is None else f"{pay.days / SCALE:g}"
    sums = (pay.gross / 100, pay.withheld / 100, pay.net / 100)  # two places are exact in a cell
    return [payroll.project, payroll.month.text, pay.worker, pay.name, days, *sums, pay.card, pay.bank, ""]


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, cells: Sequence[str | float], money: object
) -> None:
    for place, cell in enumerate(cells):
        if isinstance(cell, float):
            sheet.write_number(row, place, cell, money)
        else:
            sheet.write_string(row, place, cell)
