"""`python3 run.py bench portals`: a question and the results, beside the slow walk that defines them.

Fictitious visitors look at the first page and answer a whole interview over WSGI, middleware, database and page included;
each request is one measurement of processor time. The same is done with four and sixteen times
the services: each service again, with one more condition. Every size runs in a process of its own.
`--write` puts the table into docs/reference/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from bench import page
from bench.portals.crowded import crowd
from bench.rules import ROOT, machine

SIZES = (1, 4, 16)
QUESTION, RESULTS = 0.025, 0.060
HOME, CORES = 1000, 2  # requests a second of the first page


def measured(policies: Path, data: Path, *, visitors: int) -> dict[str, Any]:
    env = {**os.environ, "HUIGONG_POLICIES": str(policies), "HUIGONG_DATA": str(data), "HUIGONG_HTTPS": "0"}
    command = [sys.executable, "-m", "bench.portals.visitors", str(visitors)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def line(figures: dict[str, Any]) -> str:
    cells = [
        str(figures["services"]),
        f"{figures['question'] * 1e3:.1f} ms; {figures['question_95'] * 1e3:.1f} ms",
        f"{figures['slow_question'] * 1e3:.0f} ms",
        f"{figures['results'] * 1e3:.1f} ms; {figures['results_95'] * 1e3:.1f} ms",
        f"{figures['slow_results'] * 1e3:.0f} ms",
        f"{figures['first_question'] * 1e3:.0f} ms; {figures['first_results'] * 1e3:.0f} ms",
    ]
    return f"| {' | '.join(cells)} |"


def table(rows: list[dict[str, Any]], load: float) -> str:
    asked = sum(row["questions"] for row in rows)
    lines = "\n".join(map(line, rows))
    return f"""Measured on {date.today().isoformat()}: {machine(load)}.
Processor time of one request through the WSGI application, with SQLite: median; 95th of a hundred.
{asked} questions of visitors who answer at random, each with days of their own.
The slow walk is `screening.next_question` and `entitle` for the same visitors, without the page around them.
To reach: a question in {QUESTION * 1e3:.0f} ms, the results in {RESULTS * 1e3:.0f} ms, whatever the number of services.
The first page takes {rows[0]["home"] * 1e6:.0f} µs of a processor for whoever carries no cookie, {CORES / rows[0]["home"]:,.0f} requests a second
on two cores before the web server's own work; to reach: {HOME:,}.

| Services | Question | the slow walk | Results | the slow walk | the first of each after a start |
|---|---|---|---|---|---|
{lines}"""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench portals")
    parser.add_argument("--visitors", type=int, default=9)
    parser.add_argument("--write", action="store_true", help="write docs/reference/performance.md")
    wanted = parser.parse_args(words)
    load, rows = os.getloadavg()[0], []
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as name:
        for size in SIZES:
            folder = Path(name) / str(size)
            crowd(folder / "policies", times=size)
            rows.append(measured(folder / "policies", folder / "data", visitors=wanted.visitors))
            print(line(rows[-1]), flush=True)
    if wanted.write:
        page.put("portals", table(rows, load), title="What a worker waits for")
    reached = all(row["question"] <= QUESTION and row["results"] <= RESULTS for row in rows)
    reached = reached and all(CORES / row["home"] >= HOME for row in rows)
    print("reached" if reached else "NOT reached")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
