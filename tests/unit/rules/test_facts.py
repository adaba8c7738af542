"""The dictionary of facts, and reading what people write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from huigong.kernel.errors import DomainError
from huigong.kernel.packs import PackError, PackErrors, Report
from huigong.rules.evaluate import evaluate
from huigong.rules.explain import explain
from huigong.rules.facts import (
    FactDictionary,
    holds_in,
    parse_value,
    read_dictionary,
    stale_from,
    written_value,
)
from huigong.rules.nodes import Constant, FactReference, Parameter, fact_names
from huigong.rules.parse import parse_expression
from huigong.rules.values import UNKNOWN, Type
from tests.spec.table import FACTS, TODAY

POLICY_FACTS = Path(__file__).parents[3] / "policies" / "facts.yaml"


@pytest.fixture(scope="module")
def declared() -> FactDictionary:
    return FactDictionary.load(POLICY_FACTS)


def test_the_declared_facts_can_all_be_asked_and_verified(declared: FactDictionary) -> None:
    """What is taken for granted, and what only an office can tell, is asked of nobody."""
    for name, fact in declared.items():
        unasked = isinstance(fact.derivation, Constant | Parameter) or (
            (fact.local or fact.decided) and not fact.question
        )
        assert unasked or fact.question.endswith(("？", "）")), name
        assert fact.phrase, name
        assert fact.verified_by, name
        assert bool(fact.not_phrase) == (fact.type is Type.BOOL), name


NEVER_CLAIMED = """
出事日期: {type: date, question: 哪天出的事？}
去要日期: {type: date, question: 最后一次去要是哪天？, never: 没要过, not_after: 今天, not_before: [1900-01-01, 出事日期]}
"""


def test_never_is_an_answer_of_its_own_and_comes_before_every_day() -> None:
    facts = FactDictionary.loads(NEVER_CLAIMED)
    claimed = facts["去要日期"]
    known = facts.parse_values({"出事日期": "2015-06-01", "去要日期": "没要过"}, today=TODAY)

    assert written_value(claimed, known["去要日期"]) == "没要过"
    assert parse_value(claimed, written_value(claimed, known["去要日期"])) == known["去要日期"]
    alive = parse_expression("期限内(去要日期, 1年)", facts=facts)
    found = explain(alive, values=known, on=TODAY)
    assert (found.answer, found.missing) == (False, ())
    assert found.reasons[0].seen == "（去要日期：没要过）"


def test_only_a_fact_that_says_so_takes_never_for_an_answer() -> None:
    facts = FactDictionary.loads(NEVER_CLAIMED)
    with pytest.raises(DomainError) as refused:
        facts.parse_values({"出事日期": "没要过"})
    assert refused.value.code == "facts.value_not_read"
    with pytest.raises(DomainError) as refused:
        facts.parse_values({"去要日期": "1899-12-31"})
    assert refused.value.code == "facts.too_early"


def test_a_fact_may_stand_for_a_figure_of_the_region() -> None:
    facts = FactDictionary.loads(
        "人口: {type: int, measure: 万人, phrase: 城区人口, verified_by: [公安部门], derived: 参数:人口数}"
    )
    large = parse_expression("人口 > 300", facts=facts)

    assert evaluate(large, values={}, on=TODAY, parameters=lambda name, on: 500) is True
    assert evaluate(large, values={}, on=TODAY) is UNKNOWN
    assert evaluate(large, values={"人口": 200}, on=TODAY, parameters=lambda name, on: 500) is False


def test_derived_facts_follow_from_what_is_asked(declared: FactDictionary) -> None:
    age = parse_expression("年龄", facts=declared)

    assert fact_names(age, into_derived=True) == ("年龄", "出生日期")
    assert evaluate(age, values={"出生日期": date(1980, 6, 2)}, on=TODAY) == 35


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[甲]", "facts.not_a_mapping"),
        ("甲: 是", "packs.not_a_mapping"),
        ("甲: {type: boolean, question: 问}", "packs.field"),
        ("甲: {type: bool}", "packs.missing"),
        ("甲: {type: bool, question: 5}", "packs.field"),
        ("甲: {type: bool, question: 问, qestion: 问}", "packs.unknown_key"),
        ("甲: {type: enum, question: 问}", "facts.values"),
        ("甲: {type: bool, question: 问, values: [一]}", "facts.values"),
        ("甲: {type: decimal, measure: 分, question: 问}", "facts.money"),
        ("甲: {type: bool, question: 问, never: 没有过}", "facts.never"),
        ("甲: {type: bool, question: 问, good_for: 一年}", "facts.good_for"),
        ("甲: {type: bool, question: 问, of_place: 省}", "packs.field"),
        ("甲: {type: bool, question: 这次的补贴领过了吗？}", "facts.this_time"),
        ("甲: {type: bool, question: 这份合同的补助领过了吗？}", "facts.this_time"),
        ("甲: {type: bool, question: 领过本次的津贴吗？}", "facts.this_time"),
        ("且: {type: bool, question: 问}", "facts.reserved_name"),
        ("满月数: {type: bool, question: 问}", "facts.reserved_name"),
        ("有 车: {type: bool, question: 问}", "facts.name"),
        ("甲: {type: enum, question: 问, values: [是]}", "facts.reserved_name"),
        ("甲: {type: enum, question: 问, values: [2-3人]}", "facts.name"),
        ("甲: {type: enum, question: 问, values: [甲]}", "facts.name_taken"),
        ("6个: {type: bool, question: 问}", "facts.name"),
        ("甲: {type: bool, question: 问, derived: 乙}", "rule.unknown_fact"),
        ("甲: {type: int, question: 问, derived: 是}", "facts.derived_type"),
        ("甲: {type: bool, question: 问, derived: 非 参数:丙}", "rule.unknown_parameter"),
        ("甲: {type: bool, question: 问, derived: 非 甲}", "facts.cycle"),
        ("监护.甲: {type: bool, question: 问}", "facts.relation"),
        ("监护人.甲: {type: bool, question: 问}", "facts.related_unknown"),
        ("监护人.监护人.甲: {type: bool, question: 问}", "facts.one_hop"),
        ("甲: {type: text, question: 问, is: place}", "packs.field"),
        ("甲: {type: enum, question: 问, values: [一], is: region}", "facts.is"),
        ("甲: {type: int, question: 问, counted: 孩子}", "facts.counted"),
        ("甲: {type: int, question: 问, counted: [子女]}", "packs.field"),
        ("甲: {type: bool, question: 问, counted: 子女}", "facts.counted_type"),
    ],
)
def test_mistakes_in_the_dictionary(text: str, code: str) -> None:
    with pytest.raises(PackError) as caught:
        FactDictionary.loads(text, file="facts.yaml")

    assert caught.value.code == code


RELATED = """
甲: {type: int, measure: 月, question: 问}
乙: {type: enum, values: [男, 女], question: 问}
"""


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        (
            "监户人.甲: {type: int, measure: 月, question: 问}",
            4,
            1,
            "不认识“监户人”这种家人。.*是不是“监护人”？",
        ),
        (
            "监护人.持证: {type: bool, question: 问}\n持有证: {type: bool, question: 问}",
            4,
            5,
            "是不是“持有证”？",
        ),
        ("监护人.甲: {type: bool, question: 问}", 4, 1, "“监护人.甲”和“甲”登记得不一样。.*type: int"),
        ("监护人.甲: {type: int, question: 问}", 4, 1, "measure、values 要相同"),
        ("监护人.乙: {type: enum, values: [男], question: 问}", 4, 1, "登记得不一样"),
        ("监护人.监护人.甲: {type: int, question: 问}", 4, 1, "问到了家人的家人.*“监护人.甲”"),
        (
            "丙: {type: int, question: 问, counted: 家庭人数}",
            4,
            38,
            "只有：子女、家庭人口。是不是“家庭人口”？",
        ),
        ("监护人.甲: {type: int, measure: 月, question: 问, counted: 子女}", 4, 54, "只数本人这一户"),
    ],
)
def test_what_is_asked_of_relatives_and_counted_is_refused_with_place_and_way_out(
    text: str, line: int, column: int, says: str
) -> None:
    with pytest.raises(PackError, match=says) as caught:
        FactDictionary.loads(RELATED + text, file="facts.yaml")

    error = caught.value
    assert error.what and error.do
    assert error.place is not None
    assert (error.place.file, error.line, error.column) == ("facts.yaml", line, column)


def test_facts_of_relatives_and_totals_are_told_apart() -> None:
    facts = FactDictionary.loads(
        RELATED
        + """
