"""What `pack check` says of `lapses.yaml`: each mistake with its place, and nothing of what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.catalogue.checking import PackCheck
from huigong.kernel.packs import Report
from huigong.lapses.checking import check
from tests.shipped import POLICIES, shipped_catalogue, shipped_library

FILE = "510400/lapses.yaml"
RIGHT = """lapses:
  - id: permit
    fact: 持有居住证
    name: 居住证签注
    ends: anniversary
    days: 30
    renewed_by: [residence-permit-endorsement]
    what: 请到派出所签注。
    clause: 100000/residence-permit-regulation#第十条
remedies: {days: 0}
"""


def told(folder: Path, text: str) -> list[tuple[int, int, str]]:
    """Line, column and words of each mistake."""
    path = folder / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    report = Report()
    check(folder, PackCheck(shipped_catalogue(), library=shipped_library()), report)
    assert {error.file for error in report} <= {FILE}
    return [(error.line, error.column, error.words) for error in report]


def test_the_packs_say_it_right(tmp_path: Path) -> None:
    report = Report()
    check(POLICIES, PackCheck(shipped_catalogue(), library=shipped_library()), report)
    assert list(report) == []
    assert told(tmp_path, RIGHT) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "words"),
    [
        ("fact: 持有居住证", "fact: 持有居住正", 3, 11, "是不是“持有居住证”"),
        ("fact: 持有居住证", "fact: 居住月数", 3, 11, "没有叫“居住月数”的登记在册的事实"),
        (
            "    ends: anniversary",
            "    ends: anniversary\n    due: 居住证签注到期",
            6,
            10,
            "是不是“居住证签注到期日”",
        ),
        (
            "    ends: anniversary",
            "    ends: anniversary\n    due: 继续居住",
            6,
            10,
            "没有叫“继续居住”的登记在册的日期",
        ),
        ("    ends: anniversary", "    due: 居住证签注到期日", 5, 10, "不看证上写的日期"),
        ("[residence-permit-", "[residence-permi-", 7, 18, "是不是“residence-permit-endorsement”"),
        ("第十条", "第九十条", 9, 13, "第九十条"),
        ("days: 30", "days: 0", 6, 11, "至少一天"),
        ("days: 30", "days: 365", 6, 11, "不能到365天"),
        ("name: 居住证签注", "name: " + "证" * 16, 4, 11, "最多15个字，写了16个"),
        ("what: 请到", "what: " + "请" * 121, 8, 11, "最多120个字"),
        ("{days: 0}", "{days: -1}", 10, 18, "不能小于零"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, line: int, column: int, words: str
) -> None:
    assert old in RIGHT
    ((at_line, at_column, said),) = told(tmp_path, RIGHT.replace(old, new))
    assert (at_line, at_column) == (line, column)
    assert words in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("days: 30", "days: 1"),
        ("days: 30", "days: 364"),
        ("ends: anniversary\n    days: 30", "ends: valid_until\n    days: 365"),
        ("name: 居住证签注", "name: " + "证" * 15),
        ("what: 请到派出所签注。", "what: " + "请" * 120),
    ],
)
def test_what_is_just_right_is_let_be(tmp_path: Path, old: str, new: str) -> None:
    assert old in RIGHT
    assert told(tmp_path, RIGHT.replace(old, new)) == []


def test_a_service_of_another_region_renews_nothing_here(tmp_path: Path) -> None:
    elsewhere = next(
        service.id
        for service in shipped_catalogue().services
        if service.region.startswith("21")
        and {row.region[:2] for row in shipped_catalogue().services if row.id == service.id} == {"21"}
    )
    ((line, _, said),) = told(tmp_path, RIGHT.replace("residence-permit-endorsement", elsewhere))
    assert (line, "在510400没有" in said) == (7, True)


def test_a_clause_that_holds_no_longer_is_told(tmp_path: Path) -> None:
    gone = next(
        f"{name}#{document.clauses[0].number}"
        for name, document in shipped_library().documents.items()
        if document.repealed_on
    )
    ((line, _, said),) = told(tmp_path, RIGHT.replace("100000/residence-permit-regulation#第十条", gone))
    assert (line, "不再施行" in said) == (9, True)


def test_one_name_stands_once_in_a_file(tmp_path: Path) -> None:
    again = RIGHT.split("lapses:\n")[1].split("remedies:")[0]
    ((line, _, said),) = told(tmp_path, RIGHT.replace("remedies:", f"{again}remedies:"))
    assert (line, "写了两次" in said) == (10, True)
