"""What an attempt comes to, and the second reckoning of the books: pure values, any order."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.funds.journal import Posted, Stands, balances, faults
from huigong.funds.settling import Told, settled
from huigong.funds.terms import AFTER, BOOK_OF, MOVES, Book, Outcome, Standing
from tests.each import each
from tests.effort import examples

FIRST, SECOND = date(2026, 11, 27), date(2026, 11, 28)
C, R, U = Outcome.CREDITED, Outcome.RETURNED, Outcome.UNCLEAR
told = st.builds(Told, st.sampled_from([FIRST, SECOND]), st.sampled_from([C, R, U]))


@each(
    "lines, outcome",
    [
        ((), Outcome.OPEN),
        (((FIRST, C),), C),
        (((FIRST, U),), U),
        (((FIRST, U), (FIRST, R)), R),  # what is not known is no news
        (((SECOND, U), (FIRST, C)), C),
        (((FIRST, C), (SECOND, R)), R),  # a credit that was taken back
        (((FIRST, R), (SECOND, C)), C),
        (((FIRST, C), (FIRST, R)), U),  # both of one day
        (((FIRST, C), (FIRST, C)), C),
    ],
)
def test_the_newest_day_counts_and_what_contradicts_itself_is_unclear(
    lines: tuple[tuple[date, Outcome], ...], outcome: Outcome
) -> None:
    assert settled(Told(*line) for line in lines) is outcome


@each(
    "heard, outcome",
    [
        ((SECOND, C, (FIRST, R, False)), C),  # whatever the days, the bank's own file outweighs it
        ((FIRST, C, (SECOND, R, False)), C),
        ((FIRST, U, (FIRST, R, False)), R),  # the bank's file does not know
    ],
)
def test_what_an_official_heard_counts_only_where_the_bank_says_nothing_certain(
    heard: tuple[date, Outcome, tuple[date, Outcome, bool]], outcome: Outcome
) -> None:
    on, said, official = heard
    assert settled([Told(on, said), Told(*official)]) is outcome


def test_a_bank_that_contradicts_itself_is_settled_by_who_asks_it_afterwards() -> None:
    both = [Told(SECOND, C), Told(SECOND, R)]
    assert settled([*both, Told(FIRST, R, by_bank=False)]) is U
    assert settled([*both, Told(SECOND, R, by_bank=False)]) is R


@settings(max_examples=examples(60, release=500))
@given(st.lists(told, max_size=6), st.randoms())
def test_neither_the_order_nor_saying_it_twice_changes_what_it_comes_to(
    lines: list[Told], random: object
) -> None:
    shuffled = [*lines, *lines]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert settled(shuffled) is settled(lines)


def test_whatever_a_bank_says_a_payment_can_go_there_from_wherever_it_said_before() -> None:
    known = [AFTER[outcome] for outcome in (C, R, U)]
    for before in known:
        for after in known:
            assert before is after or after in MOVES[before] or before is Standing.UNCLEAR
    assert MOVES[Standing.UNCLEAR] == {Standing.CREDITED, Standing.RETURNED}, "no second attempt"
    assert Standing.ORDERED not in MOVES[Standing.SENT]
    assert set(BOOK_OF) == set(Standing)


def test_the_second_reckoning_sees_a_wrong_balance_a_lost_payment_and_money_in_the_wrong_book() -> None:
    journal = [
        Posted(1, Book.GRANTED, Book.FREE, 100),
        Posted(1, Book.FREE, Book.RESERVED, 60, payment=7),
    ]
    right = balances(journal)
    rows = {7: Stands(1, 60, Standing.RESERVED)}
    assert right[1][Book.GRANTED] == 100
    assert faults(journal, right, rows) == ()
    assert len(faults(journal, {1: {**right[1], Book.FREE: 41}}, rows)) == 2
    assert faults(journal, right, {7: Stands(1, 60, Standing.SENT)}) == ("付款7的钱不在它应在的地方",)
    assert faults(journal, right, {7: Stands(1, 61, Standing.RESERVED)})
    assert faults(journal, right, {}) == ("流水里有付款7，付款里没有",)
    assert faults(journal, {}, rows)
