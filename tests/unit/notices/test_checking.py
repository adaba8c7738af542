"""A notice that would not be lawful, or not be printed, fails the check of the packs with its line and column."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from huigong.kernel import packs
from huigong.kernel.packs import Report
from huigong.notices.checking import Act, Known, check
from huigong.notices.printing import render
from huigong.notices.samples import samples
from huigong.notices.templates import read_notices
from tests.unit.notices.reading import standard_of
from tests.unit.notices.shelf import KITE, WAYS, pack

NAME = "不予发放风筝证决定书"
KNOWN = Known(
    clauses={f"100000/kites#第{number}条" for number in "三四五六"},
    measures={"公告天数": "天"},
    services={"kite-permit": "风筝证"},
    moves={"standard": {"refuse", "approve"}},
    acts=(Act("standard", "refuse", refuses=True, notice=NAME),),
)


def errors(folder: Path, notice: str = KITE, ways: str = WAYS, known: Known = KNOWN) -> list[str]:
    report = Report()
    check(pack(folder, notice, ways), report, known=known)
    return [str(error) for error in report]


@pytest.mark.parametrize(
    ("fill", "told"),
    [
        ("办件.编号", ""),
        ("[办件.编号, 表单.风筝种类]", ""),
        ("[办件.编导, 表单.风筝种类]", "是不是“办件.编号”"),
        ("表单.风筝颜色", "要从表单里取“风筝颜色”"),
    ],
)
def test_a_field_is_filled_in_from_what_there_is(tmp_path: Path, fill: str, told: str) -> None:
    known = replace(KNOWN, fills=("办件.编号",), form_fields={"kite-permit": {"风筝种类"}})
    said = errors(
        tmp_path, KITE.replace("{id: 救济, example", f"{{id: 救济, fill: {fill}, example"), known=known
    )
    assert [told in line for line in said] == ([True] if told else [])


def test_a_good_notice_passes(tmp_path: Path) -> None:
    assert errors(tmp_path) == []


@pytest.mark.parametrize(("old", "new", "told"), [
    ("您于{收件日}申请", "您于{收件曰}申请", "kite.yaml:17:3：文书“不予发放风筝证决定书”用了没有的名称“收件曰”。是不是“收件日”"),
    ("remedy: 不服的，{救济}\n", "", "8:7：文书“不予发放风筝证决定书”缺少依法要有的内容：救济途径和期限"),
    ("must: [事实, 理由, 依据, 救济途径和期限, 机关, 日期]", "must: [事实, 机关, 日期]", "对当事人不利，must 要写：理由、依据、救济途径和期限"),
    ("says: [依据], text", "text", "缺少依法要有的内容：依据"),
    ("{id: 救济, example", "{id: 救济, required: false, example", "救济用了可以不填的“救济”"),
    ("each: 缺少的材料", "each: 缺少的材", "的 each 说的字段“缺少的材”没有登记"),
    ("kind: list, required", "required", "不是列表，不能重复"),
    ("  - {if: 补充", "  - {if: 依据, text: 又}\n  - {if: 补充", "写了两处"),
    ("  - {if: 补充, text: \"{补充}\"}\n", "", "字段“补充”没有用到"),
    ("#第三条]", "#第九条]", "引了没有的条款“100000/kites#第九条”"),
    ("moves: [refuse]", "moves: [refuze]", "说的步骤“refuze”没有登记"),
    ("procedure: standard", "procedure: standart", "说的程序“standart”没有登记"),
    ("serve: [当面", "serve: [飞鸽", "送达方式“飞鸽”没有登记"),
    ("discreet: 您有一份文书", "discreet: 风筝证的事", "discreet 写得太多"),
    ("discreet: 您有一份文书", "discreet: 给{收件人}", "discreet 写得太多"),
    ("不予发放。", "不予发放ꀀ。", "打不出来的字：ꀀ"),
    ("series: 筝决", "serie: 筝决", "是不是“series”"),
    ("paper: [a4, receipt80]", "paper: [a5]", "只能写a4、receipt80之一"),
])  # fmt: skip
def test_each_fault_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in KITE
    said = errors(tmp_path, KITE.replace(old, new))
    assert any(told in line for line in said), said


@pytest.mark.parametrize(("old", "new", "told"), [
    ("fails_to: [公告]", "fails_to: [飞鸽]", "失败以后的“飞鸽”没有登记"),
    ("第四条", "第九条", "引了没有的条款"),
    ("参数:公告天数", "参数:公告月饼", "参数“公告月饼”没有登记"),
])  # fmt: skip
def test_ways_of_service_are_checked_too(tmp_path: Path, old: str, new: str, told: str) -> None:
    said = errors(tmp_path, ways=WAYS.replace(old, new))
    assert any(told in line for line in said), said


def test_a_refusal_without_its_letter_is_told(tmp_path: Path) -> None:
    act = Act("standard", "refuse", refuses=True, notice="不予发放风筝证通知", file="x/procedures/y.yaml")
    said = errors(tmp_path, known=Known(**{**vars(KNOWN), "acts": (act,)}))
    assert any("没有这份文书" in line and f"是不是“{NAME}”" in line for line in said), said


def test_two_versions_on_one_day_are_refused(tmp_path: Path) -> None:
    pack(tmp_path)
    again = tmp_path / "100000" / "notices" / "kite-later.yaml"
    again.write_text(KITE.replace("2016-01-01", "2020-01-01"), encoding="utf-8")
    assert any("同一天有两个版本" in line for line in errors(tmp_path))
    assert errors(tmp_path, KITE.replace("from: 2016-01-01", "from: 2016-01-01\nuntil: 2019-12-31")) == []


OURS = read_notices(packs.folder(), Report()).templates


@pytest.mark.parametrize("template", OURS, ids=lambda template: template.id)
def test_every_notice_of_the_packs_is_printed_with_the_least_the_most_and_rare_characters(template) -> None:
    names, letters = zip(*samples(template), strict=True)
    pdfs = render(letters)
    assert len(pdfs) == len(names) == 4 * len(template.paper)
    assert {standard_of(pdf) for pdf in pdfs} == {"2A"}


def test_a_letter_for_a_service_comes_before_one_for_the_procedure() -> None:
    from datetime import date

    book = read_notices(packs.folder(), Report())
    on, where = date(2026, 6, 1), "510403"
    usual = book.for_move("standard", "decline", service="residence-permit", region=where, on=on)
    wages = book.for_move("standard", "decline", service="arrears-complaint", region=where, on=on)
    assert usual and wages
    assert (usual.id, wages.id) == ("declined", "wage-declined")
    assert book.for_move("standard", "pause", service="", region=where, on=on) is None
