"""What is undocumented fails: pages made from code, settings, commands, links, and the README's length."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.architecture import pages
from tests.architecture.house import PRODUCT, ROOT, layers, parsed, short

ADDING = ROOT / "docs" / "how-to" / "add-a-folder.md"
# What `ready` reads or does there and nobody registers with.
READ_OR_DONE = {"audit.words.register_missing", "kernel.packs.folder", "kernel.packs.local.draw_all"}
NAME = re.compile(r"`([a-z_]+(?:\.\w+)+)(?:\([^`]*\))?`")
DOCS = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]
SETTING = re.compile(r"\bHUIGONG_[A-Z_]+\b|\bDATABASE_URL\b")


def test_made_pages_are_fresh() -> None:
    assert not pages.stale(), "run `python3 run.py docs`"


def test_every_setting_is_explained_and_none_is_invented() -> None:
    used = set()
    for path in [*PRODUCT.rglob("*.py"), ROOT / "run.py", ROOT / "tests" / "conftest.py"]:
        used |= set(SETTING.findall(path.read_text()))
    told = set(SETTING.findall((ROOT / "docs" / "reference" / "settings.md").read_text()))
    assert used == told


def test_links_lead_somewhere() -> None:
    for page in DOCS:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{short(page)} links to {target}"


def test_the_readme_fits_on_a_screen() -> None:
    """Which shows a line for each folder, and little besides."""
    for name in ("README.md", "README.zh-CN.md"):
        assert len((ROOT / name).read_text().splitlines()) <= 66, name


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_tells_what_every_folder_is_for(name: str) -> None:
    """In the order of the layers, so that "a folder imports only from folders below it" can be read there."""
    told = re.findall(r"^      (\w+)/ +\S", (ROOT / name).read_text(), re.MULTILINE)
    folders = {path.parent.name for path in PRODUCT.glob("*/__init__.py")}
    assert sorted(told) == sorted(folders)
    heights = [layers()[folder] for folder in told]
    assert heights == sorted(heights, reverse=True)


def test_decisions_are_short() -> None:
    for page in sorted((ROOT / "docs" / "adr").glob("*.md")):
        assert len(page.read_text().splitlines()) <= 40, page.name


def test_every_page_has_words() -> None:
    for page in DOCS:
        assert len(page.read_text()) > 200, f"{short(page)} is a skeleton"


def test_every_page_is_reached_from_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text()
    for page in sorted((ROOT / "docs").rglob("*.md")):
        if page.name != "README.md" and page.parent.name != "adr":
            assert str(Path(page).relative_to(ROOT / "docs")) in index, short(page)


def test_no_empty_line_cuts_a_table() -> None:
    """A row that follows no other row and has no rule below it is shown as raw text."""
    cut = []
    for page in DOCS:
        lines = page.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            stands_alone = line.startswith("|") and not (number and lines[number - 1].startswith("|"))
            if stands_alone and not re.match(
                r"\|[\s:|-]+\|?$", lines[number + 1] if number + 1 < len(lines) else ""
            ):
                cut.append(f"{short(page)}:{number + 1}")
    assert cut == []


def test_what_a_page_tells_to_call_is_there() -> None:
    gone = [
        f"{short(page)}: {name}"
        for page in DOCS
        for name in NAME.findall(page.read_text(encoding="utf-8"))
        if _is_of_the_product(name) and not _resolves(name)
    ]
    assert gone == []


def test_all_that_folders_register_with_others_is_in_the_how_to() -> None:
    told = set(NAME.findall(ADDING.read_text(encoding="utf-8")))
    used = {name for path in PRODUCT.rglob("apps.py") for name in _called_in(path)}
    assert used - told - READ_OR_DONE == set(), "say in docs/how-to/add-a-folder.md what this is for"


def _is_of_the_product(name: str) -> bool:
    """Whether it begins with a module; verbs of the trail and facts have dots too."""
    folder, module, *_ = name.split(".")
    return folder in layers() and find_spec(f"huigong.{folder}.{module}") is not None


def _resolves(name: str) -> bool:
    *modules, last = name.split(".")
    return _at(f"huigong.{'.'.join(modules)}", last)


def _at(module: str, name: str) -> bool:
    try:
        return hasattr(import_module(module), name) or find_spec(f"{module}.{name}") is not None
    except ModuleNotFoundError:
        outer, _, holder = module.rpartition(".")
        return hasattr(getattr(import_module(outer), holder, None), name)


def _called_in(path: Path) -> Iterator[str]:
    """Functions of modules outside the folder that its `ready` calls, by their dotted names below `huigong`."""
    own = ".".join(path.relative_to(PRODUCT.parent).parent.parts)
    imported = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    for call in (node.func for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)):
        parts = ast.unparse(call).split(".")
        full = ".".join((imported.get(parts[0], ""), *parts[1:]))
        if (
            full.startswith("huigong.")
            and not full.startswith(f"{own}.")
            and not full.split(".")[-1][0].isupper()
        ):
            yield full.removeprefix("huigong.")
