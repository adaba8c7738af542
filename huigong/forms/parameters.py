"""Dated parameters for the rules of forms. Whoever reads them from the packs registers here; below that folder nobody knows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from huigong.kernel.registries import Registry
from huigong.rules.parameters import ParameterDeclarations, ParameterLookup, no_parameters


class Parameters(Protocol):
    """The parameters of all regions."""

    @property
    def declarations(self) -> ParameterDeclarations:
        """What rules may name."""

    def lookup(self, region: str) -> ParameterLookup:
        """The values for a region."""


@dataclass(frozen=True)
class NoParameters:
    """What is known before anybody registers: nothing."""

    declarations: ParameterDeclarations = field(default_factory=dict)

    def lookup(self, region: str) -> ParameterLookup:
        """A lookup that knows nothing."""
        return no_parameters


_READER = "reader"
_registered: Registry[str, Callable[[Path], Parameters]] = Registry("reader of parameters")


def register(read: Callable[[Path], Parameters]) -> None:
    """Names who reads the parameters below a policies folder; raises `ValueError` where somebody does already."""
    _registered.add(_READER, read)


def parameters(folder: Path) -> Parameters:
    """The parameters below a policies folder."""
    read = _registered.get(_READER)
    return NoParameters() if read is None else read(folder)
