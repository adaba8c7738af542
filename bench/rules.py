"""How fast the rules are, beside OpenFisca-core on the same twenty rules and the same people.

`python3 run.py bench rules` takes a few minutes and 2 million people; `--full` takes 20 million
(10 million for the province), some 12 GB of disk and 8 GB of memory. Each measurement runs in a
process of its own; times are medians of several runs, memory is the largest. OpenFisca-core is
installed for the run into an environment that is thrown away. `--write` puts the figures into
docs/reference/performance.md. Exit code 1 where the answers of the two differ.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from bench import peers
from bench.page import PAGE
from bench.screening import province, twenty
from huigong.catalogue.compiled import compiled
from huigong.catalogue.services import catalogue
from huigong.rules.compile.closures import compile_rule, compile_value, notebook
from huigong.rules.compile.reasons import Conditions
from huigong.rules.compile.setting import Setting

ROOT = Path(__file__).resolve().parents[1]
REGION, ON = "220000", date(2016, 6, 1)
RUNS = 3
PEOPLE_ONE = 300
MEGA, GIGA = 1e6, 1e9


@dataclass
class Figures:
    """Everything that was measured."""

    lines: list[tuple[str, str, str, str]] = field(default_factory=list)
    same: bool = True
    versions: dict[str, str] = field(default_factory=dict)

    def add(self, what: str, wanted: str, measured_as: str, reached: bool | None) -> None:
        self.lines.append((what, wanted, measured_as, {True: "yes", False: "no", None: "–"}[reached]))
        print(f"{what} | {wanted} | {measured_as} | {self.lines[-1][3]}", flush=True)


def measured(command: list[str], runs: int = RUNS) -> dict[str, Any]:
    """The last answer of a measuring process, with the median time and the largest memory of all runs."""
    answers = []
    for _ in range(runs):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stderr[-3000:])
        answers.append(json.loads(done.stdout))
    seconds = [run["seconds"] for run in answers]
    spread = max(seconds) - min(seconds)
    peak = max(run["peak"] for run in answers)
    return {**answers[-1], "seconds": statistics.median(seconds), "spread": spread, "peak": peak}


def ours(*words: str, runs: int = RUNS) -> dict[str, Any]:
    return measured([sys.executable, "-m", "bench.screening.ours", *words], runs)


def theirs(python: str, people: Path, *words: str, runs: int = RUNS) -> dict[str, Any]:
    script = str(ROOT / "bench" / "openfisca_country" / "run.py")
    return measured([python, script, str(people), ON.isoformat(), *words], runs)


def one_person_twenty(people: Path) -> float:
    """Median seconds for the twenty rules of one person, with the deciding condition of each."""
    setting, conditions, rules = Setting(ON, twenty.parameters, twenty.DECLARED), Conditions(), twenty.rules()
    yes_or_no = [compile_rule(rules[name], setting, conditions) for name in twenty.CONDITIONS]
    amounts = [compile_value(rules[name], setting) for name in twenty.AMOUNTS]

    def answer(person: dict[str, Any]) -> None:
        book = notebook(person)
        for rule in yes_or_no:
            rule.decided(book)
        for amount in amounts:
            amount(book)

    return _median_of_each(answer, _persons(people))


def one_person_region(people: Path) -> tuple[float, int]:
    """Median seconds for all services of the region for one person, and how many services."""
    region = compiled(catalogue(), REGION, ON)
    persons = _persons(people)
    return _median_of_each(region.answers, persons), len(region.answers(persons[0]))


def _persons(people: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * EXCLUDE (id) FROM '{people}' LIMIT {PEOPLE_ONE}")
        names = [column[0] for column in rows.description]
        return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def _median_of_each(work: Any, persons: list[dict[str, Any]]) -> float:
    spent = []
    for person in persons * 3:
        began = time.perf_counter()
        work(person)
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def compare(figures: Figures, folder: Path, python: str, count: int) -> None:
    """The twenty rules: one person, then everybody, beside OpenFisca and a bare scan."""
    people = folder / "twenty.parquet"
    twenty.write_people(people, count)
    os.sync()  # so that writing the people back to disk does not run beside the first measurements
    mine, scan, second = (ours(what, str(people)) for what in ("counts", "scan", "duck"))
    other = theirs(python, people, runs=RUNS if count <= 5_000_000 else 1)
    figures.same = mine["sums"] == second["sums"] == other["sums"]
    figures.versions["openfisca-core"] = other["version"]
    single, alone = one_person_twenty(people), theirs(python, people, "--one", "100", runs=1)["seconds"]
    size = f"{count / MEGA:g} million people, twenty rules"
    faster, lighter = other["seconds"] / mine["seconds"], other["peak"] / mine["peak"]
    figures.add(
        "one person, twenty rules, with reasons",
        "≥ 30 times faster than an OpenFisca simulation of one person",
        f"{single * MEGA:.0f} µs; OpenFisca {alone * 1e3:.2f} ms; {alone / single:.0f} times",
        alone / single >= 30,
    )
    figures.add(
        f"{size}, counts and amounts from Parquet: throughput",
        "≥ 10 times OpenFisca-core",
        f"{mine['seconds']:.2f} s (± {mine['spread'] / 2:.2f}); OpenFisca {other['seconds']:.1f} s; {faster:.1f} times",
        faster >= 10,
    )
    figures.add(
        "the same: memory",
        "≤ 1/10 of OpenFisca-core",
        f"{mine['peak'] / GIGA:.2f} GB; OpenFisca {other['peak'] / GIGA:.2f} GB; 1/{lighter:.0f}",
        lighter >= 10,
    )
    figures.add(
        "the same in DuckDB, for comparison",
        "–",
        f"{second['seconds']:.2f} s and {second['peak'] / GIGA:.2f} GB; {other['seconds'] / second['seconds']:.1f} times",
        None,
    )
    times = mine["seconds"] / scan["seconds"]
    figures.add(
        "the same, against a bare scan of the columns that it reads",
        "≤ 2 times the scan",
        f"{mine['seconds']:.2f} s; scan {scan['seconds']:.2f} s; {times:.1f} times",
        times <= 2,
    )


def growth(figures: Figures, folder: Path, counts: list[int]) -> None:
    """Seconds for each million people as the crowd grows."""
    each = {}
    for count in counts:
        people = folder / f"growth-{count}.parquet"
        twenty.write_people(people, count)
        each[count] = ours("counts", str(people), runs=RUNS + 2)["seconds"] / count * MEGA
        people.unlink()
    told = "; ".join(
        f"{count / MEGA:g} million: {seconds:.3f} s a million" for count, seconds in each.items()
    )
    worse = each[counts[-1]] / each[counts[0]] - 1
    figures.add(
        f"growth from {counts[0] / MEGA:g} to {counts[-1] / MEGA:g} million people",
        "linear within 15 %",
        f"{told}; {worse:+.0%}",
        worse <= 0.15,
    )


def whole_province(figures: Figures, folder: Path, count: int) -> None:
    """All services of a region: one person with reasons, and everybody written to a file."""
    people, out = folder / "province.parquet", folder / "answers.parquet"
    province.write_people(people, count, region=REGION, on=ON)
    os.sync()
    single, services = one_person_region(people)
    figures.add(
        f"one person, all {services} services of a region, with reasons",
        "≤ 0.3 ms median",
        f"{single * 1e3:.2f} ms",
        single <= 0.0003,
    )
    answers = ours("screen", str(people), REGION, ON.isoformat(), str(out), runs=2)
    full = count >= 10_000_000
    figures.add(
        f"{count / MEGA:g} million people, all {answers['services']} services of a region ({answers['facts']} facts), "
        "answers, amounts and reasons written per person",
        "≤ 40 s and ≤ 3 GB on two cores for 10 million",
        f"{answers['seconds']:.1f} s and {answers['peak'] / GIGA:.2f} GB; {out.stat().st_size / GIGA:.2f} GB written",
        (answers["seconds"] <= 40 and answers["peak"] <= 3 * GIGA) if full else None,
    )


def machine(load: float) -> str:
    """What it was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGA
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB of memory, {platform.system()}; "
        f"other work kept {load:.1f} processes running when it began"
    )


