"""Pages of a long list: which one is asked for, and the links to its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet

SIZE = 50
LAST = 200  # beyond it nobody turns pages, and the database would count rows only to leave them out
MANY = 1_000  # above it a number says no more than "many", and costs as many rows as it counts
_DIGITS = 9
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Pages:
    """Page `here` of a list of `total` rows; `rest` is what else the address asks, kept in the links.

    No page after `furthest` is shown; None where the list is turned to its end.
    """

    here: int
    total: int
    rest: Mapping[str, str]
    size: int = SIZE
    furthest: int | None = LAST

    def of(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """The rows of this page."""
        return rows[self.first : self.first + self.size]

    @property
    def first(self) -> int:
        """How many rows stand before this page."""
        return (self.here - 1) * self.size

    @property
    def last(self) -> int:
        last = last_page(self.total, self.size)
        return last if self.furthest is None else min(last, self.furthest)

    @property
    def several(self) -> bool:
        return self.last > 1

    @property
    def many(self) -> bool:
        """Whether the list was not counted to its end."""
        return self.furthest is not None and self.total > MANY

    @property
    def total_in_words(self) -> str:
        return in_words(self.total)

    @property
    def cut(self) -> bool:
        """Whether this is the last page that is shown, and there are more rows."""
        return self.here == self.furthest and self.total > self.here * self.size

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


def asked(given: Mapping[str, str], *, total: int, size: int = SIZE, furthest: int | None = LAST) -> Pages:
    """The page that an address asks for; beyond the last it is the last, and what is no number the first.

    `total` is counted at least to `enough(given)` and one more, and to the end where no page is the furthest.
    """
    rest = {key: value for key, value in given.items() if key != "page" and value}
    here = min(_number(given, furthest), last_page(total, size))
    return Pages(here, total, rest, size, furthest)


def enough(given: Mapping[str, str], *, size: int = SIZE) -> int:
    """Up to how many rows a list must be counted to know the page that is asked for and whether another follows."""
    return max(_number(given, LAST) * size, MANY)


def last_page(total: int, size: int) -> int:
    """An empty list has one page."""
    return max(-(-total // size), 1)


def in_words(count: int) -> str:
    """The number, or that there are more than were counted."""
    return str(count) if count <= MANY else f"{MANY}+"


def _number(given: Mapping[str, str], furthest: int | None) -> int:
    wanted = given.get("page", "")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) <= _DIGITS else 1
    return max(number if furthest is None else min(number, furthest), 1)
