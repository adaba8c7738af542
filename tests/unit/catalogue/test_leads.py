"""A service says who answers, at which level, of which place and by which article; the check wants it right."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.catalogue.checking import check_packs
from tests.unit.catalogue.test_checking import SERVICE, change, packs

__all__ = ["packs"]
CLAUSE = "clause: 就业促进法第三十五条"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("level: county", "", "level"),
        ("place: residence", "", "place"),
        ("level: county", "level: village", "township"),
        (CLAUSE, "", "没有写是哪一条"),
        (CLAUSE, 'clause: "#（九）"', "没有条款"),
        (CLAUSE, "verified: false", ""),
        ("level: county", "level: basic_court", "line: court"),
        ("line: hrss", "line: court", "basic_court"),
        ("level: county                  # ", "level: province                # ", ""),
        (CLAUSE, "splits: [{applies: 市里的项目, level: prefecture}]\n  verified: false", "clause"),
        (
            CLAUSE,
            'splits: [{applies: 市里的项目, level: prefecture, clause: "#（一）"}]\n  verified: false',
            "",
        ),
    ],
)
def test_what_a_lead_must_say(packs: Path, old: str, new: str, words: str) -> None:
    change(packs, SERVICE, old, new)
    errors = check_packs(packs).errors
    if not words:
        assert errors == []
        return
    assert any(words in f"{error.what}{error.why}{error.do}" for error in errors), errors


def test_nobody_is_sent_to_the_province_without_an_article(packs: Path) -> None:
    change(packs, SERVICE, "level: county", "level: province")
    change(packs, SERVICE, CLAUSE, "verified: false")
    (error,) = check_packs(packs).errors
    assert "不能让人去省级部门" in error.what
    assert error.place.line > 1
