"""The day of the law is that of Beijing: the UTC date of a moment is yesterday until eight in the morning."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.house import PRODUCT, parsed, short, sources

FOLDERS = sorted(path.name for path in PRODUCT.iterdir() if (path / "__init__.py").exists())


def moments_cut_to_days(path: Path) -> list[int]:
    """Lines that say `now.date()` or `something.issued_at.date()`."""
    return [
        node.lineno
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and _is_moment(node.func.value)
    ]


def _is_moment(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name == "now" or name.endswith("_at")


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_day_of_a_moment_is_taken_in_china(folder: str) -> None:
    cut = [
        f"{short(path)}:{line}"
        for path in sources(folder=PRODUCT / folder)
        for line in moments_cut_to_days(path)
    ]
    assert not cut, "use localdate(moment), or casework.timekeeping.day_of"
