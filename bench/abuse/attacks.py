"""`python -m bench.abuse.attacks NAME PORT`: one abusive visitor, from a network of their own, until the process is ended."""

from __future__ import annotations

import http.client
import itertools
import os
import socket
import sys
import threading
import time
from collections.abc import Callable

from bench.abuse.visitor import Visitor

NETWORK = "127.1.0.1"  # every address that begins with 127 is this machine
_CONNECTIONS, _HALF_SENT, _SLOW = 16, 128, 64
_LANDED = "/place/?name="


def half_sent(port: int) -> None:
    """Requests whose head never ends; each that is closed is begun again."""
    _kept_up(port, _HALF_SENT, b"GET / HTTP/1.1\r\nHost: localhost\r\n")


def slow_bodies(port: int) -> None:
    """Forms of which a byte a second comes."""
    head = b"POST /place/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n"
    _kept_up(port, _SLOW, head)


def results(port: int) -> None:
    _flood(port, lambda number: "/results/")


def questions(port: int) -> None:
    _flood(port, lambda number: "/ask/")


def services(port: int) -> None:
    _flood(port, lambda number: "/services/arrears-complaint/")


def places(port: int) -> None:
    """Other words each time, so that nothing is answered from memory."""
    _flood(port, lambda number: f"{_LANDED}x{number}")


def first_page(port: int) -> None:
    _flood(port, lambda number: f"/?n={number}")


ATTACKS: dict[str, Callable[[int], None]] = {
    f"{_HALF_SENT} requests that never end": half_sent,
    f"{_SLOW} forms of a byte a second": slow_bodies,
    "the first page without pause": first_page,
    "searches for places without pause": places,
    "questions without pause": questions,
    "one service without pause": services,
    "the results without pause": results,
}


def _flood(port: int, path_of: Callable[[int], str]) -> None:
    """Sixteen connections of one visitor, each asking again as soon as it was answered."""
    visitor, numbers = Visitor(port, source=NETWORK), itertools.count()
    visitor.settle()

    def ask() -> None:
        browser = visitor.another()
        while True:
            try:
                browser.get(path_of(next(numbers)))
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)

    threads = [threading.Thread(target=ask) for _ in range(_CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _kept_up(port: int, count: int, head: bytes) -> None:
    connections: list[socket.socket | None] = [None] * count
    while True:
        for number, connection in enumerate(connections):
            try:
                if connection is None:
                    connections[number] = _begun(port, head)
                else:
                    connection.send(b"a")
            except OSError:
                connections[number] = None
        time.sleep(1)


def _begun(port: int, head: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), source_address=(NETWORK, 0))
    connection.sendall(head)
    return connection


if __name__ == "__main__":
    os.nice(19)  # whoever attacks has a machine of their own
    ATTACKS[sys.argv[1]](int(sys.argv[2]))
