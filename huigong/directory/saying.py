"""What a place says of itself, of its offices, days and texts, is said by one at a time."""

from __future__ import annotations

from django.db import connection

_LOCK = 0x7361_7969_6E67  # "saying": any number that nobody else takes


def in_turn() -> None:
    """Waits for whoever is just saying something, and holds the turn to the end of the caller's transaction.

    What is said is only ever added, so there is no row that two who say something at once would both lock: each would
    look at what stood before the other. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
