"""How many days a place keeps each kind of thing: its last word, its history, and who may say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from huigong.directory.models import LocalPeriod
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal


@dataclass(frozen=True)
class Period:
    """`days` is None where the place has said nothing, or has taken it back: then nothing is erased."""

    days: int | None
    source: str
    said_by: str
    said_at: datetime


def periods() -> Mapping[str, Period]:
    """The last word on each kind of which the place has said anything. The caller has checked who asks."""
    rows = {row.kind: row for row in LocalPeriod.objects.order_by("pk")}
    return {kind: _period(row) for kind, row in rows.items()}


def history(viewer: Principal, kind: str) -> tuple[Period, ...]:
    """What was said of a kind, the newest first. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PLACE_MANAGE)
    return tuple(map(_period, LocalPeriod.objects.filter(kind=kind).order_by("-pk")))


def _period(row: LocalPeriod) -> Period:
    return Period(row.days, row.source, row.said_by_name, row.said_at)
