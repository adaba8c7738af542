"""How often one network address may ask for something that anybody may ask for, counted in this process alone.

For questions that are cheap one by one and dear by the thousand: a count in the
database would cost more than the answer. With n processes the allowance is up
to n times as large. What protects an account is counted in the database
(`directory.actions.attempts`).
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from huigong.kernel.errors import TooMany
from huigong.kernel.networks import levels

_MOST_ADDRESSES = 10_000


@dataclass(eq=False)
class Allowance:
    """`most` questions in each window of `seconds`; the addresses asked from longest ago are forgotten first."""

    name: str
    most: int
    seconds: int
    _counts: OrderedDict[tuple[int, str], int] = field(default_factory=OrderedDict, repr=False)

    def has_left(self, address: str) -> bool:
        """Whether one more would be within the allowance; counts nothing."""
        return all(
            self._counts.get(self._key(network), 0) < self.most * times for network, times in levels(address)
        )

    def take(self, address: str) -> bool:
        """Counts one question and says whether it is still within the allowance, also of the larger networks around it."""
        return all(self._counted(network) <= self.most * times for network, times in levels(address))

    def _counted(self, address: str) -> int:
        key = self._key(address)
        self._counts[key] = self._counts.pop(key, 0) + 1
        if len(self._counts) > _MOST_ADDRESSES:
            self._counts.popitem(last=False)
        return self._counts[key]

    def _key(self, address: str) -> tuple[int, str]:
        return int(time.monotonic()) // self.seconds, address


def require(allowance: Allowance, address: str) -> None:
    """Counts one question. Raises `TooMany` (`allowance.<name>`) above the allowance."""
    if not allowance.take(address):
        raise TooMany(
            code=f"allowance.{allowance.name}",
            what=_("从您所在的网络查得太多了"),
            why=_("为了让大家都能用，同一个网络一分钟里能查的次数有限。不是您做错了什么。"),
            do=_("请过一分钟再试。"),
        )
