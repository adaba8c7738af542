"""What the packs say about wages on a day: the least wage of a place and tier, how overtime counts, what may be taken off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from huigong.catalogue.parameters import ParameterBook
from huigong.kernel import numerals
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.regions import NATION

TIERS = ("最低工资一档", "最低工资二档", "最低工资三档", "最低工资四档")
TIER_OF_COUNTY = "最低工资档"
DAYS_ALLOWED = "考勤和工资表可差天数"
SHARE_COUNTS = "最低工资含个人社保"
FULL_DAY = "每日标准工时"
_TIER = re.compile(r"第?([1-4])(?:档|类|类区|级)?")
_AMOUNT = re.compile(r"([0-9]{3,5})(?:\.0+)?元?(?:/月)?")


@dataclass(frozen=True)
class Law:
    """The parameters of all regions, asked for one day."""

    book: ParameterBook
    on: date

    def minimum(self, region: str, tier: str) -> int | None:
        """Fen a month for a place (its code, short or long) and its tier as the table of projects writes it, empty for
        that of the county map; None where nothing stands."""
        place = f"{region}000000"[:6]
        amounts = [self._value(name, place) for name in TIERS]
        plain = _plain(tier)
        named = _TIER.fullmatch(plain)
        if named:
            return amounts[int(named[1]) - 1]
        sum_ = _AMOUNT.fullmatch(plain)
        if sum_:  # somebody wrote the amount of the tier: it is one only where the law has it
            fen = int(sum_[1]) * 100
            return fen if fen in amounts else None
        mapped = self._value(TIER_OF_COUNTY, place) if not plain else None
        return amounts[mapped - 1] if mapped and 1 <= mapped <= len(amounts) else None

    def minimum_since(self, region: str) -> date | None:
        """From when the least wage of a place stands as it does on that day; None where nothing stands."""
        dated = self.book.dated(TIERS[0], region=f"{region}000000"[:6], on=self.on)
        return dated.valid_from if dated else None

    def days_allowed(self, region: str) -> Decimal | None:
        """By how many days payroll and attendance may differ in a region; None where the packs do not say."""
        value = self.book.lookup(f"{region}000000"[:6])(DAYS_ALLOWED, self.on)
        return Decimal(str(value)) if isinstance(value, int | Decimal) else None

    def share_counts(self, region: str) -> bool | None:
        """Whether the own share of insurance may be part of the least wage there; None where nobody has said."""
        value = self.book.lookup(f"{region}000000"[:6])(SHARE_COUNTS, self.on)
        return value if isinstance(value, bool) else None

    @property
    def full_day(self) -> Decimal | None:
        """With how many hours a worker has been a day on a site; None where the packs do not say."""
        value = self.book.lookup(NATION)(FULL_DAY, self.on)
        return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None

    @cached_property
    def _amounts(self) -> dict[tuple[str, str], int | None]:
        return {}

    def number(self, name: str) -> Decimal:
        """A figure that stands for the whole country; raises `Invalid` (`wages.not_in_force`) on a day without it."""
        value = self.book.lookup(NATION)(name, self.on)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            what = f"{self.on.isoformat()}没有“{name}”"
            raise Invalid("wages.not_in_force", about="month", what=what, do="请核对月份，或者在参数里补上")
        return Decimal(value)

    def _value(self, name: str, region: str) -> int | None:
        key = (name, region)
        if key not in self._amounts:
            value = self.book.lookup(region)(name, self.on)
            self._amounts[key] = value if isinstance(value, int) else None
        return self._amounts[key]


def _plain(tier: str) -> str:
    try:
        return numerals.figures(tier)
    except DomainError:
        return tier
