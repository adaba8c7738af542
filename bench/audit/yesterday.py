"""The trail as it was: one head row, locked from the event to the commit, and a look for every page."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig

HEAD = "bench_head"
MAKE = (
    f"CREATE TABLE {HEAD} (id integer PRIMARY KEY, sequence bigint NOT NULL, digest varchar(64) NOT NULL)",
    f"INSERT INTO {HEAD} VALUES (1, 1000000, '')",
)


class Yesterday(AppConfig):
    """First of the apps: what others import afterwards is already as it was."""

    name = "bench.audit.yesterday"
    label = "bench_yesterday"

    def ready(self) -> None:
        from django.db import transaction

        from huigong.audit import actions, looks
        from huigong.audit.models import AuditEvent
        from huigong.casework.queries import cases

        insert = AuditEvent.save

        def save(event: AuditEvent, *words: Any, **options: Any) -> None:
            _take_place(event)
            insert(event, *words, **options)

        AuditEvent.save = save  # type: ignore[method-assign]
        looks.not_recorded = lambda viewer, *, fields, **_: frozenset(fields)  # type: ignore[assignment]
        looks.not_recorded_of = _nothing_recorded  # type: ignore[assignment]
        actions.seal = lambda **_: None  # type: ignore[assignment,return-value]
        cases.page = transaction.atomic(cases.page)


def _nothing_recorded(viewer: Any, *, people: Any, fields: Any, **_: Any) -> dict[str, frozenset[str]]:
    return dict.fromkeys(people, frozenset(fields))


def _take_place(event: Any) -> None:
    from django.db import connection

    from huigong.audit.chain import digest_of

    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sequence, digest FROM {HEAD} WHERE id = 1{lock}")
        sequence, previous = cursor.fetchone()
        event.sequence = sequence + 1
        event.digest = digest_of(event, sequence=event.sequence, previous=previous)
        cursor.execute(
            f"UPDATE {HEAD} SET sequence = %s, digest = %s WHERE id = 1", [event.sequence, event.digest]
        )
