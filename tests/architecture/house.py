"""The house as its files say it is: folders, layers, sources, templates."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "huigong"


@cache
def layers() -> dict[str, int]:
    """Folder → height; the highest may import all below. The same list that the linter reads."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    listed = next(contract["layers"] for contract in contracts if contract.get("containers") == ["huigong"])
    heights: dict[str, int] = {}
    for depth, line in enumerate(listed):
        for folder in line.split("|"):
            heights[folder.strip(" ()")] = len(listed) - depth
    return heights


def sources(*, folder: Path = PRODUCT) -> Iterator[Path]:
    """Python files that people write (migrations are made by a machine)."""
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def templates() -> Iterator[Path]:
    yield from sorted((PRODUCT / "portals").rglob("*.html"))


@cache
def parsed(path: Path) -> ast.Module:
    """The tree of a source file, made once for all tests of a process."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))
