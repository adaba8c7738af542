"""Pages may be read from right to left: the worker's style sheets know start and end, never left and right."""

from __future__ import annotations

import re

import pytest

from tests.architecture.house import PRODUCT

SHEETS = [
    *sorted((PRODUCT / "portals" / "shared" / "static").rglob("*.css")),
    *sorted((PRODUCT / "portals" / "worker" / "static").rglob("*.css")),
]
SIDES = re.compile(r"\b(left|right)\b", re.IGNORECASE)
UNEVEN = re.compile(r"(?:margin|padding|border-width):" + r" +([^\s;]+)" * 4 + ";")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_sheet_knows_left_and_right(sheet: object) -> None:
    rules = COMMENT.sub("", sheet.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    assert SIDES.findall(rules) == []
    assert [found for found in UNEVEN.findall(rules) if found[1] != found[3]] == [], (
        "four sides of which left and right differ: write margin-inline-start and the like"
    )
