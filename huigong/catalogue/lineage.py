"""Which region inherits from which, and how a short clause reference becomes a full one."""

from __future__ import annotations

from huigong.kernel.regions import NATION, lineage

__all__ = ["NATION", "full_reference", "lineage"]


def full_reference(clause: str, document: str) -> str:
    """`#（八）` in the pack `220000/2015-implementation` is `220000/2015-implementation#（八）`."""
    return f"{document}{clause}" if clause.startswith("#") else clause
