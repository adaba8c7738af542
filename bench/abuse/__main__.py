"""`python3 run.py bench abuse`: how much one abusive visitor slows an ordinary one.

A server of its own with two workers; a worker reads pages with pauses, first alone and then beside each attack, which
comes from another network and runs at the lowest priority, as if from a machine of its own. `--write` puts the table
into docs/reference/performance.md. Exit code 1 where the ordinary visitor's median page takes more than twice as long.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import run as checkout
from bench import page
from bench.abuse.attacks import ATTACKS
from bench.abuse.visitor import PATHS, Visitor
from bench.rules import ROOT, machine

SLOWER, THINK, WARM_UP = 2.0, 0.1, 3.0


@contextmanager
def served() -> Iterator[int]:
    """`huigong serve` on a fresh installation; gives the port."""
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as folder:
        env = {**os.environ, "HUIGONG_DATA": folder, "HUIGONG_HTTPS": "0"}
        env.pop("DATABASE_URL", None)
        subprocess.run(
            [sys.executable, "-m", "huigong", "set-up"],
            cwd=ROOT,
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        told = Path(folder) / "address"
        words = ["serve", "--port", "0", "--workers", "2", "--address-file", str(told), "--without-routines"]
        server = subprocess.Popen(
            [sys.executable, "-m", "huigong", *words],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield int(checkout.address_told(told, server).rpartition(":")[2].strip("/"))
        finally:
            server.terminate()
            server.wait(timeout=120)


@contextmanager
def under(attack: str, port: int) -> Iterator[None]:
    """While it goes on."""
    attacker = subprocess.Popen([sys.executable, "-m", "bench.abuse.attacks", attack, str(port)], cwd=ROOT)
    try:
        time.sleep(WARM_UP)
        yield
        assert attacker.poll() is None, f"the attack ended by itself: {attack}"
    finally:
        attacker.kill()
        attacker.wait()


def rounds(visitor: Visitor, seconds: float) -> list[dict[str, float]]:
    """What each page of each round took. Every one of them must be right."""
    taken, ends = [], time.monotonic() + seconds
    while time.monotonic() < ends:
        pages = visitor.round(THINK)
        assert all(status == 200 for _, status in pages.values()), pages
        taken.append({path: seconds for path, (seconds, _) in pages.items()})
    return taken


def pages(taken: list[dict[str, float]]) -> list[float]:
    return [seconds for each in taken for seconds in each.values()]


def slower(beside: list[dict[str, float]], alone: list[dict[str, float]]) -> float:
    """How many times as long a round takes, its pauses left out."""
    whole = [statistics.median(sum(each.values()) for each in taken) for taken in (beside, alone)]
    return whole[0] / whole[1]


def row(name: str, taken: list[dict[str, float]], times: float | None) -> str:
    seconds = pages(taken)
    late = statistics.quantiles(seconds, n=20)[-1]
    by_page = " | ".join(f"{statistics.median(each[path] for each in taken) * 1e3:.0f}" for path in PATHS)
    return f"| {name} | {by_page} | {late * 1e3:.0f} ms | {'–' if times is None else f'{times:.1f}'} |"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench abuse", description=__doc__)
    parser.add_argument("--seconds", type=float, default=15, help="how long each run is")
    parser.add_argument("--write", action="store_true", help="write docs/reference/performance.md")
    words = parser.parse_args(argv)
    load, lines, worst = os.getloadavg()[0], [], 0.0
    with served() as port:
        visitor = Visitor(port)
        visitor.settle()
        rounds(visitor, WARM_UP)
        for attack in ATTACKS:
            alone = rounds(visitor, words.seconds)
            with under(attack, port):
                beside = rounds(visitor, words.seconds)
            times = slower(beside, alone)
            worst = max(worst, times)
            lines += [row("alone", alone, None), row(attack, beside, times)]
            print("\n".join(lines[-2:]), flush=True)
    if words.write:
        page.put(
            "abuse", table(lines, load, words.seconds), title="One abusive visitor beside an ordinary one"
        )
    print("reached" if worst <= SLOWER else "NOT reached")
    return int(worst > SLOWER)


def table(lines: list[str], load: float, seconds: float) -> str:
    return "\n".join(
        [
            f"Measured on {date.today().isoformat()}: {machine(load)}.",
            "`huigong serve` with two workers on SQLite, over the network of the machine. An ordinary visitor opens five pages in turn,",
            f"{THINK:g} s apart, for {seconds:g} s alone and for as long beside each attack: sixteen connections of one visitor of another network",
            "that ask again as soon as they were answered, or what the row says. Milliseconds are medians until all of the page was there.",
            f"To reach: all five together at most {SLOWER:g} times as slow as alone.",
            "",
            f"| | {' | '.join(f'`{path}`' for path in PATHS)} | 95th of a hundred pages | times as slow |",
            f"|---|{'---|' * len(PATHS)}---|---|",
            *lines,
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