def page(figures: Figures, load: float) -> str:
    """docs/reference/performance.md."""
    used = {
        "Python": platform.python_version(),
        "Polars": version("polars"),
        "DuckDB": version("duckdb"),
        **figures.versions,
    }
    rows = "\n".join(f"| {' | '.join(line)} |" for line in figures.lines)
    return f"""\
# Performance

<!-- Written by `python3 run.py bench rules --write`; change bench/, not this table. -->

Measured on {date.today().isoformat()}: {machine(load)}.
{", ".join(f"{name} {number}" for name, number in used.items())}.
Times are medians of several runs, each in a process of its own; memory is the largest resident size.
The twenty rules are in `bench/screening/twenty.py`, the same rules for OpenFisca-core in `bench/openfisca_country`;
both counted the same people and gave {"the same" if figures.same else "DIFFERENT"} counts and amounts.

| What | To reach | Measured | Reached |
|---|---|---|---|
{rows}
"""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench rules")
    parser.add_argument(
        "--full", action="store_true", help="20 million people, and 10 million for the province"
    )
    parser.add_argument("--people", type=int, default=2_000_000)
    parser.add_argument("--write", action="store_true", help="write docs/reference/performance.md")
    wanted = parser.parse_args(words)
    count, everybody = (20_000_000, 10_000_000) if wanted.full else (wanted.people, wanted.people // 2)
    load, figures = os.getloadavg()[0], Figures()
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as name:
        folder = Path(name)
        compare(figures, folder, peers.install(folder / "openfisca", "openfisca-core", "pyarrow"), count)
        growth(figures, folder, [count // 20, count // 4, count])
        whole_province(figures, folder, everybody)
    if wanted.write:
        notes = PAGE.read_text().partition("\n## ")[1:] if PAGE.exists() else ()
        PAGE.write_text(page(figures, load) + "".join(notes))
    print("same answers as OpenFisca" if figures.same else "answers DIFFER from OpenFisca")
    return 0 if figures.same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
