"""What somebody is told about: the folders above declare it, with the names that a text may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Occasion:
    """`id` is that of the template; `widest` gives every name that its text may use, with the longest usual value."""

    id: str
    widest: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names that a text may use."""
        return tuple(name for name, _ in self.widest)


_KNOWN: dict[str, Occasion] = {}


def register(*occasions: Occasion) -> None:
    """Makes occasions known: the packs must have words for each. Raises `ValueError` for an id that is taken."""
    for occasion in occasions:
        if _KNOWN.setdefault(occasion.id, occasion) != occasion:
            raise ValueError(f"the occasion {occasion.id} is declared twice")


def everything() -> tuple[Occasion, ...]:
    """Every occasion that a folder has declared."""
    return tuple(_KNOWN.values())
