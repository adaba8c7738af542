"""How a clause that a pack names within its own document is named everywhere else."""

from __future__ import annotations


def full_reference(clause: str, document: str) -> str:
    """`#（八）` in the pack `220000/2015-implementation` is `220000/2015-implementation#（八）`."""
    return f"{document}{clause}" if clause.startswith("#") else clause
