"""Ways in which money would go out twice, or without the books, and where each of them ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from huigong.directory.principals import Grant, Principal
from huigong.funds import queries
from huigong.funds.actions import accounts, batches, payments, recoveries, returns
from huigong.funds.models import Attempt, Batch, FundLine, Payment
from huigong.funds.terms import Outcome
from huigong.kernel.errors import DomainError
from huigong.registry.models import Person
from tests.unit.funds.purse import (
    CHECKER,
    COUNTY,
    CSV,
    MAKER,
    OFFICE,
    OTHER_MAKER,
    SECOND,
    Said,
    account,
    attempts,
    line,
    made,
    payee,
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
LATER = TODAY + timedelta(days=1)


def waiting(count: int = 1) -> tuple[FundLine, list[Person]]:
    """Payments of ten yuan each whose accounts are in order."""
    row, who = line(yuan=100), people(count)
    for person in who:
        account(person)
    reserved(row, who)
    return row, who


def on_its_way(count: int = 1) -> tuple[FundLine, list[Attempt]]:
    row, _ = waiting(count)
    return row, attempts(sent(row))


def again(row: FundLine) -> Batch:
    return batches.make(by=MAKER, now=NOW, line_id=row.public_id.hex, profile=CSV).batch


def approved(batch: Batch, by: Principal = CHECKER) -> Batch:
    return batches.approve(by=by, now=NOW, batch_id=batch.public_id.hex, seen=batch.digest)


def refusal(code: str) -> Any:
    return pytest.raises(DomainError, check=lambda error: error.code == code)


def the_payment() -> dict[str, str]:
    return {"payment_id": Payment.objects.order_by("pk")[0].public_id.hex}


def books_say() -> tuple[str, ...]:
    return queries.what_is_wrong(CHECKER)


def test_a_file_that_was_fetched_is_not_dropped_by_whoever_made_it() -> None:
    row, _ = waiting()
    batch = approved(made(row))
    told = {"now": NOW, "batch_id": batch.public_id.hex, "reason": "打错"}
    batches.fetch(by=MAKER, now=NOW, batch_id=batch.public_id.hex)
    with refusal("access.denied"):
        batches.drop(by=MAKER, **told, proof="查询书1号")
    with refusal("batch.fetched"):
        batches.drop(by=CHECKER, **told)
    batches.drop(by=CHECKER, **told, proof="查询书1号")
    assert standings(row) == ["committed"]


def test_what_a_bank_paid_of_a_dropped_batch_is_told_and_booked_and_not_paid_again() -> None:
    row, _ = waiting(2)
    batch = approved(made(row))
    first, second = attempts(batch)
    batches.drop(by=MAKER, now=NOW, batch_id=batch.public_id.hex, reason="打错")
    file = taken(return_file(Said(first)))
    assert [each["code"] for each in file.refused] == ["return.dropped"]
    assert standings(row) == ["credited", "committed"]
    sent(row)
    file = taken(return_file(Said(second)))
    assert {each["code"] for each in file.refused} == {"return.dropped", "return.later"}
    assert any("银行说的是银行已入账" in line for line in books_say())
    assert what_is_wrong() == ()


def test_a_credit_that_is_told_while_the_next_file_waits_stops_that_file() -> None:
    row, (first,) = on_its_way()
    taken(return_file(Said(first, "1001")))
    batch = again(row)
    taken(return_file(Said(first, "0000", LATER)))
    assert len(books_say()) == 1
    with refusal("payment.disputed"):
        approved(batch)
    batches.drop(by=MAKER, now=NOW, batch_id=batch.public_id.hex, reason="银行说已到账")
    assert standings(row) == ["credited"]
    assert stands(row) == {"free": 9000, "paid": 1000}
    assert books_say() == ()


def test_a_credit_that_is_told_after_the_next_file_was_approved_stops_it_too() -> None:
    row, (first,) = on_its_way()
    taken(return_file(Said(first, "1001")))
    batch = approved(again(row))
    taken(return_file(Said(first, "0000", LATER)))
    for act in (batches.fetch, batches.send):
        with refusal("payment.disputed"):
            act(by=MAKER, now=NOW, batch_id=batch.public_id.hex)


def test_a_day_before_the_file_went_or_still_to_come_is_refused_in_a_file_and_from_an_official() -> None:
    row, (first,) = on_its_way()
    for on in (date(2099, 1, 1), date(2000, 1, 1)):
        assert [each["code"] for each in taken(return_file(Said(first, "1001", on))).refused] == [
            "return.day"
        ]
        with refusal("payment.day"):
            returns.resolve(
                by=SECOND, now=NOW, **the_payment(), outcome=Outcome.RETURNED, on=on, proof="电话"
            )
    assert standings(row) == ["sent"]
    taken(return_file(Said(first)))
    assert standings(row) == ["credited"]


def test_that_a_payment_came_back_is_said_by_two_and_the_bank_outweighs_them() -> None:
    row, (first,) = on_its_way()
    said = {"now": NOW, "outcome": Outcome.RETURNED, "on": TODAY, "proof": "查询书2号", **the_payment()}
    returns.resolve(by=CHECKER, **said)
    assert standings(row) == ["unclear"]
    with refusal("payment.same_official"):
        returns.resolve(by=CHECKER, **said)
    returns.resolve(by=SECOND, **said)
    assert standings(row) == ["returned"]
    batch = again(row)
    with refusal("batch.same_official"):
        approved(batch, by=SECOND)
    taken(return_file(Said(first)))
    with refusal("payment.disputed"):
        approved(batch)
    assert what_is_wrong() == ()


def test_a_bank_that_corrects_itself_about_a_payment_that_was_given_up_does_not_stop_the_file() -> None:
    row, (first, second) = on_its_way(2)
    taken(return_file(Said(first, "1001")))
    payments.release(by=CHECKER, now=NOW, **the_payment(), reason="退回")
    file = taken(return_file(Said(first, "0000", LATER), Said(second)))
    assert [each["code"] for each in file.refused] == ["return.later"]
    assert standings(row) == ["released", "credited"]
    assert len(books_say()) == 1


def test_what_the_bank_took_back_is_not_recovered_once_more() -> None:
    row, (first, second) = on_its_way(2)
    taken(return_file(Said(first), Said(second)))
    recovery = recoveries.decide(
        by=CHECKER, now=NOW, **the_payment(), reason="错付", instalments=[(TODAY, 400)]
    )
    assert len(queries.owed_back(CHECKER, on=LATER)) == 1
    taken(return_file(Said(first, "1001", LATER)))
    told = {"by": MAKER, "now": NOW, "recovery_id": recovery.public_id.hex, "amount": 400, "paper": "1"}
    with refusal("payment.not_credited"):
        recoveries.receive(**told)
    assert queries.owed_back(CHECKER, on=LATER) == ()
    assert stands(row) == {"free": 8000, "committed": 1000, "paid": 1000}
    assert books_say() == ()


def test_officers_of_another_county_change_nothing_of_where_this_one_pays() -> None:
    row, (person,) = waiting()
    far = [
        Principal(role, role, (Grant(role, "210702", "210702/hrss"),))
        for role in ("case-officer", "finance-officer")
    ]
    given = [accounts.Given(payee(person), "别人", "99999999")]
    (theirs,) = accounts.enter(by=far[0], now=NOW, office="210702/hrss", given=given)
    accounts.verify(by=far[1], now=NOW, account_id=theirs.public_id.hex)
    _, content = batches.fetch(by=CHECKER, now=NOW, batch_id=made(row).public_id.hex)
    assert b"99999999" not in content
    assert f"6222{person.pk:012d}".encode() in content


def test_an_account_that_was_changed_after_the_file_was_made_stops_it() -> None:
    row, (person,) = waiting()
    batch = made(row)
    account(person, "6222000000008888")
    with refusal("payment.account"):
        approved(batch)


def test_who_entered_an_account_or_reserved_does_not_approve_the_file() -> None:
    both = Principal(
        "both", "两面", (Grant("case-officer", COUNTY, OFFICE), Grant("finance-officer", COUNTY, OFFICE))
    )
    row, (person,) = line(yuan=100), people(1)
    given = [accounts.Given(payee(person), "王某", "62220001")]
    (entered,) = accounts.enter(by=both, now=NOW, office=OFFICE, given=given)
    accounts.verify(by=CHECKER, now=NOW, account_id=entered.public_id.hex)
    reserved(row, [person])
    batch = made(row)
    with refusal("batch.same_official"):
        approved(batch, by=both)
    approved(batch)


def test_nobody_makes_approves_or_resolves_an_own_payment() -> None:
    row, (person,) = waiting()
    own = {"person_id": person.public_id.hex}
    payments.commit(by=CHECKER, now=NOW, line_id=row.public_id.hex)
    make = {"now": NOW, "line_id": row.public_id.hex, "profile": CSV}
    with refusal("person.own_matter"):
        batches.make(by=Principal(OTHER_MAKER.account_id, "x", OTHER_MAKER.grants, **own), **make)
    batch = batches.make(by=MAKER, **make).batch
    myself = Principal(SECOND.account_id, "x", SECOND.grants, **own)
    with refusal("person.own_matter"):
        approved(batch, by=myself)
    approved(batch)
    batches.send(by=MAKER, now=NOW, batch_id=batch.public_id.hex)
    with refusal("person.own_matter"):
        returns.resolve(by=myself, now=NOW, **the_payment(), outcome=Outcome.RETURNED, on=TODAY, proof="电话")
    with refusal("person.own_matter"):
        payments.release(by=myself, now=NOW, **the_payment(), reason="x")
