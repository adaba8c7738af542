"""How the installation fares, for its administrators: the signs that folders declare, what is most urgent first.

The machine is everybody's; the posts are those where the viewer manages accounts."""

from __future__ import annotations

from datetime import datetime

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import health
from huigong.kernel.health import Sign, State

_ORDER = (State.ALARM, State.LOOK, State.FINE)


def signs(viewer: Principal, *, now: datetime) -> tuple[Sign, ...]:
    """What is most urgent first; a dozen quick queries. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.ACCOUNT_MANAGE)
    return tuple(sorted(health.signs(viewer, now=now), key=lambda sign: _ORDER.index(sign.state)))
