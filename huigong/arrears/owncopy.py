"""What the copy that people take along says of arrears: what came of the wages that they are owed, by day and by who paid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from huigong.arrears.models import ArrearsPayment
from huigong.directory.principals import Principal
from huigong.kernel.money import Fen, format_yuan
from huigong.notices.letters import Paragraph, Table
from huigong.registry.lookup import public_uuid
from huigong.registry.owncopy import Asked, Part, Values, listed
from huigong.wages.liability.declaring import law

PAID = "付清的欠薪"
_COLUMNS = ("办件", "哪天", "谁付的", "多少")


def _values(viewer: Principal, asked: Asked) -> Values:
    rows = ArrearsPayment.objects.filter(
        party__person__public_id=public_uuid(viewer.person_id or ""), struck_at__isnull=True
    )
    return {PAID: [_row(row) for row in rows.select_related("case").order_by("paid_on", "pk")]}


def _row(row: ArrearsPayment) -> dict[str, Any]:
    role = law().roles.get(row.role)
    return {
        "办件": row.case.number,
        "哪天": row.paid_on.isoformat(),
        "谁付的": role.name if role else row.role,
        "多少": format_yuan(Fen(row.amount)),
    }


def _print(document: Values) -> Iterable[Paragraph | Table]:
    return listed(PAID, _COLUMNS, document[PAID])


PART = Part("arrears", 7, _values, _print)
