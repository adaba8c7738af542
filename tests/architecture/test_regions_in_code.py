"""The code knows no place: which region, document or office a thing belongs to stands in the packs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from huigong.kernel import regions

PRODUCT = Path(regions.__file__).parents[1]
_CODE = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?![0-9])")


def literals(tree: ast.Module) -> Iterator[str]:
    """Every text but docstrings, whose examples nobody runs."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and _begins_with_text(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def _begins_with_text(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return (
        bool(node.body)
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    )


def codes(tree: ast.Module) -> list[str]:
    """Region codes below the nation in the literals; the nation is where every region hangs, and no place."""
    written = (code for text in literals(tree) for code in _CODE.findall(text))
    return [code for code in written if regions.known(code) and code != regions.NATION]


def test_no_literal_of_the_product_names_a_region() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(PRODUCT.rglob("*.py"))}
    named = {
        str(path.relative_to(PRODUCT)): sorted(set(known))
        for path, text in texts.items()
        if _CODE.search(text) and (known := codes(ast.parse(text)))
    }
    assert named == {}


def test_a_region_in_a_literal_is_noticed_and_one_in_a_docstring_is_not() -> None:
    assert codes(ast.parse('HOME = "510400"')) == ["510400"]
    assert codes(ast.parse('OFFICE = ("510421/hrss", "210700")')) == ["510421", "210700"]
    assert codes(ast.parse('def f():\n    """Such as 510400."""\n    return "100000/law", "999999"')) == []
