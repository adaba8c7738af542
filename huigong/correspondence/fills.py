"""The names from which a field of a letter can be filled in, each with what it means and where its value comes from.

A folder above adds its own when the program starts:

    fills.register("欠薪.金额", "查清的欠薪总额", owed)  # a function of its module
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huigong.casework.models import Case, Decision
from huigong.kernel.registries import Registry


@dataclass(frozen=True)
class Ground:
    """A case as it stands after the move, with what was filled in for it and what it decided."""

    case: Case
    on: date
    form: Mapping[str, Any] = field(default_factory=dict)
    decision: Decision | None = None


Source = Callable[[Ground], Any]


@dataclass(frozen=True)
class Fill:
    """A name: what it means, in Chinese, and its value for a case as it stands."""

    name: str
    meaning: str
    source: Source


_KNOWN: Registry[str, Fill] = Registry("fill")


def register(name: str, meaning: str, source: Source) -> None:
    """Makes a name known; the same again is the same. Raises `ValueError` for a name that is taken."""
    _KNOWN.add(name, Fill(name, meaning, source))


def names() -> tuple[str, ...]:
    """What `fill` of a notice may name, besides a field of the move or of the case's form."""
    return tuple(_KNOWN)


def value(name: str, ground: Ground) -> Any:
    """Raises `KeyError` for a name that nobody registered."""
    return _KNOWN[name].source(ground)
