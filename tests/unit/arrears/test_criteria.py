"""What conditions come to, and what `pack check` refuses of them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from huigong.arrears.criteria import checking
from huigong.arrears.criteria.declaring import Criterion, book
from huigong.arrears.criteria.holding import tried
from huigong.catalogue.checking import PackCheck
from huigong.kernel.packs import Report
from tests.shipped import POLICIES, shipped_catalogue, shipped_library

ON = date(2026, 12, 11)


def criterion(id: str) -> Criterion:
    return next(each for each in book().in_region("100000", on=ON) if each.head.id == id)


def met(
    id: str, matter: dict[str, object], *workers: dict[str, object], region: str = "510421"
) -> bool | None:
    parameters = book().parameters.lookup(region)
    return tried(criterion(id), matter, workers, on=ON, parameters=parameters).met  # type: ignore[arg-type]


def test_months_and_sum_have_to_be_those_of_one_worker() -> None:
    """法释〔2013〕3号 art. 3: who is owed for long is owed little, who is owed much is owed for a month."""
    long, much = {"本人欠薪月数": 3, "本人欠薪": 4_999_99}, {"本人欠薪月数": 1, "本人欠薪": 20_000_00}
    matter = {"欠薪人数": 2, "欠薪总额": 24_999_99}
    assert met("refusal-to-pay-near", matter, long, much) is False
    assert met("refusal-to-pay-near", matter, long, {"本人欠薪月数": 3, "本人欠薪": 5_000_00}) is True
    assert met("refusal-to-pay-near", matter, long, {"本人欠薪": 20_000_00}) is None, (
        "months are not found out"
    )


@pytest.mark.parametrize(
    ("region", "sum"), [("210702", 10_000_00), ("410100", 8_000_00), ("440100", 20_000_00)]
)
def test_each_province_has_its_own_sum_and_a_city_its_own_before_it(region: str, sum: int) -> None:
    matter = {
        "欠薪人数": 1, "欠薪总额": sum, "责令支付过": True, "责令的最后一天": date(2026, 12, 10), "躲或者有钱不付": True,
    }  # fmt: skip
    assert met("refusal-to-pay", matter, {"本人欠薪月数": 3, "本人欠薪": sum}, region=region) is True
    assert met("refusal-to-pay", matter, {"本人欠薪月数": 3, "本人欠薪": sum - 1}, region=region) is False


def test_where_nobody_has_set_a_sum_it_is_said_which() -> None:
    matter = {"欠薪人数": 1, "欠薪总额": 1, "责令支付过": True, "责令的最后一天": date(2026, 12, 10)}
    parameters = book().parameters.lookup("510421")
    outcome = tried(
        criterion("refusal-to-pay"),
        matter,
        [{"本人欠薪月数": 3, "本人欠薪": 1}],
        on=ON,
        parameters=parameters,
    )
    [first, *_] = outcome.held
    assert first.holds is None and "拒不支付一人金额" in first.why


DOCUMENT = "100000/renshebufa-2021-65"


def faults(folder: Path, old: str = "", new: str = "") -> list[str]:
    """What is said of one document's criteria once something in them is written otherwise."""
    shutil.copytree(POLICIES / DOCUMENT, folder / DOCUMENT)
    path, report = folder / DOCUMENT / "criteria.yaml", Report()
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    read = PackCheck(catalogue=shipped_catalogue(), library=shipped_library())
    checking.check(folder, read, report)
    return [error.words for error in report.errors]


def test_what_is_right_is_right(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "欠薪总额: 6000元}, on: 2026-12-10, met: 否",
            "欠薪总额: 6000元}, on: 2026-12-10, met: 是",
            "算出来的是“否”",
        ),
        ("when: 欠薪总额 > 0元", "when: 欠薪总数 > 0元", "欠薪总数"),
        ("procedure: wage-deposit-use", "procedure: wage-deposit", "没有叫“wage-deposit”的办理程序"),
        ("moves: [通知支付]", "moves: [登记已支付]", "没有写效果 meets"),
        ('clause: "#第十九条"}', 'clause: "#第九十九条"}', "第九十九条"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert any(says in told for told in faults(tmp_path, old, new))
