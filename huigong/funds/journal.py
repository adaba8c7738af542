"""The journal as values, and the check that works it all out again, apart from the code that keeps the balances.

faults(postings, balances, payments)      # () where the books are right
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from huigong.funds.terms import BOOK_OF, Book, Standing

Books = Mapping[Book, int]


@dataclass(frozen=True)
class Posted:
    """`amount` (fen, above zero) went out of one book of a line into another; `payment` where it belongs to one."""

    line: int
    out_of: Book
    into: Book
    amount: int
    payment: int | None = None


@dataclass(frozen=True)
class Stands:
    """A payment as it is kept: its line, amount in fen, how far it is, and how much of it came back from the payee."""

    line: int
    amount: int
    standing: Standing
    recovered: int = 0


def balances(postings: Iterable[Posted]) -> dict[int, dict[Book, int]]:
    """Line → what stands in each book, in fen. What was granted counts up with what came from there."""
    lines: dict[int, dict[Book, int]] = defaultdict(lambda: dict.fromkeys(Book, 0))
    for posted in postings:
        books = lines[posted.line]
        books[posted.out_of] += posted.amount if posted.out_of is Book.GRANTED else -posted.amount
        books[posted.into] += -posted.amount if posted.into is Book.GRANTED else posted.amount
    return dict(lines)


def faults(
    postings: Iterable[Posted], kept: Mapping[int, Books], payments: Mapping[int, Stands]
) -> tuple[str, ...]:
    """What differs between the journal, the balances that are kept and the payments, in words; nothing where all agree."""
    journal = list(postings)
    return (
        *_of_lines(balances(journal), kept),
        *_of_payments(journal, payments),
    )


def _of_lines(worked_out: Mapping[int, Books], kept: Mapping[int, Books]) -> Iterator[str]:
    nothing = dict.fromkeys(Book, 0)
    for line in sorted({*worked_out, *kept}):
        told, booked = kept.get(line, nothing), worked_out.get(line, nothing)
        for book in Book:
            if told[book] != booked[book]:
                yield f"资金项目{line}的{book.label}是{told[book]}分，流水合计是{booked[book]}分"
            if told[book] < 0:
                yield f"资金项目{line}的{book.label}小于零"
        if sum(told.values()) != 2 * told[Book.GRANTED]:
            yield f"资金项目{line}的各项合计与下达不等"


def _of_payments(journal: Iterable[Posted], payments: Mapping[int, Stands]) -> Iterator[str]:
    """The money of a payment stands where the payment is, whole, in the line that it belongs to now, and nowhere else."""
    of: dict[int, dict[tuple[int, Book], int]] = defaultdict(lambda: defaultdict(int))
    for posted in journal:
        if posted.payment is not None:
            of[posted.payment][posted.line, posted.out_of] -= posted.amount
            of[posted.payment][posted.line, posted.into] += posted.amount
    for key in sorted({*of, *payments}):
        row = payments.get(key)
        if row is None:
            yield f"流水里有付款{key}，付款里没有"
            continue
        here, left = (row.line, BOOK_OF[row.standing]), row.amount - row.recovered
        outside = (Book.FREE, Book.GRANTED)
        standing = {place: sum_ for place, sum_ in of[key].items() if sum_ and place[1] not in outside}
        right = {} if here[1] in outside or not left else {here: left}
        if standing != right:
            yield f"付款{key}的钱不在它应在的地方"
