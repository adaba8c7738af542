"""A record goes when its own `keep` has run out and somebody says so, with all that it said; not a day earlier, not otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from huigong.audit.models import AuditEvent
from huigong.directory.actions import periods
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.oversight import retention
from huigong.records import queries
from huigong.records.actions.recording import add, annul
from huigong.records.models import ErasedRecord, Record, RecordEvent, RecordKey
from huigong.registry.models import Person
from tests.shipped import POLICIES
from tests.unit.records.conftest import courier, pack, packs
from tests.unit.records.someone import NOW, POLICE
from tests.unit.records.test_actions import event_id, issue
from tests.unit.registry.someone import CITY

__all__ = ["courier", "pack", "packs"]
pytestmark = pytest.mark.django_db
ADMINISTRATOR = Principal("admin", "管理员甲", (Grant("administrator", CITY),))
ENDED = date(2026, 7, 1)  # kept three years: until 1 July 2029


@pytest.fixture(autouse=True)
def place(settings: Any, packs: Path) -> None:
    settings.HOME_REGION = CITY
    for name in ("retention.yaml", "100000/calendar"):
        if not (packs / name).exists():
            (packs / name).parent.mkdir(exist_ok=True)
            (packs / name).symlink_to(POLICIES / name)


@pytest.fixture
def ended(courier: Person) -> Record:
    record = issue(courier)
    at = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
    add(by=POLICE, now=at, record_id=record.public_id.hex, event="注销", on=ENDED, said={})
    return record


def erased(day: date) -> int:
    now = datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)
    (row,) = (each for each in retention.report(ADMINISTRATOR, now=now) if each.rule.id == "records")
    gone = retention.erase(by=ADMINISTRATOR, now=now, reason="局务会同意")["records"]
    assert row.over == gone, "what is counted is what goes"
    return gone


def test_it_stays_to_the_last_day_and_goes_on_the_next(ended: Record, courier: Person) -> None:
    assert erased(date(2029, 7, 1)) == 0
    assert erased(date(2029, 7, 2)) == 1
    assert not Record.objects.exists() and not RecordEvent.objects.exists() and not RecordKey.objects.exists()
    left = ErasedRecord.objects.get()
    assert (left.public_id, left.kept_until) == (ended.public_id, date(2029, 7, 1))
    later = datetime(2029, 7, 3, 2, 0, tzinfo=UTC)
    assert queries.of_person(POLICE, courier.public_id.hex, now=later) == ()
    event = AuditEvent.objects.get(verb="directory.retention.erased")
    assert event.data == {"kind": "records", "number": 1}
    assert erased(date(2029, 7, 3)) == 0


def test_what_has_not_ended_or_whose_end_was_annulled_is_kept(courier: Person) -> None:
    record = issue(courier)
    assert erased(date(2040, 1, 1)) == 0
    add(by=POLICE, now=NOW, record_id=record.public_id.hex, event="注销", on=NOW.date(), said={})
    annul(by=POLICE, now=NOW, event_id=event_id(record, "注销"), reason="登记错了")
    assert erased(date(2040, 1, 1)) == 0
    assert Record.objects.count() == 1


def test_the_database_lets_go_only_what_was_kept_long_enough(ended: Record) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        RecordEvent.objects.order_by("-pk")[0].delete()
    erased(date(2029, 7, 2))
    with pytest.raises(DatabaseError), transaction.atomic():
        ErasedRecord.objects.get().delete()


def test_a_place_says_no_days_for_what_each_register_says_itself() -> None:
    with pytest.raises(DomainError) as refused:
        periods.put(by=ADMINISTRATOR, now=NOW, kind="records", days=10, source="虚构的规定")
    assert refused.value.code == "retention.unknown"
