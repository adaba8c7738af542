"""A month of one worker: the terms of the wage, the days, what was taken off and paid; and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from huigong.kernel.money import Fen


class Basis(StrEnum):
    """What the rate is paid for."""

    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    PIECE = "piece"


class Hours(StrEnum):
    """How working time is counted; the two others need an approval."""

    STANDARD = "standard"
    AVERAGED = "averaged"  # over a month, 综合计算工时
    IRREGULAR = "irregular"  # 不定时


class Off(StrEnum):
    """What something was taken off for."""

    TAX = "tax"
    INSURANCE = "insurance"  # the worker's own share
    COURT = "court"  # support that a court ordered
    LAW = "law"  # something else that a law lets an employer take off
    DAMAGE = "damage"  # loss that the worker caused, where the contract says so
    OTHER = "other"  # a fine, a deposit, a fee: nothing that the law knows


@dataclass(frozen=True)
class Terms:
    """`rate` is fen a month, day, hour or piece. `approved` says that hours other than the standard ones were."""

    basis: Basis
    rate: Fen
    hours: Hours = Hours.STANDARD
    approved: bool = True

    @property
    def counted_by(self) -> Hours:
        """How the hours count: by the standard where another way was not approved."""
        return self.hours if self.approved else Hours.STANDARD


@dataclass(frozen=True)
class Worked:
    """A day's work. Of pieces, `more` are those made beyond the quota; `time_off` where another day off was given for a rest day."""

    hours: Decimal = Decimal(0)
    pieces: int = 0
    more: int = 0
    time_off: bool = False


@dataclass(frozen=True)
class Deduction:
    """`in_contract` matters for damage alone."""

    kind: Off
    amount: Fen
    in_contract: bool = False


@dataclass(frozen=True)
class MonthOfWork:
    """`since` and `until` bound the employment within the month, both included; `absent` are days off by the worker's own
    wish, `leave` days away that are paid as if worked. `minimum` is the least wage of the place in fen, None where nobody knows it,
    `minimum_since` the day from which that sum stands."""

    first: date
    last: date
    terms: Terms
    days: Mapping[date, Worked]
    since: date | None = None
    until: date | None = None
    absent: frozenset[date] = frozenset()
    leave: frozenset[date] = frozenset()
    deductions: tuple[Deduction, ...] = ()
    paid: Fen | None = None
    minimum: Fen | None = None
    minimum_since: date | None = None


@dataclass(frozen=True)
class Line:
    """One part of what is due: how many of what at which rate and multiple, and the article."""

    what: str
    clause: str
    quantity: Decimal
    measure: str
    rate: Fen | Decimal
    multiple: Decimal
    amount: Fen


@dataclass(frozen=True)
class Taken:
    """A deduction as it counts: `allowed` of `asked`, and why not the rest."""

    kind: Off
    clause: str
    asked: Fen
    allowed: Fen
    why: str


@dataclass(frozen=True)
class Earned:
    """`due` is what the lines add up to, `net` what is left after lawful deductions, `owed` what `paid` falls short of it
    (None where nothing is said of what was paid). `open` says what could not be judged, `told` which way of counting
    was chosen where the law leaves it."""

    lines: tuple[Line, ...]
    taken: tuple[Taken, ...]
    due: Fen
    net: Fen
    owed: Fen | None
    open: tuple[str, ...] = field(default=())
    told: tuple[str, ...] = field(default=())
