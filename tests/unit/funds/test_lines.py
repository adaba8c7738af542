"""Budgets: transfers by two, the end of a year, money that comes back, and what somebody was paid a head."""

from __future__ import annotations

from datetime import date

import pytest

from huigong.funds import queries
from huigong.funds.actions import lines, payments, recoveries
from huigong.funds.models import Instalment, Payment
from huigong.funds.terms import Book
from huigong.kernel.errors import Conflict, Denied
from tests.unit.funds.purse import (
    CHECKER,
    DEPOSIT,
    MAKER,
    SECOND,
    SUBSIDY,
    TERMLY,
    YEAR,
    Said,
    account,
    attempts,
    line,
    people,
    purse,
    reserved,
    return_file,
    sent,
    standings,
    stands,
    taken,
    what_is_wrong,
)
from tests.unit.registry.someone import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("purse")]
__all__ = ["purse"]


def credited(row: object, count: int = 1) -> list[Payment]:
    who = people(count)
    for person in who:
        account(person)
    reserved(row, who, yuan=30)
    taken(return_file(*map(Said, attempts(sent(row)))))
    return list(Payment.objects.filter(standing="credited").order_by("pk"))


def test_money_goes_from_one_line_to_another_when_a_second_official_approves() -> None:
    one_line, other = line(yuan=100), line(purpose="别的", yuan=5)
    asked = lines.ask_transfer(
        by=CHECKER,
        now=NOW,
        source_id=one_line.public_id.hex,
        target_id=other.public_id.hex,
        amount=4000,
        reason="调剂",
    )
    assert stands(other) == {"free": 500}
    decide = {"now": NOW, "transfer_id": asked.public_id.hex, "approved": True}
    with pytest.raises(Denied):
        lines.decide_transfer(by=CHECKER, **decide)
    lines.decide_transfer(by=SECOND, **decide)
    lines.decide_transfer(by=SECOND, **decide)
    assert (stands(one_line), stands(other)) == ({"free": 6000}, {"free": 4500})
    assert what_is_wrong() == ()


def test_at_the_end_of_the_year_what_is_owed_goes_on_and_what_is_free_is_carried() -> None:
    row, following = line(yuan=100), line(year=YEAR + 1)
    credited(row)
    reserved(row, people(1), yuan=20, what="别的工种")
    with pytest.raises(Conflict) as refused:
        lines.close_year(by=CHECKER, now=NOW, line_id=row.public_id.hex)
    assert refused.value.code == "fund.no_next"
    lines.close_year(by=CHECKER, now=NOW, line_id=row.public_id.hex, into_id=following.public_id.hex)
    assert (stands(row), stands(following)) == ({"paid": 3000}, {"free": 5000, "reserved": 2000})
    with pytest.raises(Conflict) as closed:
        reserved(row, people(1))
    assert closed.value.code == "fund.closed"
    payments.commit(by=CHECKER, now=NOW, line_id=following.public_id.hex)
    assert standings(following) == ["committed"]
    assert what_is_wrong() == ()


def test_a_year_is_not_closed_over_what_is_under_way_and_what_lapses_goes_back() -> None:
    row = line(yuan=100)
    who = people(1)
    account(who[0])
    reserved(row, who)
    batch = sent(row)
    with pytest.raises(Conflict) as refused:
        lines.close_year(by=CHECKER, now=NOW, line_id=row.public_id.hex)
    assert refused.value.code == "fund.under_way"
    taken(return_file(*map(Said, attempts(batch))))
    yearly = line(TERMLY, yuan=50)
    lines.close_year(by=CHECKER, now=NOW, line_id=yearly.public_id.hex)
    assert stands(yearly) == {}
    trust = line(DEPOSIT, year=None)
    with pytest.raises(Conflict):
        lines.close_year(by=CHECKER, now=NOW, line_id=trust.public_id.hex)
    with pytest.raises(Conflict) as no_ceiling:
        lines.grant(by=CHECKER, now=NOW, line_id=trust.public_id.hex, amount=1, paper="")
    assert no_ceiling.value.code == "fund.trust"
    assert what_is_wrong() == ()


def test_what_was_paid_wrongly_comes_back_in_instalments_the_oldest_first() -> None:
    row = line(yuan=100)
    paid = credited(row)[0]
    plan = [(date(2016, 8, 1), 1000), (date(2016, 7, 1), 1500)]
    told = {"by": CHECKER, "now": NOW, "payment_id": paid.public_id.hex, "reason": "证书作废"}
    back = recoveries.decide(**told, instalments=plan)
    with pytest.raises(Conflict) as refused:
        recoveries.decide(**told, instalments=[(TODAY, 501)])
    assert refused.value.code == "recovery.too_much"
    receive = {"by": MAKER, "now": NOW, "recovery_id": back.public_id.hex, "paper": "收据1"}
    recoveries.receive(**receive, amount=2000)
    assert list(Instalment.objects.order_by("number").values_list("received", flat=True)) == [1500, 500]
    assert stands(row) == {"free": 9000, "paid": 1000}
    assert [(each.number, each.owed) for each in queries.owed_back(CHECKER, on=TODAY)] == [(2, 500)]
    with pytest.raises(Conflict) as too_much:
        recoveries.receive(**receive | {"paper": "收据2"}, amount=501)
    assert too_much.value.code == "recovery.too_much"
    assert what_is_wrong() == ()
    assert queries.what_is_wrong(CHECKER) == ()


def test_money_that_comes_back_after_the_year_is_closed_is_not_spent_again() -> None:
    row = line(yuan=30)
    paid = credited(row)[0]
    lines.close_year(by=CHECKER, now=NOW, line_id=row.public_id.hex)
    back = recoveries.decide(
        by=CHECKER, now=NOW, payment_id=paid.public_id.hex, reason="重复", instalments=[(TODAY, 3000)]
    )
    recoveries.receive(by=MAKER, now=NOW, recovery_id=back.public_id.hex, amount=3000, paper="收据2")
    assert stands(row) == {}
    assert queries.what_is_wrong(CHECKER) == ()


def test_a_line_says_what_it_cost_a_head(django_assert_num_queries: object) -> None:
    row = line(yuan=100)
    credited(row, 3)
    (told,) = queries.lines(CHECKER)
    assert (told.fund, told.people, told.each, told.books[Book.FREE]) == (SUBSIDY, 3, 3000, 1000)
    line(purpose="别的", yuan=7)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(queries.lines(CHECKER)) == 2
