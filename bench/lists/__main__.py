"""`python3 run.py bench lists`: the desk's list pages over a province of made-up cases, on PostgreSQL.

Fills a throwaway cluster (or the empty database that `--database` names), opens every list page, tab
and board as officials of a county, a city and the province, and runs each question of the page
under EXPLAIN. `--cases 1000000` is the size of a province; `--write` replaces the section of
docs/reference/performance.md that tells of it. Exit code 1 where a page reads a large table from
end to end. With `--sqlite` the same cases are copied into SQLite, and each page is opened there
(`bench.lists.copying`).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date

import run as checkout
from bench import page
from bench.lists import copying
from bench.lists.filling import Size, fill
from bench.lists.installed import installed
from bench.lists.pages import PAGES, Measured, clients, opened
from bench.lists.plans import large_tables
from bench.rules import machine

HEAD = "| Official | Page | Rows shown | Rows read | Questions | Database | Whole request | Read end to end |"


def main(words: list[str]) -> int:
    wanted = arguments(words)
    if wanted.sqlite:
        return copying.main(cases=wanted.cases, times=wanted.times, write=wanted.write)
    load = os.getloadavg()[0]
    with database(wanted.database):
        began = time.perf_counter()
        fill(Size(wanted.cases), today=date.today())
        print(f"{wanted.cases} cases in {time.perf_counter() - began:.0f} s", flush=True)
        measured = list(measure(wanted))
    if wanted.write:
        page.put(
            "lists",
            table(measured, wanted.cases, load),
            title="What the list pages ask of a province's cases",
        )
    return int(any(row.whole for row in measured))


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py bench lists", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=3, help="how often each page and question is run")
    parser.add_argument("--sqlite", action="store_true", help="copy the cases into SQLite and measure there")
    parser.add_argument("--database", default="", help="an empty PostgreSQL, as in DATABASE_URL")
    parser.add_argument("--explain", default="", help="print the questions of pages whose address begins so")
    parser.add_argument("--write", action="store_true", help="replace the section of the page of figures")
    return parser.parse_args(words)


@contextlib.contextmanager
def database(named: str) -> Iterator[None]:
    """Django, set up over an empty database with today's tables."""
    with contextlib.ExitStack() as stack:
        url = named or stack.enter_context(checkout.throwaway_postgres())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="huigong-bench-"))
        stack.enter_context(installed(folder, url))
        yield


def measure(wanted: argparse.Namespace) -> Iterator[Measured]:
    large, browsers = large_tables(), clients()
    print(f"{HEAD}\n|{'---|' * 8}")
    for who, pages in PAGES.items():
        for path in pages:
            row = opened(who, path, browsers[who], large=large, times=wanted.times)
            print(line(row), flush=True)
            if wanted.explain and path.startswith(wanted.explain):
                for plan in row.plans:
                    print(f"  {plan.milliseconds:.1f} ms, {plan.read} read, {set(plan.whole)}: {plan.sql}")
            yield row


def line(row: Measured) -> str:
    cells = [
        row.who,
        f"`{row.page}`",
        f"{row.shown:,}",
        f"{row.read:,}",
        str(len(row.plans)),
        f"{row.database:.1f} ms",
        f"{row.request:.0f} ms",
        ", ".join(sorted(row.whole)) or "–",
    ]
    return f"| {' | '.join(cells)} |"


def table(rows: list[Measured], cases: int, load: float) -> str:
    lines = "\n".join(map(line, rows))
    return f"""Measured on {date.today().isoformat()}: {machine(load)}.
{cases:,} cases of one province, an eighth of them open, {2 * cases:,} people, {2 * cases:,} events of the trail;
PostgreSQL with its own settings. Medians; rows read are what the plans took from tables, of all questions of the page.

{HEAD}
|{"---|" * 8}
{lines}"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
