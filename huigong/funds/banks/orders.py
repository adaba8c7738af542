"""What is to be written for a bank: orders to pay, whatever the file they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huigong.kernel.errors import Invalid, RowsRefused
from huigong.kernel.money import FEN_PER_YUAN

CURRENCY = "CNY"


@dataclass(frozen=True)
class Order:
    """One payment: `amount` in whole fen, above zero."""

    end_to_end: str
    holder: str
    account: str
    amount: int
    purpose: str
    bank_name: str = ""
    bank_code: str = ""


@dataclass(frozen=True)
class Instruction:
    """All that one file says, in the order of its lines. `made_at` is an aware moment; `day` of the file is its day there."""

    batch: str
    made_at: datetime
    payer_name: str
    payer_account: str
    payer_bank: str
    orders: Sequence[Order]

    @property
    def total(self) -> int:
        """Fen of all orders."""
        return sum(order.amount for order in self.orders)


def written_yuan(fen: int) -> str:
    """`1234.50`, as banks read it: exact, two places, no comma."""
    return f"{fen // FEN_PER_YUAN}.{fen % FEN_PER_YUAN:02d}"


def refuse(errors: dict[int, Invalid], *, total: int) -> None:
    """Raises `RowsRefused` where a line cannot be written as this bank reads it."""
    if errors:
        refused = RowsRefused.of({row: error for row, error in errors.items()}, total=total)
        refused.what = f"{total}笔里有{len(errors)}笔银行收不了，文件没有制作"
        refused.do = "请改正这些收款账户，或者先不付这几笔，再制作一次"
        refused.about = "payments"
        raise refused
