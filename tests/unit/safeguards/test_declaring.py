"""What is wrong with the files of the packs is said by name before anybody opens a page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.services import catalogue
from huigong.directory import offices
from huigong.kernel.packs import Report
from huigong.policy.packs import library
from huigong.safeguards.rightsnotice import declaring as notices
from huigong.safeguards.zeros import declaring as zeros
from tests.shipped import POLICIES

LAW = "100000/wage-payment-regulation"
ZEROS = """
services: [arrears-complaint]
warnings: []
unpaid: {}
under_way: [在建]
goals:
  - {id: new, name: 新发生的, cases: opened, within: 参数:新欠薪清零期限}
callback: {asks: 对得上吗？}
"""
NOTICE = """
title: 告示牌
clause: "#第三十四条"
event: 设告示牌
service: arrears-complaint
scan: 扫码投诉
sections: [{heading: 工资, fields: [{name: 哪天, from: 登记.约定发薪日}]}]
"""


def told(check: Callable[[Path, PackCheck, Report], None], folder: Path) -> str:
    report = Report()
    check(folder, PackCheck(catalogue=catalogue(), library=library(), offices=offices.book()), report)
    return "\n".join(map(str, report.errors))


def test_the_shipped_files_are_sound() -> None:
    assert told(zeros.check, POLICIES) == told(notices.check, POLICIES) == ""


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("safeguards") / "policies"
    shutil.copytree(POLICIES, folder)
    return folder


def written(folder: Path, name: str, text: str) -> Path:
    (folder / LAW / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("arrears-complaint", "arears-complaint", "arrears-complaint"),
        ("warnings: []", "warnings: [no-such]", "no-such"),
        ("参数:新欠薪清零期限", "参数:新欠薪清零", "新欠薪清零期限"),
        ("within: 参数:新欠薪清零期限", "by: 新欠薪清零期限", "取日期"),
        (", within: 参数:新欠薪清零期限", "", "只能写一个"),
        ("参数:新欠薪清零期限}", "参数:新欠薪清零期限, by: 当年欠薪清零日}", "只能写一个"),
        ("cases: opened", "cases: old", "old"),
    ],
)
def test_a_goal_that_means_nothing_is_refused(packs: Path, old: str, new: str, said: str) -> None:
    assert old in ZEROS
    assert said in told(zeros.check, written(packs, "clearance.yaml", ZEROS.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("登记.约定发薪日", "登记.发薪", "发薪"),
        ("登记.约定发薪日", "记录.约定发薪日", "来源"),
        ("登记.约定发薪日", "电话.hrs", "hrss"),
        ("登记.约定发薪日", "参数.没有这个", "没有这个"),
        ("第三十四条", "第三百条", "第三百条"),
        ("event: 设告示牌", "event: 挂牌", "挂牌"),
        ("arrears-complaint", "arrears", "arrears"),
    ],
)
def test_a_field_that_comes_from_nowhere_is_refused(packs: Path, old: str, new: str, said: Any) -> None:
    assert old in NOTICE
    assert said in told(notices.check, written(packs, "rights-notice.yaml", NOTICE.replace(old, new)))
