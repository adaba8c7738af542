"""What the language needs to know about dated parameters; the values live in policy packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from huigong.rules.nodes import Node, Parameter, walk
from huigong.rules.values import UNKNOWN, Answer, Type


@dataclass(frozen=True)
class ParameterDeclaration:
    """The name, type, measure and (of an enum) options of a parameter, for checking rules that use it."""

    name: str
    type: Type
    measure: str = ""
    options: tuple[str, ...] = ()


ParameterDeclarations = Mapping[str, ParameterDeclaration]


class ParameterLookup(Protocol):
    """Gives a parameter's value on a day, or UNKNOWN where none was in force."""

    def __call__(self, name: str, on: date, /) -> Answer: ...


def no_parameters(name: str, on: date, /) -> Answer:
    """A lookup that knows nothing."""
    return UNKNOWN


def set_beside(lookup: ParameterLookup, given: Mapping[str, Answer]) -> ParameterLookup:
    """The lookup with the values that somebody sets instead, on every day: an example, a story."""

    def looked_up(name: str, on: date, /) -> Answer:
        return given[name] if name in given else lookup(name, on)

    return looked_up


def parameter_names(node: Node) -> tuple[str, ...]:
    """Names of the dated parameters a rule reads, derived facts included."""
    parts = walk(node, into_derived=True)
    return tuple(dict.fromkeys(part.name for part in parts if isinstance(part, Parameter)))
