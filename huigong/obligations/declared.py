"""A declared obligation as a value; `reading` makes it of the packs."""

from __future__ import annotations

from dataclasses import dataclass

from huigong.directory.offices import Level
from huigong.obligations.forecast.terms import Versions
from huigong.rules.nodes import Node


@dataclass(frozen=True)
class Performer:
    """Who does it, or watches that it is done: the office of a line and level where the person lives."""

    line: str
    level: Level


@dataclass(frozen=True)
class Declaration:
    """One obligation of a region.

    `anchor` is a fact: what it runs from is the day since which the register records it. `services` are those whose grant
    proves that it was done, `rule` is its `while`, `name` and `what` are what the person is told. `watched` where somebody
    is to look after what has lapsed.
    """

    id: str
    region: str
    name: str
    what: str
    versions: Versions
    anchor: str
    services: tuple[str, ...] = ()
    rule: Node | None = None
    performer: Performer | None = None
    told: bool = True
    clauses: tuple[str, ...] = ()
