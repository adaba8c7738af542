"""The same made-up cases on SQLite, as a county keeps them: filled by PostgreSQL and copied row by row.

Each page is opened so often, and its middle and 95th percentile stand beside what is to be reached. `python -m
bench.lists.copying URL FOLDER CASES` fills the PostgreSQL at URL with the keys in FOLDER, in a process of its own, since
Django is set up for one database.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

import run as checkout
from bench import page
from bench.lists.filling import FILLED, Size, fill
from bench.lists.installed import installed
from bench.lists.pages import PAGES, clients, repeated
from bench.rules import machine

TITLE = "What a county waits for on SQLite"
MORE = ("catalogue_registerscreening",)  # what the filled rows refer to
AT_ONCE = 20_000
RUNS = 20
TO_REACH = {"people/ record": 80, "people/": 100}  # milliseconds; any other list
LIST = 60


class Row(NamedTuple):
    """One page for one official: questions asked, milliseconds of the whole request."""

    who: str
    path: str
    questions: int
    middle: float
    late: float

    @property
    def to_reach(self) -> int:
        return next((most for start, most in TO_REACH.items() if self.path.startswith(start)), LIST)

    def __str__(self) -> str:
        reached = "yes" if self.late <= self.to_reach else "no"
        return (
            f"| {self.who} | `{self.path}` | {self.questions} | {self.middle:.0f} ms | {self.late:.0f} ms |"
            f" {self.to_reach} ms | {reached} |"
        )


HEAD = "| Official | Page | Questions | Median | 95th | To reach | Reached |\n|---|---|---|---|---|---|---|"


def main(*, cases: int, times: int, write: bool) -> int:
    """Exit code 1 where a page takes longer than it may."""
    load = os.getloadavg()[0]
    with checkout.throwaway_postgres() as url, tempfile.TemporaryDirectory(prefix="huigong-bench-") as folder:
        subprocess.run([sys.executable, "-m", "bench.lists.copying", url, folder, str(cases)], check=True)
        with installed(folder):
            began = time.perf_counter()
            copy(url)
            print(f"copied in {time.perf_counter() - began:.0f} s\n{HEAD}", flush=True)
            rows = list(measured(max(times, RUNS)))
    if write:
        page.put("lists sqlite", table(rows, cases, load), title=TITLE)
    return int(any(row.late > row.to_reach for row in rows))


def copy(url: str) -> None:
    """Every row of the filled tables, with its key."""
    import psycopg
    from django.apps import apps
    from django.db import connection, transaction

    models = {model._meta.db_table: model for model in apps.get_models()}
    with connection.cursor() as target:
        target.execute("PRAGMA foreign_keys = OFF")  # which says nothing inside a transaction
    with closing(psycopg.connect(url)) as source, transaction.atomic(), connection.cursor() as target:
        for table in (*MORE, *FILLED):
            columns = [field.column for field in models[table]._meta.concrete_fields]
            names = ", ".join(f'"{column}"' for column in columns)
            into = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(["%s"] * len(columns))})'
            with source.cursor(name="all") as rows:
                rows.execute(f'SELECT {names} FROM "{table}"')
                while some := list(islice(rows, AT_ONCE)):
                    target.executemany(into, [list(map(_kept, row)) for row in some])
    with connection.cursor() as target:
        target.execute("PRAGMA foreign_keys = ON")
        target.execute("ANALYZE")


def _kept(value: Any) -> Any:
    """As SQLite keeps what PostgreSQL gave."""
    from django.db import connection

    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date | Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return connection.ops.adapt_durationfield_value(value)
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value


def measured(times: int) -> Iterator[Row]:
    browsers = clients()
    for who, pages in PAGES.items():
        for path in pages:
            repeated(browsers[who], path, times=1)  # the first reads the packs
            taken = repeated(browsers[who], path, times=times)
            milliseconds = [seconds * 1000 for seconds, _ in taken]
            late = statistics.quantiles(milliseconds, n=20)[-1]
            row = Row(who, path, len(taken[-1][1]), statistics.median(milliseconds), late)
            print(row, flush=True)
            yield row


def table(rows: Sequence[Row], cases: int, load: float) -> str:
    lines = "\n".join(map(str, rows))
    return f"""Measured on {date.today().isoformat()}: {machine(load)}.
{cases:,} cases, an eighth of them open, and {2 * cases:,} people on SQLite; the whole request, {RUNS} times each.

{HEAD}
{lines}"""


def _fill(url: str, folder: str, cases: str) -> None:
    with installed(folder, url):
        fill(Size(int(cases)), today=date.today())


if __name__ == "__main__":
    _fill(*sys.argv[1:])
