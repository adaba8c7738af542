"""How the trail names a thing."""

from __future__ import annotations

from typing import Any


def kind_of(model: Any) -> str:
    """What the names of all things of a model begin with: `registry.Person:`."""
    return f"{model._meta.label}:"


def subject_of(row: Any) -> str:
    """`registry.Person:<public id>` for a row of a model that has a `public_id`."""
    return kind_of(row) + str(row.public_id.hex)


def id_in(subject: str, model: Any) -> str:
    """The public id in a subject of this model; "" for any other."""
    kind = kind_of(model)
    return subject.removeprefix(kind) if subject.startswith(kind) else ""
