"""Errors of rules and facts: those of a pack, and names that nobody declared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huigong.kernel.packs import PackError, Place, nearest_name


@dataclass
class RuleError(PackError):
    """A rule or fact cannot be read as written."""


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
