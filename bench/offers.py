"""How long places take to be given: 200,000 requests for 2,000 offers, beside other people's deferred acceptance.

`python3 run.py bench offers` makes a list of people with up to five wishes each, popular offers wished for by many,
a tenth of the offers with reserved places, equal points decided by lot. Each measurement runs in a process of its
own, made without the list's file being written or read; the result is verified by the separate verifier. `matching`
(PyPI) is installed for the run into an environment that is thrown away, at a size that it manages, and must give
the same. `--write` puts the figures into docs/reference/performance.md. Exit code 1 beyond the aim, or where results differ.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench import page, peers
from bench.rules import machine
from bench.steps import run
from huigong.kernel import canonical
from huigong.offers.frozen import NOBODY, Entry, Frozen, Offer, Reserve, Wish
from huigong.offers.lots import PublicEvent
from huigong.offers.mechanisms import Mechanism, Ties, order_of
from huigong.offers.mechanisms.allocating import Allocation, allocate
from huigong.offers.published import document_of, seed_of
from huigong.offers.verifying import verify

TITLE = "Places given"
AIM, WISHES, RUNS = 10.0, 5, 3
REQUESTS, OFFERS = 200_000, 2_000
PEER_REQUESTS, PEER_OFFERS = 2_000, 50
EVENT = PublicEvent("a drawing named beforehand", "03 07 11 19 24 32 + 08")
LOCAL = frozenset({"本乡镇"})
# Reads a list without reserves and its ranks; prints who got what, as a digest, and the seconds of the matching alone.
PEER = """
import json, sys, time, hashlib
from matching.games import HospitalResident
from importlib.metadata import version
given = json.load(open(sys.argv[1]))
began = time.perf_counter()
game = HospitalResident.create_from_dictionaries(given["wishes"], given["ranks"], given["capacities"])
matched = game.solve(optimal="resident")
seconds = time.perf_counter() - began
placed = sorted([r.name, h.name] for h, residents in matched.items() for r in residents)
print(json.dumps({"seconds": seconds, "digest": hashlib.sha256(json.dumps(placed).encode()).hexdigest(), "version": version("matching")}))
"""


def made(requests: int, offers: int, *, reserves: bool) -> Frozen:
    """A list that is the same each time: four places for every five requests."""
    chance = random.Random(20270308)
    capacity = max(1, requests * 4 // (offers * 5))
    names = [f"offer-{number:04d}" for number in range(offers)]
    entries = []
    for number in range(requests):
        wished = dict.fromkeys(int(offers * chance.random() ** 2) for _ in range(WISHES))
        groups = LOCAL if chance.random() < 0.2 else NOBODY
        points = chance.randrange(100)
        wishes = tuple(Wish(names[at], chance.randrange(2), points, groups) for at in wished)
        entries.append(Entry(f"entry-{number:06d}", number + 1, wishes))
    reserved = (Reserve("本乡镇", capacity // 4),) if reserves else ()
    shown = tuple(Offer(name, capacity, reserved if at % 10 == 0 else ()) for at, name in enumerate(names))
    return Frozen("bench", order_of(Mechanism.MATCH, Ties.LOT), shown, tuple(entries))


def step(what: str, requests: int, offers: int) -> dict[str, Any]:
    """Seconds of one thing, and the largest memory of the process."""
    frozen = made(requests, offers, reserves=what != "plain")
    before = _peak()
    if what == "digest":
        return {**_timed(lambda: frozen.digest), "list": before}
    if what == "verify":
        return {**_verified(frozen), "list": before}
    given: list[Allocation] = []
    spent = _timed(lambda: given.append(allocate(frozen, seed="5" * 64)))
    placed = given[0].placed
    return {**spent, "list": before, "placed": len(placed), "digest": _digest(placed)}


def _verified(frozen: Frozen) -> dict[str, Any]:
    document = document_of(allocate(frozen, seed=seed_of(frozen.digest, EVENT)), EVENT)
    text, findings = canonical.written(document), list[Any]()
    spent = _timed(lambda: findings.extend(verify(json.loads(text))))
    return {**spent, "findings": len(findings), "size": len(text.encode())}


def _timed(act: Callable[[], object]) -> dict[str, Any]:
    began, worked = time.perf_counter(), time.process_time()
    act()
    return {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - worked,
        "peak": _peak(),
    }


def _spent(answer: dict[str, Any]) -> str:
    return f"{answer['seconds']:.2f} s, of processor {answer['processor']:.2f} s"


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _digest(placed: Any) -> str:
    pairs = sorted([entry, offer] for entry, offer in placed.items())
    return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()


def measured(what: str, requests: int, offers: int) -> dict[str, Any]:
    """The median of several processes, each with the list made anew."""
    with tempfile.TemporaryDirectory() as folder:
        words = ("bench.offers", "--step", what, "--requests", str(requests), "--offers", str(offers))
        answers = [json.loads(run(Path(folder), *words)) for _ in range(RUNS)]
    return {**answers[-1], "seconds": statistics.median(answer["seconds"] for answer in answers)}


def peer(folder: Path) -> dict[str, Any] | None:
    """`matching` on the same wishes and ranks; None where it cannot be installed here."""
    frozen = made(PEER_REQUESTS, PEER_OFFERS, reserves=False)
    ranks = allocate(frozen, seed="5" * 64).ranks
    given = {
        "wishes": {entry.id: [wish.offer for wish in entry.wishes] for entry in frozen.entries},
        "ranks": {offer: sorted(order, key=order.__getitem__) for offer, order in ranks.items()},
        "capacities": {offer.id: offer.capacity for offer in frozen.offers},
    }
    (folder / "list.json").write_text(json.dumps(given))
    (folder / "peer.py").write_text(PEER)
    try:
        python = peers.install(folder / "matching", "matching")
    except subprocess.CalledProcessError:
        return None
    done = subprocess.run(
        [python, "-W", "ignore", str(folder / "peer.py"), str(folder / "list.json")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def section(lines: list[tuple[str, str]], requests: int, offers: int, load: float) -> str:
    """What stands in docs/reference/performance.md."""
    table = "\n".join(f"| {what} | {figure} |" for what, figure in lines)
    return f"""\
