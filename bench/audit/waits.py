"""Who waited for a lock for more than 50 ms: PostgreSQL is asked every 10 ms, SQLite's transactions tell themselves."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Protocol, Self

_ASK = (
    "SELECT pid, query_start FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
    "AND clock_timestamp() - query_start > interval '50 milliseconds'"
)


class Waits(Protocol):
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: Any) -> None: ...
    def count(self) -> int: ...


class PostgresWaits:
    """Statements seen waiting for a lock of another transaction."""

    def __init__(self, url: str) -> None:
        self.url, self.seen = url, set()
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.stopping.set()
        self.thread.join()

    def _watch(self) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            while not self.stopping.wait(0.01):
                self.seen |= set(connection.execute(_ASK).fetchall())

    def count(self) -> int:
        return len(self.seen)


class SqliteWaits:
    """Lines of the file that `watching` writes, from now on."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        self.path.write_text("")
        return self

    def __exit__(self, *_: Any) -> None:
        self.lines = self.path.read_text().splitlines()

    def count(self) -> int:
        return len(self.lines)
