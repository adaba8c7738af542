"""A worker's phone over the network, without a browser: cookies, one connection, and how long each page took."""

from __future__ import annotations

import http.client
import time
from urllib.parse import urlencode

REGION = "510421"
# What somebody opens who wants to know whether wages can be claimed.
PATHS = ("/", "/for/unpaid/", "/ask/", "/results/", "/services/arrears-complaint/")


class Visitor:
    """One person on one connection; `source` is the address of this machine that it comes from."""

    def __init__(
        self, port: int, *, source: str = "127.0.0.1", cookies: dict[str, str] | None = None
    ) -> None:
        self._port, self._source = port, source
        self._cookies = dict(cookies or {})
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=60, source_address=(source, 0)
        )

    def another(self) -> Visitor:
        """The same person on another connection."""
        return Visitor(self._port, source=self._source, cookies=self._cookies)

    def settle(self) -> None:
        """Chooses a place, after which every page of the interview is theirs."""
        self.get("/place/")
        said = {"region": REGION, "csrfmiddlewaretoken": self._cookies["csrftoken"]}
        self._ask("POST", "/place/", urlencode(said), {"Content-Type": "application/x-www-form-urlencoded"})

    def get(self, path: str) -> tuple[float, int]:
        """Seconds until all of the page was there, and its status."""
        began = time.perf_counter()
        status = self._ask("GET", path)
        return time.perf_counter() - began, status

    def round(self, think: float) -> dict[str, tuple[float, int]]:
        """All of `PATHS` once, with pauses."""
        taken = {}
        for path in PATHS:
            taken[path] = self.get(path)
            time.sleep(think)
        return taken

    def _ask(self, verb: str, path: str, body: str | None = None, more: dict[str, str] | None = None) -> int:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            self._connection.request(verb, path, body, {"Cookie": cookies, **(more or {})})
            answer = self._connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            raise
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self._cookies[key] = kept
        return answer.status
