"""Who may not have a case of an office that was closed, though it is its heir: folders above register it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from huigong.kernel.registries import Registered

Instead = Callable[[Any, str, date], str]
_INSTEAD: Registered[Instead] = Registered()


def register(instead: Instead) -> None:
    """From `AppConfig.ready`: called with a case, the heir and the day; the id of the office that gets the case: the
    heir, or another in its place, "" where nobody can, so that the case stays on the list of what nobody has."""
    _INSTEAD.add(instead)


def receiver(case: Any, heir: str, on: date) -> str:
    """The id of the office that gets the case, "" where nobody can."""
    for instead in _INSTEAD:
        heir = instead(case, heir, on) if heir else ""
    return heir
