"""Nothing is built that nobody can reach: every permission is needed by a page or a command, every action called.

What is still to come stands in docs/reference/without-a-page.md; a row whose action has got its page leaves it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from huigong.casework.procedures import standard
from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import sections
from tests.architecture.house import PRODUCT, ROOT, parsed

# By name what pages make as a move of a procedure.
AS_MOVES = {
    "cases.accept",
    "cases.close",
    "cases.complete",
    "cases.decline",
    "cases.refer",
    "cases.request_completion",
    "cases.withdraw",
    "clocks.extend",
    "clocks.pause",
    "clocks.resume",
    "tasks.ask_support",
}
WAITING = ROOT / "docs/reference/without-a-page.md"
# Needed by an address below a page, not by the page itself.
BELOW_A_PAGE = {
    Permission.PERSON_REVEAL: "person-reveal",
    Permission.RECORD_WRITE: "record-add",
    Permission.FUND_PREPARE: "fund-returns",
    Permission.FUND_APPROVE: "fund-batch",
    Permission.FUND_KEEP: "fund-new",
    Permission.FIGURE_PUBLISH: "figure",
}
BY_COMMAND = {Permission.PEOPLE_EXPORT: "export"}


def test_every_permission_is_needed_by_a_page_or_a_command() -> None:
    pages = {entry.permission for section in sections for entry in section.entries}
    moves = {move.permission for move in standard.STANDARD.moves if move.permission}
    ways = pages | moves | set(BELOW_A_PAGE) | set(BY_COMMAND) | {Permission.TASK_SUPPORT}
    assert ways == set(Permission)
    assert not pages & {*BELOW_A_PAGE, *BY_COMMAND}, "it has its page: strike it from the list"


@pytest.mark.parametrize("name", sorted(BELOW_A_PAGE.values()))
def test_the_addresses_exist(name: str) -> None:
    assert any(f'name="{name}"' in path.read_text() for path in PRODUCT.glob("portals/desk/*/urls.py"))


def test_every_action_is_called_by_the_product() -> None:
    """Not by tests and the made-up county alone."""
    calls = {call for path in product() for call in called(path)}
    uncalled = {name for name in actions() if name not in calls}
    assert uncalled == AS_MOVES | set(re.findall(r"^\| `([\w.]+)` \|", WAITING.read_text(), re.MULTILINE))


def product() -> Iterator[Path]:
    return (path for path in sorted(PRODUCT.rglob("*.py")) if "demo" not in path.relative_to(PRODUCT).parts)


def actions() -> Iterator[str]:
    """`people.move`: the public functions of actions that say who acts and when."""
    for path in product():
        if path.parent.name != "actions" and path.name != "actions.py":
            continue
        module = path.stem if path.name != "actions.py" else path.parent.name
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                words = {argument.arg for argument in node.args.kwonlyargs}
                if {"by", "now"} <= words:
                    yield f"{module}.{node.name}"


def called(path: Path) -> Iterator[str]:
    """Every `module.function` that a file names, also one imported by its own name."""
    tree = parsed(path)
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("huigong."):
            parts = node.module.split(".")
            for name in node.names:
                module = parts[-2] if parts[-1] == "actions" and name.name != parts[-2] else parts[-1]
                known[name.asname or name.name] = name.name
                yield f"{module}.{name.name}"
                yield f"{parts[-1]}.{name.name}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            base = known.get(node.value.id, node.value.id)
            yield f"{base}.{node.attr}"
            if base == "actions":
                yield from (f"{folder.parent.name}.{node.attr}" for folder in PRODUCT.glob("*/actions.py"))


@pytest.mark.parametrize("name", sorted(set(BY_COMMAND.values())))
def test_the_commands_exist(name: str) -> None:
    from huigong.__main__ import COMMANDS

    assert name in COMMANDS
