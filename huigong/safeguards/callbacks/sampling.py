"""How many to ask, who they are, and what the answers say of everybody, with the error stated.

Simple random sampling without replacement, alone or in each stratum in proportion to its size. Sources: W. G. Cochran,
Sampling Techniques, 3rd ed., 1977, eq. 4.2 and 4.3 (size by error, with the correction for a finite population), 2.6 (the
correction of the variance) and 5.9 (strata in proportion); E. B. Wilson, JASA 22 (1927) 209–212 (the interval).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

_PERCENT = 100


def deviate(confidence: int) -> float:
    """The standard normal deviate of a two-sided confidence in percent: 1.96 for 95."""
    return NormalDist().inv_cdf((1 + confidence / _PERCENT) / 2)


def size(population: int, *, error: float, confidence: int, least: int = 0) -> int:
    """How many of a population to ask so that a share is off by `error` percentage points at most, whatever the share is.

    n₀ = z² · ¼ / e², n = n₀ / (1 + (n₀ − 1) / N), rounded up; never fewer than `least`, never more than there are.
    """
    if not population:
        return 0
    first = deviate(confidence) ** 2 / 4 / (error / _PERCENT) ** 2
    wanted = math.ceil(first / (1 + (first - 1) / population) - 1e-9)
    return min(population, max(wanted, least, 1))


def shares(strata: Mapping[str, int], total: int) -> dict[str, int]:
    """`total` to ask, in proportion to the sizes of the strata by largest remainder; at least one of each that has anybody,
    so that together they can be more than `total`."""
    population = sum(strata.values())
    exact = {name: total * count / population for name, count in strata.items() if count}
    given = {name: min(strata[name], max(1, math.floor(share))) for name, share in exact.items()}
    by_rest = sorted(exact, key=lambda name: (math.floor(exact[name]) - exact[name], name))
    for name in by_rest:
        if sum(given.values()) >= total:
            break
        if given[name] < strata[name]:
            given[name] += 1
    return given


def drawn(names: Sequence[str], count: int, *, seed: str) -> list[str]:
    """`count` of these, without replacement, in the order of their lots.

    The lot of a name is SHA-256 of the seed and the name: whoever has both draws the same again, with any program.
    """
    return sorted(names, key=lambda name: (hashlib.sha256(f"{seed}:{name}".encode()).digest(), name))[:count]


@dataclass(frozen=True)
class Stratum:
    """`population` people, of whom `answered` said yes or no, `yes` of them yes."""

    population: int
    answered: int
    yes: int


@dataclass(frozen=True)
class Estimate:
    """The share of those who say yes, in percent, with the interval around it. Whoever did not answer is taken to be like
    those who did, which nothing proves."""

    share: float
    low: float
    high: float


def estimate(strata: Sequence[Stratum], *, confidence: int) -> Estimate | None:
    """The share of the whole population; None while a stratum has no answer, since nothing is known of it.

    p = Σ W p, W the stratum's part of the population. Wilson's score interval around p with the number of independent
    answers that is worth the same, n' = 1 / Σ (W² / n'ₕ), where n'ₕ = n (N − 1) / (N − n) takes in that without
    replacement less is left open. Where everybody answered, the interval is the share itself.
    """
    asked = [each for each in strata if each.population]
    if not asked or not all(each.answered for each in asked):
        return None
    population = sum(each.population for each in asked)
    share = sum(each.population / population * each.yes / each.answered for each in asked)
    open_part = sum(
        (each.population / population) ** 2
        * (each.population - each.answered)
        / (each.answered * max(each.population - 1, 1))
        for each in asked
    )
    if open_part == 0:
        return Estimate(share * _PERCENT, share * _PERCENT, share * _PERCENT)
    worth, z = 1 / open_part, deviate(confidence)
    middle = (share + z * z / (2 * worth)) / (1 + z * z / worth)
    half = z / (1 + z * z / worth) * math.sqrt(share * (1 - share) / worth + (z / (2 * worth)) ** 2)
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return Estimate(share * _PERCENT, low * _PERCENT, high * _PERCENT)
