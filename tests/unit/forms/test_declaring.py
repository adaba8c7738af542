"""Bad declarations are refused with their line and column, the nearest name, and all of them at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.unit.forms.packs import DOCUMENT, EVERY_KIND, ON, form_of, read, simple

FILE = f"{DOCUMENT}/forms/form.yaml"


def test_the_form_of_every_kind_is_read(tmp_path: Path) -> None:
    form = form_of(tmp_path, EVERY_KIND)
    assert [part.title for part in form.parts] == ["您的车", "您自己"]
    assert form.clauses == (f"{DOCUMENT}#第一条",)
    assert form.order.index("每月接单") < form.order.index("全年收入")
    assert [option.name for option in form.fields["状况"].options] == ["完好", "坏了"]


@pytest.mark.parametrize(
    ("field", "column", "says"),
    [
        ("{id: 字段, type: txt, ask: 问}", 24, "text"),
        ("{id: 字段, type: text, ask: 问, lable: 错}", 38, "不认识这个字段"),
        ("{id: 字段, type: text}", 9, "要有一句问填表人的话"),
        ("{id: 字 段, type: text, ask: 问}", 14, "不能作字段的名称"),
        ("{id: 字段, type: text, ask: 问, min: 1}", 43, "text 类型的字段没有这一项"),
        ("{id: 字段, type: code, ask: 问, codes: 车框}", 45, "是不是“车况”"),
        ("{id: 字段, type: code, ask: 问, codes: 车况, only: [好, 差]}", 55, "没有“差”"),
        ("{id: 字段, type: bool, ask: 问, show_if: 字断 = 是}", 47, "是不是“字段”"),
        ("{id: 字段, type: bool, ask: 问, required: 月收入 + 1元}", 48, "整条规则应当得出"),
        ("{id: 字段, type: text, ask: 问, fact: 月收入}", 44, "和字段的类型不一样"),
        ("{id: 月收入, type: money, ask: 问}", 9, "已经是一个事实"),
        ("{id: 字段, type: money, ask: 问, min: 两块}", 44, "请写金额"),
        ("{id: 字段, type: text, ask: 问, pattern: '['}", 48, "样式读不懂"),
        ("{id: 字段, type: person, ask: 问, parts: [名字]}", 47, "没有“名字”这一部分"),
        ("{id: 字段, type: bool, ask: 问, required: 判定日期 > 参数:没有的}", 55, "没有叫“没有的”的参数"),
        ("{use: 没有的}", 15, "公用字段里没有它"),
        ("{id: 字段, type: repeat, ask: 问}", 9, "要写每一行填什么"),
        (
            "{id: 字段, type: table, ask: 问, columns: [{id: 格, type: person, ask: 问}]}",
            63,
            "只能填一样东西",
        ),
        ("{id: 字段, type: int, ask: 问, privacy: open}", 46, "只能写"),
        ("{id: 字段, type: text, ask: 问, role: home}", 44, "字段类型是 place"),
        ("{id: 字段, type: code, ask: 问, codes: 车况, role: sex}", 55, "代码表里要有“男”“女”"),
        ("{id: 字段, type: place, ask: 问, stands_for: 没有的地方}", 51, "没有叫“没有的地方”的事实"),
        ("{id: 字段, type: place, ask: 问, stands_for: 月收入}", 51, "只有 place 字段"),
        ("{id: 字段, type: person, ask: 问, role: boss}", 46, "只能写"),
        (
            "{id: 字段, type: repeat, ask: 问, fields: [{id: 生日, type: date, ask: 问, role: birth}]}",
            48,
            "没有人",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, field: str, column: int, says: str) -> None:
    _, errors = read(tmp_path, {FILE: simple(field)})
    assert errors
    assert says in str(errors[0])
    assert (errors[0].file, errors[0].line, errors[0].column) == (FILE, 8, column)


def test_two_fields_of_one_form_are_never_the_same_to_the_program(tmp_path: Path) -> None:
    people = [f"{{id: {id}, type: person, ask: 问, role: applicant}}" for id in ("甲", "乙")]
    _, errors = read(tmp_path, {FILE: simple(*people)})
    assert "“甲”已经是 role: applicant" in str(errors[0])
    assert errors[0].line == 9
    _, errors = read(
        tmp_path,
        {"100000/fields.yaml": f"fields:\n  - {people[0]}\n  - {people[1]}\n", FILE: simple("{use: 甲}")},
    )
    assert "公用字段里只能有一个" in str(errors[0])


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    _, errors = read(
        tmp_path,
        {
            FILE: simple(
                "{id: 甲, type: txt, ask: 问}",
                "{id: 乙, type: text}",
                "{id: 丙, type: bool, ask: 问, show_if: 丁}",
            )
        },
    )
    assert [error.line for error in errors] == [8, 9, 10]


def test_fields_that_decide_each_other_are_refused(tmp_path: Path) -> None:
    _, errors = read(
        tmp_path,
        {
            FILE: simple(
                "{id: 甲, type: bool, ask: 问, show_if: 乙}", "{id: 乙, type: bool, ask: 问, show_if: 甲}"
            )
        },
    )
    assert "绕成了圈" in str(errors[0])


def test_an_id_is_used_once_in_a_form_rows_included(tmp_path: Path) -> None:
    _, errors = read(
        tmp_path,
        {
            FILE: simple(
                "{id: 甲, type: text, ask: 问}",
                "{id: 乙, type: repeat, ask: 问, fields: [{id: 甲, type: text, ask: 问}]}",
            )
        },
    )
    assert "已经有了" in str(errors[0])


def test_a_row_is_as_secret_as_its_most_secret_column(tmp_path: Path) -> None:
    _, errors = read(
        tmp_path,
        {
            FILE: simple(
                "{id: 乙, type: repeat, ask: 问, privacy: personal, fields: [{id: 甲, type: text, ask: 问, privacy: secret}]}"
            )
        },
    )
    assert "不能写得更松" in str(errors[0])


def test_a_shared_field_brings_what_it_says_and_may_be_asked_in_other_words(tmp_path: Path) -> None:
    library = "fields:\n  - {id: 手机, type: text, ask: 您的手机号？, privacy: sensitive, max_length: 20}\n"
    files = {"100000/fields.yaml": library, FILE: simple("{use: 手机, ask: 怎么联系您？, required: true}")}
    book, errors = read(tmp_path, files)
    field = book.form("simple", on=ON).fields["手机"]
    assert not errors
    assert (field.ask, field.shared, field.privacy.value, field.limits.longest) == (
        "怎么联系您？",
        "手机",
        "sensitive",
        20,
    )


@pytest.mark.parametrize("key", ["fields", "parts"])
def test_shared_fields_or_steps_that_are_no_list_are_told_in_their_own_file(tmp_path: Path, key: str) -> None:
    library = "fields: [{id: 手机, type: text, ask: 您的手机号？}]\n"
    wrong = {
        "fields": "fields: {手机: {type: text, ask: 您的手机号？}}\n",
        "parts": f"{library}parts: {{您: {{}}}}\n",
    }
    files = {"100000/fields.yaml": wrong[key], FILE: simple("{id: 甲, type: text, ask: 问}")}
    _, errors = read(tmp_path, files)
    assert [(error.file, "列表" in str(error)) for error in errors] == [("100000/fields.yaml", True)]


def test_the_type_of_a_shared_field_cannot_be_changed_where_it_is_used(tmp_path: Path) -> None:
    library = "fields:\n  - {id: 手机, type: text, ask: 您的手机号？}\n"
    _, errors = read(tmp_path, {"100000/fields.yaml": library, FILE: simple("{use: 手机, type: int}")})
    assert "不能在这里改" in str(errors[0])


def test_a_broken_form_leaves_the_others_in_use(tmp_path: Path) -> None:
    good = simple("{id: 甲, type: text, ask: 问}").replace("id: simple", "id: good", 1)
    book, errors = read(
        tmp_path, {FILE: simple("{id: 甲, type: txt, ask: 问}"), f"{DOCUMENT}/forms/good.yaml": good}
    )
    assert len(errors) == 1
    assert book.ids == ("good",)


def test_two_versions_of_a_form_may_not_hold_on_one_day(tmp_path: Path) -> None:
    text = simple("{id: 甲, type: text, ask: 问}")
    _, errors = read(
        tmp_path, {FILE: text, f"{DOCUMENT}/forms/later.yaml": text.replace("2026-01-01", "2026-05-01")}
    )
    assert "同一天有两个版本" in str(errors[0])


def test_each_day_has_its_version(tmp_path: Path) -> None:
    old = simple("{id: 甲, type: text, ask: 问}").replace(
        "from: 2026-01-01", "from: 2026-01-01\nuntil: 2026-04-30"
    )
    new = simple("{id: 乙, type: text, ask: 问}").replace("from: 2026-01-01", "from: 2026-05-01")
    book, errors = read(tmp_path, {FILE: old, f"{DOCUMENT}/forms/later.yaml": new})
    assert not errors
    assert list(book.form("simple", on=date(2026, 4, 30)).fields) == ["甲"]
    assert list(book.form("simple", on=date(2026, 5, 1)).fields) == ["乙"]


def test_a_retired_field_is_asked_in_drafts_begun_before_and_not_after(tmp_path: Path) -> None:
    text = simple("{id: 甲, type: text, ask: 问, until: 2026-03-31}", "{id: 乙, type: text, ask: 问}")
    book, errors = read(tmp_path, {FILE: text})
    assert not errors
    assert list(book.form("simple", on=date(2026, 3, 31)).fields) == ["甲", "乙"]
    assert list(book.form("simple", on=date(2026, 4, 1)).fields) == ["乙"]


def test_codes_are_offered_while_they_hold_and_counted_as_what_they_became(tmp_path: Path) -> None:
    book, _ = read(tmp_path, {})
    listed = book.codes["车况"]
    assert [option.code for option in listed.options(on=ON)] == ["好", "坏"]
    assert [option.code for option in listed.options(on=date(2027, 1, 1))] == ["好", "小坏", "大坏"]
    assert listed.name_of("坏", on=date(2027, 6, 1)) == "坏了"
    assert listed.now("坏", on=date(2027, 6, 1)) == ("小坏", "大坏")
    assert listed.now("坏", on=ON) == ("坏",)


def test_a_region_adds_codes_under_one_that_is_there(tmp_path: Path) -> None:
    more = "adds_to: 车况\nid: 车况\ncodes:\n  - {code: 泡水, name: 泡过水, parent: 坏}\n"
    book, errors = read(tmp_path, {"210000/codes/more.yaml": more})
    assert not errors
    assert "泡水" in [option.code for option in book.codes["车况"].options(on=ON, region="210702")]
    assert "泡水" not in [option.code for option in book.codes["车况"].options(on=ON, region="510000")]
    _, errors = read(tmp_path, {"210000/codes/more.yaml": more.replace("parent: 坏", "parent: 烂")})
    assert "归到上级的哪一个" in str(errors[0])


def test_a_form_does_not_loosen_the_privacy_of_a_shared_field(tmp_path: Path) -> None:
    library = "fields:\n  - {id: 手机, type: text, ask: 您的手机号？, privacy: sensitive}\n"
    _, errors = read(tmp_path, {"100000/fields.yaml": library, FILE: simple("{use: 手机, privacy: public}")})
    assert "不能放松" in str(errors[0])


def test_a_rule_that_names_a_code_outlives_the_code(tmp_path: Path) -> None:
    text = simple(
        "{id: 状况, type: code, codes: 车况, only: [好, 坏], ask: 问}",
        "{id: 哪里坏了, type: text, ask: 问, show_if: 状况 = 坏}",
    )
    book, errors = read(tmp_path, {FILE: text})
    assert not errors
    later = book.form("simple", on=date(2027, 6, 1))
    assert [option.code for option in later.fields["状况"].options] == ["好"]


def test_a_rule_does_not_rest_on_a_field_that_is_asked_no_more(tmp_path: Path) -> None:
    text = simple(
        "{id: 甲, type: bool, ask: 问, until: 2026-03-31}", "{id: 乙, type: text, ask: 问, show_if: 甲}"
    )
    _, errors = read(tmp_path, {FILE: text})
    assert errors
    assert (errors[0].line, errors[0].file) == (9, FILE)


@pytest.mark.parametrize(
    ("field", "right"),
    [
        ("{id: 读书, type: bool, ask: 还在读书吗？, suggest: 否}", False),
        ("{id: 状况, type: code, codes: 车况, ask: 状况？, suggest: 好}", False),
        ("{id: 总价, type: money, ask: 总价？, suggest: 单价 * 2}", True),
    ],
)
def test_what_is_proposed_follows_from_what_was_said(tmp_path: Path, field: str, right: bool) -> None:
    """A choice that is made ahead is sent by whoever overlooks it, as if they had said so."""
    _, errors = read(tmp_path, {FILE: simple("{id: 单价, type: money, ask: 单价？}", field)})
    assert bool(errors) is not right
    assert right or "suggest" in str(errors[0])


@pytest.mark.parametrize(
    ("field", "right"),
    [
        (
            "{id: 老家, type: place, ask: 老家？, fact: 家乡, required: true, unknown_ok: true, help_if_missing: true}",
            False,
        ),
        ("{id: 老家, type: place, ask: 老家？, fact: 家乡, required: true, help_if_missing: true}", True),
        (
            "{id: 老家, type: place, ask: 老家？, required: true, unknown_ok: true, help_if_missing: true}",
            True,
        ),
    ],
)
def test_what_a_rule_reads_is_not_left_empty_where_not_knowing_can_be_said(
    tmp_path: Path, field: str, right: bool
) -> None:
    _, errors = read(tmp_path, {FILE: simple(field)})
    assert bool(errors) is not right
    assert right or "help_if_missing" in str(errors[0])


@pytest.mark.parametrize("key", ["show_if: 甲", "value: 1元", "suggest: 1元"])
def test_a_row_has_no_rules_that_would_not_be_kept(tmp_path: Path, key: str) -> None:
    text = simple(
        "{id: 甲, type: bool, ask: 问}",
        f"{{id: 乙, type: repeat, ask: 问, fields: [{{id: 丙, type: money, ask: 问, {key}}}]}}",
    )
    _, errors = read(tmp_path, {FILE: text})
    assert "行里的字段没有这一项" in str(errors[0])


@pytest.mark.parametrize(
    ("field", "right"),
    [
        ("{id: 地点, type: place, ask: 在哪里？, needs: [地区], required: true}", True),
        ("{id: 地点, type: place, ask: 在哪里？, needs: [详细地址], required: true}", False),
        ("{id: 地点, type: place, ask: 在哪里？, needs: [地区]}", False),
        ("{id: 地点, type: text, ask: 在哪里？, required: true}", False),
        ("{id: 别处, type: place, ask: 在哪里？, needs: [地区], required: true}", False),
    ],
)
def test_whose_matter_it_is_needs_a_region_from_everybody(tmp_path: Path, field: str, right: bool) -> None:
    text = simple(field).replace("from: ", "where: 地点\nfrom: ", 1)
    book, errors = read(tmp_path, {FILE: text})
    if right:
        assert book.form(book.ids[0], on=ON).where == "地点"
    else:
        assert any("where" in str(error) for error in errors)
