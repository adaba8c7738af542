"""The trail: written with the act in one insert, never changed, and read by whom it is for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from huigong.audit import subjects
from huigong.audit.actions import READ_VERB, record, record_access, seal
from huigong.audit.models import AuditEvent
from huigong.audit.queries import Wanted, events, page
from huigong.casework.models import Case
from huigong.directory.principals import ANONYMOUS, SYSTEM, Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.registry.models import Person
from tests.unit.audit.trail import recorded, sealed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)


def told(verb: str = "test.done", **options: Any) -> AuditEvent:
    return recorded(by=SYSTEM, now=NOW, verb=verb, subject="test.Thing:1", **options)


def test_an_event_is_one_insert_and_no_other_question(django_assert_num_queries: Any) -> None:
    with transaction.atomic(), django_assert_num_queries(1) as asked:
        record(by=SYSTEM, now=NOW, verb="test.done", subject="test.Thing:1")
    assert asked[0]["sql"].startswith('INSERT INTO "audit_auditevent"')


def test_what_was_told_is_kept() -> None:
    person = SimpleNamespace(public_id="p-1")
    by = Principal("a-1", "虚构甲").with_purpose("办件核对")
    told = recorded(
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


@pytest.mark.parametrize("is_sealed", [False, True])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET verb = 'x'",
        "UPDATE audit_auditevent SET sequence = 7, actor_name = 'x'",
        "UPDATE audit_auditevent SET digest = 'x'",
        "UPDATE audit_auditevent SET sequence = NULL",
        "DELETE FROM audit_auditevent",
    ],
)
def test_the_database_itself_refuses_changes(statement: str, is_sealed: bool) -> None:
    told()
    if is_sealed:
        seal(now=NOW)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert sealed().checked == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditbatch SET notes = '{}'", "DELETE FROM audit_auditbatch"]
)
def test_the_database_refuses_to_change_a_batch(statement: str) -> None:
    told()
    seal(now=NOW)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert sealed().ok


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
        record(by=SYSTEM, now=NOW, verb="test.done", subject="test.Thing:1")


def test_a_failed_act_leaves_no_trace_and_no_gap() -> None:
    told()

    @transaction.atomic
    def act_that_fails() -> None:
        told()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_that_fails()
    told()
    report = sealed()
    assert (report.checked, report.ok) == (2, True)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        recorded(by=SYSTEM, now=datetime(2026, 1, 1), verb="v", subject="s")


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


def test_whose_rows_people_are_is_said_once_and_by_who_keeps_them() -> None:
    subjects.people_are(Person)
    assert subjects.person_of("p-1") == "registry.Person:p-1"
    with pytest.raises(ValueError, match="twice"):
        subjects.people_are(Case)


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
    recorded(by=SYSTEM, now=NOW, verb="v", subject="test.Thing:2")
    everywhere = Principal("b", "虚构丙", (Grant("auditor", "100000"),))
    assert [event.subject for event in events(everywhere, subject="test.Thing:2")] == ["test.Thing:2"]


def test_the_auditor_pages_through_what_is_wanted_newest_first() -> None:
    everywhere = Principal("b", "虚构丙", (Grant("auditor", "100000"),))
    for number in range(5):
        recorded(by=SYSTEM, now=NOW + timedelta(minutes=number), verb="v", subject=f"test.Thing:{number}")
    told("other")
    first = page(everywhere, wanted=Wanted(verb="v"), size=3)
    assert [row.subject[-1] for row in first.rows] == ["4", "3", "2"]
    last = page(everywhere, wanted=Wanted(verb="v"), before=first.older, size=3)
    assert ([row.subject[-1] for row in last.rows], last.older) == (["1", "0"], None)


@pytest.mark.parametrize(
    ("wanted", "subjects"),
    [
        (Wanted(person="p-1"), ["a"]),
        (Wanted(subject="b"), ["b"]),
        (Wanted(verb="v.a"), ["a"]),
        (Wanted(actor="虚构甲"), ["b"]),
        (Wanted(since=NOW + timedelta(hours=1)), ["b"]),
        (Wanted(until=NOW + timedelta(hours=1)), ["a"]),
        (Wanted(person="p-1", verb="v.b"), []),
        (Wanted(), ["b", "a"]),
    ],
)
def test_the_auditor_filters(wanted: Wanted, subjects: list[str]) -> None:
    everywhere = Principal("b", "虚构丙", (Grant("auditor", "100000"),))
    recorded(by=SYSTEM, now=NOW, verb="v.a", subject="a", person="p-1")
    recorded(by=Principal("x", "虚构甲"), now=NOW + timedelta(hours=1), verb="v.b", subject="b")
    assert [row.subject for row in page(everywhere, wanted=wanted).rows] == subjects
