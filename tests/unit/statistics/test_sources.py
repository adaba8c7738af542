"""Indicators over obligations and cases: both sides of a month, each state in its number, and what a pack may not write."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest

from huigong.casework.models import Case
from huigong.declarations.counted import Span
from huigong.kernel.packs import Report
from huigong.obligations.forecast.states import State
from huigong.obligations.models import Obligation, Occurrence
from huigong.registry.actions import people
from huigong.statistics.cells import Cell
from huigong.statistics.counting import by_place
from huigong.statistics.declaring import book, indicator_of, read_shelf
from tests.unit.records.packs import COUNTY, POLICIES
from tests.unit.registry.someone import CLERK, new_person

pytestmark = pytest.mark.django_db
JUNE = Span(date(2026, 6, 1), date(2026, 6, 30))
NUMBERS = count(1)
NOW = datetime(2026, 1, 1, 2, 0, tzinfo=UTC)


def counted(id: str, span: Span = JUNE) -> Cell:
    return by_place(book().indicator(id, COUNTY, on=span.last), COUNTY, span)[COUNTY]


def owed(state: State, due: date, *, declared: str = "left-behind-child-visit") -> None:
    person = people.register(by=CLERK, now=NOW, **asdict(new_person(next(NUMBERS), residence=COUNTY)))
    obligation = Obligation.objects.create(
        declared=declared, person=person, subject=f"registry.Person:{person.public_id.hex}", region=COUNTY
    )
    Occurrence.objects.create(
        obligation=obligation, anchor="a", ordinal=1, state=state.value, due_on=due, opens_on=due,
        late_after=due, last_on=due,
    )  # fmt: skip


def case(service: str, *, opened: date, closed: date | None = None, granted: bool | None = None) -> None:
    Case.objects.create(
        number=f"虚构{next(NUMBERS)}", service_id=service, service_name=service, region=COUNTY, status="x",
        is_open=closed is None, accountable_office=f"{COUNTY}/civil", opened_on=opened, closed_on=closed, granted=granted,
    )  # fmt: skip


def test_a_visit_belongs_to_the_month_in_which_it_fell_due() -> None:
    for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1)):
        owed(State.DONE_IN_TIME, day)
    assert counted("left-behind-visits-in-time") == Cell(2, 0, 0)


def test_what_is_late_or_missed_is_not_in_time_and_what_was_not_owed_is_in_no_share(
    django_assert_num_queries,
) -> None:
    for state in State:
        owed(state, date(2026, 6, 10))
    not_in_time = {State.DONE_LATE, State.LAPSED, State.OVERDUE}
    may_come = {State.EXPECTED, State.OPEN, State.DUE, State.TO_FIND_OUT}
    with django_assert_num_queries(1):
        assert counted("left-behind-visits-in-time") == Cell(1, len(not_in_time), len(may_come))


def test_missed_is_only_what_can_no_longer_be_done() -> None:
    for state in (State.LAPSED, State.OVERDUE, State.DONE_LATE, State.DONE_IN_TIME):
        owed(state, date(2026, 6, 10), declared="leaving-health-check")
    assert counted("leaving-checks-missed") == Cell(1, 0, 1)


def test_a_report_is_counted_in_the_month_in_which_it_came_in() -> None:
    for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1)):
        case("child-harm-report", opened=day)
    case("entrusted-carer", opened=date(2026, 6, 2))
    assert counted("child-harm-reports") == Cell(2, 0, 0)


def test_of_a_share_are_those_that_ended_in_the_month_with_a_decision(django_assert_num_queries) -> None:
    school, before = "schooling-of-accompanying-children", date(2026, 5, 2)
    for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1)):
        case(school, opened=before, closed=day, granted=True)
    case(school, opened=before, closed=date(2026, 6, 5), granted=False)
    case(school, opened=before, closed=date(2026, 6, 5))
    case(school, opened=before)
    with django_assert_num_queries(1):
        assert counted("accompanying-children-granted") == Cell(2, 1, 0)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("obligations: left-behind-child-visit", "obligations: no-such", "没有叫“no-such”的义务"),
        ("  kept: in_time\n", "", "没有写数哪一种"),
        ("services: [child-harm-report]", "services: [no-such]", "没有叫“no-such”的事项"),
        ("  cases: opened\n", "", "没有写数哪些办件"),
        ("  cases: opened\n", "  cases: opened\n  kept: late\n", "这里数的是services"),
        ("  kept: in_time\n", "  services: [child-harm-report]\n", "只写一个"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = tmp_path / "packs"
    shutil.copytree(POLICIES, folder, ignore=shutil.ignore_patterns("21*", "22*", "14*"))
    file = folder / "100000/minors-protection-law/indicators.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    report = Report()
    for written in read_shelf(folder, report).written:
        with report.noting():
            indicator_of((written,), folder, written.since, written.file.region)
    (error,) = report.errors
    assert says in str(error)
    assert "minors-protection-law/indicators.yaml" in str(error)
