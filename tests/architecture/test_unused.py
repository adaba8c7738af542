"""Every name of the product is used by the product: what only a test calls is not there for anybody.

Names are compared as words, so a name that is written elsewhere for something else counts as used.
What a coming issue builds on stands in `TO_COME`; an entry that has got its use leaves it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.architecture.house import PRODUCT, ROOT, parsed, short, sources

# Issues 10 and 11: sheets that townships keep, and forms over the interface for programs.
TO_COME = {"json_schema", "read_workbook", "statutory_holiday", "paused_now"}
# What tests may ask of the product: every kind of node, and that published keys are read anew.
FOR_TESTS = {"NODE_KINDS", "forget_published"}
# Called by name by a library: a form's own checks, what a parser meets, what a middleware or a field is asked.
BY_A_LIBRARY = re.compile(
    r"""clean_\w+|parser_class|handle_\w+|handler_thread|handler\d+|process_\w+|to_url|pre_save|ignore_aliases|find_class
    |Meta|Privacy|_pyi_private_\w+|_history_\w+|_change_reason|__all__|REQUIRED_FIELDS|is_open_for_signup|get_client_ip|field_order|encrypt|decrypt""",
    re.VERBOSE,
)
WORD = re.compile(r"[A-Za-z_]\w*")
# A dotted path, or a name alone, names what stands in the code; a sentence does not.
NAMING = re.compile(r"[A-Za-z_][\w.:]*")
OTHER_TEXTS = ("*.html", "*.txt", "*.js", "*.typ")


@cache
def defined() -> tuple[tuple[str, str], ...]:
    """(where, name) of what stands at the top of a module or of a class, and is not handed to somebody there."""
    told_by_place = ("settings.py", "apps.py")
    return tuple(
        (f"{short(path)}:{node.lineno}", name)
        for path in sources()
        if path.name not in told_by_place and "urls" not in path.name
        for holder in _holders(parsed(path))
        for node in holder
        for name in _names(node)
    )


def _holders(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    yield tree.body
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield [stmt for stmt in node.body if not isinstance(stmt, ast.Assign)]


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        handed_on = [each for each in node.decorator_list if isinstance(each, ast.Call)]
        registered = isinstance(node, ast.FunctionDef) and handed_on
        return [] if registered or node.name.startswith("__") else [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


@cache
def used() -> frozenset[str]:
    """Every word that the code reads or names, and every word of its templates and of what measures it."""
    words: set[str] = set()
    for path in (*PRODUCT.rglob("*.py"), *(ROOT / "bench").rglob("*.py"), ROOT / "run.py"):
        for node in ast.walk(parsed(path)):
            words.update(_read(node))
    for pattern in OTHER_TEXTS:
        for path in PRODUCT.rglob(pattern):
            words.update(WORD.findall(path.read_text()))
    return frozenset(words)


def _read(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
        return [node.id if isinstance(node, ast.Name) else node.attr]
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMING.fullmatch(node.value):
        return WORD.findall(node.value)
    return []


def test_every_name_is_used_by_the_product() -> None:
    known = used() | TO_COME | FOR_TESTS
    unused = {
        f"{where} {name}"
        for where, name in defined()
        if name not in known and not BY_A_LIBRARY.fullmatch(name)
    }
    assert not unused, "nobody uses these"


@pytest.mark.parametrize("name", sorted(TO_COME | FOR_TESTS))
def test_what_is_excused_exists_and_is_still_unused(name: str) -> None:
    assert name in {each for _, each in defined()}
    assert name not in used(), "it has got its use: take it off the list"


def test_every_module_is_imported() -> None:
    """A module that nobody imports is reached by its place alone: what Django looks for by name."""
    imported = {name for path in PRODUCT.rglob("*.py") for name in _imports(parsed(path))}
    by_place = re.compile(
        r"apps|urls|models|settings|wsgi|__main__|__init__|make_\w+|.*/(commands|templatetags)/\w+"
    )
    alone = [
        short(path)
        for path in sources()
        if not by_place.fullmatch(path.stem)
        and not by_place.fullmatch(str(path.relative_to(PRODUCT).with_suffix("")))
        and path.stem not in imported
    ]
    assert not alone


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (node.module or "").split(".")
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (part for alias in node.names for part in alias.name.split("."))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMING.fullmatch(node.value):
            yield from WORD.findall(node.value)
