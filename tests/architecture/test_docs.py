"""What is undocumented fails: pages made from code, settings, commands, links, and the README's length."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture import pages
from tests.architecture.house import PRODUCT, ROOT, layers, short

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
    for name in ("README.md", "README.zh-CN.md"):
        assert len((ROOT / name).read_text().splitlines()) <= 60, name


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
