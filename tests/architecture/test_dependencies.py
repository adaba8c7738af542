"""What the product imports as it starts is installed where only the product is: tools of developers are not."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture.house import PRODUCT, ROOT, parsed, short, sources

# Extras of the lock: asked for where somebody chose them, with a sentence where they are missing.
BY_CHOICE = {"minio", "urllib3", "pyspark", "rapidocr", "onnxruntime"}


@cache
def installed_with_the_product() -> frozenset[str]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return frozenset(_plain(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))


@cache
def providers() -> dict[str, list[str]]:
    return {module: [_plain(name) for name in names] for module, names in packages_distributions().items()}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def outside(path: Path) -> Iterator[str]:
    """Top names of packages that a file imports when it runs."""
    for node in _running(parsed(path)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        if isinstance(node, ast.ImportFrom) and node.level:
            continue
        for name in names:
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names and top != "huigong":
                yield top


def _running(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            for other in child.orelse:
                yield from _running(other)
        else:
            yield from _running(child)


def test_what_the_product_imports_is_in_its_lock() -> None:
    missing = {
        f"{short(path)}: {name}"
        for path in sources(folder=PRODUCT)
        for name in outside(path)
        if name not in BY_CHOICE and not set(providers().get(name, [])) & installed_with_the_product()
    }
    assert not missing, "requirements.lock does not install what these import:\n" + "\n".join(sorted(missing))
