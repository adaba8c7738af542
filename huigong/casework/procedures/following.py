"""What follows every move in its own transaction: folders above register it. What it raises undoes the move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huigong.kernel.registries import Registered

Follow = Callable[[Any], None]
_FOLLOWS: Registered[Follow] = Registered()


def register(follow: Follow) -> None:
    """From `AppConfig.ready`: called with each move (`actions.moving.Making`) after its event."""
    _FOLLOWS.add(follow)


def forget(follow: Follow) -> None:
    """Takes it out again."""
    _FOLLOWS.forget(follow)


def everything() -> tuple[Follow, ...]:
    """In the order in which they were registered."""
    return tuple(_FOLLOWS)
