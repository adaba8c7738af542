"""S10 on the shipped registers: one line of exposure across employers, checks, a licence and its review, an accident's grade."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest

from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import Conflict
from huigong.messages.models import Message
from huigong.obligations.actions import entries, nightly
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
        said={"离岗日期": "2025-01-05"},
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
    kinds = set(Occurrence.objects.values_list("obligation__declared", flat=True))
    assert kinds == {"leaving-health-check"}, "how often in between, no place has set"


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


def exposed(worker: Person) -> Record:
    return recorded(
        HEALTH,
        worker,
        "hazard-exposure",
        "上岗",
        date(2024, 3, 1),
        接触单位={"name": "虚构石料厂"},
        接触什么="粉尘",
    )


def leaves(exposure: Record, event: str, on: date, last_day: date) -> None:
    recording.add(
        by=HEALTH, now=at(on), record_id=exposure.public_id.hex, event=event, on=on,
        said={"离岗日期": last_day.isoformat()},
    )  # fmt: skip


def checked(worker: Person, day: date) -> None:
    recorded(
        HEALTH, worker, "occupational-health-check", "检查", day, 检查类别="离岗时", 检查日期=day.isoformat()
    )


def test_a_check_before_leaving_is_what_the_law_asks_for(worker: Person) -> None:
    """职业病防治法 35(2): before leaving; a check on the last day is in time."""
    exposure = exposed(worker)
    looked(date(2024, 3, 2))
    checked(worker, date(2026, 2, 19))
    leaves(exposure, "离岗", date(2026, 3, 1), date(2026, 3, 1))
    looked(date(2026, 4, 1))
    assert stands() == [(date(2026, 3, 1), "done_in_time")]
    assert not told(worker), "nobody is sent to complain of an employer who did right"


def test_who_is_going_to_leave_is_told_before_and_who_left_unchecked_after(worker: Person) -> None:
    exposure = exposed(worker)
    leaves(exposure, "将要离岗", date(2026, 2, 10), date(2026, 3, 1))
    looked(date(2026, 2, 11))
    assert stands() == [(date(2026, 3, 1), "open")]
    assert len(told(worker)) == 1
    leaves(exposure, "将要离岗", date(2026, 2, 20), date(2026, 3, 31))
    looked(date(2026, 3, 31))
    assert stands() == [(date(2026, 3, 31), "due")]
    looked(date(2026, 4, 1))
    assert stands() == [(date(2026, 3, 31), "lapsed")]
    assert "没有办" in told(worker)[-1]
    checked(worker, date(2026, 4, 10))
    looked(date(2026, 4, 11))
    assert stands() == [(date(2026, 3, 31), "done_late")]


def licensed(worker: Person, on: date, **said: str) -> Record:
    given = {
        "操作证编号": "T000001",
        "作业类别": "焊接",
        "领证日期": "2024-03-01",
        "操作证有效期": "2030-02-28",
    }
    return recorded(EMERGENCY, worker, "special-operation-licence", "领证", on, **{**given, **said})


def reviewed(
    licence: Record, on: date, until: str, *, event: str = "复审", recorded_on: date | None = None
) -> None:
    more = {"操作证有效期": until} if event == "换证" else {}
    recording.add(
        by=EMERGENCY, now=at(recorded_on or on), record_id=licence.public_id.hex, event=event, on=on,
        said={"下次复审日期": until, **more},
    )  # fmt: skip


def stands() -> list[tuple[date, str]]:
    """Of the review of a licence and the check on leaving; a person of these tests owes only one of them."""
    shown = Occurrence.objects.filter(
        obligation__declared__in=["special-operation-review", "leaving-health-check"]
    )
    return [(each.due_on, each.state) for each in shown.order_by("due_on")]


def told(worker: Person) -> list[str]:
    return [
        f"{message.title} {message.body}" for message in Message.objects.filter(person=worker).order_by("pk")
    ]


def test_a_licence_is_reviewed_by_the_day_that_is_printed_on_it(worker: Person) -> None:
    licensed(worker, date(2024, 3, 1), 下次复审日期="2027-02-28")
    assert gather(worker, date(2026, 1, 1)).values["持有特种作业操作证"] is True
    for day, state in (
        (date(2026, 12, 29), "expected"),
        (date(2026, 12, 30), "open"),
        (date(2027, 2, 28), "due"),
        (date(2027, 3, 1), "lapsed"),
    ):
        looked(day)
        assert stands() == [(date(2027, 2, 28), state)]
    assert Record.objects.get().state == "没有复审"
    assert "2027年2月28日" in told(worker)[0] and "没有办" in told(worker)[1]


def test_a_review_in_time_is_done_in_time_and_the_next_lapses_with_the_card(worker: Person) -> None:
    licence = licensed(worker, date(2024, 3, 1), 下次复审日期="2027-02-28")
    looked(date(2026, 12, 30))
    reviewed(licence, date(2027, 2, 20), "2030-02-28")
    looked(date(2027, 2, 21))
    assert stands() == [(date(2027, 2, 28), "done_in_time")]
    assert len(told(worker)) == 1, "nothing is taken back that was done"
    looked(date(2029, 12, 31))
    assert stands()[1:] == [(date(2030, 2, 28), "open")]
    assert "2030年2月28日" in told(worker)[1]
    looked(date(2030, 3, 1))
    assert stands()[1:] == [(date(2030, 2, 28), "lapsed")]
    assert Record.objects.get().state == "过期"
    assert "持有特种作业操作证" not in gather(worker, date(2030, 3, 1)).values, (
        "no place says that its register is complete"
    )
    reviewed(licence, date(2030, 3, 10), "2036-03-09", event="换证")
    looked(date(2030, 3, 11))
    assert stands()[1:] == [(date(2030, 2, 28), "done_late")]
    assert is_whole()


def test_ten_years_in_the_trade_are_reviewed_after_six(worker: Person) -> None:
    licensed(worker, date(2024, 3, 1), 下次复审日期="2030-02-28")
    looked(date(2027, 3, 2))
    assert stands() == []
    looked(date(2030, 3, 1))
    assert stands() == [(date(2030, 2, 28), "lapsed")]


def test_a_card_that_is_recorded_years_after_it_was_issued_is_told_of_all_the_same(worker: Person) -> None:
    licensed(worker, date(2026, 11, 1), 下次复审日期="2027-02-28")
    looked(date(2027, 1, 1))
    assert stands() == [(date(2027, 2, 28), "open")]
    looked(date(2027, 3, 1))
    assert stands() == [(date(2027, 2, 28), "lapsed")]


def test_a_review_that_was_recorded_late_or_wrongly_counts_by_its_own_day(worker: Person) -> None:
    licence = licensed(worker, date(2024, 3, 1), 下次复审日期="2027-02-28")
    looked(date(2027, 3, 1))
    reviewed(licence, date(2027, 2, 20), "2030-02-28", recorded_on=date(2027, 3, 10))
    looked(date(2027, 3, 11))
    assert stands() == [(date(2027, 2, 28), "done_in_time")]
    event = licence.events.get(event="复审")
    recording.annul(by=EMERGENCY, now=at(date(2027, 3, 20)), event_id=event.public_id.hex, reason="记错了人")
    looked(date(2027, 3, 21))
    assert stands()[0] == (date(2027, 2, 28), "lapsed")


def test_nobody_notes_a_review_that_the_register_does_not_have(worker: Person) -> None:
    licensed(worker, date(2024, 3, 1), 下次复审日期="2027-02-28")
    looked(date(2027, 1, 15))
    owed = Occurrence.objects.get().obligation.public_id.hex
    with pytest.raises(Conflict) as refused:
        entries.prove(obligation_id=owed, day=date(2027, 1, 15), by=EMERGENCY, now=at(date(2027, 1, 15)))
    assert refused.value.code == "obligation.proved_by_record"
    assert "复审" in refused.value.do
    entries.prove(
        obligation_id=owed, day=date(2027, 1, 15), refused="人不在", by=EMERGENCY, now=at(date(2027, 1, 15))
    )
    assert stands() == [(date(2027, 2, 28), "open")]


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
