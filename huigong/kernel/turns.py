"""Bounds how many threads of a process are with slow work, so that the others go on serving pages.

Whoever comes when the places are taken is told at once and can come again; waiting for long
would hold the thread all the same. Nobody gets so many places that none is left for others.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from huigong.kernel.errors import DomainError
from huigong.kernel.networks import HOUSE, within

_MOST_TOGETHER = 3  # threads with slow work of any kind; `serve` runs one more
_MOST_OF_ONE = 2  # pieces of one share: one at work, one waiting
WHOSE: ContextVar[Callable[[], str]] = ContextVar("WHOSE", default=lambda: "")
"""Gives for whom this thread works, as places are counted: a person or a network; "" for the house itself."""


class _Places:
    """So many places. Whoever holds one gets another only while that leaves one for somebody else."""

    def __init__(self, most: int) -> None:
        self._free, self._held, self._lock = most, Counter[str](), threading.Lock()

    def take(self, whose: str) -> bool:
        with self._lock:
            if self._free < (2 if whose and self._held[whose] else 1):
                return False
            self._free -= 1
            self._held[whose] += 1
            return True

    def give_back(self, whose: str) -> None:
        with self._lock:
            self._free += 1
            self._held[whose] -= 1
            if not self._held[whose]:
                del self._held[whose]


_together = _Places(_MOST_TOGETHER)
_bounds: list[Turns | Shares] = []


class _Turn:
    """Is had by one; then by who came first of those for whom it was not, and only then by the same once more."""

    def __init__(self) -> None:
        self._changed, self._waiting = threading.Condition(), list[tuple[str, object]]()
        self._is_taken, self._last = False, ""

    def acquire(self, whose: str, *, seconds: float) -> bool:
        """Whether it came within so many seconds."""
        me = (whose, object())
        with self._changed:
            self._waiting.append(me)
            try:
                if not self._changed.wait_for(lambda: not self._is_taken and self._next() is me, seconds):
                    return False
                self._is_taken, self._last = True, whose
                return True
            finally:
                self._waiting.remove(me)
                self._changed.notify_all()  # somebody else may be the next

    def release(self) -> None:
        with self._changed:
            self._is_taken = False
            self._changed.notify_all()

    def _next(self) -> tuple[str, object]:
        others = (each for each in self._waiting if not each[0] or each[0] != self._last)
        return next(others, self._waiting[0])


class Turns:
    """One piece of slow work of a kind at a time; others wait for their turn, in the order in which they came.

    Nobody has two turns one after the other while somebody else waits.
    """

    def __init__(self, *, patience: float) -> None:
        """`patience` is how many seconds those that wait do so."""
        self._patience = patience
        self.forget()
        _bounds.append(self)

    def forget(self) -> None:
        """Nobody has a turn."""
        self._turn = _Turn()

    @contextmanager
    def turn(self, busy: Callable[[], DomainError]) -> Iterator[None]:
        """Holds the turn. Raises what `busy` makes: at once where no place is left, else after the patience."""
        whose, together, turn = within(WHOSE.get()(), HOUSE), _together, self._turn
        if not together.take(whose):
            raise busy()
        try:
            if not turn.acquire(whose, seconds=self._patience):
                raise busy()
            try:
                yield
            finally:
                turn.release()
        finally:
            together.give_back(whose)


class Shares:
    """Work of the request's own thread, of which one person or network does one piece at a time."""

    def __init__(self, *, patience: float) -> None:
        """`patience` is how many seconds the one that waits for its own earlier piece does so; a third is refused."""
        self._patience = patience
        self.forget()
        _bounds.append(self)

    def forget(self) -> None:
        """Nobody has a share."""
        self._lock = threading.Lock()
        self._begun: dict[str, tuple[threading.BoundedSemaphore, list[None]]] = {}

    @contextmanager
    def share(self, busy: Callable[[], DomainError]) -> Iterator[None]:
        """Holds the share of whom this thread works for. Raises what `busy` makes."""
        whose, begun, lock = within(WHOSE.get()(), HOUSE), self._begun, self._lock
        with lock:
            turn, here = begun.setdefault(whose, (threading.BoundedSemaphore(), []))
            if len(here) >= _MOST_OF_ONE:
                raise busy()
            here.append(None)
        try:
            with _taken(turn, busy, seconds=self._patience):
                yield
        finally:
            with lock:
                here.pop()
                if not here:
                    del begun[whose]


@contextmanager
def _taken(turn: threading.Semaphore, busy: Callable[[], DomainError], *, seconds: float) -> Iterator[None]:
    if not turn.acquire(timeout=seconds):
        raise busy()
    try:
        yield
    finally:
        turn.release()


def _forget_all() -> None:
    """A forked process has none of its parent's threads, and so none that would give a turn back."""
    global _together
    _together = _Places(_MOST_TOGETHER)
    for bound in _bounds:
        bound.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
