"""`python3 run.py bench lives`: plays the lives of tests/journeys/test_lives_browser.py and says what each took.

The journeys count for themselves; here they run a few times over, and the seconds are medians.
`--write` puts the table into docs/reference/performance.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from datetime import date

from bench import page as performance
from bench.played import Taken, played
from bench.rules import machine

TIMES = 3
JOURNEYS = "tests/journeys/test_lives_browser.py"
COUNTED = {
    "questions": "questions",
    "screens": "screens of the form",
    "touches": "touches",
    "typed": "fields typed",
}


def table(times: list[list[Taken]], load: float) -> str:
    lines = []
    for same in zip(*times, strict=True):
        seconds = statistics.median(float(each["seconds"]) for each in same)
        counts = " | ".join(same[0][name] for name in COUNTED)
        lines.append(f"| {same[0]['life']} | {counts} | {seconds:.1f} s |")
    return f"""Measured on {date.today().isoformat()}: {machine(load)}.
Chromium, 360 px, from the first page to the receipt, with login, registration and, where the service asks for it, the card
seen at a window. Seconds are those waited for pages, from each touch until the next page has loaded; medians of {TIMES}.

| Life | {" | ".join(COUNTED.values())} | waited |
|---|{"---|" * (len(COUNTED) + 1)}
{chr(10).join(lines)}"""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench lives")
    parser.add_argument("--write", action="store_true", help="write docs/reference/performance.md")
    wanted = parser.parse_args(words)
    load = os.getloadavg()[0]
    text = table([list(played(JOURNEYS)) for _ in range(TIMES)], load)
    print(text)
    if wanted.write:
        performance.put("lives", text, title="What four lives take")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
