"""The words of money: where it stands in a line, what a payment goes through, what a bank says of it.

A line's money stands in books. Every posting takes an amount out of one book and puts it into another, so the books of a
line always add up to what was granted.
"""

from __future__ import annotations

from collections.abc import Mapping

from huigong.kernel.labelled import Labelled


class Nature(Labelled):
    """An appropriation is the authority to spend up to a ceiling; trust money is other people's and has none."""

    APPROPRIATION = "appropriation", "财政资金"
    TRUST = "trust", "代管资金"


class Book(Labelled):
    """Where money of a line stands. `GRANTED` is where it came from: what the others hold together."""

    GRANTED = "granted", "下达"
    FREE = "free", "可用"
    RESERVED = "reserved", "预留"
    COMMITTED = "committed", "待付"
    ORDERED = "ordered", "已制单"
    SENT = "sent", "在途"
    UNCLEAR = "unclear", "待查"
    PAID = "paid", "已付"


class Standing(Labelled):
    """How far a payment is. `RETURNED` may be ordered again; `UNCLEAR` may not before the bank has said what became of it."""

    RESERVED = "reserved", "已预留"
    COMMITTED = "committed", "已核准"
    ORDERED = "ordered", "已列入批次"
    SENT = "sent", "已送银行"
    CREDITED = "credited", "已到账"
    RETURNED = "returned", "被退回"
    UNCLEAR = "unclear", "结果不明"
    RELEASED = "released", "已取消"


class Outcome(Labelled):
    """What became of one attempt, as far as it is known. `DROPPED`: its batch never went to the bank."""

    OPEN = "open", "没有结果"
    CREDITED = "credited", "银行已入账"
    RETURNED = "returned", "银行已退回"
    UNCLEAR = "unclear", "银行结果不明"
    DROPPED = "dropped", "没有送出"


class Reason(Labelled):
    """Why money went from one book to another."""

    GRANT = "grant", "下达资金"
    WITHDRAWAL = "withdrawal", "收回资金"
    DEPOSIT = "deposit", "收到押金"
    TRANSFER = "transfer", "资金调剂"
    RESERVE = "reserve", "预留"
    RELEASE = "release", "取消预留"
    COMMIT = "commit", "核准付款"
    ORDER = "order", "列入批次"
    DROP = "drop", "批次作废"
    SEND = "send", "送银行"
    RESULT = "result", "银行结果"
    RECOVERY = "recovery", "收回已付"
    CARRY = "carry", "结转下年"
    LAPSE = "lapse", "年终收回"


BOOK_OF: Mapping[Standing, Book] = {
    Standing.RESERVED: Book.RESERVED,
    Standing.COMMITTED: Book.COMMITTED,
    Standing.ORDERED: Book.ORDERED,
    Standing.SENT: Book.SENT,
    Standing.CREDITED: Book.PAID,
    Standing.RETURNED: Book.COMMITTED,
    Standing.UNCLEAR: Book.UNCLEAR,
    Standing.RELEASED: Book.FREE,
}
"""Where the money of a payment stands. What came back is still owed, until somebody releases it."""

MOVES: Mapping[Standing, frozenset[Standing]] = {
    Standing.RESERVED: frozenset({Standing.COMMITTED, Standing.RELEASED}),
    Standing.COMMITTED: frozenset(
        {Standing.ORDERED, Standing.RELEASED, Standing.CREDITED, Standing.RETURNED, Standing.UNCLEAR}
    ),
    Standing.ORDERED: frozenset({Standing.SENT, Standing.COMMITTED}),
    Standing.SENT: frozenset({Standing.CREDITED, Standing.RETURNED, Standing.UNCLEAR}),
    Standing.CREDITED: frozenset({Standing.RETURNED, Standing.UNCLEAR}),
    Standing.RETURNED: frozenset({Standing.ORDERED, Standing.RELEASED, Standing.CREDITED, Standing.UNCLEAR}),
    Standing.UNCLEAR: frozenset({Standing.CREDITED, Standing.RETURNED}),
    Standing.RELEASED: frozenset(),
}
"""From where a payment may go where. A bank takes a credit back, or says so of what it had returned or should never have had."""

AFTER: Mapping[Outcome, Standing] = {
    Outcome.OPEN: Standing.SENT,
    Outcome.CREDITED: Standing.CREDITED,
    Outcome.RETURNED: Standing.RETURNED,
    Outcome.UNCLEAR: Standing.UNCLEAR,
}
"""How far a payment is once its last attempt has come to this."""
OPEN_YEAR_END = (Standing.ORDERED, Standing.SENT, Standing.UNCLEAR)
"""What has to be settled before a year is closed: nobody knows yet whose year it belongs to."""
CARRIED = (Standing.RESERVED, Standing.COMMITTED, Standing.RETURNED)
"""What is owed and not under way: it goes with its money into the next year."""
