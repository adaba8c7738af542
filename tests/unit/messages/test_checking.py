"""A message that says too much, too long, or nothing, fails the check of the packs with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.kernel.packs import Report
from huigong.messages.checking import check
from huigong.messages.occasions import Occasion

OCCASIONS = (Occasion("kite-ready", (("事项", "某某风筝证"), ("编号", "1"))),)
GOOD = """\
messages:
  - id: digest
    from: 2016-01-01
    title: 有新消息
    body: 有新消息。
    sms: 您有{几条}条新消息。
  - id: kite-ready
    from: 2016-01-01
    title: 好了
    body: 您办的{事项}（{编号}）好了。
    sms: 您有一条新消息，请登录看。
"""


def errors(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "100000" / "messages" / "kites.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    report = Report()
    check(tmp_path, report, occasions=OCCASIONS, matters=["风筝证"], sign="虚构惠工")
    return [str(error) for error in report]


def test_good_messages_pass(tmp_path: Path) -> None:
    assert errors(tmp_path, GOOD) == []


@pytest.mark.parametrize(("old", "new", "place", "told"), [
    ("{事项}（", "{事情}（", "7:5", "没有的名称“事情”"),
    ("您有一条新消息，请登录看。", "您的{事项}好了。", "7:5", "别人也看得到"),
    ("您有一条新消息，请登录看。", "您的风筝证好了。", "7:5", "说了是什么事"),
    ("您有一条新消息，请登录看。", "请登录看。" * 14, "7:5", "超过70个字"),
    ("您有一条新消息，请登录看。", "编号 510403201606010001 好了", "7:5", "一长串数字"),
    ("id: kite-ready", "id: kite-redy", "7:5", "是不是“kite-ready”"),
    ("title: 好了", "titel: 好了", "9:5", "是不是“title”"),
    ("好了。\n", "好了。" * 300 + "\n", "7:5", "超过500个字"),
])  # fmt: skip
def test_each_fault_is_told_with_its_place(tmp_path: Path, old: str, new: str, place: str, told: str) -> None:
    assert old in GOOD
    said = errors(tmp_path, GOOD.replace(old, new, 1))
    assert any(f"kites.yaml:{place}" in line and told in line for line in said), said


def test_an_occasion_without_words_is_missed(tmp_path: Path) -> None:
    assert any("kite-ready" in line for line in errors(tmp_path, GOOD.replace("id: kite-ready", "id: other")))


def test_two_texts_on_one_day_are_refused(tmp_path: Path) -> None:
    again = GOOD[GOOD.index("  - id: kite-ready") :]
    assert any("两种说法" in line for line in errors(tmp_path, GOOD + again))
