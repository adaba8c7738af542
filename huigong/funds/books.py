"""Moving money between the books of lines: each move is a posting, and the database adds it to the balance."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import BigIntegerField, CharField, DateTimeField, F, QuerySet, Value

from huigong.funds.models import Balance, FundLine, Payment, Posting
from huigong.funds.terms import Book, Reason
from huigong.kernel.errors import Conflict
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import say

_COLUMNS = ("line_id", "payment_id", "taken_from", "put_into", "amount", "reason", "about", "at", "by")


@dataclass(frozen=True)
class Entry:
    """Why, about what, when and by whom something is posted."""

    reason: Reason
    at: datetime
    by: str
    about: str = ""


def move(line: FundLine, amount: int, taken_from: Book, put_into: Book, *, entry: Entry) -> None:
    """Takes fen out of one book of a line and puts them into another; nothing where `amount` is 0.

    Raises `DomainError` (`fund.not_enough`) where the book has not as much.
    """
    if not amount:
        return
    require_enough(line, amount, taken_from)
    posting = Posting(
        line=line,
        taken_from=taken_from.value,
        put_into=put_into.value,
        amount=amount,
        reason=entry.reason.value,
        about=entry.about,
        at=entry.at,
        by=entry.by,
    )
    with refused_by_the_books():
        posting.save(force_insert=True)


def move_payment(payment: Payment, amount: int, taken_from: Book, put_into: Book, *, entry: Entry) -> None:
    """As `move`, of a part of one payment."""
    with refused_by_the_books():
        Posting.objects.create(
            line_id=payment.line_id,
            payment=payment,
            taken_from=taken_from.value,
            put_into=put_into.value,
            amount=amount,
            reason=entry.reason.value,
            about=entry.about,
            at=entry.at,
            by=entry.by,
        )


def move_payments(
    payments: QuerySet[Payment],
    taken_from: Book,
    put_into: Book,
    *,
    entry: Entry,
    line: FundLine | None = None,
) -> int:
    """Moves what each of these payments still holds, all by one statement; how many. `line` is another line than theirs.

    Raises `DomainError` (`fund.not_enough`) where a book has not as much.
    """
    if taken_from is put_into:
        return 0
    of_line = F("line_id") if line is None else Value(line.pk, BigIntegerField())
    rows = (
        payments.order_by()
        .filter(amount__gt=F("recovered"))
        .annotate(
            in_line=of_line,
            out_of=_text(taken_from.value),
            into=_text(put_into.value),
            holds=F("amount") - F("recovered"),
            why=_text(entry.reason.value),
            told=_text(entry.about),
            moment=Value(entry.at, DateTimeField()),
            actor=_text(entry.by),
        )
        .values_list("in_line", "pk", "out_of", "into", "holds", "why", "told", "moment", "actor")
    )
    query, given = rows.query.sql_with_params()
    columns = ", ".join(f'"{column}"' for column in _COLUMNS)
    with refused_by_the_books(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO funds_posting ({columns}) {query}", given)
        return int(cursor.rowcount)


def _text(value: str) -> Value:
    return Value(value, CharField())


@contextmanager
def refused_by_the_books() -> Iterator[None]:
    """Within it, a posting that would take a book below zero is refused in words: the last word is the database's."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "no_book_is_below_zero" not in str(error):
            raise
        raise not_enough() from error


def require_enough(line: FundLine, amount: int, book: Book = Book.FREE) -> None:
    """Raises `DomainError` (`fund.not_enough`) with what is left. The caller holds the line, so what is read is what stands."""
    if book is Book.GRANTED:
        return
    left = Balance.objects.values_list(book.value, flat=True).get(pk=line.pk)
    if left < amount:
        raise not_enough(book, left=left, wanted=amount)


def not_enough(book: Book = Book.FREE, *, left: int | None = None, wanted: int = 0) -> Conflict:
    """Says what is left, where that is known."""
    return Conflict(
        code="fund.not_enough",
        about="amount",
        what="这个资金项目的钱不够",
        why=""
        if left is None
        else say(
            "{book}还有{left}，要用{wanted}",
            book=book.label,
            left=format_yuan(Fen(left)),
            wanted=format_yuan(Fen(wanted)),
        ),
        do="请少付一些，或者先申请追加、调剂",
    )
