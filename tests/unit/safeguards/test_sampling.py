"""How many are asked, who, and what their answers say of all: against published figures and by counting."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.safeguards.callbacks.sampling import Stratum, drawn, estimate, shares, size
from tests import effort


@pytest.mark.parametrize(
    ("population", "wanted"),
    [
        (0, 0),
        (1, 1),
        (10, 10),
        (100, 80),
        (1000, 278),
        (1_000_000, 384),
    ],  # the usual table for 95 % and 5 points
)
def test_the_size_is_that_of_the_usual_table(population: int, wanted: int) -> None:
    assert size(population, error=5, confidence=95) == wanted


@pytest.mark.parametrize(("least", "wanted"), [(0, 80), (80, 80), (81, 81), (100, 100), (101, 100)])
def test_never_fewer_than_the_place_wants_and_never_more_than_there_are(least: int, wanted: int) -> None:
    assert size(100, error=5, confidence=95, least=least) == wanted


@settings(max_examples=effort.examples(80, release=300))
@given(st.dictionaries(st.text(max_size=3), st.integers(0, 400), min_size=1, max_size=8), st.integers(1, 500))
def test_every_stratum_is_asked_and_none_beyond_its_people(sizes: dict[str, int], total: int) -> None:
    if not sum(sizes.values()):
        return
    total = min(total, sum(sizes.values()))
    given_ = shares(sizes, total)
    assert all(1 <= given_[name] <= count for name, count in sizes.items() if count)
    assert not {name for name, count in sizes.items() if not count} & given_.keys()
    assert sum(given_.values()) >= total


def test_whoever_has_the_seed_draws_the_same_and_nobody_twice() -> None:
    names = [f"{number}" for number in range(500)]
    first = drawn(names, 60, seed="s")
    assert first == drawn(list(reversed(names)), 60, seed="s") and len(set(first)) == 60
    assert first != drawn(names, 60, seed="t")
    assert first[:20] == drawn(names, 20, seed="s")


def test_everybody_is_drawn_as_often_as_anybody() -> None:
    names = [f"{number}" for number in range(20)]
    times = dict.fromkeys(names, 0)
    for seed in range(4000):
        for name in drawn(names, 5, seed=str(seed)):
            times[name] += 1
    # 1,000 expected of each, and five deviations of 27 around it
    assert all(863 < count < 1137 for count in times.values())


@pytest.mark.parametrize(
    ("yes", "low", "high"),
    [
        (0, 0.0, 27.75),
        (5, 23.66, 76.34),
        (10, 72.25, 100.0),
    ],  # Wilson's interval for ten answers of many people
)
def test_the_interval_of_many_people_is_wilsons(yes: int, low: float, high: float) -> None:
    told = estimate([Stratum(10**9, 10, yes)], confidence=95)
    assert told is not None
    assert (round(told.low, 2), round(told.high, 2)) == (low, high)


def test_where_everybody_answered_nothing_is_open() -> None:
    told = estimate([Stratum(40, 40, 30)], confidence=95)
    assert told is not None and (told.share, told.low, told.high) == (75, 75, 75)
    nearly = estimate([Stratum(40, 39, 30)], confidence=95)
    assert nearly is not None and nearly.low < nearly.share < nearly.high


def test_a_stratum_counts_by_its_people_and_without_an_answer_nothing_is_told() -> None:
    told = estimate([Stratum(900, 10, 10), Stratum(100, 10, 0)], confidence=95)
    assert told is not None and told.share == pytest.approx(90)
    assert estimate([Stratum(900, 10, 10), Stratum(100, 0, 0)], confidence=95) is None
    assert estimate([], confidence=95) is None


@pytest.mark.parametrize("true", [0.05, 0.5, 0.97])
def test_nineteen_intervals_in_twenty_hold_the_truth(true: float) -> None:
    """Drawn from a population that is known; counted, with a fixed seed of the test."""
    chance, population, asked, rounds = random.Random(7), 400, 80, 1500
    people = [True] * round(population * true) + [False] * (population - round(population * true))
    held = 0
    for _ in range(rounds):
        yes = sum(chance.sample(people, asked))
        told = estimate([Stratum(population, asked, yes)], confidence=95)
        assert told is not None
        held += told.low <= 100 * sum(people) / population <= told.high
    assert 0.93 < held / rounds <= 1