Measured on {date.today().isoformat()}: {machine(load)}.
{requests:,} requests with up to {WISHES} wishes each, {offers:,} offers, four places for five requests, a tenth of the offers
with reserved places, equal points by lot; medians of {RUNS} processes by the clock. To reach: {AIM:.0f} s for the allocation.

| What | Measured |
|---|---|
{table}
"""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench offers")
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--offers", type=int, default=OFFERS)
    parser.add_argument("--write", action="store_true", help="replace the section of the page of figures")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    wanted = parser.parse_args(words)
    if wanted.step:
        print(json.dumps(step(wanted.step, wanted.requests, wanted.offers)))
        return 0
    load = os.getloadavg()[0]
    whole = measured("allocate", wanted.requests, wanted.offers)
    digest = measured("digest", wanted.requests, wanted.offers)
    verified = measured("verify", wanted.requests, wanted.offers)
    small = measured("plain", PEER_REQUESTS, PEER_OFFERS)
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as folder:
        other = peer(Path(folder))
    lines = [
        ("ranks with every offer, and who gets which place", f"{_spent(whole)}; {whole['placed']:,} placed; "
         f"{whole['peak'] / 1e6:.0f} MB at most, of which the list {whole['list'] / 1e6:.0f} MB"),
        ("the list's digest", _spent(digest)),
        ("verified from the published file", f"{_spent(verified)}; {verified['size'] / 1e6:.0f} MB of file; "
         f"{verified['peak'] / 1e6:.0f} MB at most; {verified['findings']} findings"),
        (f"{PEER_REQUESTS:,} requests for {PEER_OFFERS} offers without reserves", _spent(small)),
        ("the same by a peer", f"matching {other['version']}: {other['seconds']:.2f} s, "
         f"{'the same places' if other['digest'] == small['digest'] else 'OTHER PLACES'}" if other else "not installed here"),
    ]  # fmt: skip
    for what, figure in lines:
        print(f"{what} | {figure}")
    if wanted.write:
        page.put("offers", section(lines, wanted.requests, wanted.offers, load), title=TITLE)
    is_wrong = verified["findings"] or (other and other["digest"] != small["digest"])
    return int(bool(is_wrong) or whole["seconds"] > AIM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
