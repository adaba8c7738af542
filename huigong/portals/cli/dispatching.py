"""Whose request is answered next: networks take turns, so that one that asks without pause slows nobody else.

The threads of a process share one interpreter: whoever has three of four has three quarters of it. So a network has one
thread, and gets another when what it asked for turns out to be long, such as a file that is looked through, as long as
one is left for others.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from typing import Any, Protocol

from waitress.task import ThreadedTaskDispatcher

LONG = (
    0.1  # seconds; pages take less, and what takes longer mostly waits for something outside the interpreter
)


class Task(Protocol):
    """A connection with a request to answer, and the network that sent it."""

    @property
    def sent_by(self) -> str: ...

    def service(self) -> None: ...

    def cancel(self) -> None: ...


class Waiting:
    """Requests that nobody answers yet, in the order of networks; within one as they came. Held under the lock of whoever has it."""

    def __init__(self) -> None:
        self._by_network: OrderedDict[str, deque[Task]] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def networks(self) -> tuple[str, ...]:
        """Those that wait; whose turn was longest ago comes first."""
        return tuple(self._by_network)

    def append(self, task: Task) -> None:
        self._by_network.setdefault(task.sent_by, deque()).append(task)
        self._count += 1

    def popleft(self) -> Task:
        return self.next_of(next(iter(self._by_network)))

    def next_of(self, network: str) -> Task:
        """The oldest request of a network, which then waits behind all others."""
        tasks = self._by_network.pop(network)
        task = tasks.popleft()
        if tasks:
            self._by_network[network] = tasks
        self._count -= 1
        return task


class TakingTurns(ThreadedTaskDispatcher):
    """waitress's threads, which ask `Waiting` for their next request."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self.queue: Any = Waiting()
        self._threads = threads
        self._at_work: dict[int, tuple[str, float]] = {}  # thread → for which network, since when
        self.set_thread_count(threads)

    def handler_thread(self, thread_no: int) -> None:
        while (task := self._next(thread_no)) is not None:
            try:
                task.service()
            except BaseException:
                self.logger.exception("Exception when servicing %r", task)
            with self.lock:
                del self._at_work[thread_no]
                self.queue_cv.notify()

    def _next(self, thread_no: int) -> Task | None:
        """Waits for a request that may begin; None where the thread is to end."""
        with self.lock:
            while not self.stop_count:
                now = time.monotonic()
                network = next((each for each in self.queue.networks if self._may_begin(each, now)), None)
                if network is not None:
                    self._at_work[thread_no] = network, now
                    task: Task = self.queue.next_of(network)
                    return task
                self.active_count -= 1
                # What waits for its own network's earlier request may begin when that turns out to be long.
                self.queue_cv.wait(LONG if self.queue else None)
                self.active_count += 1
            self.active_count -= 1
            self.stop_count -= 1
            self.threads.discard(thread_no)
            self.thread_exit_cv.notify()
            return None

    def _may_begin(self, network: str, now: float) -> bool:
        begun = [since for whose, since in self._at_work.values() if whose == network]
        if not begun:
            return True
        return len(begun) < self._threads - 1 and all(now - since >= LONG for since in begun)
