"""What an employer may take off a month's wage, and how much of what was taken off."""

from __future__ import annotations

from huigong.kernel.money import Fen
from huigong.wages.earning.shapes import Deduction, MonthOfWork, Off, Taken
from huigong.wages.law import Law

_ALLOWED = "100000/wage-payment-provisions#第十五条"
_DAMAGE = "100000/wage-payment-provisions#第十六条"
_SHARE = "赔损失最多扣工资比例"


def taken_off(month: MonthOfWork, due: Fen, law: Law) -> tuple[Taken, ...]:
    """Each deduction as it counts. All damage of a month shares one ceiling: a part of the wage, and never below the least."""
    left_for_damage = _most_for_damage(month, due, law)
    counted: list[Taken] = []
    for deduction in month.deductions:
        match deduction.kind:
            case Off.OTHER:
                why = "法律没有写可以扣这一项"
                counted.append(Taken(deduction.kind, _ALLOWED, deduction.amount, Fen(0), why))
            case Off.DAMAGE:
                taken = _damage(deduction, left_for_damage)
                left_for_damage = Fen(left_for_damage - taken.allowed)
                counted.append(taken)
            case _:
                counted.append(Taken(deduction.kind, _ALLOWED, deduction.amount, deduction.amount, ""))
    return tuple(counted)


def _most_for_damage(month: MonthOfWork, due: Fen, law: Law) -> Fen:
    most = int(due * law.number(_SHARE))
    if month.minimum is not None:
        most = min(most, due - month.minimum)
    return Fen(max(most, 0))


def _damage(deduction: Deduction, left: Fen) -> Taken:
    if not deduction.in_contract:
        why = "合同里没有写要赔，不能从工资里扣"
        return Taken(deduction.kind, _DAMAGE, deduction.amount, Fen(0), why)
    allowed = Fen(min(deduction.amount, left))
    why = "" if allowed == deduction.amount else "超过一个月能扣的数，或者扣完低于最低工资"
    return Taken(deduction.kind, _DAMAGE, deduction.amount, allowed, why)
