"""What banks have said, put into the books: each attempt is settled from all that was said of it, whenever it came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huigong.funds import books
from huigong.funds.books import Entry
from huigong.funds.models import Attempt, Payment, ReturnLine
from huigong.funds.settling import Told, settled
from huigong.funds.terms import AFTER, BOOK_OF, MOVES, Outcome, Reason, Standing

_AT_ONCE = 5_000  # values of one query; SQLite takes 32,766
_IDLE = (
    Standing.COMMITTED,
    Standing.RETURNED,
)  # nothing is under way, so what a bank says of an earlier attempt counts


@dataclass(frozen=True)
class _Change:
    """What attempts have in common of which more is known now; `on` is the day of the money, where it is there."""

    standing: Standing
    after: Outcome
    on: date | None


def book_results(attempts: Collection[int], *, by: str, now: datetime, about: str) -> frozenset[int]:
    """Settles these attempts, whose lines the caller holds, and moves their payments and money accordingly.

    Returns the keys of those that could not be booked: a later attempt was begun, or the payment given up, on the strength
    of what the bank said before, or money of it was paid back already. Somebody has to look at them (`disputes`); nothing
    of theirs is changed.
    """
    changes, late = defaultdict[_Change, dict[int, int]](dict), set[int]()
    for chunk in _chunks(sorted(attempts)):
        for key, payment, change in _changed(chunk):
            if payment is None:
                late.add(key)
            else:
                changes[change][key] = payment
    entry = Entry(Reason.RESULT, now, by, about=about)
    for change, payments in changes.items():
        for chunk in _chunks(sorted(payments)):
            _book(change, {key: payments[key] for key in chunk}, entry)
    return frozenset(late)


def _changed(keys: Sequence[int]) -> Iterator[tuple[int, int | None, _Change]]:
    """Those of these attempts of which more is known now: key, the payment or None where it cannot be booked, and what changed."""
    told = defaultdict[int, list[Told]](list)
    lines = ReturnLine.objects.filter(attempt__in=keys).order_by()
    for key, on, outcome, file in lines.values_list("attempt_id", "on", "outcome", "file_id"):
        told[key].append(Told(on, Outcome(outcome), by_bank=file is not None))
    columns = ("pk", "outcome", "payment_id", "payment__standing", "payment__recovered")
    listed = Attempt.objects.filter(pk__in=keys).order_by("pk").values_list(*columns)
    seen = set[int]()
    for key, before, payment, standing, recovered in listed:
        after = settled(told[key])
        if after != before:
            days = [line.on for line in told[key] if line.outcome is after is Outcome.CREDITED]
            change = _Change(Standing(standing), after, max(days, default=None))
            fits = _fits(Outcome(before), change) and not recovered and payment not in seen
            seen.add(payment)
            yield key, payment if fits else None, change


def _fits(before: Outcome, change: _Change) -> bool:
    """Whether the payment is where this attempt had brought it, or waits for another attempt that has not begun."""
    past = before in (Outcome.RETURNED, Outcome.DROPPED)
    return change.standing in _IDLE if past else change.standing is AFTER[before]


def _book(change: _Change, payments: dict[int, int], entry: Entry) -> None:
    """The attempts and their payments, and the money from one book to another: a statement each.

    Raises `RuntimeError` where a payment does not stand where its attempt does.
    """
    before, after = change.standing, AFTER[change.after]
    Attempt.objects.filter(pk__in=payments).update(outcome=change.after.value)
    rows = Payment.objects.filter(pk__in=payments.values(), standing=before.value)
    books.move_payments(rows, BOOK_OF[before], BOOK_OF[after], entry=entry)
    moved = rows.update(standing=after.value, credited_on=change.on)
    if moved != len(payments) or after not in {before, *MOVES[before]}:
        raise RuntimeError(f"payments that are {before} cannot become {after}")


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(values), _AT_ONCE):
        yield values[first : first + _AT_ONCE]
