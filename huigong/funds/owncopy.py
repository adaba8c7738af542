"""What somebody was paid and what is held for them, as their own copy has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from huigong.directory.principals import Principal
from huigong.funds.models import Deposit, Payment
from huigong.kernel.money import Fen, format_yuan
from huigong.notices.letters import Paragraph, Table
from huigong.registry.lookup import public_uuid
from huigong.registry.owncopy import Asked, Part, Values, listed

_PAID = ("付什么", "金额", "状态", "到账日期", "收回")
_HELD = ("为了什么", "金额", "已退")


def _values(viewer: Principal, asked: Asked) -> Values:
    me = public_uuid(viewer.person_id or "")
    payments = Payment.objects.filter(person__public_id=me).order_by("pk")
    deposits = Deposit.objects.filter(person__public_id=me).order_by("pk")
    return {"付款": [_paid(row) for row in payments], "代管款": [_held(row) for row in deposits]}


def _paid(row: Payment) -> dict[str, Any]:
    return {
        "付什么": row.what,
        "金额": format_yuan(Fen(row.amount)),
        "状态": row.get_standing_display(),
        "到账日期": row.credited_on.isoformat() if row.credited_on else None,
        "收回": format_yuan(Fen(row.recovered)) if row.recovered else None,
    }


def _held(row: Deposit) -> dict[str, Any]:
    return {
        "为了什么": row.what,
        "金额": format_yuan(Fen(row.amount)),
        "已退": format_yuan(Fen(row.claimed)),
    }


def _blocks(document: Values) -> Iterable[Paragraph | Table]:
    if document["付款"]:
        yield from listed("付给您的钱", _PAID, document["付款"])
    if document["代管款"]:
        yield from listed("替您保管的钱", _HELD, document["代管款"])


PART = Part("funds", 4, _values, _blocks, "付款", "付给您的钱和替您保管的钱")
