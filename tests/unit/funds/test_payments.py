"""From the reservation to the bank's word, and who may do which step."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from huigong.audit import expectations
from huigong.audit.subjects import subject_of
from huigong.funds.actions import accounts, batches, deposits, payments
from huigong.funds.actions.payments import Wanted
from huigong.funds.models import Balance, PayeeAccount, Payment, Posting
from huigong.funds.payees import Payee
from huigong.funds.terms import Book
from huigong.kernel.errors import Conflict, Denied, DomainError, Invalid
from huigong.messages.models import Message
from tests.unit.funds.purse import (
    CHECKER,
    DEPOSIT,
    MAKER,
    OFFICE,
    SECOND,
    TERMLY,
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
from tests.unit.registry.someone import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("purse")]
__all__ = ["purse"]


def test_a_subsidy_goes_from_the_budget_to_the_account() -> None:
    row = line(yuan=100)
    who = people(2)
    for person in who:
        account(person)
    reserved(row, who, yuan=30)
    assert stands(row) == {"free": 4000, "reserved": 6000}
    batch = made(row)
    assert stands(row) == {"free": 4000, "ordered": 6000}
    batches.approve(by=CHECKER, now=NOW, batch_id=batch.public_id.hex, seen=batch.digest)
    batches.send(by=MAKER, now=NOW, batch_id=batch.public_id.hex)
    assert stands(row) == {"free": 4000, "sent": 6000}
    first, second = attempts(batch)
    taken(return_file(Said(first), Said(second, "1001")))
    assert standings(row) == ["credited", "returned"]
    assert stands(row) == {"free": 4000, "committed": 3000, "paid": 3000}
    again = sent(row)
    assert attempts(again)[0].end_to_end == second.end_to_end[:-2] + "02"
    taken(return_file(Said(attempts(again)[0])))
    assert stands(row) == {"free": 4000, "paid": 6000}
    assert what_is_wrong() == ()


def test_no_more_is_reserved_than_the_line_has() -> None:
    row = line(yuan=50)
    who = people(3)
    reserved(row, who[:1], yuan=40)
    with pytest.raises(Conflict) as refused:
        reserved(row, who[1:], yuan=6)
    assert refused.value.code == "fund.not_enough"
    assert "10 元" in refused.value.why
    assert Payment.objects.count() == 1


def test_the_database_itself_refuses_what_would_go_below_zero() -> None:
    row = line(yuan=1)
    told = {"line": row, "reason": "reserve", "at": NOW, "by": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(taken_from="free", put_into="reserved", amount=101, **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        Balance.objects.filter(pk=row.pk).update(free=0)
    assert stands(row) == {"free": 100}


def test_postings_are_only_added() -> None:
    line(yuan=1)
    with pytest.raises(Exception, match="only ever added"), transaction.atomic():
        Posting.objects.update(amount=2)
    with pytest.raises(Exception, match="only ever added"), transaction.atomic():
        Posting.objects.order_by("pk")._raw_delete("default")


def test_the_same_trade_and_level_is_paid_once_in_a_life_and_again_after_it_was_released() -> None:
    row = line(yuan=100)
    who = people(1)
    first = reserved(row, who)[0]
    with pytest.raises(Conflict) as refused:
        reserved(row, who)
    assert refused.value.code == "payment.once"
    reserved(row, who, what="焊工中级")
    payments.release(by=CHECKER, now=NOW, payment_id=first, reason="申请人放弃")
    reserved(row, who)
    assert standings(row) == ["released", "reserved", "reserved"]
    assert what_is_wrong() == ()


def test_a_sum_that_the_law_states_is_paid_and_no_other() -> None:
    row = line(TERMLY, yuan=1000)
    who = people(2)
    reserve = {"by": MAKER, "now": NOW, "line_id": row.public_id.hex}
    with pytest.raises(Invalid) as refused:
        payments.reserve(**reserve, wanted=[Wanted(payee(who[0]), "", amount=100)])
    assert refused.value.code == "fund.other_amount"
    assert payments.reserve(**reserve, wanted=[Wanted(payee(who[1]), "")]).total == 36550


def test_who_reserves_does_not_approve_nor_who_makes_the_file() -> None:
    row = line(yuan=100)
    who = people(1)
    account(who[0])
    reserved(row, who)
    with pytest.raises(DomainError) as refused:
        payments.commit(by=MAKER, now=NOW, line_id=row.public_id.hex)
    assert refused.value.code == "access.denied"
    batch = made(row)
    with pytest.raises(Denied):
        batches.approve(by=MAKER, now=NOW, batch_id=batch.public_id.hex, seen=batch.digest)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(batch).objects.filter(pk=batch.pk).update(checker=batch.maker)


def test_an_account_that_was_changed_is_verified_anew_before_anything_is_paid() -> None:
    row = line(yuan=100)
    who = people(1)
    account(who[0])
    reserved(row, who)
    payments.commit(by=CHECKER, now=NOW, line_id=row.public_id.hex)
    changed = account(who[0], "6222000000009999", verified=False)
    with pytest.raises(Conflict) as refused:
        batches.make(by=MAKER, now=NOW, line_id=row.public_id.hex, profile="county-bank")
    assert refused.value.code == "payment.account"
    with pytest.raises(Denied):
        accounts.verify(
            by=SECOND.__class__(MAKER.account_id, "x", SECOND.grants),
            now=NOW,
            account_id=changed.public_id.hex,
        )
    accounts.verify(by=SECOND, now=NOW, account_id=changed.public_id.hex)
    batch = batches.make(by=MAKER, now=NOW, line_id=row.public_id.hex, profile="county-bank").batch
    _, content = batches.fetch(by=CHECKER, now=NOW, batch_id=batch.public_id.hex)
    assert b"6222000000009999" in content


def test_a_payee_is_told_of_each_account_before_any_money_goes_there() -> None:
    (person,) = people(1)
    account(person, "6222000000001111", verified=False)
    account(person, "6222000000001111", verified=False)  # the same again
    account(person, "6222000000002222", verified=False)
    told = Message.objects.filter(template="payee-account-entered", person=person).order_by("pk")
    assert [("尾号1111" in each.body, "尾号2222" in each.body) for each in told] == [
        (True, False),
        (False, True),
    ]
    assert all("6222" not in each.body for each in told)
    assert not PayeeAccount.objects.exclude(verified_by="").exists()
    given = accounts.Given(Payee(organisation="91510421MA6A2B3C46"), "虚构公司", "6222000000003333")
    accounts.enter(by=MAKER, now=NOW, office=OFFICE, given=[given])
    assert told.count() == 2


def test_money_that_nobody_answers_for_in_the_trail_is_told() -> None:
    row = line(yuan=100)
    (person,) = people(1)
    account(person)
    reserved(row, [person])
    sent(row)
    assert [each for each in expectations.missing() if each.kind == "资金"] == []
    row.pk, row.public_id, row.purpose = None, uuid4(), "没有人设立的"
    row.save()
    assert [each.subject for each in expectations.missing() if each.kind == "资金"] == [subject_of(row)]


def test_trust_money_has_no_ceiling_and_goes_back_to_whoever_gave_it() -> None:
    row = line(DEPOSIT, year=None)
    who = people(2)
    told = {"by": MAKER, "now": NOW, "line_id": row.public_id.hex}
    given = deposits.receive(**told, wanted=[Wanted(payee(who[0]), "", 20000, about="回单1")])[0]
    with pytest.raises(Conflict) as refused:
        deposits.receive(**told, wanted=[Wanted(payee(who[0]), "", 20000, about="回单2")])
    assert refused.value.code == "payment.once"
    back = {"what": "退押金", "deposit": given.public_id.hex}
    with pytest.raises(DomainError) as refused_other:
        payments.reserve(**told, wanted=[Wanted(payee(who[1]), **back)])
    assert refused_other.value.code == "deposit.not_found"
    payments.reserve(**told, wanted=[Wanted(payee(who[0]), **back)])
    with pytest.raises(DomainError) as refused_again:
        payments.reserve(**told, wanted=[Wanted(payee(who[0]), **back)])
    assert refused_again.value.code == "deposit.too_much"
    assert stands(row) == {"reserved": 20000}
    assert Balance.objects.get(pk=row.pk).books()[Book.GRANTED] == 20000
    ended = deposits.end(by=MAKER, now=NOW, deposit_id=given.public_id.hex, on=date(2016, 6, 8))
    assert ended.due_on == date(2016, 6, 20), "seven working days, with Dragon Boat between"
    assert what_is_wrong() == ()
