"""S10 on the shipped registers: one line of exposure across employers, checks, a licence and its review, an accident's grade."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest

from huigong.directory.principals import Grant, Principal
from huigong.obligations.actions import nightly
from huigong.obligations.models import Occurrence
from huigong.records import nights, queries
from huigong.records.actions import recording
from huigong.records.actions.recording import Subject
from huigong.records.kinds import About
from huigong.records.models import Record
from huigong.registry.actions import engagements, people
from huigong.registry.facts import gather
from huigong.registry.models import Person
from tests.unit.audit.trail import is_whole
from tests.unit.registry.someone import CLERK, new_person

pytestmark = pytest.mark.django_db
COUNTY = "510421"


def officer(line: str) -> Principal:
    return Principal(f"{line}-officer", "虚构甲", (Grant("case-officer", COUNTY, f"{COUNTY}/{line}"),))


HEALTH, EMERGENCY = officer("health"), officer("emergency")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)


@pytest.fixture
def worker() -> Person:
    return people.register(by=CLERK, now=at(date(2024, 3, 1)), **asdict(new_person(1, residence=COUNTY)))


def recorded(by: Principal, person: Person, kind: str, event: str, on: date, **said: object) -> Record:
    return recording.begin(
        by=by, now=at(on), kind=kind, subject=Subject(About.PERSON, person.public_id.hex), region=COUNTY,
        event=event, on=on, said=said,  # type: ignore[arg-type]
    )  # fmt: skip


def looked(day: date) -> None:
    nights.turn(now=at(day))
    nightly.look_over(now=at(day))


def test_exposure_is_one_line_of_a_person_across_employers(worker: Person) -> None:
    first = recorded(
        HEALTH,
        worker,
        "hazard-exposure",
        "上岗",
        date(2024, 3, 1),
        接触单位={"name": "虚构石料厂"},
        接触什么="粉尘",
    )
    recording.add(
        by=HEALTH,
        now=at(date(2025, 1, 5)),
        record_id=first.public_id.hex,
        event="离岗",
        on=date(2025, 1, 5),
        said={},
    )
    recorded(
        HEALTH,
        worker,
        "hazard-exposure",
        "上岗",
        date(2025, 2, 1),
        接触单位={"name": "虚构家具厂"},
        接触什么="有毒",
    )
    states = list(Record.objects.order_by("pk").values_list("kind", "state", "began"))
    assert states == [
        ("hazard-exposure", "已离岗", date(2024, 3, 1)),
        ("hazard-exposure", "在岗", date(2025, 2, 1)),
    ]
    own = Principal("worker", "务工人员", person_id=worker.public_id.hex)
    lines = queries.of_person(own, worker.public_id.hex, now=at(date(2025, 2, 2)))
    assert len(lines) == 2
    looked(date(2025, 1, 6))
    assert not Occurrence.objects.exists(), "how often, no place has set"


def test_a_check_waits_until_the_person_was_told_in_writing(worker: Person) -> None:
    check = recorded(
        HEALTH, worker, "occupational-health-check", "检查", date(2025, 1, 5), 检查类别="离岗时", 检查日期="2025-01-05",
        检查结论="虚构的结论",
    )  # fmt: skip
    assert check.state == "还没有告知"
    told = recording.add(
        by=HEALTH, now=at(date(2025, 1, 20)), record_id=check.public_id.hex, event="告知", on=date(2025, 1, 20),
        said={"书面告知日期": "2025-01-20"},
    )  # fmt: skip
    assert told.state == "已告知"


def test_a_licence_is_reviewed_by_the_day_that_is_printed_on_it(worker: Person) -> None:
    licence = recorded(
        EMERGENCY, worker, "special-operation-licence", "领证", date(2024, 3, 1), 操作证编号="T000001", 作业类别="焊接",
        操作证有效期="2030-02-28", 下次复审日期="2027-03-01",
    )  # fmt: skip
    assert gather(worker, date(2026, 1, 1)).values["持有特种作业操作证"] is True
    recording.add(
        by=EMERGENCY, now=at(date(2027, 2, 20)), record_id=licence.public_id.hex, event="复审", on=date(2027, 2, 20),
        said={"下次复审日期": "2030-02-28"},
    )  # fmt: skip
    looked(date(2027, 3, 2))
    assert Record.objects.get().state == "有效"
    looked(date(2030, 3, 1))
    assert Record.objects.get().state == "过期"
    assert "持有特种作业操作证" not in gather(worker, date(2030, 3, 1)).values, (
        "no place says that its register is complete"
    )
    assert is_whole()


def test_an_accident_has_the_grade_of_what_is_known_by_then() -> None:
    employer = engagements.register_employer(
        by=CLERK, now=at(date(2026, 2, 1)), name="虚构矿业公司", region=COUNTY
    )
    accident = recording.begin(
        by=EMERGENCY, now=at(date(2026, 2, 1)), kind="work-accident",
        subject=Subject(About.EMPLOYER, employer.public_id.hex), region=COUNTY, event="报告", on=date(2026, 2, 1),
        said={"事故发生日期": "2026-02-01", "死亡人数": "2", "重伤人数": "1", "直接损失": "0"},
    )  # fmt: skip
    assert accident.state == "一般"
    more = recording.add(
        by=EMERGENCY, now=at(date(2026, 2, 3)), record_id=accident.public_id.hex, event="续报", on=date(2026, 2, 3),
        said={"死亡人数": "3"},
    )  # fmt: skip
    assert more.state == "较大"
