"""The rows that are kept always say what the whole history says, however the history came."""

from __future__ import annotations

from datetime import date, timedelta
from operator import attrgetter

from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.obligations.forecast.forecasting import forecast
from huigong.obligations.forecast.history import History
from huigong.obligations.forecast.states import Key
from huigong.obligations.forecast.terms import Versions
from huigong.obligations.keeping import COMPARED, Entry, Kind, difference, history_of
from huigong.obligations.models import HistoryEntry, Obligation, Occurrence
from tests import effort
from tests.unit.obligations.test_columns import days, histories, versions


def entries_of(history: History) -> list[HistoryEntry]:
    told = [Entry(Kind.ANCHORED, each.anchor, each.said_on, each.day) for each in history.anchorings]
    told += [Entry(Kind.STANDING, "", each.day, each.day, holds=each.holds) for each in history.standings]
    told += [Entry(Kind.PROVED, each.id, each.day, each.day, refused=each.refused) for each in history.proofs]
    told += [Entry(Kind.EXCUSED, each.id, each.day, each.day, each.until) for each in history.excuses]
    return [
        HistoryEntry(
            kind=each.kind, key=each.key, said_on=each.said_on, day=each.day, until=each.until, holds=each.holds,
            refused=each.refused, mark=each.mark,
        )
        for each in told
    ]  # fmt: skip


def looked_at(
    rows: dict[Key, Occurrence], declared: Versions, noted: list[HistoryEntry], day: date
) -> dict[Key, Occurrence]:
    """The rows after another look."""
    told = forecast(declared, history_of(noted), day)
    made = difference(Obligation(), rows.values(), told)
    for row in (*made.new, *made.other):
        rows[Key(row.anchor, row.ordinal)] = row
    for row in made.gone:
        del rows[Key(row.anchor, row.ordinal)]
    assert not difference(Obligation(), rows.values(), told), "a second look changes nothing"
    return rows


@settings(max_examples=effort.examples(60, release=1500))
@given(versions(), histories, st.randoms(use_true_random=False), days, st.integers(0, 300))
def test_bit_by_bit_in_any_order_is_as_all_at_once(
    declared: Versions, history: History, chance: object, first: date, more: int
) -> None:
    noted = entries_of(history)
    chance.shuffle(noted)  # type: ignore[attr-defined]
    for number, entry in enumerate(noted):
        entry.pk = number + 1  # as they arrive
    last = first + timedelta(days=more)
    rows: dict[Key, Occurrence] = {}
    for known in range(len(noted) + 1):
        rows = looked_at(
            rows, declared, noted[:known], first + timedelta(days=more * known // (len(noted) + 1))
        )
    rows = looked_at(rows, declared, noted, last)
    whole = {each.key: each for each in forecast(declared, history, last).occurrences}
    assert rows.keys() == whole.keys()
    values = attrgetter(*COMPARED)
    assert {key: values(row) for key, row in rows.items()} == {
        key: values(each) for key, each in whole.items()
    }
