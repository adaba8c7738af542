"""The trail: written with the act, chained, never changed, and broken links are found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from huigong.audit import triggers
from huigong.audit.actions import READ_VERB, record, record_access
from huigong.audit.models import GENESIS, AuditEvent, AuditHead
from huigong.audit.queries import ChainReport, events, verify_chain
from huigong.directory.principals import ANONYMOUS, SYSTEM, Grant, Principal
from huigong.kernel.errors import DomainError

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)


def told(verb: str = "test.done", **options: Any) -> AuditEvent:
    return record(by=SYSTEM, now=NOW, verb=verb, subject="test.Thing:1", **options)


@contextmanager
def unprotected() -> Iterator[Any]:
    """What someone with the database password could do."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        yield cursor
    triggers.install(connection)


def test_events_are_chained_from_the_genesis_digest() -> None:
    first, second = told(), told()
    assert (first.sequence, first.previous_digest) == (1, GENESIS)
    assert (second.sequence, second.previous_digest) == (2, first.digest)
    assert verify_chain() == ChainReport(ok=True, checked=2)


def test_an_empty_trail_is_whole() -> None:
    assert verify_chain() == ChainReport(ok=True, checked=0)


def test_what_was_told_is_kept() -> None:
    person = SimpleNamespace(public_id="p-1")
    by = Principal("a-1", "虚构甲").with_purpose("办件核对")
    told = record(
        by=by,
        now=NOW,
        verb="v",
        subject="s",
        region="510400",
        person=person,
        data={"名单": ["甲", 1, None, True]},
    )
    kept = AuditEvent.objects.get(pk=told.pk)
    assert (kept.actor_id, kept.actor_name, kept.person_ref) == ("a-1", "虚构甲", "p-1")
    assert (kept.purpose, kept.region, kept.at) == ("办件核对", "510400", NOW)
    assert kept.data == {"名单": ["甲", 1, None, True]}


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor_name", "别人"), ("at", datetime(2020, 1, 1, tzinfo=UTC)), ("data", '{"a": 1}')],
)
def test_a_changed_event_is_found(column: str, value: object) -> None:
    for _ in range(3):
        told()
    with unprotected() as cursor:
        cursor.execute(f"UPDATE audit_auditevent SET {column} = %s WHERE sequence = 2", [value])
    assert verify_chain() == ChainReport(ok=False, checked=1, first_broken=2)


@pytest.mark.parametrize(("gone", "first_broken"), [(1, 1), (2, 2), (3, 3)])
def test_a_removed_event_is_found_even_the_last(gone: int, first_broken: int) -> None:
    for _ in range(3):
        told()
    with unprotected() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE sequence = %s", [gone])
    report = verify_chain()
    assert not report.ok
    assert report.first_broken == first_broken


def test_a_head_set_back_is_found() -> None:
    first = told()
    told()
    AuditHead.objects.update(sequence=1, digest=first.digest)
    assert verify_chain() == ChainReport(ok=False, checked=2, first_broken=3)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditevent SET verb = 'x'", "DELETE FROM audit_auditevent"]
)
def test_the_database_itself_refuses_changes(statement: str) -> None:
    told()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify_chain().checked == 1


def test_the_model_refuses_changes_with_a_reason() -> None:
    event = told()
    for change in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(verb="x"),
    ):
        with pytest.raises(DomainError) as refused:
            change()
        assert refused.value.code == "audit.append_only"


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_a_programming_error() -> None:
    with pytest.raises(RuntimeError):
        told()


def test_a_failed_act_leaves_no_trace_and_no_gap() -> None:
    told()

    @transaction.atomic
    def act_that_fails() -> None:
        told()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_that_fails()
    assert told().sequence == 2
    assert verify_chain().ok


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        record(by=SYSTEM, now=datetime(2026, 1, 1), verb="v", subject="s")


def test_floats_are_refused_at_any_depth() -> None:
    with pytest.raises(TypeError, match="float"):
        told(data={"a": [{"b": 0.1}]})


def test_reading_a_person_needs_a_purpose() -> None:
    with pytest.raises(DomainError) as refused:
        record_access(viewer=SYSTEM, now=NOW, person="p-1", purpose="  ", fields=["phone"])
    assert refused.value.code == "audit.purpose_missing"


def test_reading_a_person_is_recorded_with_the_names_of_the_fields() -> None:
    viewer = Principal("a-1", "虚构甲").with_purpose("办件核对")
    event = record_access(viewer=viewer, now=NOW, person="p-1", purpose="", fields={"phone", "name"})
    assert (event.verb, event.subject, event.purpose) == (READ_VERB, "registry.Person:p-1", "办件核对")
    assert event.data == {"fields": ["name", "phone"]}


def test_an_auditor_reads_the_trail_of_the_own_regions() -> None:
    told(region="510411")
    told(region="210700")
    told()
    city = Principal("a", "虚构乙", (Grant("auditor", "510400"),))
    nation = Principal("b", "虚构丙", (Grant("auditor", "100000"),))
    assert [event.region for event in events(city)] == ["510411"]
    assert len(events(nation)) == 3


def test_nobody_else_reads_the_trail() -> None:
    for viewer in (ANONYMOUS, Principal("c", "虚构丁", (Grant("case-officer", "510400"),))):
        with pytest.raises(DomainError) as refused:
            events(viewer)
        assert refused.value.code == "access.denied"


def test_a_person_sees_who_looked_at_them() -> None:
    told(person="p-1", region="510411")
    told(person="p-2")
    own = Principal("w", "虚构戊", person_id="p-1")
    assert [event.person_ref for event in events(own, person="p-1")] == ["p-1"]
    with pytest.raises(DomainError):
        events(own, person="p-2")


def test_events_of_one_subject() -> None:
    told()
    record(by=SYSTEM, now=NOW, verb="v", subject="test.Thing:2")
    everywhere = Principal("b", "虚构丙", (Grant("auditor", "100000"),))
    assert [event.sequence for event in events(everywhere, subject="test.Thing:2")] == [2]
