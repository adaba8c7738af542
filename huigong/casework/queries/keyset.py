"""Pages of a list that go on where the last row stood: the thousandth costs as much as the first, and none is the last allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import OrderBy

_BETWEEN = "~"


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


def beyond(keys: Sequence[Key], place: Place) -> Q:
    """The rows behind the place, or in front of it."""
    if not place.values:
        return ~Q(pk=None)
    wanted, same = Q(pk__in=[]), ~Q(pk=None)
    for key, value in zip(keys, place.values, strict=True):
        turned = key.turned if place.before else key
        wanted |= same & turned.behind(value)
        same &= turned.same(value)
    return wanted


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
