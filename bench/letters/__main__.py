"""`python3 run.py bench letters`: letters of the packs as PDF/A-2a on one core, in a batch and one by one.

One by one is what an office does that prints when somebody stands at the counter; the peer that is
beaten is that way for a mass day. `--write` replaces the section of docs/reference/performance.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from itertools import cycle, islice
from statistics import median

from bench import page
from bench.rules import machine
from huigong.kernel import packs
from huigong.kernel.packs import Report
from huigong.notices.letters import Letter, Paper
from huigong.notices.printing import render
from huigong.notices.samples import samples
from huigong.notices.templates import read_notices

TO_REACH = 1000  # letters a minute on one core


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench letters", description=__doc__)
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--single", type=int, default=20, help="how many are printed one by one")
    parser.add_argument("--write", action="store_true", help="replace the section of the page of figures")
    wanted = parser.parse_args(words)
    load = os.getloadavg()[0]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})  # inherited by the process that sets the letters
    letters = list(islice(cycle(usual_letters()), wanted.letters))
    began = time.perf_counter()
    pdfs = render(letters)
    batch = time.perf_counter() - began
    singles = [timed(letter) for letter in letters[: wanted.single]]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    text = told(len(letters), batch, singles, sum(map(len, pdfs)) / len(pdfs), memory, load)
    print(text)
    if wanted.write:
        page.put("letters", text, title="Letters as PDF/A")
    return int(len(letters) * 60 / batch < TO_REACH)


def usual_letters() -> list[Letter]:
    """The usual sample of every notice of the packs on A4."""
    book = read_notices(packs.folder(), Report())
    return [
        letter
        for template in book.templates
        for name, letter in samples(template)
        if "/usual/" in name and letter.paper is Paper.A4
    ]


def timed(letter: Letter) -> float:
    began = time.perf_counter()
    render([letter])
    return time.perf_counter() - began


def told(count: int, batch: float, singles: list[float], size: float, memory: float, load: float) -> str:
    each = median(singles)
    reached = "yes" if count * 60 / batch >= TO_REACH else "no"
    return "\n".join(
        (
            f"Measured on {machine(load)}.",
            "One core; the usual sample of every notice of the packs, PDF/A-2a with tags and fonts inside.",
            "",
            "| What | To reach | Measured | Reached |",
            "|---|---|---|---|",
            f"| {count} letters, one process | ≥ {TO_REACH:,} a minute | {count * 60 / batch:,.0f} a minute; "
            f"{batch / count * 1000:.0f} ms each | {reached} |",
            f"| the same, a process for each (median of {len(singles)}) | – | {60 / each:,.0f} a minute; "
            f"{each * 1000:.0f} ms each; the batch is {each * count / batch:.0f} times as fast | – |",
            f"| size of a letter | – | {size / 1024:.0f} KB | – |",
            f"| memory of the process that sets them | – | {memory:.0f} MB | – |",
        )
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
