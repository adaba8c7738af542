"""One measurement of ours in a process of its own, so that its memory is its own; prints JSON.

`counts PEOPLE`: the twenty rules, counts and sums. `scan PEOPLE`: only reading the same columns.
`screen PEOPLE REGION ON OUT`: every service of a region, written per person.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from bench.screening import twenty
from huigong.catalogue.screening_many import duck
from huigong.catalogue.screening_many.people import open_people, quoted
from huigong.catalogue.screening_many.plan import ask
from huigong.catalogue.services import catalogue
from huigong.rules.compile.dialects import DuckDB
from huigong.rules.compile.setting import Setting
from huigong.rules.compile.sql import SqlProgram
from huigong.rules.values import Type

MEMORY = "1GB"


def counts_query(people: str) -> tuple[str, tuple[str, ...]]:
    """The query of the twenty rules, and the columns that it reads."""
    rules = twenty.rules()
    found = open_people(Path(people), twenty.FACTS)
    setting = Setting(twenty.ON, twenty.parameters, twenty.DECLARED, frozenset(found.facts))
    program = SqlProgram(DuckDB(), setting, found.facts, digits=found.digits)
    program.expect(rules.values())
    answers = {name: program.add(rule).made for name, rule in rules.items()}
    inner = program.query(f"{found.source}", answers)
    sums = [f'count_if("{n}") AS "{n}"' for n in twenty.CONDITIONS]
    sums += [f'CAST(sum("{n}") AS HUGEINT) AS "{n}"' for n in twenty.AMOUNTS]
    return f"SELECT {', '.join(sums)} FROM ({inner})", tuple(sorted(program.used))


def scan_query(people: str, columns: Iterable[str]) -> str:
    """The cheapest query that really reads the values of these columns."""
    how = {Type.BOOL: 'count_if("{}")', Type.DATE: 'max("{}")'}
    read = [how.get(twenty.FACTS[name].type, 'sum("{}")').format(name) for name in columns]
    return f"SELECT {', '.join(read)} FROM read_parquet({quoted(people)})"


def counts(people: str) -> dict[str, Any]:
    began = time.perf_counter()
    query, _ = counts_query(people)
    with duck.connected(memory=MEMORY) as connection:
        result = connection.execute(query)
        names = [one[0] for one in result.description]
        row = result.fetchall()[0]
    return {"seconds": time.perf_counter() - began, "sums": dict(zip(names, map(int, row), strict=True))}


def scan(people: str) -> dict[str, Any]:
    _, columns = counts_query(people)
    began = time.perf_counter()
    with duck.connected(memory=MEMORY) as connection:
        connection.execute(scan_query(people, columns)).fetchall()
    return {"seconds": time.perf_counter() - began}


def screen(people: str, region: str, on: str, out: str) -> dict[str, Any]:
    known = catalogue()
    began = time.perf_counter()
    found = open_people(Path(people), known.facts)
    asked = ask(known, region, date.fromisoformat(on), found.facts)
    made = duck.screen(asked, found, Path(out))
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "services": len(asked.offers), "facts": len(made.facts)}


def main(words: list[str]) -> None:
    measured = {"counts": counts, "scan": scan, "screen": screen}[words[0]](*words[1:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({**measured, "peak": peak}))


if __name__ == "__main__":
    main(sys.argv[1:])
