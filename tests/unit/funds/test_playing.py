"""The books as they are worked out from what happened, and as actions and database keep them: the same, refusals too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.funds.actions import batches, deposits, lines, payments, recoveries
from huigong.funds.actions.payments import Wanted
from huigong.funds.declaring import fund_of
from huigong.funds.models import Attempt, Balance, Deposit, FundLine, Payment
from huigong.funds.playing import Act, Event, played
from huigong.funds.terms import Book, Nature, Standing
from huigong.kernel.errors import DomainError
from huigong.registry.models import Person
from tests.effort import examples
from tests.unit.funds.purse import (
    CHECKER,
    COUNTY,
    CSV,
    DEPOSIT,
    MAKER,
    SUBSIDY,
    Said,
    account,
    line,
    payee,
    people,
    purse,
    return_file,
    taken,
    what_is_wrong,
)
from tests.unit.registry.someone import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("purse")]
__all__ = ["purse"]
CODES = {Act.CREDITED: "0000", Act.RETURNED: "1001", Act.UNCLEAR: "7777"}
WHATS = ("焊工初级", "焊工中级")
FUNDS = {SUBSIDY: 2016, DEPOSIT: None}

events = st.builds(
    Event,
    st.integers(0, 2).map(lambda days: TODAY + timedelta(days)),
    st.sampled_from([*Act, Act.RESERVE, Act.RESERVE, Act.PAY, Act.DEPOSIT, Act.CREDITED]),
    st.sampled_from(["甲", "乙"]),
    st.sampled_from(WHATS),
    st.sampled_from([3000, 20000]),
)


class Desk:
    """Does with actions what the events say; every refusal with its code."""

    def __init__(self, fund: str, row: FundLine, who: dict[str, Person]) -> None:
        self.fund, self.row, self.who, self.key = fund, row, who, row.public_id.hex

    def does(self, event: Event) -> None:
        {
            Act.GRANT: self.grant,
            Act.DEPOSIT: self.deposit,
            Act.RESERVE: self.reserve,
            Act.RELEASE: self.release,
            Act.PAY: self.pay,
            Act.RECOVER: self.recover,
        }.get(event.do, self.settle)(event)

    def grant(self, event: Event) -> None:
        lines.grant(by=CHECKER, now=NOW, line_id=self.key, amount=event.amount, paper="")

    def deposit(self, event: Event) -> None:
        wanted = [Wanted(payee(self.who[event.who]), event.what, event.amount)]
        deposits.receive(by=MAKER, now=NOW, line_id=self.key, wanted=wanted)

    def reserve(self, event: Event) -> None:
        wanted = [Wanted(payee(self.who[event.who]), event.what, event.amount)]
        payments.reserve(by=MAKER, now=NOW, line_id=self.key, wanted=wanted)

    def release(self, event: Event) -> None:
        payments.release(by=CHECKER, now=NOW, payment_id=self.payment(event), reason="x")

    def pay(self, event: Event) -> None:
        payments.commit(by=CHECKER, now=NOW, line_id=self.key)
        batch = batches.make(by=MAKER, now=NOW, line_id=self.key, profile=CSV).batch
        batches.approve(by=CHECKER, now=NOW, batch_id=batch.public_id.hex, seen=batch.digest)
        batches.send(by=MAKER, now=NOW, batch_id=batch.public_id.hex)

    def settle(self, event: Event) -> None:
        row = Payment.objects.filter(public_id=self.payment(event)).first()
        if row is None:
            raise DomainError(code="payment.not_found", what="")
        attempt = Attempt.objects.filter(payment=row).order_by("number").last()
        if attempt is None or row.standing not in ("sent", "unclear", "credited", "returned"):
            raise DomainError(code="return.not_sent", what="")
        for refused in taken(return_file(Said(attempt, CODES[event.do], event.on))).refused:
            raise DomainError(code=refused["code"], what="")

    def recover(self, event: Event) -> None:
        plan = [(TODAY, event.amount)]
        told = {"by": CHECKER, "now": NOW, "payment_id": self.payment(event), "reason": "x"}
        back = recoveries.decide(**told, instalments=plan)
        recoveries.receive(by=MAKER, now=NOW, recovery_id=back.public_id.hex, amount=event.amount, paper="")

    def payment(self, event: Event) -> str:
        what = event.what if self.fund == SUBSIDY else "charging-bay"
        row = Payment.objects.filter(person=self.who[event.who], what=what).order_by("pk").last()
        return row.public_id.hex if row else "0" * 32


@pytest.mark.parametrize("fund", sorted(FUNDS))
def test_actions_and_database_do_what_is_worked_out_without_them(fund: str) -> None:
    row = line(fund, year=FUNDS[fund])
    who = dict(zip(("甲", "乙"), people(2), strict=True))
    for person in who.values():
        account(person)
    declared = fund_of(fund, region=COUNTY, on=TODAY)
    stated = 20000 if declared.nature is Nature.TRUST else None

    @settings(max_examples=examples(12, release=150))
    @given(st.lists(events, min_size=4, max_size=14))
    def same(happened: list[Event]) -> None:
        with transaction.atomic():
            desk, refused = Desk(fund, row, who), dict[int, str]()
            given_first = Event(TODAY, Act.DEPOSIT if stated else Act.GRANT, "甲", WHATS[0], 20000)
            everything = [given_first, *happened]
            for number, event in enumerate(everything, start=1):
                try:
                    desk.does(event)
                except DomainError as error:
                    refused[number] = error.code
            result = played(declared, everything, stated=stated)
            assert refused == dict(result.refused)
            assert Balance.objects.get(pk=row.pk).books() == {**dict.fromkeys(Book, 0), **result.books}
            assert kept(who) == {key: value.value for key, value in result.standings.items()}
            assert what_is_wrong() == ()
            held = sum(Deposit.objects.values_list("claimed", flat=True))
            assert held <= sum(Deposit.objects.values_list("amount", flat=True))
            transaction.set_rollback(True)

    same()


def kept(who: dict[str, Person]) -> dict[tuple[str, str], Any]:
    names = {person.pk: name for name, person in who.items()}
    rows = Payment.objects.order_by("pk").values_list("person_id", "what", "standing")
    return {(names[person], what): Standing(standing).value for person, what, standing in rows}
