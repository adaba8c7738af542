"""What a decision says of where to turn: by the office that made it and the law of that day."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from huigong.casework.procedures import remedies
from huigong.catalogue.checking import PackCheck
from huigong.directory import offices
from huigong.kernel.packs import Report
from tests.shipped import POLICIES, shipped_catalogue, shipped_library

FILE = "100000/administrative-review-law/remedies.yaml"
REVIEW, TODAY = "复议申请期限", date(2026, 11, 26)


def told_by(office: str, on: date = TODAY) -> str | None:
    book = offices.book()
    row = book.get(office, on)
    saying = remedies.of(REVIEW, row, on)
    if saying is None:
        return None
    (name,) = {remedies.OWN_GOVERNMENT, remedies.GOVERNMENT_ABOVE} & set(saying.names)
    return remedies.government_for(name, row, book, on)


@pytest.mark.parametrize(
    ("office", "government"),
    [
        ("510421/hrss", "米易县人民政府"),
        ("510400/hrss", "攀枝花市人民政府"),
        ("510421/government", "攀枝花市人民政府"),
        ("510000/government", ""),
        ("510421/tax", None),
        ("510421/court", None),
    ],
)
def test_it_is_the_government_of_the_office_or_the_one_above_a_government(
    office: str, government: str | None
) -> None:
    """A province's own government decides itself on review; a tax office is not under the government of its place."""
    assert told_by(office) == government


def test_what_the_law_said_before_is_not_told_as_what_it_says_now() -> None:
    assert told_by("510421/hrss", date(2023, 12, 31)) is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{复议申请期限}", "{复议申请期现}", "救济里没有叫“复议申请期现”的"),
        ("{本级政府}", "{本级政腐}", "救济里没有叫“本级政腐”的"),
        ("#第二十四条", "#第九十九条", "救济引了没有的条款"),
        ("by: 部门", "by: 部们", "只能写部门、政府之一"),
    ],
)
def test_what_is_wrong_with_the_sentences_is_told(tmp_path: Path, old: str, new: str, words: str) -> None:
    known = PackCheck(shipped_catalogue(), library=shipped_library())
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    shutil.copy(POLICIES / FILE, path)
    told = Report()
    remedies.check(tmp_path, known, told)
    assert not told
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    remedies.check(tmp_path, known, told)
    assert told and all(words in str(error) for error in told)
