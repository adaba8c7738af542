"""Which region inherits from which, and how a short clause reference becomes a full one."""

from __future__ import annotations

NATION = "100000"


def lineage(region: str) -> tuple[str, ...]:
    """A region and those above it, nearest first: 210700 → 210700, 210000, 100000."""
    levels = (region, f"{region[:4]}00", f"{region[:2]}0000", NATION)
    return tuple(dict.fromkeys(levels))


def full_reference(clause: str, document: str) -> str:
    """`#（八）` in the pack `220000/2015-implementation` is `220000/2015-implementation#（八）`."""
    return f"{document}{clause}" if clause.startswith("#") else clause