监护人.甲: {type: int, measure: 月, question: 问}
监护人.乙: {type: enum, values: [男, 女], question: 问}
丙: {type: int, question: 问, counted: 子女}
"""
    )

    assert facts.related == {"监护人.甲": ("监护人", "甲"), "监护人.乙": ("监护人", "乙")}
    assert facts.counted == {"丙": "子女"}


def test_a_fact_of_a_relative_may_follow_from_others_of_theirs() -> None:
    facts = FactDictionary.loads(
        """
来的日期: {type: date, question: 问}
住满月数: {type: int, measure: 月, question: 问, derived: "满月数(来的日期, 判定日期)"}
监护人.来的日期: {type: date, question: 问}
监护人.住满月数: {type: int, measure: 月, question: 问, derived: "满月数(监护人.来的日期, 判定日期)"}
"""
    )
    months = parse_expression("监护人.住满月数", facts=facts)

    assert evaluate(months, values={"监护人.来的日期": date(2016, 1, 1)}, on=TODAY) == 5
    assert evaluate(months, values={"来的日期": date(2016, 1, 1)}, on=TODAY) is UNKNOWN


def test_a_total_says_who_counts(declared: FactDictionary) -> None:
    for name in declared.counted:
        assert "算" in declared[name].help and "不算" in declared[name].help, name


def test_a_circle_of_derived_facts_is_named() -> None:
    text = "甲: {type: bool, question: 问, derived: 非 乙}\n乙: {type: bool, question: 问, derived: 非 甲}\n"

    with pytest.raises(PackError, match=r"绕成了圈：.*甲.*乙"):
        FactDictionary.loads(text)


def test_a_long_chain_of_doubling_facts_is_worked_out_once_each() -> None:
    lines = ["数0: {type: int, question: 问}"]
    lines += [f"数{n}: {{type: int, question: 问, derived: 数{n - 1} + 数{n - 1}}}" for n in range(1, 45)]
    facts = FactDictionary.loads("\n".join(lines))
    rule = parse_expression("数44 > 0", facts=facts)

    assert evaluate(parse_expression("数44", facts=facts), values={"数0": 1}, on=TODAY) == 2**44
    assert explain(rule, values={}, on=TODAY).missing == ("数0",)


def test_a_chain_that_is_too_deep_is_refused() -> None:
    lines = ["数0: {type: int, question: 问}"]
    lines += [f"数{n}: {{type: int, question: 问, derived: 数{n - 1} + 1}}" for n in range(1, 200)]

    with pytest.raises(PackError, match="太深"):
        FactDictionary.loads("\n".join(lines))


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("持有居住证", "有", True),
        ("持有居住证", False, False),
        ("持有居住证", "不清楚", UNKNOWN),
        ("持有居住证", None, UNKNOWN),
        ("居住月数", "6个月", 6),
        ("居住月数", 6, 6),
        ("拖欠工资", "3000", 300000),
        ("拖欠工资", 3000, 300000),
        ("拖欠工资", "0.3万元", 300000),
        ("拖欠工资", "3,000.5元", 300050),
        ("拖欠工资", "300000分", 300000),
        ("得分", "60.5", Decimal("60.5")),
        ("出生日期", "1980年6月2日", date(1980, 6, 2)),
        ("出生日期", date(1980, 6, 2), date(1980, 6, 2)),
        ("就业状态", " 个体经营 ", "个体经营"),
        ("现居住地", 220102, "220102"),
        ("现居住地", " ", UNKNOWN),
    ],
)
def test_what_people_write_is_read(name: str, raw: Any, value: Any) -> None:
    found = parse_value(FACTS[name], raw)

    assert found == value
    assert type(found) is type(value)
    assert parse_value(FACTS[name], written_value(FACTS[name], found)) == found


@pytest.mark.parametrize(
    ("name", "raw", "hint"),
    [
        ("持有居住证", "也许", "请写“是”或“否”"),
        ("居住月数", "半年", "6月"),
        ("居住月数", "6元", "6月"),
        ("居住月数", "6.5", "整数"),
        ("拖欠工资", "两三千", "3000元"),
        ("拖欠工资", "0.001元", "最多写到分"),
        ("拖欠工资", "9999999999999999999999", "太大"),
        ("得分", "0.0000001", "最多写6位"),
        ("出生日期", "1980-13-01", "2016-06-01"),
        ("就业状态", "个体经商", "是不是“个体经营”"),
        ("现居住地", "长" * 3000, "不要超过"),
        ("现居住地", ["220102"], "请写文字"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_to_write_it(name: str, raw: Any, hint: str) -> None:
    with pytest.raises(DomainError) as caught:
        parse_value(FACTS[name], raw)

    assert hint in caught.value.do


def test_a_person_file_with_an_unknown_name_proposes_the_nearest() -> None:
    assert FACTS.parse_values({"居住月数": "6", "持有居住证": None}) == {"居住月数": 6, "持有居住证": UNKNOWN}
    with pytest.raises(PackError, match="是不是“居住月数”"):
        FACTS.parse_values({"居住月": 6})


def test_a_verified_value_ages(declared: FactDictionary) -> None:
    permit, birth = declared["持有居住证"], declared["出生日期"]

    assert stale_from(permit, verified_on=date(2015, 6, 2)) == date(2016, 6, 2)
    assert stale_from(permit, verified_on=date(2016, 2, 29)) == date(2017, 2, 28)
    assert stale_from(birth, verified_on=date(1999, 1, 1)) is None


def test_a_reference_is_equal_by_name() -> None:
    assert FactReference("年龄", FACTS["年龄"]) == FactReference("年龄", FACTS["居住月数"])


def test_facts_stand_in_several_files_and_are_one_dictionary(tmp_path: Path) -> None:
    files = {
        "facts.yaml": "出生日期: {type: date, question: 您哪天出生？}\n",
        "facts/工作.yaml": '工龄: {type: int, measure: 岁, question: 几年？, derived: "周岁(出生日期, 判定日期)"}\n',
        "210700/facts.yaml": "锦州的事: {type: bool, question: 是吗？}\n",
        "210700/opinion/facts.yaml": "意见的事: {type: bool, question: 是吗？, derived: 非 锦州的事}\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = Report()

    found = read_dictionary(tmp_path, report)

    assert not report
    assert list(found) == ["出生日期", "工龄", "锦州的事", "意见的事"]
    assert found["意见的事"].derivation is not None


@pytest.mark.parametrize(
    "more",
    [
        "出生日期: {type: date, question: 又一次？}",
        "本地: {type: bool, question: 问, derived: 没有的事实}",
        "本地: {type: enum, question: 问, values: [出生日期]}",
        "本地: [",
        "- 本地",
    ],
)
def test_a_region_with_wrong_facts_is_noted_and_the_others_are_read(tmp_path: Path, more: str) -> None:
    (tmp_path / "facts.yaml").write_text("出生日期: {type: date, question: 您哪天出生？}\n", encoding="utf-8")
    for region, text in {"210700": more, "220000": "吉林的事: {type: bool, question: 是吗？}"}.items():
        (tmp_path / region).mkdir()
        (tmp_path / region / "facts.yaml").write_text(text, encoding="utf-8")
    report = Report()

    found = read_dictionary(tmp_path, report)

    assert list(found) == ["出生日期", "吉林的事"]
    assert [error.file for error in report] == ["210700/facts.yaml"]


def test_every_mistake_in_the_facts_is_said_at_once() -> None:
    text = "甲: {type: bol, question: 问}\n乙: {type: bool}\n且: {type: bool, question: 问}\n"

    with pytest.raises(PackErrors) as caught:
        FactDictionary.loads(text, file="facts.yaml")

    assert [error.line for error in caught.value.every] == [1, 2, 3]


def test_only_what_each_place_decides_for_itself_may_stay_unasked() -> None:
    facts = FactDictionary.loads("合条件: {type: bool, local: true, phrase: 合当地的条件}")

    assert not facts["合条件"].question


@pytest.mark.parametrize(
    ("declared", "said_of", "asked_in", "counts"),
    [
        ("question: 问", "210702", "330106", True),
        ("question: 问, of_place: 市", "210702", "210703", True),
        ("question: 问, of_place: 市", "210702", "330106", False),
        ("question: 问, of_place: 市", "210000", "210702", True),
        ("question: 问, of_place: 市", "110105", "110108", True),
        ("question: 问, of_place: 市", "429004", "429005", False),
        ("question: 问, of_place: 县", "210702", "210703", False),
        ("question: 问, of_place: 县", "210700", "210703", True),
        ("question: 问, of_place: 市", "", "210703", False),
        ("local: true", "210702", "330106", False),
        ("local: true", "210702", "210711", True),
    ],
)
def test_what_is_said_of_a_place_counts_there(
    declared: str, said_of: str, asked_in: str, counts: bool
) -> None:
    fact = FactDictionary.loads(f"甲: {{type: bool, {declared}}}")["甲"]
    assert holds_in(fact, said_of=said_of, asked_in=asked_in) is counts
