"""The brake check of `engines.md` on registers: it runs from the plate's issue, while the plate lasts, and a good check proves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

import pytest

from huigong.obligations.actions import nightly
from huigong.obligations.models import HistoryEntry, Obligation
from huigong.records import nights
from huigong.records.actions.recording import Subject, add, annul, begin, correct
from huigong.records.kinds import About
from huigong.records.models import Record
from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.unit.obligations.test_keeping import night, stands
from tests.unit.records.packs import COUNTY, DOCUMENT, installed
from tests.unit.records.someone import CLERK, POLICE
from tests.unit.registry.someone import new_person

pytestmark = pytest.mark.django_db
ISSUED, DUE = date(2026, 6, 1), date(2027, 6, 1)
CHECKS = """
    id: ebike-check
    name: 电动车检验
    from: 2026-01-01
    clauses: ["#第一条"]
    about: person
    fields:
      - {id: 检验日期, type: date}
      - {id: 合格, type: bool}
    events: {检验: {sets: [检验日期, 合格], needs: [检验日期]}, 更正: {corrects: true}, 撤销: {annuls: true}}
    states: {登记了: 其余}
    written_by: [{line: police, level: county, of: 登记地}]
    read_by: [{line: police}]
"""
BRAKES = """
    id: yearly-brake-check
    name: 电动车年检
    from: 2026-01-01
    clauses: ["#第一条"]
    about: ebike-plate
    anchor: 签发
    while: 状态 = 有效 或 状态 = 失效
    every: 1年
    opens: 30天
    grace: 10天
    proved_by: {record: ebike-check, if: 合格, date: 检验日期}
    performer: {line: police, level: county, of: 常住地}
    examples:
      - {name: 例, given: [{起算: 2026-03-10}], on: 2026-04-01, then: []}
"""


@pytest.fixture(scope="module")
def pack() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        folder = installed(Path(name))
        for file, text in (("records/checks.yaml", CHECKS), ("obligations/brakes.yaml", BRAKES)):
            path = folder / DOCUMENT / file
            path.parent.mkdir(exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
        yield folder


@pytest.fixture
def of_the_expired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Where a plate that has expired must be shown every three months."""
    folder = installed(tmp_path)
    expired = BRAKES.replace("while: 状态 = 有效 或 状态 = 失效", "while: 状态 = 失效").replace(
        "1年", "3个月"
    )
    for file, text in (("records/checks.yaml", CHECKS), ("obligations/brakes.yaml", expired)):
        path = folder / DOCUMENT / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    monkeypatch.setenv("HUIGONG_POLICIES", str(folder))
    return people.register(by=CLERK, now=night(ISSUED), **asdict(new_person(1, residence=COUNTY)))


@pytest.fixture
def courier(pack: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Whose plate was issued on 1 June 2026."""
    monkeypatch.setenv("HUIGONG_POLICIES", str(pack))
    return people.register(by=CLERK, now=night(ISSUED), **asdict(new_person(1, residence=COUNTY)))


def issue(person: Person) -> Record:
    row = begin(
        by=POLICE, now=night(ISSUED), kind="ebike-plate", subject=Subject(About.PERSON, person.public_id.hex),
        region=COUNTY, event="签发", on=ISSUED, said={"车架号": "AB123", "检验有效期": "2027-06-01"},
    )  # fmt: skip
    looked(ISSUED)
    return row


def check(person: Person, day: date, *, good: str) -> None:
    begin(
        by=POLICE, now=night(day), kind="ebike-check", subject=Subject(About.PERSON, person.public_id.hex),
        region=COUNTY, event="检验", on=day, said={"检验日期": day.isoformat(), "合格": good},
    )  # fmt: skip


def looked(day: date) -> None:
    nights.turn(now=night(day))
    nightly.look_over(now=night(day))


def test_it_runs_from_the_issue_of_the_plate(courier: Person) -> None:
    issue(courier)
    row = Obligation.objects.get()
    assert row.subject.startswith("records.Record:") and row.person == courier
    looked(date(2027, 5, 2))
    assert stands() == [(1, DUE, "open")]
    looked(date(2027, 6, 12))
    assert stands() == [(1, DUE, "lapsed")]


def test_a_plate_that_expires_by_its_day_is_noticed_without_news(of_the_expired: Person) -> None:
    issue(of_the_expired)
    for day in (date(2027, 5, 3), date(2027, 6, 2), date(2027, 6, 3), date(2027, 9, 1)):
        looked(day)
    assert [(due, state) for _, due, state in stands()] == [(date(2027, 9, 1), "due")]


def test_a_failed_check_says_why_and_a_good_one_closes_it(courier: Person) -> None:
    issue(courier)
    check(courier, date(2027, 5, 10), good="否")
    looked(date(2027, 5, 11))
    assert stands() == [(1, DUE, "open")]
    assert HistoryEntry.objects.get(kind="proved").refused == "没有达到：合格"
    check(courier, date(2027, 5, 20), good="是")
    looked(date(2027, 5, 21))
    assert stands() == [(1, DUE, "done_in_time")]


def test_a_plate_that_was_cancelled_needs_no_check(courier: Person) -> None:
    record = issue(courier)
    looked(date(2027, 5, 2))
    add(
        by=POLICE, now=night(date(2027, 5, 10)), record_id=record.public_id.hex, event="注销", on=date(2027, 5, 10), said={}
    )  # fmt: skip
    looked(date(2027, 5, 11))
    assert stands() == [(1, DUE, "withdrawn")]


def test_an_issue_of_another_day_moves_what_is_open_and_one_that_never_was_withdraws_it(
    courier: Person,
) -> None:
    record = issue(courier)
    looked(date(2027, 5, 2))
    event = record.events.get(event="签发")
    correct(
        by=POLICE, now=night(date(2027, 5, 3)), event_id=event.public_id.hex, on=date(2026, 6, 20), said={}, reason="抄错了"
    )  # fmt: skip
    looked(date(2027, 5, 25))
    assert stands() == [(1, date(2027, 6, 20), "open")]
    annul(by=POLICE, now=night(date(2027, 5, 26)), event_id=event.public_id.hex, reason="发错了人")
    looked(date(2027, 5, 27))
    assert [state for _, _, state in stands()] == ["withdrawn"]
