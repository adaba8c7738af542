"""Calls anywhere below a roomy call cost the same, however deep they begin."""

from __future__ import annotations

import resource

import pytest

from huigong.kernel.frames import roomy

CALLS = 2_000
DEPTHS = range(400)  # several pieces of 16 kB


def least(number: int) -> int:
    return number


def calls_at(depth: int) -> int:
    """How often the system gave a page of memory while short calls were made so deep."""
    if depth:
        return calls_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for number in range(CALLS):
        least(number)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def most_at_any_depth() -> int:
    return max(calls_at(depth) for depth in DEPTHS)


def test_no_depth_asks_for_memory_with_each_call() -> None:
    assert roomy(most_at_any_depth)() < CALLS / 2


def test_what_it_gives_and_raises_comes_through() -> None:
    assert roomy(least)(number=7) == 7
    with pytest.raises(ZeroDivisionError):
        roomy(lambda number: 1 // number)(0)
