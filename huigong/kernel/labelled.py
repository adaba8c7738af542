"""Words of the code that have one Chinese term each, for models, packs and pages alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A member is written `NAME = "value", "label"`: the stored value and the term on screen."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, label) of every member, as a model's field or a form takes them."""
        return [(member.value, member.label) for member in cls]
