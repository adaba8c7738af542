"""What `pack check` says of `ratings.yaml`: each mistake with its place, and nothing of what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.catalogue.checking import PackCheck
from huigong.feedback.checking import check
from huigong.kernel.packs import Report
from tests.shipped import POLICIES, shipped_offices

FILE = "510400/ratings.yaml"
RIGHT = """follow_up_from: 2
answers: hrss
within: {length: 15, measure: 工作日}
source: 虚构的办法
changeable_days: 30
least: 5
"""


def told(folder: Path, text: str) -> list[tuple[int, int, str]]:
    """Line, column and words of each mistake."""
    path = folder / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    report = Report()
    check(folder, PackCheck(offices=shipped_offices()), report)
    assert {error.file for error in report} <= {FILE}
    return [(error.line, error.column, error.words) for error in report]


def test_the_packs_say_it_right(tmp_path: Path) -> None:
    report = Report()
    check(POLICIES, PackCheck(offices=shipped_offices()), report)
    assert list(report) == []
    assert told(tmp_path, RIGHT) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "words"),
    [
        ("answers: hrss", "answers: hrs", 2, 10, "是不是“hrss”"),
        ("follow_up_from: 2", "follow_up_from: 0", 1, 17, "可以写1到4"),
        ("follow_up_from: 2", "follow_up_from: 5", 1, 17, "可以写1到4"),
        ("length: 15", "length: 0", 3, 18, "期限至少是1"),
        ("changeable_days: 30", "changeable_days: -1", 5, 18, "不能小于0"),
        ("least: 5", "least: 0", 6, 8, "不能小于1"),
        ("least: 5", "leest: 5", 6, 1, "是不是“least”"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, line: int, column: int, words: str
) -> None:
    assert old in RIGHT
    at = {(at_line, at_column): said for at_line, at_column, said in told(tmp_path, RIGHT.replace(old, new))}
    assert words in at[line, column]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("follow_up_from: 2", "follow_up_from: 1"),
        ("follow_up_from: 2", "follow_up_from: 4"),
        ("length: 15", "length: 1"),
        ("changeable_days: 30", "changeable_days: 0"),
        ("least: 5", "least: 1"),
    ],
)
def test_what_is_just_right_is_let_be(tmp_path: Path, old: str, new: str) -> None:
    assert old in RIGHT
    assert told(tmp_path, RIGHT.replace(old, new)) == []
