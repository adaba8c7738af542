"""A decision sets the money aside with it, or is not made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from huigong.audit.subjects import subject_of
from huigong.casework.actions import cases
from huigong.casework.models import Case
from huigong.casework.procedures import register
from huigong.casework.procedures.checking import faults_of
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.terms import Procedure
from huigong.directory.principals import Grant, Principal
from huigong.funds.actions import lines
from huigong.funds.models import FundLine, Payment
from huigong.kernel.errors import DomainError
from tests.unit.casework.desk import HERE, HRSS, NOW, applicant, lodge
from tests.unit.funds.purse import stands

pytestmark = pytest.mark.django_db
SERVICE = FUND = "skill-raising-subsidy"
LATER = NOW.replace(year=2024)
FINANCE = Principal("finance", "财务甲", (Grant("finance-officer", HERE, HRSS),))
OFFICER = Principal("officer", "经办甲", (Grant("case-officer", HERE, HRSS),))
GRANTED = {
    "reasons": "证书查到了",
    "clause": "居住证暂行条例第二条",
    "paid_for": "焊工初级",
    "amount": 100_000,
}


@pytest.fixture
def paying() -> Iterator[Procedure]:
    """The standard procedure whose decision to grant sets money aside."""
    moves = tuple(
        replace(move, effects=(*move.effects, "reserve_payment")) if move.id == "approve" else move
        for move in STANDARD.moves
    )
    yield register.register(replace(STANDARD, version=99, moves=moves))
    register.forget(STANDARD.id)
    register.register(STANDARD)


def accepted() -> Case:
    case = lodge(applicant(), service=SERVICE, now=LATER, answers={"技能证书等级": "初级工"})
    return cases.accept(by=OFFICER, now=LATER, case_id=case.public_id.hex)


def test_what_is_granted_is_reserved_in_the_same_move(paying: Procedure) -> None:
    assert faults_of(paying) == ()
    case = accepted()
    make = {"by": OFFICER, "now": LATER, "case_id": case.public_id.hex, "move": "approve", "form": GRANTED}
    with pytest.raises(DomainError) as refused:
        cases.make(**make)
    assert refused.value.code == "fund.no_line"
    told = {"fund": FUND, "office": HRSS, "year": 2024, "source": "失业保险基金", "purpose": "补贴"}
    line = lines.open_line(by=FINANCE, now=LATER, **told)
    with pytest.raises(DomainError) as empty:
        cases.make(**make)
    assert empty.value.code == "fund.not_enough"
    assert not Payment.objects.exists()
    lines.grant(by=FINANCE, now=LATER, line_id=line.public_id.hex, amount=150_000, paper="1号")
    cases.make(**make)
    payment = Payment.objects.get()
    assert (payment.amount, payment.what, payment.about) == (100_000, "焊工初级", subject_of(case))
    assert stands(FundLine.objects.get()) == {"free": 50_000, "reserved": 100_000}
