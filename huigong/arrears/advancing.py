"""What may be advanced to a worker before whoever owes pays: an effect for procedures that advance.

同意垫付: {starts: [待审核], to: 已垫付, effects: [within_ceiling, decide, reserve_payment]}
"""

from __future__ import annotations

from typing import Final

from huigong.arrears.matters import matter_of
from huigong.arrears.standing import stand_of
from huigong.casework.actions.moving import Making
from huigong.casework.granting import granted_persons
from huigong.casework.procedures.effects import Effect
from huigong.catalogue.services import catalogue
from huigong.funds.declaring import fund_for
from huigong.funds.models import Payment
from huigong.funds.terms import Standing
from huigong.kernel.errors import Conflict
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import say

CEILING: Final = "应急周转金垫付标准"
WITHIN: Final = Effect("within_ceiling")


def within_ceiling(making: Making) -> None:
    """No worker is advanced more than the place allows, over all their cases, nor more than is still owed to them. Where no place
    has set how much, each decision says it.

    Raises `DomainError`: `arrears.over_ceiling`, `arrears.over_owed`.
    """
    case, persons = making.case, granted_persons(making.case)
    amount = int(making.form.get("amount") or 0)
    if not amount or len(persons) != 1:
        return  # what is wrong then, the reservation says
    ceiling = catalogue().parameters.lookup(case.region)(CEILING, making.today)
    had = Payment.objects.filter(person=persons[0], line__fund=_fund(making)).exclude(
        standing=Standing.RELEASED
    )
    before = sum(row.amount - row.recovered for row in had)
    if isinstance(ceiling, int) and not isinstance(ceiling, bool) and before + amount > ceiling:
        raise Conflict(
            "arrears.over_ceiling",
            about="amount",
            what=say("超过了每人最多垫付的{ceiling}", ceiling=format_yuan(Fen(ceiling))),
            why=say("已经垫了{before}，还没有追回", before=format_yuan(Fen(before))),
            do=say("这次最多垫{left}", left=format_yuan(Fen(max(ceiling - before, 0)))),
        )
    matter = matter_of(case)
    left = stand_of(matter, on=making.today).left.get(persons[0].public_id.hex) if matter else None
    if left is not None and amount > left:
        raise Conflict(
            "arrears.over_owed",
            about="amount",
            what=say("比还欠的{left}多", left=format_yuan(left)),
            why="垫付的是还没有付的工资",
            do="请核对金额",
        )


def _fund(making: Making) -> str:
    return fund_for(making.case.service_id, region=making.case.region, on=making.today).id
