"""What a fund is, as the packs declare it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huigong.declarations.durations import Duration
from huigong.funds.terms import Nature


class Within(StrEnum):
    """Within what somebody gets the same thing once."""

    LIFE = "life"
    YEAR = "year"
    TERM = "term"
    MONTH = "month"


class YearEnd(StrEnum):
    """What becomes of money that is free when the year ends."""

    CARRY = "carry"
    LAPSE = "lapse"


class Who(StrEnum):
    """Whom a fund pays."""

    PERSON = "person"
    ORGANISATION = "organisation"
    EITHER = "either"


@dataclass(frozen=True)
class Once:
    """`what` is what is given once to a payee; "" where each payment says itself what it is for. `begins` are the (month,
    day) on which terms begin; a term lasts until the next."""

    what: str
    within: Within
    begins: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Returns:
    """Trust money goes back when something ends, by its name, and within so long."""

    when: str
    within: Duration


@dataclass(frozen=True)
class Fund:
    """One kind of money. `amount` names the parameter of its sum, or is "" where each decision says how much;
    `maker` and `checker` are roles. `version` is pinned by a line when it is opened."""

    id: str
    name: str
    version: str
    nature: Nature
    amount: str
    who: Who
    once: Once | None
    returns: Returns | None
    maker: str
    checker: str
    year_end: YearEnd | None
    clauses: tuple[str, ...]


def period(once: Once, on: date) -> str:
    """Which period a day falls into: `2026`, `2026-11`, of a term its first day `2026-09-01`, or "" for a life."""
    match once.within:
        case Within.TERM:
            return max(first for first in _firsts(once, on) if first <= on).isoformat()
        case Within.YEAR:
            return f"{on.year}"
        case Within.MONTH:
            return f"{on:%Y-%m}"
    return ""


def _firsts(once: Once, on: date) -> Iterator[date]:
    """The first days of the terms of that year and the year before."""
    return (date(year, month, day) for year in (on.year - 1, on.year) for month, day in once.begins)
