"""Locals are named after what they hold: `office`, `row`, `answer`, never `found` or `one`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import PRODUCT, ROOT, functions, short, sources

EMPTY_NAMES = {"found", "one", "thing"}
FOLDERS = sorted(path.name for path in PRODUCT.iterdir() if (path / "__init__.py").exists())


def bound(path: Path) -> Iterator[tuple[str, int]]:
    """The locals and parameters of a file's functions, with their lines."""
    for node in (inner for function in functions(path) for inner in ast.walk(function)):
        if isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno


@pytest.mark.parametrize("folder", [*FOLDERS, "bench", "run.py"])
def test_no_local_is_named_after_nothing(folder: str) -> None:
    outside = {"bench": sources(folder=ROOT / "bench"), "run.py": [ROOT / "run.py"]}
    unnamed = [
        f"{short(path)}:{line} {name}"
        for path in outside.get(folder) or sources(folder=PRODUCT / folder)
        for name, line in bound(path)
        if name in EMPTY_NAMES
    ]
    assert not unnamed, "name it after what it holds"
