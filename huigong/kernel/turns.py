"""Bounds how many threads of a process are with slow work, so that the others go on serving pages.

Whoever comes when the places are taken is told at once and can come again; waiting for long
would hold the thread all the same.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from huigong.kernel.errors import DomainError

_MOST_TOGETHER = 3  # threads with slow work of any kind; `serve` runs one more
_together = threading.BoundedSemaphore(_MOST_TOGETHER)


class Turns:
    """One piece of slow work of a kind at a time, and one more thread that waits for its turn."""

    _all: list[Turns] = []

    def __init__(self, *, patience: float) -> None:
        """`patience` is how many seconds the one that waits does so."""
        self._patience = patience
        self._forget()
        Turns._all.append(self)

    def _forget(self) -> None:
        self._places, self._turn = threading.BoundedSemaphore(2), threading.BoundedSemaphore()

    @contextmanager
    def turn(self, busy: Callable[[], DomainError]) -> Iterator[None]:
        """Holds the turn. Raises what `busy` makes: at once where others wait already, else after the patience."""
        together, places, turn = _together, self._places, self._turn
        with _taken(together, busy), _taken(places, busy), _taken(turn, busy, seconds=self._patience):
            yield


@contextmanager
def _taken(
    places: threading.Semaphore, busy: Callable[[], DomainError], *, seconds: float = 0
) -> Iterator[None]:
    if not places.acquire(timeout=seconds):
        raise busy()
    try:
        yield
    finally:
        places.release()


def _forget_all() -> None:
    """A forked process has none of its parent's threads, and so none that would give a turn back."""
    global _together
    _together = threading.BoundedSemaphore(_MOST_TOGETHER)
    for turns in Turns._all:
        turns._forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
