"""What somebody who holds the database may do to the trail, and how it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from huigong.audit import expectations, triggers
from huigong.audit.actions import seal
from huigong.audit.batches import signed
from huigong.audit.chain import digest_of
from huigong.audit.models import GENESIS, AuditBatch, AuditEvent
from huigong.audit.published import Head, append, heads, newest
from huigong.audit.signing import Signer, signer
from huigong.audit.verification import Fault, TrailReport, unsealed_faults, verify
from huigong.directory.principals import SYSTEM
from huigong.kernel.errors import DomainError
from huigong.kernel.registries import Registry
from tests.unit.audit.trail import LATER, recorded

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STRANGER = hashlib.sha256(b"somebody else's key").hexdigest()


@pytest.fixture(autouse=True)
def nine_events_in_three_batches() -> None:
    for number in range(9):
        told(number)
    seal(now=NOW + timedelta(minutes=9), at_most=3)
    assert AuditBatch.objects.count() == 3


def told(number: int) -> AuditEvent:
    return recorded(by=SYSTEM, now=NOW + timedelta(minutes=number), verb="v", subject=f"test.Thing:{number}")


def verified(**options: Any) -> TrailReport:
    return verify(now=LATER, **options)


def faults(report: TrailReport) -> list[tuple[Fault, int | str]]:
    return [(finding.fault, finding.at) for finding in report.findings]


def stretches(report: TrailReport) -> list[tuple[int, int]]:
    return [(span.first, span.last) for span in report.spans]


@contextmanager
def unprotected() -> Iterator[Any]:
    """What someone with the database password can do."""
    triggers.TRAIL.remove(connection)
    with connection.cursor() as cursor:
        yield cursor
    triggers.TRAIL.install(connection)


def test_a_whole_trail_says_from_when_to_when() -> None:
    report = verified()
    assert (report.ok, report.checked, report.unsealed) == (True, 9, 0)
    (span,) = report.spans
    assert (span.first, span.last) == (1, 9)
    assert (span.since, span.until) == (NOW, NOW + timedelta(minutes=8))


def test_an_empty_trail_is_whole() -> None:
    with unprotected() as cursor:
        cursor.execute("DELETE FROM audit_auditevent")
        cursor.execute("DELETE FROM audit_auditbatch")
    assert (verified().ok, verified().spans) == (True, ())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "别人"),
        ("actor_office", "510400/police"),
        ("visit", "0" * 32),
        ("purpose", "别的目的"),
        ("at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("data", '{"a": 1}'),
        ("person_ref", "p-9"),
    ],
)
def test_a_changed_event_is_found_and_what_lies_around_it_is_whole(column: str, value: object) -> None:
    with unprotected() as cursor:
        cursor.execute(f"UPDATE audit_auditevent SET {column} = %s WHERE sequence = 5", [value])
    report = verified()
    assert faults(report) == [(Fault.CHANGED, 5)]
    assert stretches(report) == [(1, 3), (7, 9)]


@pytest.mark.parametrize("gone", [1, 5, 6, 9])
def test_a_missing_event_is_found(gone: int) -> None:
    with unprotected() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE sequence = %s", [gone])
    assert faults(verified()) == [(Fault.MISSING, gone)]


def test_events_that_changed_places_are_found() -> None:
    with unprotected() as cursor:
        for old, new in ((4, 100), (6, 4), (100, 6)):
            cursor.execute("UPDATE audit_auditevent SET sequence = %s WHERE sequence = %s", [new, old])
    assert faults(verified()) == [(Fault.CHANGED, 4)]


def test_an_event_put_between_others_is_found() -> None:
    with unprotected() as cursor:
        for old in range(9, 4, -1):
            cursor.execute("UPDATE audit_auditevent SET sequence = %s WHERE sequence = %s", [old + 1, old])
        intruder = told(20)
        cursor.execute(
            "UPDATE audit_auditevent SET sequence = 5, digest = %s WHERE id = %s", ["f" * 64, intruder.pk]
        )
    found = faults(verified())
    assert (Fault.CHANGED, 5) in found
    assert (Fault.EXTRA, 10) in found


def test_an_event_put_at_the_end_with_a_place_is_found() -> None:
    event = told(20)
    with unprotected() as cursor:
        cursor.execute("UPDATE audit_auditevent SET sequence = 10 WHERE id = %s", [event.pk])
    assert faults(verified()) == [(Fault.EXTRA, 10)]


def test_an_end_cut_within_the_last_batch_is_found_without_anything_outside() -> None:
    with unprotected() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE sequence > 7")
    assert faults(verified()) == [(Fault.MISSING, 8)]


@pytest.mark.parametrize("left", [0, 1, 2])
def test_an_end_cut_together_with_its_batches_is_found_by_the_published_head(left: int) -> None:
    kept = newest()
    assert kept
    cut_after(left)
    assert verified().ok  # nothing inside tells
    assert faults(verified(published=[kept])) == [(Fault.CUT, 3)]


def test_a_cut_end_that_grew_again_differs_from_what_was_published() -> None:
    kept = newest()
    assert kept
    cut_after(2)
    for number in range(3):
        told(number)
    seal(now=LATER)
    assert faults(verified(published=[kept])) == [(Fault.REWRITTEN, 3)]


def test_a_batch_taken_out_is_found() -> None:
    with unprotected() as cursor:
        cursor.execute("DELETE FROM audit_auditbatch WHERE number = 2")
    report = verified()
    assert faults(report) == [(Fault.BATCH_MISSING, 2), (Fault.EXTRA, 4)]
    assert stretches(report) == [(1, 3), (7, 9)]


def test_a_batch_taken_out_at_the_end_is_found_and_sealing_goes_on() -> None:
    with unprotected() as cursor:
        cursor.execute("DELETE FROM audit_auditbatch WHERE number = 3")
    assert faults(verified()) == [(Fault.EXTRA, 7)]
    told(30)
    assert seal(now=LATER) == 1
    assert Fault.EXTRA in {fault for fault, _ in faults(verified())}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("last_sequence", 5),
        ("notes", '{"a": 1}'),
        ("sealed_at", NOW),
        ("head", "a" * 64),
        ("digest", "a" * 64),
    ],
)
def test_a_changed_batch_is_found(column: str, value: object) -> None:
    with unprotected() as cursor:
        cursor.execute(f"UPDATE audit_auditbatch SET {column} = %s WHERE number = 2", [value])
    assert (Fault.BATCH_CHANGED, 2) in faults(verified())


def test_a_part_written_anew_without_the_key_is_found() -> None:
    rewritten(key=STRANGER)
    report = verified()
    assert {fault for fault, _ in faults(report)} == {Fault.UNKNOWN_KEY}
    assert stretches(report) == []


def test_a_part_written_anew_under_a_stolen_key_id_is_found(settings: Any) -> None:
    own = signer().key_id
    rewritten(key=STRANGER)
    with unprotected() as cursor:
        cursor.execute("UPDATE audit_auditbatch SET key_id = %s", [own])
    assert {fault for fault, _ in faults(verified())} == {Fault.FORGED}


def test_a_part_written_anew_with_the_key_is_found_by_the_published_head() -> None:
    kept = newest()
    assert kept
    rewritten()
    assert verified().ok  # the key is the only thing that inside could tell
    assert faults(verified(published=[kept])) == [(Fault.REWRITTEN, 3)]


def test_an_emptied_trail_beside_things_that_happened_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        expectations, "_expected", Registry("kind", {"物件": lambda: (f"test.Thing:{n}" for n in range(9))})
    )
    assert verified().ok
    with unprotected() as cursor:
        cursor.execute("DELETE FROM audit_auditevent")
        cursor.execute("DELETE FROM audit_auditbatch")
    report = verified()
    assert len(report.findings) == 9
    assert faults(report)[0] == (Fault.NO_EVENT, "物件 test.Thing:0")


def test_a_published_line_that_somebody_edited_is_told_from_a_cut() -> None:
    kept = newest()
    assert kept
    assert faults(verified(published=[replace(kept, digest="a" * 64)])) == [(Fault.HEAD_FORGED, 3)]


def test_old_keys_go_on_verifying_what_they_signed(settings: Any) -> None:
    old = settings.AUDIT_KEY
    settings.AUDIT_KEY = f"{STRANGER},{old}"
    told(10)
    seal(now=LATER)
    assert verified().ok
    assert AuditBatch.objects.values_list("key_id", flat=True).distinct().order_by("key_id").count() == 2
    settings.AUDIT_KEY = STRANGER
    assert (Fault.UNKNOWN_KEY, 1) in faults(verified())


@pytest.mark.parametrize("wrong", ["", "xyz", "ab" * 16, "public:" + "ab" * 32])
def test_a_key_that_cannot_sign_is_refused_by_name(wrong: str) -> None:
    with pytest.raises(DomainError) as refused:
        Signer(wrong, setting="HUIGONG_AUDIT_KEY")
    assert refused.value.code == "signing.key"


def test_what_waits_for_more_than_a_minute_is_an_alarm() -> None:
    told(10)
    at = NOW + timedelta(minutes=10)
    assert unsealed_faults(now=at + timedelta(seconds=50)) == []
    late = unsealed_faults(now=at + timedelta(seconds=70))
    assert [(finding.fault, finding.at) for finding in late] == [(Fault.UNSEALED, 1)]
    assert not verify(now=at + timedelta(seconds=70)).ok


def test_published_lines_are_read_as_they_were_written(tmp_path: Path) -> None:
    kept, path = newest(), tmp_path / "outside" / "heads.jsonl"
    assert kept
    append(kept, path)
    append(kept, path)
    assert heads(path) == (kept, kept)


@pytest.mark.parametrize("line", ["half a li", "[]", "{}", '{"batch": "x"}', "7"])
def test_a_line_that_is_no_head_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "heads.jsonl"
    append(Head(1, 1, "", "", "", ""), path)
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(DomainError, match="第 2 行"):
        heads(path)


def cut_after(number: int) -> None:
    """Everything after this batch is gone, rows and batches."""
    with unprotected() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE sequence > %s", [number * 3])
        cursor.execute("DELETE FROM audit_auditbatch WHERE number > %s", [number])


def rewritten(*, key: str | None = None) -> None:
    """All nine events told differently, chained and signed as the product would, with this key or the right one."""
    with unprotected() as cursor, pytest.MonkeyPatch.context() as patch:
        if key:
            patch.setattr("django.conf.settings.AUDIT_KEY", key)
        cursor.execute("DELETE FROM audit_auditbatch")
        cursor.execute("UPDATE audit_auditevent SET actor_name = '别人'")
        head, last = GENESIS, None
        rows = list(AuditEvent.objects.order_by("sequence"))
        for start in range(0, 9, 3):
            before = head
            for event in rows[start : start + 3]:
                event.digest = head = digest_of(event, sequence=event.sequence or 0, previous=head)
                cursor.execute("UPDATE audit_auditevent SET digest = %s WHERE id = %s", [head, event.pk])
            last = signed(
                rows[start : start + 3], last=last, previous_head=before, now=NOW + timedelta(minutes=9)
            )
            last.save()


FORGERIES: dict[str, Callable[[AuditEvent], dict[str, Any]]] = {
    "without a mark": lambda row: {"mark": ""},
    "with a mark of its own": lambda row: {"mark": "0" * 80},
    "with words for a mark": lambda row: {"mark": "虚构"},
    "with another's mark": lambda row: {"mark": row.mark, "actor_name": "虚构乙"},
    "with another's mark and an office": lambda row: {"mark": row.mark, "actor_office": "510400/hrss"},
    "with another's mark and data": lambda row: {"mark": row.mark, "data": {"x": 1}},
}


def copy_of(row: AuditEvent, **changes: Any) -> AuditEvent:
    """A row as somebody with the database would put it in, before the real one is there."""
    same = {field.attname: getattr(row, field.attname) for field in AuditEvent._meta.fields}
    return AuditEvent(**{**same, "id": None, "sequence": None, "digest": "", **changes})


@pytest.mark.parametrize("how", FORGERIES)
def test_a_row_put_in_by_hand_is_never_sealed_and_is_told(how: str) -> None:
    with transaction.atomic():
        forged = copy_of(told(9), **FORGERIES[how](told(9)))
        transaction.set_rollback(True)
    forged.save(force_insert=True)
    for number in range(3):
        told(number)
    for waiting in (3, 0):
        assert seal(now=LATER, at_most=2) == waiting
        report = verified()
        assert (report.checked, report.unsealed) == (12, 1)
        assert faults(report) == [(Fault.INSERTED, 1)], "and the sealer is not said to stand still"
    assert AuditEvent.objects.get(pk=forged.pk).sequence is None


@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_real_row_put_in_once_more_is_refused_by_the_database(is_sealed: bool) -> None:
    row = AuditEvent.objects.order_by("pk")[4] if is_sealed else told(9)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_of(row).save(force_insert=True)


def test_a_mark_made_under_an_older_key_still_counts(settings: Any) -> None:
    told(1)
    settings.SEALING_KEY = f"{'ab' * 32},{settings.SEALING_KEY}"
    told(2)
    assert seal(now=LATER) == 2
    assert verified().ok
