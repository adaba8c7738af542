"""A question names only buttons that stand below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.catalogue.checking import buttons
from huigong.catalogue.services import load_catalogue
from huigong.kernel.packs import Report
from tests.unit.catalogue.packs import service, write


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("没有的选“没有”", ""),
        ("没有的选“不是”", "不是"),
        ("拿不准就选“不清楚，跳过”", ""),
        ("拿不准就选“不知道”", "不知道"),
        ("没有的选“否”", "否"),
    ],
)
def test_a_button_that_is_not_there_is_told(tmp_path: Path, said: str, wrong: str) -> None:
    files = {
        "facts.yaml": f"有执照: {{type: bool, question: 您有执照吗？（{said}）, phrase: 有执照}}\n",
        "100000/law/services/help.yaml": service(rule="有执照", for_whom="{says: 人, age: {none: 不限}}"),
    }
    report = Report()
    buttons.check(load_catalogue(write(tmp_path, files)), report)
    assert [f"叫人选“{wrong}”" in error.what for error in report] == ([True] if wrong else [])
