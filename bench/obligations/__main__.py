"""Twelve obligations for two million people, in columns and person by person.

`python3 run.py bench obligations --people 2000000` raises them twice on the same day, each time in a process of its own,
and lets a plain loop answer some of the same people, from which its time for all is reckoned. `--write` replaces the
section of docs/reference/performance.md. Exit code 1 where the second run changes anything or the loop answers otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from bench import page
from bench.obligations import twelve
from bench.steps import ROOT
from huigong.obligations.forecast.forecasting import forecast
from huigong.obligations.forecast.history import Anchoring, History, Proof, Standing
from huigong.obligations.forecast.raising import raise_into

TITLE = "Raising obligations for everybody"
AIM, LOOP = 60, 2_000


def raise_all(folder: Path) -> dict[str, Any]:
    """Everything that a run does, from the file of people to the occurrences beside it."""
    people = pl.scan_parquet(folder / "people.parquet")
    made = raise_into(folder, twelve.duties(), people, twelve.FACTS, twelve.setting()).values()
    return {
        "asked": sum(each.answers for each in made),
        "occurrences": sum(each.occurrences for each in made),
        "changed": sum(each.changed for each in made),
        "apart": sum(each.apart for each in made),
    }


def loop(folder: Path) -> dict[str, Any]:
    """The same for the first people, one after the other; whether each has the same occurrences."""
    from huigong.rules.evaluate import Situation, answer

    duties = twelve.duties()
    some = pl.scan_parquet(folder / "people.parquet").filter(pl.col("id") < LOOP).collect().to_dicts()
    made: dict[str, list[tuple]] = {duty.id: [] for duty in duties}
    began = time.process_time()
    for person in some:
        for duty in duties:
            if person[duty.anchor] is None:
                continue
            holds = answer(duty.rule, Situation({**person}, twelve.ON)) if duty.rule else True
            history = History.of(
                [Anchoring(person[duty.anchor], duty.anchor, person[duty.anchor])],
                [Standing(twelve.ON, holds if isinstance(holds, bool) else None)],
                [Proof(person[duty.done], duty.done)] if duty.done and person[duty.done] else (),
            )
            told = forecast(duty.versions, history, twelve.ON)
            made[duty.id] += [
                (person["id"], each.key.ordinal, each.state.value, each.due_on) for each in told.occurrences
            ]
    spent = time.process_time() - began
    same = all(
        sorted(rows)
        == sorted(
            pl.read_parquet(folder / f"{name}.parquet")
            .filter(pl.col("subject") < LOOP)
            .select("subject", "ordinal", pl.col("state").cast(pl.String), "due_on")
            .rows()
        )
        for name, rows in made.items()
    )
    return {"loop": spent / len(some), "same": same}


def measured(what: str, folder: Path) -> dict[str, Any]:
    words = [sys.executable, "-m", "bench.obligations", "--step", what, "--data", str(folder)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def step(what: str, folder: Path) -> int:
    began = time.perf_counter()
    result = {"raise": raise_all, "loop": loop}[what](folder)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "seconds": time.perf_counter() - began,
        "processor": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * 1024,
    }
    print(json.dumps({**figures, **result}))
    return 0


def section(
    people: int, first: dict[str, Any], again: dict[str, Any], alone: dict[str, Any], load: float
) -> str:
    """What stands in docs/reference/performance.md."""
    whole = alone["loop"] * people
    return f"""\
Measured on {date.today().isoformat()}, {os.cpu_count()} cores; other work kept {load:.1f} processes running when it began.
{people:,} made-up people, twelve obligations (`bench/obligations/twelve.py`), from the file of their facts to a file of
occurrences; one fact in twenty is not known. To reach: {AIM} s for two million on two cores that do nothing else.
{first["apart"]:,} histories had to be answered person by person. The loop answered {LOOP:,} people{"" if alone["same"] else " OTHERWISE"}
and is reckoned for all.

| What | Time | Memory |
|---|---|---|
| raised: {first["occurrences"]:,} occurrences of {first["asked"]:,} answers | {first["seconds"]:.1f} s, of processor {first["processor"]:.1f} s | {first["peak"] / 1e9:.2f} GB |
| again: {again["changed"]:,} changed | {again["seconds"]:.1f} s, of processor {again["processor"]:.1f} s | {again["peak"] / 1e9:.2f} GB |
| one person after the other | {alone["loop"] * 1e3:.2f} ms a person, {whole:,.0f} s for all; {whole / max(first["processor"], 0.001):.0f} times | – |
"""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench obligations", description=__doc__)
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--write", action="store_true", help="replace the section of the page of figures")
    parser.add_argument("--step", default="", help=argparse.SUPPRESS)
    parser.add_argument("--data", default="", help=argparse.SUPPRESS)
    wanted = parser.parse_args(words)
    if wanted.step:
        return step(wanted.step, Path(wanted.data))
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as name:
        folder = Path(name)
        twelve.write_people(folder / "people.parquet", wanted.people)
        first, again, alone = (measured(what, folder) for what in ("raise", "raise", "loop"))
    text = section(wanted.people, first, again, alone, load)
    print(text)
    if wanted.write:
        page.put("obligations", text, title=TITLE)
    return 0 if alone["same"] and not again["changed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
