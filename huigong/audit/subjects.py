"""How the trail names a thing."""

from __future__ import annotations

from typing import Any

from huigong.kernel.registries import Registry

_PERSON = "person"
_kinds: Registry[str, str] = Registry("subject")


def people_are(model: Any) -> None:
    """From `AppConfig.ready`: looks at a person's data are looks at a row of this model, whose `public_id` names it."""
    _kinds.add(_PERSON, kind_of(model))


def person_of(reference: str) -> str:
    """The person with this public id as a subject. Raises `KeyError` where no folder keeps people."""
    return _kinds[_PERSON] + reference


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
