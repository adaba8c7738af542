"""Pages of a list that go on where the last row stood: the thousandth costs as much as the first, and none is the last allowed.

What comes behind a row is read part by part: first the rows that share all but the last column with it, then those
that share all but the last two, and so on until the page is full. Each part is one stretch of the index of the order; asked
for at once, with "or", a database goes through the list from its beginning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

_BETWEEN = "~"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Key:
    """One column of an order. What has no value comes last, and first where the order is turned round."""

    path: str
    kind: type = str
    falling: bool = False
    nullable: bool = False
    nulls_first: bool = False

    @property
    def order(self) -> OrderBy:
        if not self.nullable:
            return F(self.path).desc() if self.falling else F(self.path).asc()
        if self.nulls_first:
            return F(self.path).desc(nulls_first=True) if self.falling else F(self.path).asc(nulls_first=True)
        return F(self.path).desc(nulls_last=True) if self.falling else F(self.path).asc(nulls_last=True)

    @property
    def turned(self) -> Key:
        return replace(self, falling=not self.falling, nulls_first=self.nullable and not self.nulls_first)

    def behind(self, value: Any) -> Q:
        """The rows whose value comes behind this one."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if self.nulls_first else Q(pk__in=[])
        if self.kind is bool and value is not self.falling:
            return Q(pk__in=[])  # the second of two: nothing is asked
        further = Q(**{f"{self.path}__{'lt' if self.falling else 'gt'}": value})
        if self.nullable and not self.nulls_first:
            return further | Q(**{f"{self.path}__isnull": True})
        return further

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def written(self, value: Any) -> str:
        if value is None:
            return ""
        return (
            str(int(value)) if self.kind is bool else value.isoformat() if self.kind is date else str(value)
        )

    def read(self, text: str) -> Any:
        """Raises `ValueError` for what `written` never writes."""
        if not text:
            if not self.nullable:
                raise ValueError("a column without nulls has a value")
            return None
        if self.kind is bool:
            return bool(int(text))
        return date.fromisoformat(text) if self.kind is date else self.kind(text)


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind the row with these values, or with `before` in front of it; the start without any."""

    values: tuple[Any, ...] = ()
    before: bool = False


START = Place()


def ordered(keys: Sequence[Key], place: Place) -> list[OrderBy]:
    """The order in which to read; for a page in front of a row it is the other way round."""
    return [(key.turned if place.before else key).order for key in keys]


@dataclass(frozen=True)
class Turned(Generic[Row]):
    """The rows of a page in the order of the list, and whether there are more behind and ahead of them."""

    rows: list[Row]
    behind: bool
    ahead: bool


def turned(rows: QuerySet[Row], keys: Sequence[Key], place: Place, *, size: int) -> Turned[Row]:
    """The `size` rows beyond the place. One question from the start, else one for each part until the page is full."""
    reached = list[Row]()
    for part in _parts(keys, place):
        reached += rows.filter(part).order_by(*ordered(keys, place))[: size + 1 - len(reached)]
        if len(reached) > size:
            break
    more, shown = len(reached) > size, reached[:size]
    if not place.before:
        return Turned(shown, behind=more, ahead=bool(shown and place.values))
    shown.reverse()
    return Turned(shown, behind=bool(shown), ahead=more)


def _parts(keys: Sequence[Key], place: Place) -> Iterator[Q]:
    """The rows beyond the place in stretches, the nearest first."""
    if not place.values:
        yield Q()
        return
    each = [
        (key.turned if place.before else key, value) for key, value in zip(keys, place.values, strict=True)
    ]
    for shared in reversed(range(len(each))):
        key, value = each[shared]
        same = [above.same(common) for above, common in each[:shared]]
        yield Q(*same, key.behind(value))


def written(keys: Sequence[Key], values: Sequence[Any]) -> str:
    """The values of a row as an address carries them."""
    return _BETWEEN.join(key.written(value) for key, value in zip(keys, values, strict=True))


def read(keys: Sequence[Key], text: str, *, before: bool = False) -> Place:
    """The place that an address names; what nobody here has written is the start."""
    parts = text.split(_BETWEEN)
    if len(parts) != len(keys):
        return START
    try:
        return Place(tuple(key.read(part) for key, part in zip(keys, parts, strict=True)), before)
    except ValueError:
        return START
