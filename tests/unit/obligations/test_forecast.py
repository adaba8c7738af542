"""What is owed when: each sentence of the engine's page, on a small history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from huigong.obligations.forecast.forecasting import forecast
from huigong.obligations.forecast.history import Anchoring, Excuse, History, Proof, Standing
from huigong.obligations.forecast.states import Forecast, State, Why
from huigong.obligations.forecast.terms import (
    CountedFrom,
    Effect,
    Missed,
    OnChange,
    Span,
    Terms,
    Versions,
)
from tests.each import each

LONG_AGO = date(2000, 1, 1)
YEARLY = Terms(every=Span(12), opens=Span(1), grace=Span(days=10))
MONTHLY = Terms(every=Span(1), grace=Span(days=5), missed=Missed.EACH, horizon=0)


def anchored(day: date, *, said_on: date | None = None, anchor: str = "issued") -> Anchoring:
    return Anchoring(said_on or day, anchor, day)


def on(day: date, terms: Terms, *events: object, changed: tuple[date, Terms] | None = None) -> Forecast:
    versions = Versions(((LONG_AGO, terms), *([changed] if changed else [])))
    kinds = (Anchoring, Standing, Proof, Excuse)
    return forecast(
        versions, History.of(*([each for each in events if isinstance(each, kind)] for kind in kinds)), day
    )


def states(told: Forecast) -> list[tuple[int, date, str]]:
    return [(each.key.ordinal, each.due_on, each.state.value) for each in told.occurrences]


ISSUED = anchored(date(2026, 3, 10))


@each(
    "day, state",
    [
        (date(2026, 12, 1), None),  # further ahead than anybody looks
        (date(2026, 12, 10), State.EXPECTED),
        (date(2027, 2, 9), State.EXPECTED),
        (date(2027, 2, 10), State.OPEN),
        (date(2027, 3, 9), State.OPEN),
        (date(2027, 3, 10), State.DUE),
        (date(2027, 3, 11), State.OVERDUE),
        (date(2027, 3, 20), State.OVERDUE),
        (date(2027, 3, 21), State.LAPSED),
        (date(2031, 1, 1), State.LAPSED),
    ],
)
def test_it_opens_falls_due_and_lapses(day: date, state: State | None) -> None:
    told = on(day, YEARLY, ISSUED)
    assert [each.state for each in told.occurrences] == ([state] if state else [])


def test_done_in_time_the_next_one_follows_the_plan() -> None:
    told = on(date(2028, 2, 1), YEARLY, ISSUED, Proof(date(2027, 2, 20), "check"))
    assert states(told) == [
        (1, date(2027, 3, 10), "done_in_time"),
        (2, date(2028, 3, 10), "expected"),
    ]


def test_done_within_the_grace_it_is_late() -> None:
    told = on(date(2027, 4, 1), YEARLY, ISSUED, Proof(date(2027, 3, 15), "check"))
    assert states(told) == [(1, date(2027, 3, 10), "done_late")]


def test_late_proof_closes_what_has_lapsed() -> None:
    lapsed = on(date(2027, 6, 1), YEARLY, ISSUED)
    late = on(date(2027, 6, 1), YEARLY, ISSUED, Proof(date(2027, 6, 1), "check"))
    assert states(lapsed) == [(1, date(2027, 3, 10), "lapsed")]
    assert states(late) == [(1, date(2027, 3, 10), "done_late")]


def test_months_end_on_their_last_day_and_keep_the_day_of_the_anchor() -> None:
    told = on(date(2028, 5, 31), MONTHLY, anchored(date(2027, 12, 31)))
    days = [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30), date(2028, 5, 31)]
    assert [each.due_on for each in told.occurrences] == days


def test_a_window_of_a_month_opens_as_the_rules_count_it() -> None:
    """`月后(判定日期, 1) >= 到期日` first holds on 1 March for the 31st, and on 28 January for 28 February."""
    assert Span(1).before(date(2026, 3, 31)) == date(2026, 3, 1)
    assert Span(1).before(date(2026, 2, 28)) == date(2026, 1, 28)
    assert Span(days=30).before(date(2026, 3, 31)) == date(2026, 3, 1)


def test_each_missed_one_is_owed_and_proofs_close_the_oldest() -> None:
    told = on(date(2026, 4, 20), MONTHLY, anchored(date(2026, 1, 10)), Proof(date(2026, 4, 12), "visit"))
    assert states(told) == [
        (1, date(2026, 2, 10), "done_late"),
        (2, date(2026, 3, 10), "lapsed"),
        (3, date(2026, 4, 10), "lapsed"),
        (4, date(2026, 5, 10), "open"),
    ]


def test_of_the_latest_those_before_are_missed_for_good() -> None:
    told = on(
        date(2026, 4, 20), replace(MONTHLY, missed=Missed.LATEST), anchored(date(2026, 1, 10)),
        Proof(date(2026, 3, 20), "visit"),
    )  # fmt: skip
    assert states(told) == [
        (1, date(2026, 2, 10), "lapsed"),
        (2, date(2026, 3, 10), "lapsed"),
        (3, date(2026, 4, 10), "done_in_time"),
        (4, date(2026, 5, 10), "open"),
    ]
    assert [each.why for each in told.occurrences] == [Why.SUPERSEDED, Why.SUPERSEDED, Why.NONE, Why.NONE]


def test_with_one_open_the_plan_goes_on_after_the_day_it_was_done() -> None:
    told = on(date(2029, 1, 1), YEARLY, ISSUED, Proof(date(2028, 12, 31), "check"))
    assert states(told) == [(1, date(2027, 3, 10), "done_late"), (3, date(2029, 3, 10), "expected")]


def test_counted_from_the_last_time() -> None:
    terms = replace(YEARLY, counted_from=CountedFrom.LAST_DONE)
    told = on(date(2028, 1, 1), terms, ISSUED, Proof(date(2027, 2, 20), "check"))
    assert states(told) == [(1, date(2027, 3, 10), "done_in_time"), (2, date(2028, 2, 20), "expected")]


@each("done, following", [(date(2027, 3, 15), date(2028, 3, 10)), (date(2027, 3, 21), date(2028, 3, 21))])
def test_counted_anew_only_after_it_had_lapsed(done: date, following: date) -> None:
    """R03: the years of residence count anew from the day on which a lapsed endorsement was caught up."""
    terms = replace(YEARLY, counted_from=CountedFrom.LATE_DONE)
    told = on(date(2028, 3, 1), terms, ISSUED, Proof(done, "endorsed"))
    assert told.occurrences[-1].due_on == following


def test_what_is_owed_once_is_over_when_done() -> None:
    terms = Terms(every=None, first=Span(days=30))
    assert states(on(date(2026, 3, 20), terms, ISSUED)) == [(1, date(2026, 4, 9), "open")]
    told = on(date(2030, 1, 1), terms, ISSUED, Proof(date(2026, 3, 20), "trained"))
    assert states(told) == [(1, date(2026, 4, 9), "done_in_time")]
    assert told.next_change_on is None


def test_what_was_done_once_is_not_owed_again_by_later_terms() -> None:
    terms = Terms(every=None, first=Span(days=30))
    changed = Versions(((date(2015, 1, 1), terms), (date(2027, 1, 1), replace(terms, grace=Span(days=5)))))
    for versions in (changed, Versions(((date(2015, 1, 1), MONTHLY), (date(2027, 1, 1), terms)))):
        history = History(frozenset({ISSUED}), proofs=frozenset({Proof(date(2026, 3, 20), "trained")}))
        told = forecast(versions, history, date(2030, 1, 1))
        assert all(each.due_on < date(2027, 2, 1) for each in told.occurrences)
        assert told.next_change_on is None


def test_what_was_excused_ahead_is_excused_once_and_shown_once() -> None:
    """Of two excuses for the same week the second has nothing left to excuse, while an older one is still owed."""
    weekly, day = replace(MONTHLY, every=Span(days=7), grace=Span(), horizon=30), date(2026, 3, 25)
    until = date(2026, 3, 31)
    told = on(day, weekly, ISSUED, Excuse(day, "a", until), Excuse(day, "b", until))
    assert {each.by for each in told.occurrences if each.state is State.EXCUSED} == {"a"}
    assert told.refused == {"b": "nothing_due"}
    assert len({each.key for each in told.occurrences}) == len(told.occurrences)


def test_a_proof_that_does_not_count_says_why() -> None:
    told = on(
        date(2027, 2, 20), YEARLY, ISSUED, Proof(date(2027, 2, 9), "early"), Proof(date(2027, 2, 12), "failed", "不合格"),
        Proof(date(2027, 2, 15), "good"), Proof(date(2027, 2, 16), "again"), Proof(date(2027, 2, 28), "to come"),
    )  # fmt: skip
    assert told.refused == {
        "early": "too_early",
        "failed": "不合格",
        "again": "too_early",
        "to come": "to_come",
    }
    assert told.occurrences[0].by == "good"


def test_one_proof_closes_one_occurrence_of_the_oldest_anchor() -> None:
    told = on(
        date(2026, 6, 1), Terms(every=None, first=Span(1)), anchored(date(2026, 4, 1), anchor="b"),
        anchored(date(2026, 3, 1), anchor="c"), Proof(date(2026, 4, 10), "sheet"), Proof(date(2026, 4, 10), "sheet"),
    )  # fmt: skip
    assert [(each.key.anchor, each.state) for each in told.occurrences] == [
        ("b", State.LAPSED),
        ("c", State.DONE_LATE),
    ]


def test_while_unknown_the_duty_is_not_raised_but_the_question() -> None:
    terms = replace(YEARLY, conditional=True)
    told = on(
        date(2027, 6, 1), terms, ISSUED, Standing(date(2026, 3, 10), True), Standing(date(2027, 3, 1), None)
    )
    assert states(told) == [(1, date(2027, 3, 10), "to_find_out")]


def test_who_turns_out_to_have_owed_it_is_late_only_from_then_on() -> None:
    terms = replace(YEARLY, conditional=True)
    history = (ISSUED, Standing(date(2026, 3, 10), True), Standing(date(2027, 3, 1), None))
    told = on(date(2027, 6, 5), terms, *history, Standing(date(2027, 6, 1), True))
    assert (told.occurrences[0].state, told.occurrences[0].late_after) == (State.OVERDUE, date(2027, 6, 1))


def test_when_while_ends_what_is_open_is_withdrawn_and_what_lapsed_stays() -> None:
    terms = replace(MONTHLY, conditional=True)
    told = on(
        date(2026, 9, 1), terms, anchored(date(2026, 1, 10)), Standing(date(2026, 1, 10), True),
        Standing(date(2026, 3, 12), False), Proof(date(2026, 3, 20), "after"),
    )  # fmt: skip
    assert states(told) == [
        (1, date(2026, 2, 10), "lapsed"),
        (2, date(2026, 3, 10), "withdrawn"),
        (3, date(2026, 4, 10), "withdrawn"),
    ]
    assert told.refused == {"after": "not_owed"}
    assert told.next_change_on is None


def test_what_fell_due_while_it_was_not_owed_is_never_asked_for() -> None:
    terms = replace(MONTHLY, conditional=True)
    told = on(
        date(2026, 9, 5), terms, anchored(date(2026, 1, 10)), Standing(date(2026, 1, 10), False),
        Standing(date(2026, 8, 20), True),
    )  # fmt: skip
    assert states(told) == [(8, date(2026, 9, 10), "open")]


def test_an_annulled_anchor_withdraws_what_was_not_done() -> None:
    told = on(
        date(2026, 5, 1), MONTHLY, anchored(date(2026, 1, 10)), Proof(date(2026, 2, 10), "visit"),
        Anchoring(date(2026, 4, 1), "issued", None),
    )  # fmt: skip
    assert [(each.state, each.why) for each in told.occurrences] == [
        (State.DONE_IN_TIME, Why.NONE),
        (State.WITHDRAWN, Why.ANNULLED),
        (State.WITHDRAWN, Why.ANNULLED),
    ]


def test_a_moved_anchor_moves_what_is_open_and_lateness_counts_from_the_correction() -> None:
    moved = anchored(date(2026, 1, 2), said_on=date(2027, 2, 20))
    told = on(date(2027, 2, 25), YEARLY, ISSUED, moved)
    assert [(each.due_on, each.late_after, each.state) for each in told.occurrences] == [
        (date(2027, 1, 2), date(2027, 2, 20), State.OVERDUE)
    ]
    assert on(date(2027, 2, 20), YEARLY, ISSUED, moved).occurrences[0].state is State.DUE


def test_what_was_done_keeps_its_judgement() -> None:
    moved = anchored(date(2026, 1, 2), said_on=date(2027, 6, 1))
    told = on(date(2027, 6, 1), YEARLY, ISSUED, Proof(date(2027, 3, 9), "check"), moved)
    assert states(told)[0] == (1, date(2027, 3, 10), "done_in_time")


@each("effect, following", [(Effect.SKIP, date(2028, 3, 10)), (Effect.SHIFT, date(2027, 5, 20))])
def test_an_excuse_ends_what_falls_due_in_its_time(effect: Effect, following: date) -> None:
    terms = replace(YEARLY, effect=effect, horizon=400)
    told = on(date(2027, 3, 12), terms, ISSUED, Excuse(date(2027, 3, 1), "repair", date(2027, 5, 20)))
    assert [each.state for each in told.occurrences] == [State.EXCUSED, State.EXPECTED]
    assert told.occurrences[1].due_on == following


def test_an_excuse_in_which_nothing_falls_due_does_not_count() -> None:
    told = on(date(2026, 6, 1), YEARLY, ISSUED, Excuse(date(2026, 5, 1), "ill", date(2026, 5, 20)))
    assert told.refused == {"ill": "nothing_due"}


@each(
    "on_change, told_of",
    [
        (OnChange.KEEP, [(1, date(2027, 3, 10), "open"), (2, date(2027, 9, 10), "expected")]),
        (
            OnChange.MOVE,
            [
                (1, date(2026, 9, 10), "due"),
                (2, date(2027, 3, 10), "open"),
                (3, date(2027, 9, 10), "expected"),
            ],
        ),
        (OnChange.DROP, [(1, date(2027, 3, 10), "withdrawn"), (2, date(2027, 9, 10), "expected")]),
    ],
)
def test_new_terms_do_to_what_is_open_what_they_say(on_change: OnChange, told_of: list[object]) -> None:
    """From a year to half a year, while the check of the year is open."""
    terms = replace(YEARLY, missed=Missed.EACH, horizon=300)
    half = replace(terms, every=Span(6), on_change=on_change)
    day = date(2027, 2, 15)
    assert states(on(day, terms, ISSUED, changed=(day, half))) == told_of


def test_what_was_done_under_old_terms_stays() -> None:
    half = replace(YEARLY, every=Span(6), horizon=300)
    told = on(
        date(2027, 5, 1), YEARLY, ISSUED, Proof(date(2027, 3, 1), "check"), changed=(date(2027, 4, 1), half)
    )
    assert states(told) == [(1, date(2027, 3, 10), "done_in_time"), (2, date(2027, 9, 10), "expected")]


def test_said_late_nobody_is_late_before_it_was_said() -> None:
    told = on(date(2027, 6, 1), YEARLY, anchored(date(2026, 3, 10), said_on=date(2027, 6, 1)))
    assert told.occurrences[0].state is State.DUE


def test_nothing_is_known_before_it_was_said() -> None:
    told = on(date(2027, 3, 1), YEARLY, anchored(date(2026, 3, 10), said_on=date(2027, 6, 1)))
    assert (told.occurrences, told.next_change_on) == ((), date(2027, 6, 1))


def test_it_says_when_it_changes_by_itself() -> None:
    changes, day = [], date(2026, 12, 1)
    while (told := on(day, YEARLY, ISSUED)).next_change_on:
        day = told.next_change_on
        changes.append(day)
    assert changes == [
        date(2026, 12, 10),
        date(2027, 2, 10),
        date(2027, 3, 10),
        date(2027, 3, 11),
        date(2027, 3, 21),
    ]
    assert day + timedelta(days=1) > date(2027, 3, 21)
