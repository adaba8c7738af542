"""How the installation fares: signs that each folder declares of what it runs on, counts and times, nothing of any person.

A folder registers functions from `AppConfig.ready`; `oversight.health` asks them all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from huigong.kernel.registries import Registered
from huigong.kernel.sentences import say

_log = logging.getLogger(__name__)


class State(StrEnum):
    """How urgent a sign is."""

    FINE = "fine"
    LOOK = "look"
    ALARM = "alarm"


@dataclass(frozen=True)
class Sign:
    """One thing that was looked at: what it is, how it stands, what it says, and what to do where it is not fine."""

    what: str
    state: State
    says: str
    do: str = ""


Look = Callable[[Any, datetime], Sign]
"""`(viewer, now)` → the sign: a few quick queries. Most are of the machine, and so everybody's."""
_LOOKS: Registered[Look] = Registered()


def register(*looks: Look) -> None:
    """From `AppConfig.ready`: what else is looked at."""
    for look in looks:
        _LOOKS.add(look)


def signs(viewer: Any, *, now: datetime) -> Iterator[Sign]:
    """Every sign, in the order of registration; one that cannot be looked at is an alarm, and takes none of the others."""
    for look in _LOOKS:
        try:
            yield look(viewer, now)
        except Exception:  # whatever is wrong: this page is for the moment when something is
            name = f"{look.__module__}.{look.__name__}"
            _log.exception("the sign %s cannot be looked at; the others go on", name)
            yield Sign(
                say("看不到的一项"),
                State.ALARM,
                say("查看 {name} 时出错", name=name),
                say("请技术人员看运行日志，按日志里的错误处理"),
            )
