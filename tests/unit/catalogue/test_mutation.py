"""A rule that could be changed without any example noticing is told, with the place."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import check_packs
from tests.unit.catalogue.test_checking import EXAMPLES, SERVICE, change, packs

__all__ = ["packs"]


def test_the_starter_pack_leaves_no_change_unnoticed(packs: Path) -> None:
    assert check_packs(packs).unnoticed == ()


def test_a_limit_without_an_example_on_it_is_told(packs: Path) -> None:
    text = (packs / EXAMPLES).read_text(encoding="utf-8")
    on_the_limit = [line for line in text.splitlines(keepends=True) if "boundary: true" in line]
    assert len(on_the_limit) == 2
    for line in on_the_limit:
        change(packs, EXAMPLES, line, "")
    unnoticed = check_packs(packs).unnoticed
    assert [error.what.split("“")[2].split("”")[0] for error in unnoticed] == [
        "年龄 ≥ 16",
        "居住月数 ≥ 参数:北镇市求职登记居住月数",
    ]
    assert {error.file for error in unnoticed} == {SERVICE}


def test_a_connective_without_an_example_that_needs_it_is_told(packs: Path) -> None:
    change(packs, SERVICE, "条件: 正在失业,", "条件: 正在失业 或 已登记求职,")
    assert [error.what for error in check_packs(packs).unnoticed if "且 已登记求职" in error.what] == []
    change(packs, SERVICE, "条件: 正在失业 或 已登记求职,", "条件: 正在失业 且 非 (年龄 > 99),")
    assert any("年龄 > 99" in error.what for error in check_packs(packs).unnoticed)
