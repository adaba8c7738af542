"""Slow work holds a bounded number of threads, whatever its kind."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import pytest

from huigong.kernel.errors import TooMany
from huigong.kernel.turns import WHOSE, Shares, Turns, _Places


def busy() -> TooMany:
    return TooMany(code="work.busy", what="现在忙不过来")


def held(turns: Turns, done: threading.Event) -> threading.Thread:
    """A thread that has the turn until `done`."""
    begun = threading.Event()

    def work() -> None:
        with turns.turn(busy):
            begun.set()
            done.wait()

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    return thread


@pytest.fixture
def hold(request: pytest.FixtureRequest) -> Callable[[Turns], None]:
    """Has a thread take the turn until the test is over."""

    def take(turns: Turns) -> None:
        done = threading.Event()
        thread = held(turns, done)
        request.addfinalizer(lambda: (done.set(), thread.join()))

    return take


def refused(turns: Turns) -> bool:
    try:
        with turns.turn(busy):
            return False
    except TooMany:
        return True


def test_whoever_waits_for_longer_than_the_patience_is_told(hold: Callable[[Turns], None]) -> None:
    turns = Turns(patience=0.01)
    hold(turns)
    assert refused(turns)


def test_a_turn_is_given_back_when_the_work_is_done_or_fails() -> None:
    turns = Turns(patience=0)
    with pytest.raises(ValueError, match="broken"), turns.turn(busy):
        raise ValueError("broken")
    assert not refused(turns)


def test_work_of_several_kinds_leaves_a_thread_for_pages(hold: Callable[[Turns], None]) -> None:
    kinds = [Turns(patience=0) for _ in range(4)]
    for turns in kinds[:3]:
        hold(turns)
    assert refused(kinds[3])


def test_nobody_takes_the_last_place_for_a_second_piece() -> None:
    """Whoever floods holds two of the three places; the third is for somebody else."""
    places = _Places(3)
    assert [places.take("192.0.2.1") for _ in range(3)] == [True, True, False]
    assert places.take("192.0.2.2")
    assert not places.take("192.0.2.3")
    places.give_back("192.0.2.1")
    assert places.take("192.0.2.3")


def test_who_has_had_a_turn_lets_somebody_else_have_the_next() -> None:
    """A sender has a piece at work and one waiting; the other, who came last, still waits for one only."""
    turns, done, began = Turns(patience=20), threading.Event(), list[str]()

    def work(whose: str) -> None:
        WHOSE.set(lambda: whose)
        with turns.turn(busy):
            began.append(whose)
            done.wait()

    threads = []
    for count, whose in enumerate(["192.0.2.1", "192.0.2.1", "192.0.2.2"]):
        threads.append(threading.Thread(target=work, args=[whose]))
        threads[-1].start()
        while len(began) + len(turns._turn._waiting) <= count:
            pass
    done.set()
    for thread in threads:
        thread.join()
    assert began == ["192.0.2.1", "192.0.2.2", "192.0.2.1"]


def test_one_person_has_one_share_at_a_time(request: pytest.FixtureRequest) -> None:
    shares, done, begun = Shares(patience=0.01), threading.Event(), threading.Event()

    def work() -> None:
        WHOSE.set(lambda: "192.0.2.1")
        with shares.share(busy):
            begun.set()
            done.wait()

    thread = threading.Thread(target=work)
    thread.start()
    request.addfinalizer(lambda: (done.set(), thread.join()))
    begun.wait()

    def is_refused(whose: str) -> bool:
        token = WHOSE.set(lambda: whose)
        try:
            with shares.share(busy):
                return False
        except TooMany:
            return True
        finally:
            WHOSE.reset(token)

    assert is_refused("192.0.2.1")
    assert not is_refused("192.0.2.2")
    done.set()
    thread.join()
    assert not is_refused("192.0.2.1")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_process_has_turns_of_its_own(hold: Callable[[Turns], None]) -> None:
    turns = Turns(patience=0)
    hold(turns)
    child = os.fork()
    if not child:
        os._exit(1 if refused(turns) else 0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
