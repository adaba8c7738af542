"""Officials at their browsers: each opens a case or moves one, thinks for a while, and goes on."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

TOKEN = "b" * 32  # any secret that cookie and form share
ARTICLE = "100000/administrative-licensing-law#第四十五条"


class _Answer(NamedTuple):
    """What came back; right where it is the page asked for, or the way back to it after a move."""

    status: int
    right: bool


@dataclass
class Timed:
    """Seconds of each request of one kind, and how many ended otherwise than they should have, by status."""

    seconds: list[float] = field(default_factory=list)
    wrong: dict[int, int] = field(default_factory=dict)

    def add(self, took: float, answer: _Answer) -> None:
        self.seconds.append(took)
        if not answer.right:
            self.wrong[answer.status] = self.wrong.get(answer.status, 0) + 1

    def quantile(self, part: float) -> float:
        """Seconds below which this part of the requests stayed; 0 where there was none."""
        ranked = sorted(self.seconds)
        return ranked[min(len(ranked) - 1, int(part * len(ranked)))] if ranked else 0.0

    @property
    def broken(self) -> int:
        return sum(count for status, count in self.wrong.items() if status >= 500)


@dataclass(frozen=True)
class Day:
    """What a crowd met."""

    pages: Timed
    moves: Timed
    seconds: float

    @property
    def rate(self) -> float:
        return (len(self.pages.seconds) + len(self.moves.seconds)) / self.seconds


def at_work(port: int, users: Sequence[dict[str, str]], *, writers: int, seconds: float, think: float) -> Day:
    """All users at once for so long; the last `writers` of them move their own case, the others read."""
    pages, moves, lock = Timed(), Timed(), threading.Lock()
    cases = [user["case"] for user in users[: len(users) - writers]]
    ends = time.monotonic() + seconds

    def work(number: int) -> None:
        user, chance = users[number], random.Random(number)
        browser = _Browser(port, user["session"])
        writing, step = number >= len(users) - writers, 0
        time.sleep(chance.uniform(0, think))
        while time.monotonic() < ends:
            began = time.perf_counter()
            answer = browser.move(user["case"], step) if writing else browser.open(chance.choice(cases))
            took = time.perf_counter() - began
            step += 1
            with lock:
                (moves if writing else pages).add(took, answer)
            time.sleep(chance.uniform(0.5 * think, 1.5 * think))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(users))]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return Day(pages, moves, seconds)


class _Browser:
    """One official, logged in. Status 599 where the server did not answer."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"}

    def open(self, case: str) -> _Answer:
        """A page that is another's, such as the one that asks for a login, is wrong."""
        status, _ = self._ask("GET", f"/desk/cases/{case}/")
        return _Answer(status, status == 200)

    def move(self, case: str, step: int) -> _Answer:
        """Stops the clock and lets it run again, by turns."""
        said = {"csrfmiddlewaretoken": TOKEN}
        if not step % 2:
            said |= {"reason": "查验", "article": ARTICLE, "told_in_writing": date.today().isoformat()}
        page = f"/desk/cases/{case}/"
        status, goes_on = self._ask("POST", page + ("resume/" if step % 2 else "pause/"), said)
        return _Answer(status, status == 302 and goes_on.startswith(page))

    def _ask(self, verb: str, path: str, said: dict[str, str] | None = None) -> tuple[int, str]:
        headers = dict(self.headers)
        if said:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(verb, path, urlencode(said) if said else None, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 599, ""
        finally:
            connection.close()
        return answer.status, answer.headers.get("Location", "")
