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


def register(occasion: Occasion) -> None:
    """From `AppConfig.ready`. Raises `ValueError` for an id that is declared otherwise already."""
    if _KNOWN.setdefault(occasion.id, occasion) != occasion:
        raise ValueError(f"the occasion {occasion.id} is declared twice")


def everyone() -> tuple[Occasion, ...]:
    """All of them, by id."""
    return tuple(_KNOWN[id] for id in sorted(_KNOWN))
