"""What somebody is told about: the folders above declare it, with the names that a text may use."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from huigong.kernel.registries import Registered, Registry


@dataclass(frozen=True)
class Occasion:
    """`id` is that of the template; `widest` gives every name that its text may use, with the longest usual value."""

    id: str
    widest: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names that a text may use."""
        return tuple(name for name, _ in self.widest)


_KNOWN: Registry[str, Occasion] = Registry("occasion")
_MATTERS: Registered[Callable[[], Collection[str]]] = Registered()


def register(*occasions: Occasion) -> None:
    """Makes occasions known: the packs must have words for each. Raises `ValueError` for an id that is taken."""
    for occasion in occasions:
        _KNOWN.add(occasion.id, occasion)


def register_matters(reader: Callable[[], Collection[str]]) -> None:
    """From `AppConfig.ready` of a folder above: what no short message may name, since a phone is seen by others."""
    _MATTERS.add(reader)


def matters() -> frozenset[str]:
    """Every name that no short message may say."""
    return frozenset().union(*(reader() for reader in _MATTERS))


def everything() -> tuple[Occasion, ...]:
    """Every occasion that a folder has declared."""
    return _KNOWN.values()
