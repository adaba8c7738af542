"""What counts: what was taken back may be said again, what does not count is not corrected, keys hold from the day of recording."""

from __future__ import annotations

from datetime import UTC, date, datetime

from huigong.audit.models import AuditEvent
from huigong.records import nights, queries
from huigong.records.actions.importing import take_back
from huigong.records.actions.recording import add, annul, correct
from huigong.records.keys import contesting
from huigong.records.models import RecordKey
from huigong.registry.models import Person
from tests.unit.records.packs import COUNTY
from tests.unit.records.someone import NOW, POLICE, TRANSPORT
from tests.unit.records.test_actions import TODAY, event_id, issue, known, refused
from tests.unit.records.test_importing import filled, row, taken

YEAR_END = date(2026, 12, 1)


def test_what_was_annulled_may_be_said_again_and_counts(courier: Person) -> None:
    record = issue(courier)
    check = {"record_id": record.public_id.hex, "event": "检验", "on": date(2026, 5, 20)}
    said = {"检验有效期": "2027-05-20"}
    add(by=POLICE, now=NOW, said=said, **check)  # type: ignore[arg-type]
    wrong = event_id(record, "检验")
    annul(by=POLICE, now=NOW, event_id=wrong, reason="登错了人")
    with refused("record.annulled"):
        correct(by=POLICE, now=NOW, event_id=wrong, said={"检验有效期": "2027-06-20"}, reason="更正")
    add(by=POLICE, now=NOW, said=said, **check)  # type: ignore[arg-type]
    assert known(courier, YEAR_END)["持有电动车牌"] is True


def test_what_stood_there_before_a_correction_is_not_said_already(courier: Person) -> None:
    record = issue(courier)
    check = {"record_id": record.public_id.hex, "event": "检验", "on": date(2026, 5, 20)}
    add(by=POLICE, now=NOW, said={"检验有效期": "2027-05-20"}, **check)  # type: ignore[arg-type]
    correct(
        by=POLICE,
        now=NOW,
        event_id=event_id(record, "检验"),
        said={"检验有效期": "2026-05-21"},
        reason="抄错了",
    )
    with refused("record.said_otherwise"):
        add(by=POLICE, now=NOW, said={"检验有效期": "2027-05-20"}, **check)  # type: ignore[arg-type]
    add(by=POLICE, now=NOW, said={"检验有效期": "2026-05-21"}, **check)  # type: ignore[arg-type]
    assert record.events.filter(event="检验").count() == 1


def test_a_file_that_was_taken_back_is_taken_in_again(courier: Person) -> None:
    data = filled(row(courier))
    for _ in range(2):
        imported = taken(data)
        assert (imported.taken, imported.problems) == (1, ())
        assert known(courier)["持有电动车牌"] is True
        assert take_back(by=POLICE, now=NOW, batch=imported.batch, reason="试错") == 1
        assert known(courier)["持有电动车牌"] is False


def test_a_trial_leaves_a_trace_and_tells_nothing_to_who_may_not_write(courier: Person) -> None:
    stranger = row(courier, 2, 身份证号="510421199001011234")
    tried = taken(filled(row(courier), stranger), dry_run=True)
    (event,) = AuditEvent.objects.filter(verb="records.records.tried")
    assert (event.data["rows"], event.data["batch"]) == (2, tried.batch)
    refusals = taken(filled(row(courier), stranger), dry_run=True, by=TRANSPORT).problems
    assert {problem.error.code for problem in refusals} == {"record.not_yours"}


def test_a_key_holds_before_its_record_begins_and_no_longer_than_it_lasts(courier: Person) -> None:
    first = issue(courier, on=date(2026, 6, 2))
    for day in (date(2026, 6, 2), TODAY):
        with refused("record.key_taken"):
            issue(courier, on=day)
    nights.turn(now=datetime(2026, 6, 3, 2, tzinfo=UTC))
    there = queries.with_key(POLICE, "ebike-plate", {"车架号": "AB123"}, region=COUNTY, now=NOW)
    assert [view.id for view in there] == [first.public_id.hex]
    add(by=POLICE, now=NOW, record_id=first.public_id.hex, event="注销", on=date(2026, 6, 10), said={})
    nights.turn(now=datetime(2026, 6, 12, 2, tzinfo=UTC))
    assert not RecordKey.objects.filter(claims=True).exists()
    assert issue(courier, on=date(2026, 6, 12)).number


def test_a_key_that_turns_out_to_be_two_records_stands_on_the_list_until_one_is_put_right(
    courier: Person,
) -> None:
    issue(courier)
    other = issue(courier, 车架号="CD456")
    again = {"by": POLICE, "now": NOW, "record_id": other.public_id.hex}
    add(event="换号", on=date(2026, 6, 5), said={"车架号": "AB123"}, **again)  # type: ignore[arg-type]
    assert nights.contested(now=NOW) == 0
    later = datetime(2026, 6, 6, 2, tzinfo=UTC)
    nights.turn(now=later)
    assert list(contesting()) == [other]
    assert nights.contested(now=later) == 1
    annul(by=POLICE, now=later, event_id=event_id(other, "换号"), reason="抄错了")
    assert nights.contested(now=later) == 0
