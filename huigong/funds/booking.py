"""What banks have said, put into the books: each attempt is settled from all that was said of it, whenever it came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from huigong.funds import books
from huigong.funds.books import Entry
from huigong.funds.models import Attempt, Payment, ReturnLine
from huigong.funds.settling import Told, settled
from huigong.funds.terms import AFTER, BOOK_OF, MOVES, Outcome, Reason, Standing

_AT_ONCE = 5_000  # values of one query; SQLite takes 32,766


def book_results(attempts: Collection[int], *, by: str, now: datetime, about: str) -> frozenset[int]:
    """Settles these attempts, whose lines the caller holds, and moves their payments and money accordingly.

    Returns the keys of those that could not be booked: a later attempt was begun on the strength of what the bank said
    before, or money of it was paid back already. Somebody has to look at them; nothing of theirs is changed.
    """
    changed, late = dict[Outcome, list[int]](), set[int]()
    for chunk in _chunks(sorted(attempts)):
        for key, outcome, is_free in _new_outcomes(chunk):
            if is_free:
                changed.setdefault(outcome, []).append(key)
            else:
                late.add(key)
    entry = Entry(Reason.RESULT, now, by, about=about)
    for outcome in sorted(changed):
        for chunk in _chunks(changed[outcome]):
            Attempt.objects.filter(pk__in=chunk).update(outcome=outcome.value)
            _move(chunk, outcome, entry)
    return frozenset(late)


def _new_outcomes(keys: Sequence[int]) -> Iterator[tuple[int, Outcome, bool]]:
    """Those of these attempts of which more is known now: key, outcome, and whether it can be booked."""
    told = defaultdict[int, list[Told]](list)
    lines = ReturnLine.objects.filter(attempt__in=keys).order_by()
    for key, on, outcome in lines.values_list("attempt_id", "on", "outcome"):
        told[key].append(Told(on, Outcome(outcome)))
    rows = Attempt.objects.filter(pk__in=keys).order_by("pk")
    listed = rows.values_list("pk", "outcome", "number", "payment__attempt", "payment__recovered")
    for key, before, number, last, recovered in listed:
        after = settled(told[key])
        if after != before:
            yield key, after, number == last and not recovered


def _move(keys: Sequence[int], outcome: Outcome, entry: Entry) -> None:
    """The payments of these attempts, by where they stood: a book at a time, each by one statement."""
    to = AFTER[outcome]
    of_these = Attempt.objects.filter(pk__in=keys).order_by().values("payment_id")
    rows = Payment.objects.filter(pk__in=of_these)
    for before in sorted(
        {*map(Standing, rows.order_by().values_list("standing", flat=True).distinct())} - {to}
    ):
        if to not in MOVES[before]:
            raise RuntimeError(f"a payment that is {before} cannot become {to}")
        _move_from(rows.filter(standing=before.value), before, to, entry)
    if to is Standing.CREDITED:
        _date(keys)


def _move_from(rows: QuerySet[Payment], before: Standing, to: Standing, entry: Entry) -> None:
    books.move_payments(rows, BOOK_OF[before], BOOK_OF[to], entry=entry)
    rows.update(standing=to.value, credited_on=None)


def _date(keys: Sequence[int]) -> None:
    """The day of the bank's newest word, on which the money was there."""
    days = defaultdict[date, list[int]](list)
    newest = dict[int, date]()
    lines = ReturnLine.objects.filter(attempt__in=keys, outcome=Outcome.CREDITED.value).order_by()
    for payment, on in lines.values_list("attempt__payment_id", "on"):
        newest[payment] = max(newest.get(payment, on), on)
    for payment, on in newest.items():
        days[on].append(payment)
    for on, payments in days.items():
        Payment.objects.filter(pk__in=payments).update(credited_on=on)


def _chunks(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(values), _AT_ONCE):
        yield values[first : first + _AT_ONCE]
