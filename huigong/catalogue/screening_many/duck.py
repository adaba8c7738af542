"""DuckDB inside this process: streams from Parquet to Parquet in bounded memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from huigong.catalogue.screening_many.mark import KEY, mark_of
from huigong.catalogue.screening_many.people import People, Progress, quoted
from huigong.catalogue.screening_many.plan import Asked
from huigong.catalogue.screening_many.sql_plan import Plan, plan
from huigong.rules.compile.dialects import DuckDB

MEMORY = "2GB"


def screen(
    asked: Asked,
    people: People,
    out: Path,
    *,
    memory: str = MEMORY,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Writes one row a person to `out`, in any order; gives the plan that was run."""
    screening = plan(asked, people, DuckDB(), people.source)
    with connected(memory=memory, threads=threads, scratch=out.parent) as connection:
        declare(connection, screening)
        with told(connection, progress):
            # Answers repeat so much that light compression is enough, and time goes into the rules.
            connection.execute(
                f"COPY ({screening.query}) TO {quoted(str(out))} (FORMAT parquet, COMPRESSION snappy, "
                f"USE_TMP_FILE false, KV_METADATA {{{KEY}: {quoted(mark_of(asked, people).text)}}})"
            )
    return screening


@contextmanager
def connected(
    *, memory: str = MEMORY, threads: int | None = None, scratch: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that keeps no order and spills into `scratch` beyond `memory`."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "preserve_insertion_order": False,
    }
    if threads:
        settings["threads"] = threads
    if scratch is not None:
        settings["temp_directory"] = str(scratch / ".huigong-scratch")
    connection = duckdb.connect(config=settings)
    try:
        yield connection
    finally:
        connection.close()


def declare(connection: duckdb.DuckDBPyConnection, made: Plan) -> None:
    """Makes the closed lists of words known that the plan's columns use."""
    for kind, words in made.words.items():
        connection.execute(f"CREATE TYPE {kind} AS ENUM ({', '.join(map(DuckDB().text, words))})")


@contextmanager
def told(connection: duckdb.DuckDBPyConnection, progress: Progress | None) -> Iterator[None]:
    """Tells `progress` four times a second how much of a query is done, 0 to 1."""
    if progress is None:
        yield
        return
    end = threading.Event()
    connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")

    def watch() -> None:
        while not end.wait(0.25):
            progress(max(0.0, connection.query_progress()) / 100)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        end.set()
        watcher.join()
    progress(1.0)
