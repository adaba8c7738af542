"""The head that every declaration has: what it is called, from when to when it holds, what it follows, and on which clauses it rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from huigong.declarations.shelf import Written
from huigong.kernel.packs import Shape
from huigong.kernel.packs.kinds import day, flag, text, texts
from huigong.kernel.packs.shapes import Key

HEAD: Final[Mapping[str, Key]] = {
    "id": text(),
    "name": text("", said=True),
    "from": day(),
    "until": day(None),
    "replaces": text(""),
    "clauses": texts(needed='请写依据的条款，例如 ["#第十八条"]'),
    "inherits": flag(False),
}


@dataclass(frozen=True)
class Head:
    """What holds of all layers together.

    `version` names the files it was put together from with their first days (`100000@2026-01-01+210000@2026-02-01`);
    it is pinned by what is kept under it.
    """

    id: str
    name: str
    since: date
    until: date | None
    replaces: str
    version: str
    clauses: tuple[str, ...]


def declared(called: str, keys: Mapping[str, Key]) -> Shape:
    """The shape of a kind of declaration: the head, and the keys of its own."""
    return Shape(called, {**HEAD, **keys}, named="id")


def head_of(layers: Sequence[Written]) -> Head:
    """The head of a declaration put together from its layers, the highest region first."""
    whole = layers[0].entry
    return Head(
        id=layers[0].id,
        name=whole["name"] or layers[0].id,
        since=max(layer.since for layer in layers),
        until=min((layer.until for layer in layers if layer.until), default=None),
        replaces=whole["replaces"],
        version="+".join(f"{layer.file.region}@{layer.since.isoformat()}" for layer in layers),
        clauses=tuple(clause for layer in layers for clause in layer.clauses),
    )
