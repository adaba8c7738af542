"""One measurement of ours in a process of its own, so that its memory is its own; prints JSON.

`counts PEOPLE`: the twenty rules, counts and sums; `duck PEOPLE`: the same in DuckDB.
`scan PEOPLE`: only reading the same columns.
`screen PEOPLE REGION ON OUT`: every service of a region, written per person.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from bench.screening import twenty
from huigong.catalogue.screening_many import duck, polars
from huigong.catalogue.screening_many.people import open_people
from huigong.catalogue.screening_many.plan import ask
from huigong.catalogue.services import catalogue
from huigong.rules.compile.dialects import DuckDB
from huigong.rules.compile.polars import PolarsProgram
from huigong.rules.compile.setting import Setting
from huigong.rules.compile.sql import SqlProgram
from huigong.rules.values import Type

MEMORY = "1GB"


def counts(people: str) -> dict[str, Any]:
    began = time.perf_counter()
    frame, _ = counts_frame(people)
    sums = frame.collect(engine="streaming").row(0, named=True)
    return {
        "seconds": time.perf_counter() - began,
        "sums": {name: int(total) for name, total in sums.items()},
    }


def counts_frame(people: str) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """The twenty rules as a frame of one row, and the columns that it reads."""
    rules = twenty.rules()
    population = open_people(Path(people), twenty.FACTS)
    setting = Setting(twenty.ON, twenty.parameters, twenty.DECLARED, frozenset(population.facts))
    source = pl.scan_parquet(population.files)
    program = PolarsProgram(
        setting, population.facts, dict(source.collect_schema()), digits=population.digits
    )
    program.expect(rules.values())
    answers = {name: program.add(rule).made for name, rule in rules.items()}
    counted = program.frame(source, answers).select(pl.all().sum())
    return counted, tuple(sorted(program.used))


def scan(people: str) -> dict[str, Any]:
    _, columns = counts_frame(people)
    began = time.perf_counter()
    reads = [
        pl.col(name).max() if twenty.FACTS[name].type is Type.DATE else pl.col(name).sum() for name in columns
    ]
    pl.scan_parquet(people).select(reads).collect(engine="streaming")
    return {"seconds": time.perf_counter() - began}


def duck_counts(people: str) -> dict[str, Any]:
    began = time.perf_counter()
    query = duck_query(people)
    with duck.connected(memory=MEMORY) as connection:
        result = connection.execute(query)
        names = [column[0] for column in result.description]
        row = result.fetchall()[0]
    return {"seconds": time.perf_counter() - began, "sums": dict(zip(names, map(int, row), strict=True))}


def duck_query(people: str) -> str:
    """The query of the twenty rules."""
    rules = twenty.rules()
    population = open_people(Path(people), twenty.FACTS)
    setting = Setting(twenty.ON, twenty.parameters, twenty.DECLARED, frozenset(population.facts))
    program = SqlProgram(DuckDB(), setting, population.facts, digits=population.digits)
    program.expect(rules.values())
    answers = {name: program.add(rule).made for name, rule in rules.items()}
    inner = program.query(f"{population.source}", answers)
    sums = [f'count_if("{n}") AS "{n}"' for n in twenty.CONDITIONS]
    sums += [f'CAST(sum("{n}") AS HUGEINT) AS "{n}"' for n in twenty.AMOUNTS]
    return f"SELECT {', '.join(sums)} FROM ({inner})"


def screen(people: str, region: str, on: str, out: str) -> dict[str, Any]:
    known = catalogue()
    began = time.perf_counter()
    population = open_people(Path(people), known.facts)
    asked = ask(known, region, date.fromisoformat(on), population.facts)
    read = polars.screen(asked, population, Path(out))
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "services": len(asked.offers), "facts": len(read)}


def main(words: list[str]) -> None:
    measured = {"counts": counts, "scan": scan, "duck": duck_counts, "screen": screen}[words[0]](*words[1:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({**measured, "peak": peak}))


if __name__ == "__main__":
    main(sys.argv[1:])
