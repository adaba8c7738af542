"""What a record comes to, by what happened, what was wrong, and what never counted."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.forms.values import Answered, Place
from huigong.records import slots
from huigong.records.folding import Folded, Happened, fold
from huigong.records.judging import judged, next_turn, row_of
from huigong.records.kinds import RecordKind
from huigong.rules.values import UNKNOWN
from tests import effort
from tests.unit.records.packs import COUNTY, ON, plates

ISSUED, EXPIRES = date(2026, 1, 10), date(2026, 7, 10)


@pytest.fixture(scope="module")
def kind() -> RecordKind:
    with TemporaryDirectory() as folder:
        return plates(Path(folder))


def happened(
    id: str, name: str, on: date | None, target: str = "", *, known: int = 1, **says: Answered
) -> Happened:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=known)
    return Happened(id, name, on, moment, says, target)


ISSUE = happened("a", "签发", ISSUED, 车架号="AB123", 检验有效期=EXPIRES, 车型="轻便", 停放地=Place(COUNTY))
CHECK = happened("b", "检验", date(2026, 7, 1), known=2, 检验有效期=date(2027, 7, 1))
END = happened("c", "注销", date(2026, 9, 1), known=3)


def state(kind: RecordKind, events: list[Happened], on: date, *, known: int = 99) -> str:
    folded = fold(kind, events, on=on, known_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=known))
    return judged(kind, folded.answers(kind), on).state


def test_the_state_follows_from_the_day(kind: RecordKind) -> None:
    assert state(kind, [ISSUE], EXPIRES) == "有效"
    assert state(kind, [ISSUE], EXPIRES + timedelta(days=1)) == "失效"
    assert state(kind, [ISSUE, CHECK], EXPIRES + timedelta(days=1)) == "有效"
    assert state(kind, [ISSUE, CHECK, END], date(2026, 8, 31)) == "有效"
    assert state(kind, [ISSUE, CHECK, END], date(2026, 9, 1)) == "注销"


def test_a_state_that_depends_on_what_nobody_knows_is_not_known(kind: RecordKind) -> None:
    open_one = happened("a", "签发", ISSUED, 车架号="AB123", 检验有效期=UNKNOWN)
    assert state(kind, [open_one], ON) == ""
    assert state(kind, [open_one, END], date(2026, 9, 1)) == "注销"


def test_a_flag_holds_besides_the_state(kind: RecordKind) -> None:
    answers = fold(kind, [ISSUE], on=ON).answers(kind)
    assert judged(kind, answers, date(2026, 6, 10)).flags == ()
    assert judged(kind, answers, date(2026, 6, 11)).flags == ("即将到期",)
    assert judged(kind, answers, date(2026, 7, 11)).flags == ()


def test_what_turns_by_itself_is_known_ahead(kind: RecordKind) -> None:
    folded = fold(kind, [ISSUE], on=ON)
    assert next_turn(kind, folded.answers(kind), ON) == date(2026, 6, 11)  # the flag
    assert next_turn(kind, folded.answers(kind), date(2026, 6, 11)) == date(2026, 7, 11)  # the state
    assert next_turn(kind, folded.answers(kind), date(2026, 7, 11)) is None


def test_a_correction_changes_what_was_so_all_the_time(kind: RecordKind) -> None:
    wrong = happened("d", "更正", None, "a", known=5, 检验有效期=date(2026, 3, 10))
    assert state(kind, [ISSUE, wrong], date(2026, 4, 1)) == "失效"
    assert state(kind, [ISSUE, wrong], date(2026, 4, 1), known=4) == "有效"  # as it was believed then
    again = happened("e", "更正", None, "d", known=6, 检验有效期=date(2026, 5, 10))
    assert state(kind, [ISSUE, wrong, again], date(2026, 4, 1)) == "有效"
    moved = happened("f", "更正", date(2026, 2, 1), "a", known=7)
    assert fold(kind, [ISSUE, moved], on=ON).began == date(2026, 2, 1)


def test_an_annulment_takes_out_what_never_counted(kind: RecordKind) -> None:
    annulled = happened("d", "撤销", None, "c", known=5)
    assert state(kind, [ISSUE, CHECK, END, annulled], date(2026, 9, 1)) == "有效"
    back = happened("e", "撤销", None, "d", known=6)
    assert state(kind, [ISSUE, CHECK, END, annulled, back], date(2026, 9, 1)) == "注销"
    assert fold(kind, [ISSUE, happened("d", "撤销", None, "a", known=5)], on=ON).began is None


def test_two_words_of_one_day_that_differ_are_no_word(kind: RecordKind) -> None:
    other = happened("z", "检验", date(2026, 7, 1), known=2, 检验有效期=date(2028, 7, 1))
    folded = fold(kind, [ISSUE, CHECK, other], on=date(2026, 8, 1))
    assert folded.values["检验有效期"] is UNKNOWN
    assert state(kind, [ISSUE, CHECK, other], date(2026, 8, 1)) == ""


def test_old_papers_are_judged_by_their_own_day(kind: RecordKind) -> None:
    folded = fold(kind, [CHECK, ISSUE], on=date(2026, 6, 30))
    assert folded.values["检验有效期"] == EXPIRES
    assert folded.settled == date(2026, 7, 1)


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def histories(draw: st.DrawFn) -> list[Happened]:
    """An issue, and whatever may have happened to the record besides."""
    events = [ISSUE]
    for number in range(draw(st.integers(0, 5))):
        name = draw(st.sampled_from(["检验", "注销", "更正", "撤销"]))
        target = draw(st.sampled_from([event.id for event in events])) if name in ("更正", "撤销") else ""
        day = None if name == "撤销" else draw(DAYS)
        says: dict[str, Answered] = {"检验有效期": draw(DAYS)} if name in ("检验", "更正") else {}
        events.append(happened(f"e{number}", name, day, target, known=number + 2, **says))
    return events


@settings(max_examples=effort.examples(60, release=500))
@given(histories(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    kind: RecordKind, events: list[Happened], on: date, chance: random.Random
) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert fold(kind, events, on=on) == fold(kind, shuffled, on=on)


@settings(max_examples=effort.examples(60, release=500))
@given(histories(), DAYS)
def test_the_index_says_what_the_events_say_until_the_next_turn(
    kind: RecordKind, events: list[Happened], on: date
) -> None:
    folded = fold(kind, events, on=on)
    where = slots.slots_of(kind, {})
    row = Row(slots.as_columns(where, folded.answers(kind)))
    told = {name: folded.answers(kind).get(name) for name in where}
    kept = {name: slots.as_answers(kind, where, row, on).get(name) for name in where}
    assert told == kept
    here, turn = judged(kind, folded.answers(kind), on), next_turn(kind, folded.answers(kind), on)
    ahead = turn or on + timedelta(days=400)
    for day in (on + timedelta(days=1), on + (ahead - on) // 2, ahead - timedelta(days=1)):
        assert judged(kind, folded.answers(kind), max(day, on)) == here or day >= ahead
    assert turn is None or judged(kind, folded.answers(kind), turn) != here


@settings(max_examples=effort.examples(60, release=500))
@given(histories(), DAYS)
def test_on_each_day_one_state_holds_or_none_is_known(
    kind: RecordKind, events: list[Happened], on: date
) -> None:
    row = row_of(kind, fold(kind, events, on=on).answers(kind), on)
    assert row["状态"] is UNKNOWN or row["状态"] in [each.name for each in kind.states]
    assert Folded({}, {}, None, None, None).answers(kind)["注销.已有"] is False


class Row:
    """A row of the index, as far as slots go."""

    def __init__(self, columns: dict[str, object]) -> None:
        self.__dict__ |= columns
