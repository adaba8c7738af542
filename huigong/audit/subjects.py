"""How the trail names a thing."""

from __future__ import annotations

from typing import Any


def subject_of(row: Any) -> str:
    """`registry.Person:<public id>` for a row of a model that has a `public_id`."""
    return f"{row._meta.label}:{row.public_id.hex}"
