"""Notes every transaction of SQLite that waited for the write lock, in a file that the bench reads."""

from __future__ import annotations

import os
import time
from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

LEAST = 0.050  # seconds


class Watching(AppConfig):
    name = "bench.audit.watching"
    label = "bench_watching"

    def ready(self) -> None:
        connection_created.connect(_watch)


def _watch(connection: Any, **_: Any) -> None:
    connection.execute_wrappers.append(_timed)


def _timed(execute: Any, sql: str, *rest: Any) -> Any:
    if not sql.startswith("BEGIN"):
        return execute(sql, *rest)
    began = time.perf_counter()
    try:
        return execute(sql, *rest)
    finally:
        waited = time.perf_counter() - began
        if waited > LEAST:
            with open(os.environ["BENCH_WAITS"], "a") as file:
                file.write(f"{waited:.3f}\n")
