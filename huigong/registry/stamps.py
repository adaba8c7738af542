"""Moments as addresses name them: microseconds, which is what the database keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = timedelta(microseconds=1)


def stamp_of(at: datetime) -> int:
    return (at - _BEGAN) // _MOMENT


def moment_of(stamp: int) -> datetime:
    """Raises `OverflowError` for what no calendar reaches."""
    return _BEGAN + stamp * _MOMENT
