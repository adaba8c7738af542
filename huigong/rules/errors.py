"""Errors of rule files: where, what was expected, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from huigong.kernel.errors import Invalid


@dataclass(frozen=True)
class Place:
    """Where something stands in a file; line and column count from 1."""

    file: str = ""
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        spot = f"第{self.line}行第{self.column}列"
        return f"{self.file} {spot}" if self.file else spot

    def moved(self, text: str) -> Place:
        """The place after reading `text` from here."""
        newlines = text.count("\n")
        column = len(text) - text.rfind("\n") if newlines else self.column + len(text)
        return Place(self.file, self.line + newlines, column)


@dataclass
class RuleError(Invalid):
    """A rule or fact file cannot be read as written."""

    place: Place | None = None
    expected: str = ""
    suggestion: str = ""

    @property
    def line(self) -> int:
        return self.place.line if self.place else 0

    @property
    def column(self) -> int:
        return self.place.column if self.place else 0

    def __str__(self) -> str:
        text = super().__str__()
        return f"{self.place}：{text}" if self.place else text

    def as_dict(self) -> dict[str, str]:
        """The parts of `Invalid` plus `place`, `expected`, `suggestion` where known."""
        more = {"place": str(self.place or ""), "expected": self.expected, "suggestion": self.suggestion}
        return super().as_dict() | {key: value for key, value in more.items() if value}


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`, or an empty text."""
    found = get_close_matches(name[:80], list(known), n=1, cutoff=0.5)
    return found[0] if found else ""


def unknown_name(code: str, *, kind: str, name: str, known: Iterable[str], place: Place | None) -> RuleError:
    """The error for a name that nobody declared, with the nearest one that somebody did."""
    suggestion = nearest_name(name, known)
    return RuleError(
        code,
        what=f"没有叫“{name[:40]}”的{kind}",
        do=f"是不是“{suggestion}”？" if suggestion else f"请先登记这个{kind}，或改用已有的名称",
        place=place,
        expected=f"已登记的{kind}",
        suggestion=suggestion,
    )
