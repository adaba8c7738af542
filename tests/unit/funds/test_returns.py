"""What banks give back: matched line by line, whatever the order, and no second attempt while something is unclear."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huigong.funds.actions import batches, returns
from huigong.funds.models import Attempt, Batch, FundLine, Payment, Posting, ReturnFile
from huigong.funds.terms import Outcome
from huigong.kernel.errors import Denied, DomainError, Invalid
from tests.each import each
from tests.unit.funds.purse import (
    CHECKER,
    CSV,
    MAKER,
    SECOND,
    Said,
    account,
    attempts,
    line,
    made,
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


def on_its_way(count: int = 3) -> tuple[FundLine, list[Attempt]]:
    """Payments of ten yuan each that are with the bank."""
    row = line(yuan=100)
    who = people(count)
    for person in who:
        account(person)
    reserved(row, who)
    return row, attempts(sent(row))


def test_the_same_file_twice_changes_nothing_and_a_part_of_it_counts() -> None:
    row, (first, second, _third) = on_its_way()
    part = return_file(Said(first))
    once = taken(part)
    before = Posting.objects.count()
    assert taken(part) == once
    assert Posting.objects.count() == before
    taken(return_file(Said(first), Said(second)))
    assert ReturnFile.objects.count() == 2
    assert standings(row) == ["credited", "credited", "sent"]
    assert list(Payment.objects.order_by("pk").values_list("credited_on", flat=True)) == [TODAY, TODAY, None]
    assert what_is_wrong() == ()


def test_a_line_of_a_payment_that_was_never_sent_is_refused_by_its_number_and_the_others_count() -> None:
    row, (first, second, third) = on_its_way()
    stranger = Attempt(end_to_end="510421999999999901", amount=1)
    file = taken(return_file(Said(first), Said(stranger), Said(second, amount=999), Said(third)))
    assert [(each["row"], each["code"]) for each in file.refused] == [
        (2, "return.not_sent"),
        (3, "return.amount"),
    ]
    assert "510421999999999901" in file.refused[0]["why"]
    assert standings(row) == ["credited", "sent", "credited"]


def test_a_batch_that_did_not_go_to_the_bank_has_no_results() -> None:
    row, who = line(yuan=100), people(1)
    account(who[0])
    reserved(row, who)
    waiting = attempts(made(row))[0]
    assert taken(return_file(Said(waiting))).refused[0]["code"] == "return.not_sent"


@each("said, words", [({"total": 2999}, "29.99 元"), ({"count": 4}, "4"), ({"total": 3001}, "30.01 元")])
def test_a_sum_that_does_not_close_refuses_the_file_with_its_line(said: dict[str, int], words: str) -> None:
    with transaction.atomic():
        row, sent_now = on_its_way()
        with pytest.raises(Invalid) as refused:
            taken(return_file(*map(Said, sent_now), **said))
        assert refused.value.code == "return_file.sum"
        assert "第4行" in refused.value.what
        assert words in refused.value.what
        assert standings(row) == ["sent"] * 3
        transaction.set_rollback(True)


def test_a_code_that_nobody_knows_is_unclear_and_then_nothing_is_paid_again() -> None:
    row, (first,) = on_its_way(1)
    taken(return_file(Said(first, "7777")))
    assert standings(row) == ["unclear"]
    assert stands(row) == {"free": 9000, "unclear": 1000}
    with pytest.raises(DomainError) as refused:
        batches.make(by=MAKER, now=NOW, line_id=row.public_id.hex, profile=CSV)
    assert refused.value.code == "batch.empty"
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            payment=first.payment,
            number=2,
            batch=first.batch,
            row=2,
            end_to_end="x",
            account=first.account,
            amount=1000,
        )
    told = {"now": NOW, "payment_id": first.payment.public_id.hex, "on": TODAY, "proof": "查询书3号"}
    with pytest.raises(Denied):
        returns.resolve(
            by=SECOND.__class__(MAKER.account_id, "x", SECOND.grants), outcome=Outcome.RETURNED, **told
        )
    returns.resolve(by=SECOND, outcome=Outcome.RETURNED, **told)
    assert standings(row) == ["returned"]
    assert attempts(sent(row))[0].number == 2
    assert what_is_wrong() == ()


def test_any_order_of_the_files_gives_the_same_books() -> None:
    """Credited, taken back the day after, unclear between: each order of four files, and each file once more."""
    row, (first, second, third) = on_its_way()
    files = [
        return_file(Said(first), Said(second, "7777")),
        return_file(Said(first, "1001", LATER)),
        return_file(Said(second), Said(third, "1001")),
        return_file(Said(third, "7777", LATER)),
    ]
    seen = set()
    for order in itertools.permutations(files):
        with transaction.atomic():
            for data in (*order, order[0]):
                taken(data)
            seen.add((tuple(standings(row)), tuple(stands(row).items())))
            assert what_is_wrong() == ()
            transaction.set_rollback(True)
    assert seen == {
        (("returned", "credited", "returned"), (("free", 7000), ("committed", 2000), ("paid", 1000)))
    }


def test_what_a_bank_says_of_an_attempt_after_the_next_one_began_is_for_somebody_to_look_at() -> None:
    row, (first,) = on_its_way(1)
    taken(return_file(Said(first, "1001")))
    sent(row)
    late = taken(return_file(Said(first, "0000", LATER)))
    assert [each["code"] for each in late.refused] == ["return.later"]
    assert standings(row) == ["sent"]
    assert what_is_wrong() == ()


def test_a_day_that_the_file_does_not_name_is_the_one_that_is_said() -> None:
    row, (first,) = on_its_way(1)
    data = f"{first.end_to_end}|10.00|0000|\r\n1|10.00\r\n".encode("gbk")
    now = NOW + timedelta(days=3)
    returns.take(by=MAKER, now=now, office=row.office, profile=CSV, data=data, on=date(2016, 6, 3))
    assert Payment.objects.get().credited_on == date(2016, 6, 3)


def test_who_only_reads_takes_no_file_in() -> None:
    with pytest.raises(DomainError) as refused:
        returns.take(
            by=CHECKER.__class__("x", "x", ()), now=NOW, office="510421/hrss", profile=CSV, data=b"1"
        )
    assert refused.value.code == "access.denied"
    assert not Batch.objects.exists()
