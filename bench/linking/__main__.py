"""`python3 run.py bench linking`: two registers with known truth, linked by us, by our rules alone and by splink alone.

Registers of 200,000 and of each shape in `households.SHAPES` (`--rows`, `--shape-rows`). splink is installed into an
environment that is thrown away. `--write` replaces the section of docs/reference/performance.md. Exit code 1 where more
than one merge in 10,000 is wrong, or a twin or a namesake is merged.
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
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from bench import page, peers
from bench.linking import households, registers
from bench.linking.registers import Registers
from bench.rules import machine

ROOT = Path(__file__).resolve().parents[2]
PRECISE = 0.9999
HEAD = """\
| Registers | By | Wrong merges | Twins and namesakes merged | Found without a person | Found with the queue | Queue, of the rows | Time; of processors |
|---|---|---|---|---|---|---|---|"""
Pairs = set[tuple[str, str]]


@dataclass(frozen=True)
class Figures:
    """What one way of linking made of two registers; `queue` is None where there is none."""

    registers: str
    by: str
    merged: Pairs
    queue: Pairs | None
    seconds: float
    processor: float
    made: Registers

    @property
    def wrong(self) -> int:
        return len(self.merged - self.made.truth)

    @property
    def confused(self) -> int:
        return len(self.merged & self.made.never)

    @property
    def is_precise(self) -> bool:
        return not self.confused and self.wrong <= (1 - PRECISE) * len(self.merged)

    def line(self) -> str:
        truth = self.made.truth
        recall = len(self.merged & truth) / len(truth)
        queued, share = "–", "–"
        if self.queue is not None:
            queued = f"{len((self.merged | self.queue) & truth) / len(truth):.4f}"
            share = f"{len(self.queue) / len(self.made.first):.1%}"
        cells = (self.registers, self.by, f"{self.wrong} of {len(self.merged):,}", str(self.confused), f"{recall:.4f}", queued, share,
                 f"{self.seconds:.1f} s; {self.processor:.1f} s")  # fmt: skip
        return f"| {' | '.join(cells)} |"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench linking", description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--shape-rows", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--write", action="store_true", help="replace the section of the page of figures")
    wanted = parser.parse_args(words)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as name:
        folder = Path(name)
        splink = peers.install(folder / "splink", "splink>=5,<6", "pyarrow")
        lines, ours = [], []
        for figures in measured(folder, splink, wanted):
            lines.append(figures.line())
            print(lines[-1], flush=True)
            if figures.by == "huigong link":
                ours.append(figures)
    if wanted.write:
        when = f"Measured on {date.today().isoformat()}: {machine(load)}."
        page.put(
            "linking", "\n".join([when, "", HEAD, *lines]), title="Who is the same person in two registers"
        )
    return 0 if all(figures.is_precise for figures in ours) else 1


def measured(folder: Path, splink: str, wanted: argparse.Namespace) -> Iterator[Figures]:
    numbered = {"5 %": 0.05, "45 %": 0.45}
    for words, share in numbered.items():
        made = registers.make(wanted.rows, registers.Shares(missing=share), seed=wanted.seed)
        name = f"{len(made.first):,} rows each, {words} of the numbers missing"
        yield from compared(name, made, folder, splink)
    for words, shape in households.SHAPES.items():
        made = households.make(wanted.shape_rows, shape, seed=wanted.seed)
        yield linked(f"households of {wanted.shape_rows:,}: {words}", made, folder)


def compared(name: str, made: Registers, folder: Path, splink: str) -> Iterator[Figures]:
    ours = linked(name, made, folder)
    yield ours
    yield Figures(name, "our rules alone", ours.merged, None, ours.seconds, ours.processor, made)
    paths = [str(folder / each) for each in ("a.parquet", "b.parquet", "splink.parquet")]
    script = str(ROOT / "bench" / "linking" / "splink_alone.py")
    done = subprocess.run([splink, script, *paths], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    said = json.loads(done.stdout.splitlines()[-1])
    likely = sorted(pq.read_table(paths[2]).to_pylist(), key=lambda row: -row["score"])
    sure = one_to_one([row for row in likely if row["score"] >= PRECISE])
    room = int(0.03 * len(made.first))
    rest = [pair for row in likely if (pair := (row["id_a"], row["id_b"])) not in sure]
    yield Figures(
        name,
        f"splink {said['version']} alone",
        sure,
        set(rest[:room]),
        said["seconds"],
        said["processor"],
        made,
    )


def one_to_one(rows: list[dict[str, str]]) -> Pairs:
    """The best pair of each row, the most likely first."""
    taken: set[str] = set()
    best: Pairs = set()
    for row in rows:
        if row["id_a"] not in taken and row["id_b"] not in taken:
            taken |= {row["id_a"], row["id_b"]}
            best.add((row["id_a"], row["id_b"]))
    return best


def linked(name: str, made: Registers, folder: Path) -> Figures:
    paths = [str(folder / each) for each in ("a.parquet", "b.parquet", "pairs.parquet", "queue.parquet")]
    registers.write(made.first, Path(paths[0]))
    registers.write(made.second, Path(paths[1]))
    command = [sys.executable, "-m", "huigong", "link", *paths[:2], "--out", paths[2], "--queue", paths[3]]
    began, before = time.monotonic(), processor()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    seconds = time.monotonic() - began
    used = processor() - before
    return Figures(name, "huigong link", pairs(paths[2]), pairs(paths[3]), seconds, used, made)


def processor() -> float:
    """Seconds of processors that finished children have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def pairs(path: str) -> Pairs:
    return {(row["id_a"], row["id_b"]) for row in pq.read_table(path).to_pylist()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
