"""Every name of the product is used by the product: what only a test calls is not there for anybody.

Functions and classes of modules are resolved through the imports. Methods and values are compared as words, so one
that is written elsewhere for something else counts as used. What is excused stands in the lists and leaves them with its first use.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.house import PRODUCT, ROOT, parsed, short, sources

# Functions that tests alone call, by module.
NOT_REACHED = {
    # One declaration of a form gives its JSON schema and its workbook too; programs and townships come to use them.
    "forms.programs": "json_schema",
    "forms.sheets": "cells",
    # Verbs by name: pages make moves by what the procedure says, tests and other programs by name.
    "casework.actions.cases": "close complete decline refer withdraw",
    "casework.actions.clocks": "extend resume",
    "casework.queries.tasks": "mine",
    "catalogue.news": "counts for_person",
    "registry.queries": "find",
    # The whole in one call, of which the product makes the parts.
    "policy.packs": "load_library",
    "rules.explain": "explain",
    "rules.nearest": "nearest",
    # What tests put back.
    "casework.procedures.following": "forget",
    "casework.procedures.register": "forget",
    "portals.shared.realname.oidc": "forget_published",
}
# Words that stand nowhere else in the product.
TO_COME = {"json_schema", "paused_now"}
# What tests may ask of the product: every kind of node, and that published keys are read anew.
FOR_TESTS = {"NODE_KINDS", "forget_published"}
# Called by name by a library: a form's own checks, what a parser meets, what a middleware or a field is asked.
BY_A_LIBRARY = re.compile(
    r"""clean_\w+|parser_class|handle_\w+|pi|handler_thread|handler\d+|process_\w+|to_url|pre_save|ignore_aliases|find_class
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


@cache
def reached() -> frozenset[str]:
    """`module.name` of what is read in its own module, imported, or reached through its module or by a text that names it.

    Imports are resolved, so that the same word elsewhere is no use.
    """
    names: set[str] = set()
    for path in (*PRODUCT.rglob("*.py"), *(ROOT / "bench").rglob("*.py"), ROOT / "run.py"):
        module, tree = _module(path), parsed(path)
        imported = dict(_imported(tree))
        names.update(imported.values())
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                names.add(f"{module}.{node.id}")
            elif isinstance(node, ast.Attribute) and ast.unparse(node.value) in imported:
                names.add(f"{imported[ast.unparse(node.value)]}.{node.attr}")
    return frozenset(names) | texts()


@cache
def texts() -> frozenset[str]:
    """Every text of the product that may name something of it."""
    nodes = (node for path in PRODUCT.rglob("*.py") for node in ast.walk(parsed(path)))
    return frozenset(
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _is_reached(module: str, name: str) -> bool:
    """Also where a text names the module or its folder, as of commands and parsers, and its function is read or named."""
    is_named = bool({module, f"{module.rpartition('.')[0]}."} & texts())
    return f"{module}.{name}" in reached() or (is_named and name in used())


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each name that an import binds, with what it stands for; all imports of the product are absolute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.asname or alias.name, alias.name) for alias in node.names)


def _handed_on(node: ast.stmt) -> bool:
    """Whether a decorator takes it: an effect, a tag of templates."""
    taken = [ast.unparse(each) for each in getattr(node, "decorator_list", ())]
    return any(name.split(".")[-1] == "acts" or name.startswith("register.") for name in taken)


def test_every_function_and_class_is_reached_by_the_product() -> None:
    unused = {
        f"{_module(path)}.{name}".removeprefix("huigong.")
        for path in sources()
        if path.name not in ("apps.py", "settings.py")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not _handed_on(node)
        for name in _names(node)
        if not BY_A_LIBRARY.fullmatch(name) and not _is_reached(_module(path), name)
    }
    excused = {f"{module}.{name}" for module, names in NOT_REACHED.items() for name in names.split()}
    assert unused - excused == set(), "nobody uses these"
    assert excused - unused == set(), "they have got their use: take them off the list"
