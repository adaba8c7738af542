"""Readers and writers at once, through the server as people are served, on SQLite and on PostgreSQL.

`python3 run.py bench audit` takes some five minutes: four installations (each database with
today's trail and with yesterday's locked head row), a county of 400 people each, 30 officials
who open cases and 10 who move them for `--seconds`. `--write` replaces the section of
docs/reference/performance.md that tells of it. Exit code 1 where a request did not end as it should or
somebody waited more than 50 ms for a lock under today's trail.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import run as checkout
from bench import page
from bench.audit.crowd import Day, at_work
from bench.audit.waits import PostgresWaits, SqliteWaits, Waits

ROOT = Path(__file__).resolve().parents[2]
TITLE = "The audit trail: 30 readers and 10 writers"
READERS, WRITERS, PEOPLE = 30, 10, 400
WARM_UP = 5.0


@dataclass(frozen=True)
class Row:
    """One run: which database, which trail, what the crowd met, who waited."""

    database: str
    trail: str
    day: Day
    waits: int


def main(argv: list[str]) -> int:
    words = arguments(argv)
    load = os.getloadavg()[0]
    rows = []
    for database in words.databases.split(","):
        for trail in ("yesterday", "today"):
            rows.append(measured(database, trail, words))
            print(line(rows[-1]), flush=True)
    if words.write:
        page.put("audit", section(rows, words, load), title=TITLE)
    return int(any(row.trail == "today" and (row.waits or not_right(row)) for row in rows))


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py bench audit", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long each run is")
    parser.add_argument("--think", type=float, default=5.0, help="seconds between two requests of one user")
    parser.add_argument("--databases", default="postgresql,sqlite")
    parser.add_argument("--write", action="store_true", help="replace the section of the page of figures")
    return parser.parse_args(argv)


def measured(database: str, trail: str, words: argparse.Namespace) -> Row:
    with installation(database) as (env, waits):
        must(["-m", "huigong", "set-up"], env)
        must(["-m", "huigong", "county", "--people", str(PEOPLE)], env)
        users = json.loads(must(["-m", "bench.audit.desks", str(READERS), str(WRITERS)], env))
        with served({**env, "BENCH_TRAIL": trail}) as port:
            at_work(port, users[:READERS], writers=0, seconds=WARM_UP, think=words.think)
            with waits:
                day = at_work(port, users, writers=WRITERS, seconds=words.seconds, think=words.think)
        return Row(database, trail, day, waits.count())


@contextmanager
def installation(database: str) -> Iterator[tuple[dict[str, str], Waits]]:
    """A data folder of its own; PostgreSQL keeps its promise to the disk, which tests do not ask of it."""
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as folder:
        data = Path(folder)
        waited = data / "waits"
        waited.touch()
        env = {
            **os.environ,
            "HUIGONG_DATA": folder,
            "HUIGONG_HTTPS": "0",
            "HUIGONG_SECOND_FACTOR": "0",  # the crowd has no telephones; else it would be sent to set one up
            "DJANGO_SETTINGS_MODULE": "bench.audit.settings",
            "BENCH_WAITS": str(waited),
        }
        env.pop("DATABASE_URL", None)
        if database == "sqlite":
            yield env, SqliteWaits(waited)
            return
        with checkout.throwaway_postgres(durable=True) as url:
            yield {**env, "DATABASE_URL": url}, PostgresWaits(url)


def must(words: list[str], env: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout[-2000:] + done.stderr[-3000:])
    return done.stdout


@contextmanager
def served(env: dict[str, str]) -> Iterator[int]:
    """`huigong serve` with its routines; gives the port."""
    told = Path(env["HUIGONG_DATA"]) / "address"
    words = ["-m", "huigong", "serve", "--port", "0", "--workers", "2", "--address-file", str(told)]
    server = subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield int(checkout.address_told(told, server).rpartition(":")[2].strip("/"))
    finally:
        server.terminate()
        server.wait(timeout=30)


def broken(row: Row) -> int:
    return row.day.pages.broken + row.day.moves.broken


def not_right(row: Row) -> int:
    return sum(row.day.pages.wrong.values()) + sum(row.day.moves.wrong.values())


def line(row: Row) -> str:
    day = row.day
    times = " | ".join(
        f"{timed.quantile(0.5) * 1000:.0f} / {timed.quantile(0.95) * 1000:.0f} ms"
        for timed in (day.pages, day.moves)
    )
    wrong = Counter(day.pages.wrong) + Counter(day.moves.wrong)
    return f"| {row.database} | {row.trail} | {times} | {day.rate:.0f} | {row.waits} | {broken(row)} |" + (
        f" <!-- {dict(wrong)} -->" if wrong else ""
    )


def section(rows: list[Row], words: argparse.Namespace, load: float) -> str:
    return "\n".join(
        [
            f"Measured by `python3 run.py bench audit --write` on {date.today()}: {os.cpu_count()} cores "
            f"({platform.machine()}) for server, database and users together; other work kept {load:.1f} "
            "processes running when it began.",
            f"{READERS} officials open cases and {WRITERS} stop and restart the clock of one, each a request "
            f"about every {words.think:g} s, for {words.seconds:g} s, through `huigong serve` with two workers "
            "and the sealer beside it. Yesterday's trail, kept only in `bench/audit`, locked one head row from "
            "the event to the commit and recorded a look for every page.",
            "",
            "| Database | Trail | Case page p50 / p95 | Move p50 / p95 | Requests a second | Lock waits over 50 ms | 5xx |",
            "|---|---|---|---|---|---|---|",
            *map(line, rows),
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
