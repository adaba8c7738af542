"""Two records of one person become one: what both were paid stays, and nothing of it is paid a third time."""

from __future__ import annotations

import pytest

from huigong.funds.actions import payments
from huigong.funds.models import PayeeAccount, Payment
from huigong.kernel.errors import Conflict
from tests.unit.funds.purse import (
    CHECKER,
    MAKER,
    Said,
    Wanted,
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
    taken,
    what_is_wrong,
)
from tests.unit.registry.someone import NOW
from tests.unit.registry.test_records import pair_of, united

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("purse")]
__all__ = ["purse"]


def test_two_payments_that_wait_are_not_both_approved_nor_made_once_their_people_are_one() -> None:
    """Whichever step they wait for: one is given up, and then the other goes on."""
    for is_approved in (False, True):
        row, (kept, gone) = line(yuan=100, purpose=f"补贴{is_approved}"), people(2)
        account(kept)
        account(gone)
        extra, _ = reserved(row, [kept, gone])
        told = {"now": NOW, "line_id": row.public_id.hex}
        if is_approved:
            payments.commit(by=CHECKER, **told)
        united(pair_of(kept, gone), kept)
        with pytest.raises(Conflict) as refused:
            made(row)
        assert refused.value.code == "payment.once"
        assert extra in refused.value.why
        payments.release(by=CHECKER, now=NOW, payment_id=extra, reason="同一个人")
        assert made(row).count == 1


def test_what_two_records_were_paid_is_known_of_the_one_that_stays() -> None:
    row, (kept, gone) = line(yuan=100), people(2)
    account(kept)
    account(gone)
    reserved(row, [kept, gone])
    batch = sent(row)
    united(pair_of(kept, gone), kept)
    assert Payment.objects.filter(person=kept).count() == 2
    with pytest.raises(Conflict) as refused:
        payments.reserve(
            by=MAKER, now=NOW, line_id=row.public_id.hex, wanted=[Wanted(payee(kept), "焊工初级", 1000)]
        )
    assert refused.value.code == "payment.once"
    paid = attempts(batch)
    taken(return_file(*map(Said, paid)))
    assert standings(row) == ["credited", "credited"]
    assert PayeeAccount.objects.filter(person=kept).count() == 2
    assert what_is_wrong() == ()
