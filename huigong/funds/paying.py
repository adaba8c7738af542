"""A decision that somebody is paid sets the money aside, in the transaction of the move: an effect for procedures.

approve: {from: [accepted], to: approved, effects: [decide, reserve_payment]}
"""

from __future__ import annotations

from django.db.models import F

from huigong.audit.subjects import subject_of
from huigong.casework.actions.moving import Making
from huigong.casework.granting import granted_persons
from huigong.casework.procedures.effects import Effect
from huigong.casework.procedures.fields import Field, FieldKind
from huigong.funds.actions import payments
from huigong.funds.actions.payments import Wanted
from huigong.funds.declared import Fund
from huigong.funds.declaring import fund_for, stated_amount
from huigong.funds.models import Deposit, FundLine
from huigong.funds.payees import Payee
from huigong.funds.terms import Nature
from huigong.kernel.errors import Conflict
from huigong.registry.models import Person

RESERVE = Effect(
    "reserve_payment",
    (
        Field("amount", "付多少", FieldKind.MONEY, required=False, help="规定写明金额的不用填。"),
        Field("paid_for", "付什么", required=False, help="例如：焊工初级证书。"),
    ),
)


def reserve_payment(making: Making) -> None:
    """Sets aside what the one to whom the case grants it is paid, a pupil and not the parent who applies, from this year's
    line of the office that answers for the case, or from what it holds for them.

    Raises `DomainError`: `fund.none`, `fund.no_amount`, `fund.no_line`, `fund.no_payee`, and those of `payments.reserve`.
    """
    case, today = making.case, making.today
    fund = fund_for(case.service_id, region=case.region, on=today)
    granted = granted_persons(case)
    person = granted[0] if len(granted) == 1 else None
    amount = int(making.form.get("amount") or 0)
    if not amount and fund.amount:
        amount = stated_amount(fund, region=case.region, on=today)
    line = person and line_for(fund, case.accountable_office, person, amount, year=today.year)
    if line is None or person is None:
        raise Conflict(
            code="fund.no_line" if person else "fund.no_payee",
            what="这一步要预留付款，现在留不了",
            why="本部门今年还没有这项资金的项目" if person else "表里写的领钱的人没有登记，或者不止一个",
            do="请财务人员先设立资金项目、下达资金" if person else "请先登记领钱的人；几个人的，一个人办一件",
        )
    wanted = Wanted(
        Payee(person=person.public_id.hex),
        making.text("paid_for") or case.service_name,
        amount=amount,
        about=subject_of(case),
    )
    reserved = payments.reserve(by=making.by, now=making.now, line_id=line.public_id.hex, wanted=[wanted])
    making.data["payment"] = reserved.payments[0]


def line_for(fund: Fund, office: str, person: Person, amount: int, *, year: int) -> FundLine | None:
    """The office's line from which it can be paid: of trust money the one that holds the person's deposit, of a budget one
    of the year that has as much; the first where none has."""
    lines = FundLine.objects.filter(fund=fund.id, office=office, closed_at=None).order_by("pk")
    if fund.nature is Nature.TRUST:
        held = Deposit.objects.filter(person=person, claimed__lt=F("amount"))
        return lines.filter(year=None, pk__in=held.values("line")).first() or lines.filter(year=None).first()
    this_year = lines.filter(year=year)
    return this_year.filter(balance__free__gte=amount).first() or this_year.first()
