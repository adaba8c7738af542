"""Export and screening of the register: time, memory and questions to the database.

`python3 run.py bench register` makes a fictitious county of 5,000 people (`--people`) in a folder
that is thrown away and takes about a minute, most of it to register them. `--data FOLDER` measures
on a county that `huigong county` loaded there, and screens it. Each measurement runs in a process of
its own, so that its memory is its own. `--write` replaces its section of docs/reference/performance.md.
Exit code 1 where a screening that is repeated changes something.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench import page
from bench.steps import run

TITLE = "Export and screening of the register"
REGION = "510421"
STEPS = ("export", "screen", "screen")


def export(now: Any) -> dict[str, Any]:
    """The county to a file, with the questions that a batch takes."""
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from huigong.directory.principals import SYSTEM, Grant, Principal
    from huigong.registry import population as batches
    from huigong.registry.actions import population

    approver = Principal("bench", "虚构", (Grant("leading-group-officer", REGION),))
    with tempfile.TemporaryDirectory(dir=settings.DATA_FOLDER) as folder:
        out = Path(folder) / "people.parquet"
        given = {"by": SYSTEM, "approver": approver, "now": now, "region": REGION, "purpose": "bench"}
        made = population.export(**given, on=timezone.localdate(now), out=out)
        size = out.stat().st_size
    few = list(batches.living_in(REGION).order_by("pk")[: batches.BATCH])
    with CaptureQueriesContext(connection) as asked:
        batches.gather_many(few, timezone.localdate(now))
    return {"people": made.people, "facts": len(made.facts), "bytes": size, "questions": 1 + len(asked)}


def screen(now: Any) -> dict[str, Any]:
    """Every service of the county about everybody, and what is new kept."""
    from django.utils import timezone

    from huigong.catalogue.actions import screen_register
    from huigong.directory.principals import SYSTEM

    settled = screen_register(by=SYSTEM, now=now, region=REGION, on=timezone.localdate(now))
    return {"people": settled.people, "opened": settled.opened.total(), "ended": settled.ended}


def measure(what: str) -> None:
    """One step in this process; prints JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "huigong.config.settings"
    import django

    django.setup()
    from django.utils import timezone

    step: Callable[[Any], dict[str, Any]] = {"export": export, "screen": screen}[what]
    began, worked = time.perf_counter(), time.process_time()
    result = step(timezone.now())
    spent = {"seconds": time.perf_counter() - began, "processor": time.process_time() - worked}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({**result, **spent, "peak": peak}))


def rows(results: list[dict[str, Any]]) -> list[tuple[str, str]]:
    written, first, again = results
    people = f"{written['people']:,} people"
    return [
        (f"{people} to Parquet ({written['facts']} facts, {written['bytes'] / 1e6:.1f} MB)", _spent(written)),
        ("questions to the database for 2,000 people", f"{written['questions']}"),
        (f"{people} screened, {first['opened']:,} things new and kept", _spent(first)),
        (f"the same again: {again['opened']} new, {again['ended']} ended", _spent(again)),
    ]


def _spent(result: dict[str, Any]) -> str:
    return (
        f"{result['seconds']:.1f} s, of processor {result['processor']:.1f} s; {result['peak'] / 1e6:.0f} MB"
    )


def section(lines: list[tuple[str, str]], load: float) -> str:
    """What stands in docs/reference/performance.md."""
    table = "\n".join(f"| {what} | {figure} |" for what, figure in lines)
    return f"""\
Measured on {date.today().isoformat()}, {os.cpu_count()} cores, SQLite; other work kept {load:.1f} processes running.
Memory is the largest resident size of a process of its own. Wall time says most where little else runs.

| What | Measured |
|---|---|
{table}
"""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench register")
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--data", type=Path, help="a folder with a loaded county, which is screened")
    parser.add_argument("--write", action="store_true", help="replace the section of the page of figures")
    parser.add_argument("--step", choices=sorted(set(STEPS)), help=argparse.SUPPRESS)
    wanted = parser.parse_args(words)
    if wanted.step:
        measure(wanted.step)
        return 0
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as folder:
        data = wanted.data or Path(folder)
        run(data, "huigong", "set-up")
        if wanted.data is None:
            run(data, "huigong", "county", "--people", str(wanted.people))
        results = [json.loads(run(data, "bench.register", "--step", step)) for step in STEPS]
    lines = rows(results)
    for what, figure in lines:
        print(f"{what} | {figure}")
    if wanted.write:
        page.put("register", section(lines, load), title=TITLE)
    return 1 if results[-1]["opened"] or results[-1]["ended"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
