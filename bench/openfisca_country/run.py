"""Runs OpenFisca over a Parquet file of people, inside the environment that has it; prints JSON.

`python run.py PEOPLE.parquet ON` computes all variables for everybody; `--one N` times a fresh
simulation of one person N times instead.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy
import openfisca_country
import pyarrow.parquet as pq
from openfisca_core.simulations import SimulationBuilder
from openfisca_country.facts import COLUMNS, DATES
from openfisca_country.rules import VARIABLES

NAMES = [variable.__name__ for variable in VARIABLES if variable.__name__ not in ("months_here", "age")]


def column(people: Any, name: str) -> Any:
    values = people[COLUMNS[name]].to_numpy()
    return values.astype("datetime64[D]") if name in DATES else values


def simulate(system: Any, inputs: dict[str, Any], count: int, on: str) -> dict[str, Any]:
    simulation = SimulationBuilder().build_default_simulation(system, count=count)
    for name, values in inputs.items():
        simulation.set_input(name, on, values)
    return {name: simulation.calculate(name, on) for name in NAMES}


def everybody(system: Any, path: str, on: str) -> dict[str, Any]:
    began = time.perf_counter()
    people = pq.read_table(path, columns=list(COLUMNS.values()))
    inputs = {name: column(people, name) for name in COLUMNS}
    amounts = simulate(system, inputs, people.num_rows, on)
    sums = {name: int(values.sum(dtype=numpy.int64)) for name, values in amounts.items()}
    return {"seconds": time.perf_counter() - began, "sums": sums}


def one_person(system: Any, path: str, on: str, times: int) -> dict[str, Any]:
    people = pq.read_table(path, columns=list(COLUMNS.values())).slice(0, 1)
    inputs = {name: column(people, name) for name in COLUMNS}
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        simulate(system, inputs, 1, on)
        spent.append(time.perf_counter() - began)
    return {"seconds": sorted(spent)[times // 2]}


def main() -> None:
    path, on = sys.argv[1:3]
    system = openfisca_country.Country()
    if "--one" in sys.argv:
        amounts = one_person(system, path, on, int(sys.argv[-1]))
    else:
        amounts = everybody(system, path, on)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({**amounts, "peak": peak, "version": version("openfisca-core")}))


if __name__ == "__main__":
    main()
