"""`python3 run.py bench days`: plays the six days of tests/journeys/test_days_browser.py and says what each took.

The days count for themselves; here they are played a few times over, and the seconds are medians.
`--write` puts the table into docs/reference/performance.md.
"""

from __future__ import annotations

import argparse
import ast
import os
import statistics
import sys
from datetime import date

from bench import page as performance
from bench.played import Taken, played
from bench.rules import machine

TIMES = 3
JOURNEY = "tests/journeys/test_days_browser.py"
COUNTED = {"clicks": "clicks", "keys": "keys", "fields": "fields filled in", "pages": "pages"}
SECONDS = {"seconds": "waited", "processor": "of a processor", "longest": "longest page"}


def table(times: list[Taken], load: float) -> str:
    lines = []
    for day in times[0]:
        same = [ast.literal_eval(each[day]) for each in times]
        counts = " | ".join(str(same[0][name]) for name in COUNTED)
        seconds = " | ".join(f"{statistics.median(each[name] for each in same):.1f} s" for name in SECONDS)
        slowest = max(same, key=lambda each: each["longest"])["longest_at"]
        lines.append(f"| {day} | {counts} | {seconds} | `{slowest}` |")
    heads = [*COUNTED.values(), *SECONDS.values(), "which"]
    return f"""Measured on {date.today().isoformat()}: {machine(load)}.
Chromium, every page in 1440 and 1024 px; from login to the last task of the day in the made-up county. The clerk's day is
played by keyboard. Keys are Tab, Enter and arrows; what is typed into fields is not counted by letters. Seconds are those
waited for pages and papers, medians of {TIMES}; the processor's are of the server and the player together.

| Day | {" | ".join(heads)} |
|---|{"---|" * len(heads)}
{chr(10).join(lines)}"""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench days")
    parser.add_argument("--write", action="store_true", help="write docs/reference/performance.md")
    wanted = parser.parse_args(words)
    load = os.getloadavg()[0]
    times = [each for _ in range(TIMES) for each in played(JOURNEY)]
    text = table(times, load)
    print(text)
    if wanted.write:
        performance.put("days", text, title="What six days at the desk take")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
