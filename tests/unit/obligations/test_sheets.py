"""Notes from the field: whichever device hands in first and however often, what stands in the end is the same."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from huigong.obligations import queries
from huigong.obligations.actions import entries, nightly, sheets
from huigong.obligations.actions.sheets import Line
from huigong.obligations.keeping import Kind
from huigong.obligations.models import HistoryEntry, Obligation, Occurrence
from tests.unit.casework.desk import HERE, POLICE_OFFICER, applicant, officer, worker
from tests.unit.obligations.test_keeping import ISSUED, night, record, stands

pytestmark = pytest.mark.django_db
TAKEN, HANDED_IN = night(date(2017, 5, 2)), night(date(2017, 6, 20))


@pytest.fixture
def obligation() -> str:
    record(applicant(), value=True, since=ISSUED, now=ISSUED)
    nightly.look_over(now=night(ISSUED))
    nightly.look_over(now=TAKEN)
    return Obligation.objects.get().public_id.hex


def lines(obligation: str) -> list[Line]:
    """Two devices that took the same thing along: one met nobody, the other did it, and later once more."""
    base = sheets.bases([obligation])[obligation]
    return [
        Line("phone-a", 1, obligation, base, date(2017, 5, 10), refused="家里没有人"),
        Line("phone-b", 1, obligation, base, date(2017, 5, 12), note="在家，已办"),
        Line("phone-b", 2, obligation, base, date(2017, 5, 13)),
    ]


def test_any_order_gives_the_same_and_twice_is_once(obligation: str) -> None:
    noted = lines(obligation)
    ends = set()
    for order in itertools.permutations(noted):
        with transaction.atomic():
            for line in (*order, *order):
                sheets.receive(lines=[line], by=POLICE_OFFICER, now=HANDED_IN)
            assert HistoryEntry.objects.filter(kind=Kind.PROVED).count() == 3
            (row,) = Occurrence.objects.all()
            ends.add((row.ordinal, row.state, row.ended_on, row.by))
            transaction.set_rollback(True)
    assert ends == {(1, "done_in_time", date(2017, 5, 12), "sheet phone-b 1")}


def test_handed_in_after_the_due_day_it_was_still_done_in_time(obligation: str) -> None:
    nightly.look_over(now=night(date(2017, 6, 10)))
    assert stands()[0][2] == "lapsed"
    taken = sheets.receive(lines=lines(obligation), by=POLICE_OFFICER, now=HANDED_IN)
    assert [each.new for each in taken] == [True, True, True]
    assert stands()[0][2] == "done_in_time"


def test_who_was_not_up_to_date_is_told_and_taken_all_the_same(obligation: str) -> None:
    first, second, _ = lines(obligation)
    (taken,) = sheets.receive(lines=[second], by=POLICE_OFFICER, now=HANDED_IN)
    (behind,) = sheets.receive(lines=[first], by=POLICE_OFFICER, now=HANDED_IN)
    assert (taken.new, taken.behind) == (True, False)
    assert (behind.new, behind.behind) == (True, True)


def test_a_line_that_cannot_be_taken_keeps_no_other_back(obligation: str) -> None:
    first, second, _ = lines(obligation)
    strange = Line("phone-b", 3, "0" * 32, "", date(2017, 5, 13))
    ahead = Line("phone-b", 4, obligation, "", date(2017, 7, 1))
    same_number = Line("phone-b", 1, obligation, "", date(2017, 5, 14))
    taken = sheets.receive(lines=[strange, first, ahead, second], by=POLICE_OFFICER, now=HANDED_IN)
    assert [bool(each.trouble) for each in taken] == [False, False, True, True]
    (again,) = sheets.receive(lines=[same_number], by=POLICE_OFFICER, now=HANDED_IN)
    assert "同一个序号" in again.trouble
    (other_words,) = sheets.receive(
        lines=[replace(second, note="孩子身上有伤")], by=POLICE_OFFICER, now=HANDED_IN
    )
    assert "同一个序号" in other_words.trouble
    (denied,) = sheets.receive(lines=[second], by=officer(f"{HERE}/housing"), now=HANDED_IN)
    assert "没有权限" in denied.trouble


def test_a_line_that_cannot_be_kept_stops_no_sheet(obligation: str) -> None:
    _, good, _ = lines(obligation)
    wrong = [
        replace(good, device="phone-a", number=-1),
        replace(good, device="phone-a", number=2**40),
        replace(good, device="p" * 41),
        replace(good, device="phone-a", refused="长" * 61),
        replace(good, device=""),
        replace(good, device="phone-a\x00"),
    ]
    taken = sheets.receive(lines=[*wrong, good], by=POLICE_OFFICER, now=HANDED_IN)
    assert [each.line for each in taken if not each.trouble] == [good]
    assert HistoryEntry.objects.filter(kind=Kind.PROVED).count() == 1


def test_what_was_said_only_when_it_had_lapsed_is_marked(obligation: str) -> None:
    nightly.look_over(now=night(date(2017, 6, 10)))
    first, second, _ = lines(obligation)
    taken = sheets.receive(lines=[first, second], by=POLICE_OFFICER, now=HANDED_IN)
    assert [each.afterwards for each in taken] == [False, True]
    person = Obligation.objects.get().person
    (owed,) = queries.own(worker(person), on=date(2017, 6, 20))
    assert (owed.state.value, owed.said_on, owed.said_afterwards) == ("done_in_time", date(2017, 6, 20), True)


def test_nobody_unsays_what_a_device_or_a_colleague_noted(obligation: str) -> None:
    _, second, _ = lines(obligation)
    sheets.receive(lines=[second], by=POLICE_OFFICER, now=HANDED_IN)
    given: dict[str, Any] = {"obligation_id": obligation, "now": HANDED_IN, "day": second.day}
    entries.prove(**given, by=replace(POLICE_OFFICER, account_id="colleague"), refused="不算")
    assert stands()[0][2] == "done_in_time"
    entries.prove(**given, by=POLICE_OFFICER)
    assert HistoryEntry.objects.filter(kind=Kind.PROVED).count() == 3
