"""A trail that was chained before there were batches goes on as the first of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huigong.audit import triggers
from huigong.audit.chain import digest_of
from huigong.audit.models import GENESIS
from huigong.audit.verification import Fault
from tests.unit.audit.trail import sealed

pytestmark = [pytest.mark.release, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BEFORE, AFTER = [("audit", "0002_append_only")], [("audit", "0005_marks")]


@pytest.fixture
def old_tables() -> Iterator[Any]:
    """The models as they were; afterwards the tables are today's again, whatever the test did."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("audit")
    triggers.TRAIL.remove(connection)
    executor = MigrationExecutor(connection)
    executor.migrate([("audit", None)])
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    MigrationExecutor(connection).migrate(latest)


def chained(apps: Any, *, count: int, head: int) -> None:
    """`count` events as they were chained then, and a head that says there are `head`."""
    event_model, head_model = apps.get_model("audit", "AuditEvent"), apps.get_model("audit", "AuditHead")
    previous = GENESIS
    for sequence in range(1, count + 1):
        told = {
            "at": NOW + timedelta(minutes=sequence),
            "actor_id": "a-1",
            "actor_name": "虚构甲",
            "verb": "v",
            "subject": f"test.Thing:{sequence}",
            "person_ref": "",
            "purpose": "",
            "region": "510400",
            "data": {"名单": [1, None]},
        }
        digest = digest_of(
            SimpleNamespace(**told, actor_office="", visit="", mark=""), sequence=sequence, previous=previous
        )
        event_model.objects.create(**told, sequence=sequence, previous_digest=previous, digest=digest)
        previous = digest
    head_model.objects.create(pk=1, sequence=head, digest=previous)


def test_the_old_chain_is_verified_to_its_first_event(old_tables: Any) -> None:
    chained(old_tables, count=3, head=3)
    MigrationExecutor(connection).migrate(AFTER)
    report = sealed()
    assert (report.ok, report.checked) == (True, 3)
    assert [(span.first, span.last) for span in report.spans] == [(1, 3)]


@pytest.mark.parametrize(("head", "fault"), [(4, (Fault.MISSING, 4)), (2, (Fault.EXTRA, 3))])
def test_a_trail_that_was_cut_or_rewound_before_stays_so(
    old_tables: Any, head: int, fault: tuple[Fault, int]
) -> None:
    chained(old_tables, count=3, head=head)
    MigrationExecutor(connection).migrate(AFTER)
    assert fault in [(finding.fault, finding.at) for finding in sealed().findings]


def test_an_installation_without_events_has_no_batch(old_tables: Any) -> None:
    MigrationExecutor(connection).migrate(AFTER)
    assert (sealed().ok, sealed().checked) == (True, 0)


def test_what_waited_for_the_sealer_is_sealed_all_the_same(old_tables: Any) -> None:
    chained(old_tables, count=2, head=2)
    before_marks = [("audit", "0004_carry_over")]
    executor = MigrationExecutor(connection)
    executor.migrate(before_marks)
    events = executor.loader.project_state(before_marks).apps.get_model("audit", "AuditEvent")
    events.objects.create(
        at=NOW, actor_id="a-1", actor_name="虚构甲", verb="v", subject="s", data={"数": [1]}
    )
    MigrationExecutor(connection).migrate(AFTER)
    report = sealed()
    assert (report.ok, report.checked, report.unsealed) == (True, 3, 0)
