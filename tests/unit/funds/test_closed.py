"""Money of a year that is over, of a fund that is declared no more, and of which of several lines a decision pays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huigong.funds import paying, queries
from huigong.funds.actions import batches, deposits, lines, payments
from huigong.funds.actions.payments import Wanted
from huigong.funds.declaring import fund_of
from huigong.funds.models import FundLine, Payment
from huigong.kernel.errors import Conflict
from tests.unit.funds.purse import (
    CHECKER,
    COUNTY,
    CSV,
    DEPOSIT,
    LAST,
    MAKER,
    OFFICE,
    SUBSIDY,
    YEAR,
    Said,
    account,
    attempts,
    line,
    payee,
    people,
    purse,
    reserved,
    return_file,
    sent,
    standings,
    stands,
    taken,
)
from tests.unit.registry.someone import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("purse")]
__all__ = ["purse"]
LATER = TODAY + timedelta(days=1)
JANUARY = NOW.replace(year=YEAR + 1, month=1)


def test_a_line_of_a_fund_that_is_declared_no_more_is_still_approved_and_closed() -> None:
    row, who = line(LAST, yuan=100), people(1)
    extra = reserved(row, who)
    told = {"by": CHECKER, "now": JANUARY}
    assert payments.commit(**told, line_id=row.public_id.hex) == 1
    payments.release(**told, payment_id=extra[0], reason="放弃")
    lines.close_year(**told, line_id=row.public_id.hex)
    assert stands(row) == {}


def credited_and_closed() -> FundLine:
    """A year of one payment of ten yuan, closed, of which the bank takes the credit back afterwards."""
    row, who = line(yuan=10), people(1)
    account(who[0])
    reserved(row, who)
    (attempt,) = attempts(sent(row))
    taken(return_file(Said(attempt)))
    lines.close_year(by=CHECKER, now=NOW, line_id=row.public_id.hex)
    taken(return_file(Said(attempt, "1001", LATER)))
    assert standings(row) == ["returned"]
    return row


def test_what_a_bank_gives_back_after_the_year_is_paid_from_the_next_year() -> None:
    row = credited_and_closed()
    make = {"by": MAKER, "now": NOW, "profile": CSV}
    with pytest.raises(Conflict) as refused:
        batches.make(**make, line_id=row.public_id.hex)
    assert refused.value.code == "fund.closed"
    following = line(year=YEAR + 1)
    lines.close_year(by=CHECKER, now=NOW, line_id=row.public_id.hex, into_id=following.public_id.hex)
    assert (stands(row), stands(following)) == ({}, {"committed": 1000})
    assert batches.make(**make, line_id=following.public_id.hex).batch.total == 1000
    assert queries.what_is_wrong(CHECKER) == ()


def test_what_is_given_up_after_the_year_is_not_spent_again() -> None:
    row = credited_and_closed()
    payment = Payment.objects.get()
    payments.release(by=CHECKER, now=NOW, payment_id=payment.public_id.hex, reason="放弃")
    assert stands(row) == {}
    assert queries.what_is_wrong(CHECKER) == ()


def test_a_decision_is_paid_from_the_line_that_has_as_much_and_a_deposit_from_where_it_is_held() -> None:
    (person,) = people(1)
    line(yuan=5)
    enough = line(yuan=50, purpose="另一项")
    subsidy = fund_of(SUBSIDY, region=COUNTY, on=TODAY)
    assert paying.line_for(subsidy, OFFICE, person, 1000, year=YEAR) == enough
    line(DEPOSIT, year=None)
    holding = line(DEPOSIT, year=None, purpose="另一处")
    deposits.receive(
        by=MAKER,
        now=NOW,
        line_id=holding.public_id.hex,
        wanted=[Wanted(payee(person), "", 20_000, about="回单1")],
    )
    trust = fund_of(DEPOSIT, region=COUNTY, on=TODAY)
    assert paying.line_for(trust, OFFICE, person, 20_000, year=YEAR) == holding
