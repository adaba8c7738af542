"""Pages of a long list: which one is asked for, and the links to its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

SIZE = 50
_DIGITS = 9


@dataclass(frozen=True)
class Pages:
    """Page `here` of a list of `total` rows; `rest` is what else the address asks, kept in the links."""

    here: int
    total: int
    rest: Mapping[str, str]
    size: int = SIZE

    @property
    def last(self) -> int:
        return last_page(self.total, self.size)

    @property
    def several(self) -> bool:
        return self.last > 1

    @property
    def before(self) -> str:
        """The address of the page before this one, empty on the first."""
        return self._address(self.here - 1) if self.here > 1 else ""

    @property
    def after(self) -> str:
        """The address of the page after this one, empty on the last."""
        return self._address(self.here + 1) if self.here < self.last else ""

    def _address(self, number: int) -> str:
        return "?" + urlencode({**self.rest, "page": number})


def asked(given: Mapping[str, str], *, total: int, size: int = SIZE) -> Pages:
    """The page that an address asks for; beyond the last it is the last, and what is no number the first."""
    wanted = given.get("page", "")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) <= _DIGITS else 1
    rest = {key: value for key, value in given.items() if key != "page" and value}
    return Pages(min(max(number, 1), last_page(total, size)), total, rest, size)


def last_page(total: int, size: int) -> int:
    """An empty list has one page."""
    return max(-(-total // size), 1)
