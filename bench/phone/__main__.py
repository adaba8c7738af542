"""`python3 run.py bench phone`: how heavy the worker's pages are, and how long they take on a cheap phone.

A server of its own serves a fresh installation; Chromium opens each page over a slow 3G network with a
processor four times as slow, once with nothing kept and once with the styles that an earlier page brought.
`--write` puts the table into docs/reference/performance.md.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bench import page as performance
from bench.rules import ROOT, machine
from huigong.kernel.identity import check_character
from huigong.messages.sms import code_file
from run import BROWSERS

HEAVIEST, SOONEST = 50_000, 1.0  # bytes with all that a page loads; seconds to a question
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER, TIMES, PHONE = 4, 3, "13900000001"
COMPLAINT = "arrears-complaint"
PAGES = {
    "the first page": "/",
    "a life event": "/for/unpaid/",
    "a question": "/ask/",
    "the results": "/results/",
    "a service": f"/services/{COMPLAINT}/",
    "a question of a form": f"/services/{COMPLAINT}/form/",
    "the form to check": f"/services/{COMPLAINT}/form/check/",
    "my page": "/me/",
    "my cases": "/cases/",
}


@dataclass
class Loads:
    """Of one page: bytes over the network with nothing kept, and seconds until it can be used."""

    size: int = 0
    first: list[float] = field(default_factory=list)
    next: list[float] = field(default_factory=list)


@contextmanager
def served() -> Iterator[tuple[str, Path]]:
    """The address of a fresh installation, and the folder of its login codes."""
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as name:
        data, told = Path(name) / "data", Path(name) / "address"
        env = {**os.environ, "HUIGONG_DATA": str(data), "HUIGONG_HTTPS": "0", "HUIGONG_SMS": "file"}
        subprocess.run([sys.executable, "-m", "huigong", "set-up"], cwd=ROOT, env=env, check=True)
        words = ["serve", "--port", "0", "--address-file", str(told), "--without-routines"]
        server = subprocess.Popen([sys.executable, "-m", "huigong", *words], cwd=ROOT, env=env)
        try:
            yield _address(told, server), data / "codes"
        finally:
            server.terminate()
            server.wait(timeout=30)


def _address(told: Path, server: subprocess.Popen[bytes]) -> str:
    for _ in range(300):
        if told.exists():
            return told.read_text(encoding="utf-8")
        if server.poll() is not None:
            break
        time.sleep(0.2)
    sys.exit("the server did not start")


def prepared(browser: Any, address: str, codes: Path) -> Any:
    """A phone whose owner chose a place, began to answer, logged in and registered."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", service_workers="block"
    )
    page = context.new_page()
    page.goto(f"{address}/place/?in=510400")
    page.click('button[value="510400"]')
    page.goto(f"{address}/login/?next=/me/")
    page.fill("input[name=phone]", PHONE)
    page.click("button.button-main")
    code = re.search(r"\d{6}", code_file(codes, PHONE).read_text(encoding="utf-8"))
    page.fill("input[name=code]", code[0] if code else "")
    page.click("button.button-main")
    body = "99999919850312001"
    for name, text in (
        ("name", "虚构甲"),
        ("resident_number", body + check_character(body)),
        ("hukou_place", "盐边县"),
    ):
        page.fill(f"input[name={name}]", text)
    page.check("input[name=consent]")
    page.click("button.button-main")
    return context


def loaded(context: Any, address: str, path: str, *, cold: bool) -> tuple[int, float]:
    """Bytes over the network, and seconds from the touch until the page can be used."""
    page = context.new_page()
    tools = context.new_cdp_session(page)
    sizes: list[int] = []
    tools.on("Network.loadingFinished", lambda said: sizes.append(int(said["encodedDataLength"])))
    tools.send("Network.enable")
    if cold:
        tools.send("Network.clearBrowserCache")
    else:
        page.goto(f"{address}/about/")
        sizes.clear()
    tools.send("Network.emulateNetworkConditions", SLOW_3G)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address + path, wait_until="load")
    seconds = page.evaluate(
        "Math.max(performance.getEntriesByType('navigation')[0].domInteractive,"
        " ...performance.getEntriesByType('paint').map((paint) => paint.startTime)) / 1000"
    )
    page.close()
    return sum(sizes), float(seconds)


def measured(browser: Any, address: str, codes: Path) -> dict[str, Loads]:
    context = prepared(browser, address, codes)
    loads = {name: Loads() for name in PAGES}
    for name, path in PAGES.items():
        for _ in range(TIMES):
            size, seconds = loaded(context, address, path, cold=True)
            loads[name].size = max(size, loads[name].size)
            loads[name].first.append(seconds)
            loads[name].next.append(loaded(context, address, path, cold=False)[1])
        print(line(name, loads[name]), flush=True)
    return loads


def line(name: str, load: Loads) -> str:
    first, following = statistics.median(load.first), statistics.median(load.next)
    return f"| {name} | {load.size / 1000:.1f} KB | {first:.1f} s | {following:.2f} s |"


def table(loads: dict[str, Loads], load: float) -> str:
    lines = "\n".join(line(name, each) for name, each in loads.items())
    return f"""Measured on {date.today().isoformat()}: {machine(load)}.
Chromium, 360 px, slow 3G (400 ms there and back, 50 KB a second), a processor {SLOWER} times slower; medians of {TIMES}.
Seconds are from the touch until the page is painted and can be used. To reach: at most {HEAVIEST / 1000:.0f} KB a page with
its styles and scripts, as they come over the network; a question in {SOONEST:.0f} s for somebody who is on the way.

| Page | with all it loads | first visit, nothing kept | on the way |
|---|---|---|---|
{lines}"""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench phone")
    parser.add_argument("--write", action="store_true", help="write docs/reference/performance.md")
    wanted = parser.parse_args(words)
    from playwright.sync_api import sync_playwright

    load = os.getloadavg()[0]
    with served() as (address, codes), sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=os.environ.get("HUIGONG_BROWSER")
            or next(filter(None, map(shutil.which, BROWSERS)), None),
            args=["--no-sandbox"],
        )
        loads = measured(running, address, codes)
        running.close()
    if wanted.write:
        performance.put("phone", table(loads, load), title="What a phone waits for")
    light = all(each.size <= HEAVIEST for each in loads.values())
    soon = statistics.median(loads["a question"].next) <= SOONEST
    print("reached" if light and soon else "NOT reached")
    return 0 if light and soon else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
