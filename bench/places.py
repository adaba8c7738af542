"""What a search for a place costs: the page, as an anonymous visitor asks for it, and the reading alone.

Processor time of one core (so that neighbours on the machine do not count), median and
95th percentile over fresh sessions, after the first page. `--write` keeps the table in
docs/reference/performance.md. Exits 1 above the required figure.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import cache
from ipaddress import ip_address
from itertools import count
from typing import NamedTuple

from bench import page
from bench.rules import machine

REQUIRED_MS = 5.0
PAGES = 60
WORDS = (
    "xyz",
    "仁和区",
    "四川省米易县",
    "江苏鼓楼",
    "会理县",
    "米易县米易镇",
    "攀枝",
    "虚构的地方",
    "省" * 60,
    "",
)


class Cost(NamedTuple):
    """Milliseconds of processor: the page (median, 95th percentile) and the reading of the words alone."""

    words: str
    page: float
    page_95: float
    reading: float


def main(options: list[str]) -> int:
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HUIGONG_DATA": folder, "DJANGO_SETTINGS_MODULE": "huigong.config.settings"}
        costs = [cost(words, visitor()) for words in WORDS]
    text = table(costs, load)
    print(text)
    if "--write" in options:
        page.put("places", text, title="Search for a place")
    return int(max(each.page for each in costs) > REQUIRED_MS)


@cache
def visitor() -> Callable[[str], object]:
    """Asks for the page with these words, each time as somebody new."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    client, addresses = Client(), count(1)

    def get(words: str) -> object:
        client.cookies.clear()
        address = str(ip_address(next(addresses)))
        return client.get("/place/", {"name": words} if words else {}, REMOTE_ADDR=address)

    get("仁和区")
    return get


def cost(words: str, get: Callable[[str], object]) -> Cost:
    times = measured(lambda: get(words))
    reading = measured(lambda: read(words))
    shown = words if len(words) < 10 else f"{words[:4]}…（{len(words)}字）"
    return Cost(
        shown, statistics.median(times), sorted(times)[int(len(times) * 0.95)], statistics.median(reading)
    )


def table(costs: list[Cost], load: float) -> str:
    rows = "\n".join(
        f"| {each.words or '(nothing)'} | {each.page:.1f} ms; {each.page_95:.1f} ms | {each.reading:.3f} ms |"
        for each in costs
    )
    return f"""Measured on {date.today().isoformat()}: {machine(load)}.
Processor time of `GET /place/?name=` without login: median; 95th percentile of {PAGES}. To reach: {REQUIRED_MS:.0f} ms.

| Words | Page | Reading them |
|---|---|---|
{rows}"""


def read(words: str) -> object:
    from huigong.kernel import placenames

    return placenames.read(words)


def measured(act: Callable[[], object]) -> list[float]:
    """Milliseconds of processor for each of several calls."""
    times = []
    for _ in range(PAGES):
        began = time.process_time()
        act()
        times.append((time.process_time() - began) * 1000)
    return times


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
