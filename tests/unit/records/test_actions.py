"""From a declaration to an event, to a state by date, to what rules know; who may, and what the trail says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from huigong.audit.models import AuditEvent
from huigong.catalogue.screening import entitle
from huigong.catalogue.services import catalogue
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError
from huigong.records import nights, queries
from huigong.records.actions.recording import Subject, add, annul, begin, correct
from huigong.records.kinds import About
from huigong.records.models import Record, RecordEvent
from huigong.registry import facts
from huigong.registry.models import Person
from tests.unit.records.packs import COUNTY
from tests.unit.records.someone import CLERK, NOW, POLICE, POLICE_ELSEWHERE, TRANSPORT

ISSUED = date(2026, 5, 10)
PLATE = {
    "车架号": "AB123",
    "检验有效期": "2026-07-10",
    "车型": "轻便",
    "停放地": "米易县",
    "残疾人专用": "是",
}
TODAY = date(2026, 6, 1)


def issue(person: Person, *, by: Principal = POLICE, on: date = ISSUED, **said: str) -> Record:
    return begin(
        by=by,
        now=NOW,
        kind="ebike-plate",
        subject=Subject(About.PERSON, person.public_id.hex),
        region=COUNTY,
        event="签发",
        on=on,
        said={**PLATE, **said},
    )


def known(person: Person, on: date = TODAY) -> dict[str, object]:
    gathered = facts.gather(person, on).values
    return {name: value for name, value in gathered.items() if "电动车" in name}


def event_id(record: Record, event: str) -> str:
    return record.events.get(event=event).public_id.hex


def refused(code: str):  # type: ignore[no-untyped-def]
    return pytest.raises(DomainError, check=lambda error: error.code == code)


def test_a_plate_from_its_issue_to_a_fact(courier: Person) -> None:
    assert known(courier) == {"持有电动车牌": False, "电动车牌数": 0}  # the register of 米易 is complete
    record = issue(courier)
    assert (record.state, record.number) == ("有效", "川牌510421-2026-000001")
    assert known(courier) == {"持有电动车牌": True, "电动车牌到期日": date(2026, 7, 10), "电动车牌数": 1}
    assert known(courier, date(2026, 7, 11)) == {"持有电动车牌": False, "电动车牌数": 0}
    add(
        by=POLICE,
        now=NOW,
        record_id=record.public_id.hex,
        event="检验",
        on=TODAY,
        said={"检验有效期": "2027-06-01"},
    )
    assert known(courier, date(2026, 7, 11))["电动车牌到期日"] == date(2027, 6, 1)
    add(by=POLICE, now=NOW, record_id=record.public_id.hex, event="注销", on=TODAY, said={})
    assert known(courier)["持有电动车牌"] is False
    assert known(courier, TODAY - timedelta(days=1))["持有电动车牌"] is True


def entitled(person: Person, on: date) -> str:
    values = facts.gather(person, on).values
    (answer,) = entitle(catalogue=catalogue(), region=COUNTY, on=on, values=values)
    return answer.verdict


def test_a_plate_opens_a_service_for_as_long_as_it_is_valid(courier: Person) -> None:
    assert entitled(courier, TODAY) == "no"
    issue(courier)
    assert entitled(courier, TODAY) == "yes"
    assert entitled(courier, date(2026, 7, 11)) == "no"
    courier.residence = "510411"  # where nobody says that the register is complete
    assert entitled(courier, date(2026, 7, 11)) == "unknown"


def test_absence_is_a_no_only_where_the_register_is_complete(courier: Person) -> None:
    assert known(courier, date(2026, 2, 1)) == {}
    courier.residence = "510411"
    assert known(courier) == {}


def test_a_sealed_answer_stands_nowhere_in_the_index(courier: Person) -> None:
    record = issue(courier)
    row = Record.objects.filter(pk=record.pk).values().get()
    assert "AB123" not in map(str, row.values())
    assert not {name for name, value in row.items() if name.startswith("code_") and value == "1"}
    raw = (
        RecordEvent.objects.filter(record=record).extra(select={"raw": "says"}).values_list("raw", flat=True)
    )
    assert "AB123" not in raw.get()


def test_what_was_wrong_before_changes_what_was_believed_then_not(courier: Person) -> None:
    record = issue(courier)
    later = NOW + timedelta(days=3)
    correct(
        by=POLICE,
        now=later,
        event_id=event_id(record, "签发"),
        said={"检验有效期": "2026-05-20"},
        reason="抄错了",
    )
    assert known(courier)["持有电动车牌"] is False
    before = facts.gather(courier, TODAY, known_at=NOW + timedelta(hours=1)).values
    assert before["持有电动车牌"] is True


def test_what_never_counted_is_taken_out_and_may_come_back(courier: Person) -> None:
    record = issue(courier)
    annul(by=POLICE, now=NOW, event_id=event_id(record, "签发"), reason="发错了人")
    assert known(courier) == {"持有电动车牌": False, "电动车牌数": 0}
    assert queries.of_person(POLICE, courier.public_id.hex, now=NOW) == ()
    with refused("record.annulled"):
        annul(by=POLICE, now=NOW, event_id=event_id(record, "签发"), reason="发错了人")
    annul(by=POLICE, now=NOW, event_id=event_id(record, "撤销"), reason="没有发错")
    assert known(courier)["持有电动车牌"] is True


def test_one_frame_has_one_plate_in_a_province(courier: Person) -> None:
    first = issue(courier)
    with refused("record.key_taken"):
        issue(courier)
    add(by=POLICE, now=NOW, record_id=first.public_id.hex, event="注销", on=TODAY, said={})
    assert issue(courier).number == "川牌510421-2026-000002"  # a refused one left no gap
    with refused("record.key_taken"):
        annul(by=POLICE, now=NOW, event_id=event_id(first, "注销"), reason="没有注销")


def test_said_again_is_said_once_and_otherwise_is_refused(courier: Person) -> None:
    record = issue(courier)
    check = {"record_id": record.public_id.hex, "event": "检验", "on": TODAY}
    for _ in range(2):
        add(by=POLICE, now=NOW, said={"检验有效期": "2027-06-01"}, **check)  # type: ignore[arg-type]
    assert record.events.count() == 2
    with refused("record.said_otherwise"):
        add(by=POLICE, now=NOW, said={"检验有效期": "2028-06-01"}, **check)  # type: ignore[arg-type]


def test_all_that_is_filled_in_wrongly_is_told_at_once(courier: Person) -> None:
    with pytest.raises(DomainError) as told:
        issue(courier, 车架号="", 检验有效期="明天吧", 车型="飞机")
    assert told.value.code == "record.fields"
    for name in ("车架号", "检验有效期", "车型"):
        assert name in told.value.what
    assert not Record.objects.exists()


def test_an_office_that_is_not_addressed_writes_nothing(courier: Person) -> None:
    for stranger in (POLICE_ELSEWHERE, TRANSPORT, CLERK):
        with refused("record.not_yours"):
            issue(courier, by=stranger)
    record = issue(courier)
    with refused("record.not_yours"):
        correct(by=TRANSPORT, now=NOW, event_id=event_id(record, "签发"), said={}, reason="想改")


def test_each_sees_what_the_declaration_gives_them(courier: Person) -> None:
    record = issue(courier)
    mine = queries.of_person(POLICE.with_purpose("核对"), courier.public_id.hex, now=NOW)
    assert [dict(view.values)["车架号"] for view in mine] == ["AB123"]
    assert [step.event for step in mine[0].steps] == ["签发"]
    with refused("record.purpose_needed"):
        queries.record(TRANSPORT, record.public_id.hex, now=NOW)
    road = queries.record(TRANSPORT.with_purpose("路面检查"), record.public_id.hex, now=NOW)
    assert (dict(road.values), road.state, road.steps) == ({"检验有效期": "2026年7月10日"}, "有效", ())
    with refused("record.not_found"):
        queries.record(POLICE_ELSEWHERE.with_purpose("看看"), record.public_id.hex, now=NOW)
    own = Principal("self", "本人", person_id=courier.public_id.hex)
    assert queries.of_person(own, courier.public_id.hex, now=NOW)[0].number == record.number


def test_a_key_finds_its_record(courier: Person) -> None:
    record = issue(courier)
    there = queries.with_key(POLICE, "ebike-plate", {"车架号": "AB123"}, region=COUNTY, now=NOW)
    assert [view.id for view in there] == [record.public_id.hex]
    assert queries.with_key(POLICE, "ebike-plate", {"车架号": "ZZ999"}, region=COUNTY, now=NOW) == ()
    (sought,) = AuditEvent.objects.filter(verb="records.records.sought")
    assert sought.data == {"kind": "ebike-plate", "key": "车架号"}


def test_the_page_of_a_person_takes_the_same_queries_however_many(
    courier: Person, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    issue(courier)
    own = Principal("self", "本人", person_id=courier.public_id.hex)
    with django_assert_num_queries(3):
        queries.of_person(own, courier.public_id.hex, now=NOW)
    for number in range(3):
        issue(courier, 车架号=f"CC{number:03d}")
    with django_assert_num_queries(3):
        assert len(queries.of_person(own, courier.public_id.hex, now=NOW)) == 4


def test_each_action_leaves_one_event_and_no_value(courier: Person) -> None:
    record = issue(courier)
    correct(by=POLICE, now=NOW, event_id=event_id(record, "签发"), said={"车架号": "XY999"}, reason="抄错了")
    annul(by=POLICE, now=NOW, event_id=event_id(record, "更正"), reason="没有抄错")
    told = AuditEvent.objects.filter(verb__startswith="records.").order_by("pk")
    assert [event.verb.rpartition(".")[2] for event in told] == ["recorded", "corrected", "annulled"]
    assert {event.person_ref for event in told} == {courier.public_id.hex}
    assert not any("XY999" in str(event.data) or "AB123" in str(event.data) for event in told)


def test_the_night_turns_what_has_come_and_nothing_else(courier: Person) -> None:
    record = issue(courier)
    assert record.next_change_on == date(2026, 6, 11)
    assert nights.turn(now=NOW) == 0
    then = datetime(2026, 7, 11, 2, 0, tzinfo=UTC)
    assert nights.turn(now=then) == 1
    record.refresh_from_db()
    assert (record.state, record.next_change_on) == ("失效", None)
    assert nights.turn(now=then) == 0
    assert nights.differing(now=then) == 0
    Record.objects.filter(pk=record.pk).update(state="有效")
    assert nights.differing(now=then) == 1


def test_what_takes_effect_later_turns_on_its_day(courier: Person) -> None:
    record = issue(courier)
    add(by=POLICE, now=NOW, record_id=record.public_id.hex, event="注销", on=date(2026, 6, 5), said={})
    assert known(courier)["持有电动车牌"] is True
    assert known(courier, date(2026, 6, 5))["持有电动车牌"] is False
    assert nights.turn(now=datetime(2026, 6, 5, 2, 0, tzinfo=UTC)) == 1
    record.refresh_from_db()
    assert (record.state, record.ended) == ("注销", date(2026, 6, 5))


def test_what_was_recorded_cannot_be_rewritten(courier: Person) -> None:
    record = issue(courier)
    for change in ({"event": "检验"}, {"effective_on": date(2020, 1, 1)}):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            RecordEvent.objects.filter(record=record).update(**change)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        RecordEvent.objects.filter(record=record).delete()
