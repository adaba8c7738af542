"""What `pack check` says of a register, in words and with its place; and what the lock keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.forms.parameters import NoParameters
from huigong.kernel.packs import PackError, Report
from huigong.records import checking
from huigong.records.checking import check
from tests.each import each
from tests.unit.records.packs import DOCUMENT, FILE, LINES, PLATES, POLICIES, installed, read, write


def told(folder: Path, **changed: str) -> list[PackError]:
    """The errors of the plates with some texts changed."""
    text = PLATES
    for before, after in changed.items():
        assert before in text, before
        text = text.replace(before, after, 1)
    _, errors = read(folder, {FILE: text})
    return errors


def wrong(folder: Path, before: str, after: str) -> str:
    return "\n".join(map(str, told(folder, **{before: after})))


@each(
    "before, after, says",
    [
        ("有效: 其余", "有效: 检验有效期 >= 判定日期", "最后一个状态要写“其余”"),
        ("检验有效期 < 判定日期,", "检验有效期 = 判定日期,", "只能用 <、<=、>、>="),
        ("检验有效期 < 判定日期,", '"月后(判定日期, 1) < 判定日期",', "只能出现一次"),
        ("已有(注销)", "已有(注消)", "注消"),
        ("      更正: {corrects: true}\n", "", "没有 corrects 的事件"),
        ("      撤销: {annuls: true}\n", "", "没有 annuls 的事件"),
        ("检验: {sets: [检验有效期]", "检验: {sets: [检验有效斯]", "是不是“检验有效期”"),
        (
            "{line: police, level: county, of: 登记地}",
            "{line: polize, level: county, of: 登记地}",
            "是不是“police”",
        ),
        ("of: 登记地", "of: 登记的地方", "登记的地方"),
        ("持有电动车牌: 有(状态 = 有效)", "持有电动车牌: 计数(状态 = 有效)", "事实“持有电动车牌”是是或否"),
        ("电动车牌数: 计数", "电动车牌块数: 计数", "是不是“电动车牌数”"),
        ('region: "510421"', 'region: "510499"', "没有代码为“510499”"),
        ("fields: [检验有效期, 状态]", "fields: [检验到期]", "检验到期"),
        ("keep: {for: 3年", "keep: {for: 三年", "不是期限"),
        ("issued_on: 签发", "issued_on: 发", "没有叫“发”的事件"),
        ("      - {id: 车型,", "      - {id: 颜色, type: text}\n      - {id: 车型,", "没有事件登记“颜色”"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(tmp_path: Path, before: str, after: str, says: str) -> None:
    assert says in wrong(tmp_path, before, after)
    assert all(error.line for error in told(tmp_path, **{before: after}))


def checked(folder: Path) -> str:
    report = Report()
    check(folder, report, parameters=NoParameters(), lines=LINES, require_clauses=lambda written: None)
    return "\n".join(map(str, report))


@each(
    "before, after, says",
    [
        ("电动车牌数: 1}", "电动车牌数: 2}", "得出的是：1块"),
        ("{状态: 失效, 持有电动车牌: 否, 电动车牌到期日: 未知}", "{持有电动车牌: 是}", "得出的是：否"),
        ("on: 2026-07-11", "on: 2026-07-01", "没有故事的状态是“失效”"),
        ("event: 撤销, of", "event: 撤消, of", "是不是“撤销”"),
        ("检验有效期: 2026-07-10}}]", "检验有效期: 明天吧}}]", "明天吧"),
        ("失效: 检验有效期 < 判定日期", "失效: 残疾人专用", "不放进索引"),
    ],
)
def test_stories_are_played_and_states_read_what_lies_open(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    assert before in PLATES
    folder = write(tmp_path)
    (folder / FILE).write_text((folder / FILE).read_text().replace(before, after, 1))
    assert says in checked(folder)


def test_a_register_is_checked_locked_and_then_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huigong.declarations import locking
    from huigong.records.slots import SECTION

    installed(tmp_path)
    monkeypatch.setenv("HUIGONG_POLICIES", str(tmp_path))
    assert "还没有锁定" in checked(tmp_path)
    assert locking.lock(tmp_path, [SECTION], checking.declares(tmp_path)) == [f"{DOCUMENT}/declarations.lock"]
    assert checked(tmp_path) == ""
    file = tmp_path / FILE
    file.write_text(file.read_text().replace("type: code, codes: 车型}", "type: text}"))
    assert "类型原来是“code”，现在成了“text”" in checked(tmp_path)


BELOW = """
    id: ebike-plate
    inherits: true
    from: 2026-02-01
    clauses: [510400/couriers]
    fields: [{id: 停放棚, type: code, codes: 车型}]
    events: {入棚: {sets: [停放棚]}}
"""


def test_a_region_adds_fields_and_never_loosens(tmp_path: Path) -> None:
    book, errors = read(tmp_path, {"510400/couriers/records.yaml": BELOW})
    assert not errors
    assert book.slots("ebike-plate")["停放棚"] == "code_3"
    _, errors = read(tmp_path, {"510400/couriers/records.yaml": BELOW + "    read_by: [{line: urban}]\n"})
    assert "下级不能再加" in str(errors[0])
    _, errors = read(tmp_path, {"510400/couriers/records.yaml": BELOW + "    states: {有效: 其余}\n"})
    assert "下级不能改" in str(errors[0])


@each(
    "written, says",
    [
        ("events: {入棚: {sets: [停放棚]}, 注销: {}}", "上级已经有事件“注销”"),
        ("events: {入棚: {sets: [停放棚, 检验有效期]}}", "“检验有效期”是上级的字段"),
        ("events: {入棚: {sets: [停放棚]}, 收回: {ends: true}}", "终止、更正、撤销由上级定"),
        ("facts: {持有电动车牌: 有(状态 = 失效)}", "上级已经有事实“持有电动车牌”"),
        ("flags: {即将到期: 状态 = 失效}", "上级已经有标记“即将到期”"),
        ("written_by: [{line: urban}]", "由哪里登记由上级定"),
        ("keep: {for: 1年, after: 注销}", "保存多久由上级定"),
        ("kept_changes: [{field: 车架号, from: 2026-03-01, do: retire}]", "“车架号”是上级的字段"),
        (
            "kept_changes: [{field: 停放棚, of: [车型], from: 2026-03-01, do: rename}]",
            "“车型”是上级的字段",
        ),
    ],
)
def test_a_region_changes_nothing_of_what_stands_above(tmp_path: Path, written: str, says: str) -> None:
    before = BELOW if not written.startswith("events") else BELOW.partition("    events:")[0]
    _, errors = read(tmp_path, {"510400/couriers/records.yaml": f"{before}    {written}\n"})
    assert says in "\n".join(map(str, errors))


def test_the_example_of_the_how_to_is_a_register(tmp_path: Path) -> None:
    page = (POLICIES.parent / "docs/how-to/declare-a-register.md").read_text(encoding="utf-8")
    lines = page.partition("## The file")[2].partition("## What")[0].splitlines()
    example = "\n".join(line[4:] for line in lines if line.startswith("    "))
    write(tmp_path, {FILE: example})
    assert "还没有锁定" in checked(tmp_path)
    assert checked(tmp_path).count("\n") == 0
