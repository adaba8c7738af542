"""What holds of every history: one person equals millions, order of arrival is nothing, and each proof counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huigong.obligations.forecast.columns import forecast_many
from huigong.obligations.forecast.forecasting import forecast
from huigong.obligations.forecast.history import Anchoring, Excuse, History, Proof, Standing
from huigong.obligations.forecast.states import OWED, State
from huigong.obligations.forecast.tables import Tables
from huigong.obligations.forecast.terms import CountedFrom, Effect, Missed, OnChange, Span, Terms, Versions
from tests import effort

BEGIN, END = date(2024, 1, 1), date(2027, 12, 31)
# Ends of months come up often enough to matter, and so do two things on one day.
_OFTEN = [date(2024, 1, 31), date(2024, 2, 29), date(2025, 8, 31), date(2026, 2, 28)]
days = st.one_of(st.dates(BEGIN, END), st.sampled_from(_OFTEN), st.sampled_from(_OFTEN))
spans = st.builds(Span, st.integers(1, 14), st.just(0)) | st.builds(Span, st.just(0), st.integers(7, 400))
windows = (
    st.none()
    | st.builds(Span, st.integers(0, 2), st.just(0))
    | st.builds(Span, st.just(0), st.integers(0, 40))
)


@st.composite
def terms(draw: st.DrawFn, *, conditional: bool | None = None) -> Terms:
    every = draw(st.none() | spans)
    missed = draw(st.sampled_from(Missed))
    plan = every is None or missed is not Missed.ONE_OPEN
    return Terms(
        every=every,
        first=draw(spans if every is None else st.none() | spans),
        opens=draw(windows),
        grace=draw(st.builds(Span, st.integers(0, 1), st.integers(0, 20))),
        counted_from=CountedFrom.PLAN if plan else draw(st.sampled_from(CountedFrom)),
        missed=missed,
        effect=draw(st.sampled_from(Effect)),
        on_change=draw(st.sampled_from(OnChange)),
        conditional=draw(st.booleans()) if conditional is None else conditional,
        horizon=draw(st.sampled_from([0, 30, 90, 400])),
    )


@st.composite
def dated(draw: st.DrawFn, *, conditional: bool | None = None) -> Terms:
    """What is due on the day that its anchor says."""
    return replace(draw(terms(conditional=conditional)), every=None, first=None, dated=True, missed=Missed.ONE_OPEN,
                   counted_from=CountedFrom.PLAN)  # fmt: skip


@st.composite
def versions(draw: st.DrawFn, made: Callable[..., st.SearchStrategy[Terms]] = terms) -> Versions:
    first = draw(made())
    later = draw(st.lists(st.tuples(days, made(conditional=first.conditional)), max_size=1))
    since, until = draw(st.just(date.min) | days), draw(st.none() | days)
    return Versions(((date(2020, 1, 1), first), *later), since=since, until=until)


named = st.sampled_from("abcdefgh")
histories = st.builds(
    History,
    anchorings=st.frozensets(st.builds(Anchoring, days, st.sampled_from("xy"), days | st.none()), min_size=1, max_size=3)
    | st.frozensets(st.builds(lambda day: Anchoring(day, "x", day), days), min_size=1, max_size=1),
    standings=st.lists(
        st.builds(Standing, days, st.sampled_from([True, True, False, None])), max_size=3, unique_by=lambda each: each.day
    ).map(frozenset),
    proofs=st.lists(
        st.builds(Proof, days, named, st.sampled_from(["", "", "", "不合格"])), max_size=5, unique_by=lambda each: each.id
    ).map(frozenset),
    excuses=st.just(frozenset())
    | st.lists(
        st.builds(lambda day, name, more: Excuse(day, name + "!", day + timedelta(days=more)), days, named, st.integers(0, 90)),
        max_size=2, unique_by=lambda each: each.id,
    ).map(frozenset),
)  # fmt: skip


_cards = st.lists(st.tuples(days, st.integers(-40, 40), days), min_size=1, max_size=4).map(
    lambda rows: [
        Anchoring(day + timedelta(days=more), f"{n}", day, last) for n, (day, more, last) in enumerate(rows)
    ]
)
_corrections = st.builds(Anchoring, days, st.sampled_from("0123"), days | st.none(), days)
histories_of_cards = st.builds(
    lambda history, cards, corrected: replace(history, anchorings=frozenset([*cards, *corrected])),
    histories | histories.map(lambda each: History(standings=frozenset(list(each.standings)[:1]))),
    _cards,
    st.just([]) | st.lists(_corrections, max_size=2),
)  # fmt: skip
_WIDE = Terms(every=Span(days=7), opens=Span(2), missed=Missed.LATEST, conditional=True)


@settings(max_examples=effort.examples(60, release=1500))
@given(versions(), st.lists(histories, min_size=1, max_size=12), days)
@example(  # several windows are open at once when the first answer comes
    Versions(((date(2020, 1, 1), _WIDE),)),
    [History.of([Anchoring(BEGIN, "x", BEGIN)], [Standing(BEGIN, True)])],
    BEGIN,
)
def test_millions_are_answered_as_one_is(declared: Versions, people: list[History], day: date) -> None:
    agree(declared, people, day)


@settings(max_examples=effort.examples(80, release=1500))
@given(versions(dated), st.lists(histories_of_cards, min_size=1, max_size=12), days)
def test_so_are_millions_whose_cards_say_their_last_day(
    declared: Versions, people: list[History], day: date
) -> None:
    agree(declared, people, day)


def agree(declared: Versions, people: list[History], day: date) -> None:
    subjects = dict(enumerate(people))
    many = forecast_many(declared, Tables.of(subjects), day)
    alone = {subject: forecast(declared, history, day) for subject, history in subjects.items()}
    columns = [
        "subject",
        "anchor",
        "ordinal",
        "state",
        "due_on",
        "opens_on",
        "late_after",
        "last_on",
        "ended_on",
        "by",
        "why",
    ]
    rows = sorted(many.occurrences.select(columns).rows(), key=str)
    expected = [
        (subject, *each.key, each.state.value, each.due_on, each.opens_on, each.late_after, each.last_on, each.ended_on,
         each.by, each.why.value)
        for subject, told in alone.items() for each in told.occurrences
    ]  # fmt: skip
    assert rows == sorted(expected, key=str)
    refused = {
        (subject, name): str(why) for subject, told in alone.items() for name, why in told.refused.items()
    }
    assert {(subject, name): why for subject, name, why in many.refused.rows()} == refused
    changes = {subject: told.next_change_on for subject, told in alone.items() if told.next_change_on}
    assert sorted(many.changes.rows()) == sorted(changes.items())


@pytest.mark.parametrize("missed", Missed)
@settings(max_examples=effort.examples(40, release=800))
@given(st.data(), days)
def test_each_proof_counts_once_and_each_occurrence_has_one(
    missed: Missed, data: st.DataObject, day: date
) -> None:
    declared = data.draw(versions().filter(lambda each: each.on(day).missed is missed))
    history = data.draw(histories)
    told = forecast(declared, history, day)
    used = Counter(each.by for each in told.occurrences if each.by)
    assert set(used.values()) <= {1}
    assert used.keys() | told.refused.keys() == {each.id for each in history.proofs} | {
        each.id for each in history.excuses if each.day <= day
    }
    assert len({each.key for each in told.occurrences}) == len(told.occurrences)
    if missed is not Missed.EACH and len({each.anchor for each in history.anchorings}) == 1:
        assert sum(each.state in OWED and each.ended_on is None for each in told.occurrences) <= 1
    for each in told.occurrences:
        assert each.opens_on <= each.due_on <= each.late_after <= each.last_on
        assert (each.state is State.EXPECTED) == (day < each.opens_on and each.ended_on is None)


@settings(max_examples=effort.examples(60, release=1500))
@given(
    st.tuples(versions(), histories) | st.tuples(versions(dated), histories_of_cards),
    days,
    st.integers(1, 200),
)
def test_nothing_changes_before_the_day_it_says(of: tuple[Versions, History], day: date, more: int) -> None:
    declared, history = of
    told = forecast(declared, history, day)
    later = day + timedelta(days=more)
    if told.next_change_on:
        later = min(later, told.next_change_on - timedelta(days=1))
    unchanged = forecast(declared, history, later)
    assert (unchanged.occurrences, unchanged.refused) == (told.occurrences, told.refused)
    assert unchanged.next_change_on == told.next_change_on


@settings(max_examples=effort.examples(60, release=800))
@given(versions(dated), histories_of_cards, days)
def test_of_cards_that_renew_each_other_one_is_owed(declared: Versions, history: History, day: date) -> None:
    told = forecast(declared, history, day)
    cards = {each.anchor for each in history.anchorings}
    used = Counter(each.by for each in told.occurrences if each.by)
    assert set(used.values()) <= {1}
    assert used.keys() - cards | told.refused.keys() == {each.id for each in history.proofs} | {
        each.id for each in history.excuses if each.day <= day
    }
    said = Counter(each.anchor for each in history.anchorings)
    if set(said.values()) == {1}:
        assert sum(each.ended_on is None for each in told.occurrences) <= 1
    for each in told.occurrences:
        assert each.opens_on <= each.due_on <= each.late_after <= each.last_on


@settings(max_examples=effort.examples(60, release=1500))
@given(versions(), histories, days, days, st.integers(1, 60))
def test_what_is_over_keeps_its_judgement(
    declared: Versions, history: History, day: date, moved_to: date, more: int
) -> None:
    """A correction, an answer or a proof of a later day does nothing to what was done before it."""
    over = [each for each in forecast(declared, history, day).occurrences if each.ended_on and each.by]
    later = day + timedelta(days=more)
    corrected = History(
        history.anchorings | {Anchoring(later, "x", moved_to)},
        history.standings | {Standing(later, False)},
        history.proofs | {Proof(later, "later")},
        history.excuses,
    )
    known = History(
        frozenset(each for each in corrected.anchorings if each.said_on <= day or each.said_on == later),
        corrected.standings,
        corrected.proofs,
        corrected.excuses,
    )
    still = forecast(declared, known, later).occurrences
    assert set(over) <= set(still)
