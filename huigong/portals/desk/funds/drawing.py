"""How money is drawn: a bar of its books, sums in words, chips of standings."""

from __future__ import annotations

from collections.abc import Mapping

from huigong.funds.browsing import PaymentRow
from huigong.funds.terms import Book, Standing
from huigong.kernel.money import Fen, format_yuan
from huigong.portals.desk.parts.bars import Part, bar

CHIPS = {
    Standing.RESERVED: "info",
    Standing.COMMITTED: "info",
    Standing.ORDERED: "near",
    Standing.SENT: "near",
    Standing.CREDITED: "yes",
    Standing.RETURNED: "late",
    Standing.UNCLEAR: "late",
    Standing.RELEASED: "no",
}
_KINDS = {
    "bar-no": (Book.PAID,),
    "bar-late": (Book.UNCLEAR,),
    "bar-near": (Book.ORDERED, Book.SENT),
    "bar-used": (Book.RESERVED, Book.COMMITTED),
    "bar-yes": (Book.FREE,),
}


def money(fen: int) -> str:
    """Fen in words."""
    return format_yuan(Fen(fen))


def books_bar(books: Mapping[Book, int]) -> tuple[Part, ...]:
    """What was granted, from what is paid to what is left."""
    return bar(*((kind, sum(books[book] for book in of)) for kind, of in _KINDS.items()))


def kind_of(book: Book) -> str:
    """The stretch of the bar in which a book lies; "" for what was granted, which is all of it."""
    return next((kind for kind, of in _KINDS.items() if book in of), "")


def chip(row: PaymentRow) -> str:
    """The chip of a payment's standing."""
    return CHIPS[row.standing]
