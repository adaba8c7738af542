"""What becomes of a fund's money, worked out from what happened: no database, the same rules.

    played(fund, [Event(on, Act.GRANT, amount=100_00), Event(on, Act.RESERVE, "甲", "焊工初级", 30_00)])

It is what stories of the packs are held against, and what the actions are compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huigong.funds.declared import Fund, period
from huigong.funds.journal import Posted, balances
from huigong.funds.settling import Told, settled
from huigong.funds.terms import AFTER, BOOK_OF, Book, Nature, Outcome, Standing

_LINE = 1
_WAITING = (Standing.RESERVED, Standing.COMMITTED, Standing.RETURNED)
_WITH_THE_BANK = (Standing.SENT, Standing.UNCLEAR, Standing.CREDITED, Standing.RETURNED)


class Act(StrEnum):
    """What may happen. `PAY` approves, orders and sends all that waits."""

    GRANT = "grant"
    DEPOSIT = "deposit"
    RESERVE = "reserve"
    RELEASE = "release"
    PAY = "pay"
    CREDITED = "credited"
    RETURNED = "returned"
    UNCLEAR = "unclear"
    RECOVER = "recover"


@dataclass(frozen=True)
class Event:
    """What happened on a day, to whom and for what, with how many fen; 0 is what the law states."""

    on: date
    do: Act
    who: str = ""
    what: str = ""
    amount: int = 0


@dataclass(frozen=True)
class Played:
    """Fen by book, how far the last payment of each (who, what) is, and by the number of an event, from 1, why it was refused."""

    books: Mapping[Book, int]
    standings: Mapping[tuple[str, str], Standing]
    refused: Mapping[int, str]


class _Refused(Exception):
    """With the code of the error that a person would be told."""


@dataclass
class _Payment:
    who: str
    what: str
    amount: int
    period: str
    standing: Standing = Standing.RESERVED
    attempts: int = 0
    recovered: int = 0
    deposit: _Deposit | None = None
    told: list[Told] = field(default_factory=list)

    @property
    def kept(self) -> int:
        return self.amount - self.recovered

    def is_again(self, other: _Payment) -> bool:
        """Whether the other would be the same once more."""
        same = (self.who, self.what, self.period) == (other.who, other.what, other.period)
        return same and self.standing is not Standing.RELEASED


@dataclass
class _Deposit:
    who: str
    what: str
    amount: int
    claimed: int = 0


def played(fund: Fund, events: Iterable[Event], *, stated: int | None = None) -> Played:
    """What is left after all of these; `stated` is the sum that the law states for the fund, None where it states none."""
    purse, refused = _Purse(fund, stated), dict[int, str]()
    for number, event in enumerate(events, start=1):
        try:
            purse.acts[event.do](event)
        except _Refused as error:
            refused[number] = str(error)
    standings = {(payment.who, payment.what): payment.standing for payment in purse.payments}
    return Played(purse.books, standings, refused)


class _Purse:
    """One line of the fund, as it changes."""

    def __init__(self, fund: Fund, stated: int | None) -> None:
        self.fund, self.stated = fund, stated
        self.payments: list[_Payment] = []
        self.deposits: list[_Deposit] = []
        self._journal: list[Posted] = []
        self.acts: dict[Act, Callable[[Event], None]] = {
            Act.GRANT: self._grant,
            Act.DEPOSIT: self._deposit,
            Act.RESERVE: self._reserve,
            Act.RELEASE: self._release,
            Act.PAY: self._pay,
            Act.RECOVER: self._recover,
            **{
                Act(outcome.value): self._settle
                for outcome in (Outcome.CREDITED, Outcome.RETURNED, Outcome.UNCLEAR)
            },
        }

    @property
    def books(self) -> dict[Book, int]:
        return balances(self._journal).get(_LINE) or dict.fromkeys(Book, 0)

    def _move(self, amount: int, out_of: Book, into: Book) -> None:
        if amount and out_of is not into:
            self._journal.append(Posted(_LINE, out_of, into, amount))

    def _grant(self, event: Event) -> None:
        _require(self.fund.nature is Nature.APPROPRIATION, "fund.trust")
        _require(event.amount > 0, "fund.amount")
        self._move(event.amount, Book.GRANTED, Book.FREE)

    def _deposit(self, event: Event) -> None:
        _require(self.fund.nature is Nature.TRUST, "fund.no_trust")
        amount, what = self._amount(event), self._what(event)
        once = self.fund.once is not None
        held = any(
            (each.who, each.what) == (event.who, what) and each.claimed < each.amount
            for each in self.deposits
        )
        _require(not (once and held), "payment.once")
        self.deposits.append(_Deposit(event.who, what, amount))
        self._move(amount, Book.GRANTED, Book.FREE)

    def _reserve(self, event: Event) -> None:
        amount, what = self._amount(event), self._what(event)
        payment = _Payment(
            event.who, what, amount, period(self.fund.once, event.on) if self.fund.once else ""
        )
        if self.fund.nature is Nature.TRUST:
            payment.deposit = self._claimed(event.who, amount)
        elif self.fund.once is not None:
            _require(not any(each.is_again(payment) for each in self.payments), "payment.once")
        _require(self.books[Book.FREE] >= amount, "fund.not_enough")
        if payment.deposit is not None:
            payment.deposit.claimed += amount
        self.payments.append(payment)
        self._move(amount, Book.FREE, Book.RESERVED)

    def _claimed(self, who: str, amount: int) -> _Deposit:
        """Their last deposit, of which so much can go back."""
        deposit = next((each for each in reversed(self.deposits) if each.who == who), None)
        if deposit is None:
            raise _Refused("deposit.not_found")
        _require(deposit.claimed + amount <= deposit.amount, "deposit.too_much")
        return deposit

    def _release(self, event: Event) -> None:
        payment = self._payment(event)
        _require(payment.standing in _WAITING, "payment.under_way")
        self._to(payment, Standing.RELEASED)
        if payment.deposit is not None:
            payment.deposit.claimed -= payment.amount

    def _pay(self, event: Event) -> None:
        waiting = [payment for payment in self.payments if payment.standing in _WAITING]
        _require(bool(waiting), "batch.empty")
        for payment in waiting:
            payment.attempts += 1
            payment.told = []
            self._to(payment, Standing.SENT)

    def _settle(self, event: Event) -> None:
        payment = self._payment(event)
        _require(payment.attempts > 0 and payment.standing in _WITH_THE_BANK, "return.not_sent")
        payment.told.append(Told(event.on, Outcome(event.do.value)))
        after = AFTER[settled(payment.told)]
        if after is not payment.standing:
            _require(not payment.recovered, "return.later")
            self._to(payment, after)

    def _recover(self, event: Event) -> None:
        payment = self._payment(event)
        _require(payment.standing is Standing.CREDITED, "payment.not_credited")
        _require(0 < event.amount <= payment.kept, "recovery.too_much")
        payment.recovered += event.amount
        if payment.deposit is not None:
            payment.deposit.claimed -= event.amount
        self._move(event.amount, Book.PAID, Book.FREE)

    def _to(self, payment: _Payment, standing: Standing) -> None:
        self._move(payment.kept, BOOK_OF[payment.standing], BOOK_OF[standing])
        payment.standing = standing

    def _payment(self, event: Event) -> _Payment:
        what = self._what(event)
        named = (each for each in reversed(self.payments) if (each.who, each.what) == (event.who, what))
        payment = next(named, None)
        if payment is None:
            raise _Refused("payment.not_found")
        return payment

    def _what(self, event: Event) -> str:
        return self.fund.once.what if self.fund.once and self.fund.once.what else event.what

    def _amount(self, event: Event) -> int:
        amount = event.amount or self.stated or 0
        _require(amount > 0, "fund.amount")
        _require(self.stated is None or amount == self.stated, "fund.other_amount")
        return amount


def _require(holds: bool, code: str) -> None:
    if not holds:
        raise _Refused(code)
