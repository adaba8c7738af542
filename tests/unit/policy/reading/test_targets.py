"""Numbers and dates by the kind of promise they make."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huigong.policy.reading import Target, read_text
from tests.each import each


def targets(words: str) -> tuple[Target, ...]:
    text = f"云中市服务工作方案\n一、重点任务\n（一）推进落实。{words}（市织造局负责）\n（二）加强管理。完善制度，规范服务。（市灯塔局负责）\n"
    return read_text(text).clauses[0].targets


KINDS = [
    ("全年培训务工人员5万人次。", ["goal"]),
    ("建成务工人员之家20个和服务站5个。", ["goal", "goal"]),
    ("随迁子女100%入学。", ["goal"]),
    ("劳动合同签订率达到95%以上。", ["goal"]),
    ("推动3000家以上企业参加。", ["goal"]),
    ("建成百个社区，培育千家企业。", ["goal", "goal"]),
    ("把办理时间压减至5个工作日。", ["goal"]),
    ("确保贷款余额不低于2030年同期余额。", ["goal"]),
    ("每人每年补贴5200元。", ["standard"]),
    ("最高不超过400万元。", ["standard"]),
    ("贴息期限不超过2年。", ["standard"]),
    ("按实际费用的50%给予补贴。", ["standard"]),
    ("收费标准降低30%。", ["standard"]),
    ("确保60%以上用于一线职工教育。", ["standard"]),
    ("减半收取担保费。", ["standard"]),
    ("2个月租金减半。", ["standard"]),
    ("推选1名代表。", ["standard"]),
    ("2031年底前完成改造。", ["deadline"]),
    ("到2031年底，各县都要成立领导小组。", ["deadline"]),
    ("在3个月内清零。", ["deadline"]),
    ("申报期限延长至2月24日。", ["deadline"]),
    ("将居住半年以上的务工人员纳入服务。", ["threshold"]),
    ("登记失业1年以上的，按规定享受服务。", ["threshold"]),
    ("在3年内按规定扣减税费。", ["period"]),
    ("2031年1月1日至2031年12月31日，执行上述规定。", ["period"]),
    ("纳入12大类基本公共卫生服务。", ["descriptor"]),
    ("对超过100人的企业，每户补贴2000元。", ["threshold", "standard"]),
    ("参保满12个月的，每人补贴500元。", ["threshold", "standard"]),
    ("累计培训务工人员10万人次以上，每年不少于2万人次。", ["goal", "goal"]),
    ("停工后三个月内补缴，最晚延到2031年4月30日。", ["deadline", "deadline"]),
    ("到2031年，布局更加合理，服务更加便捷。", []),
    ("本政策自2031年6月1日起施行，有效期至2036年5月31日。", ["period"]),
    ("本政策有效期5年。", ["period"]),
    ("务工人员收入翻一番。", ["goal"]),
    ("服务品牌数量增长一倍。", ["goal"]),
    ("九成以上企业参加。", ["goal"]),
    ("力争达到10万＋人次。", ["goal"]),
    ("培训5万人次。全年培训5万人次，完善制度。", ["goal"]),
    ("按照《服务办法》（云政发〔2030〕12号）办理，拨打12345热线。", []),
    ("做好2031年工作，统筹两个市场，发展5G和“十四五”规划项目。", []),
    ("实施五年行动计划，召开第七届大会。", []),
]


@pytest.mark.parametrize(("words", "kinds"), KINDS, ids=[words for words, _ in KINDS])
def test_kinds(words: str, kinds: list[str]) -> None:
    assert [target.kind for target in targets(words)] == kinds


def test_values_are_plain_numbers_with_their_measure() -> None:
    found = targets("培训1.8万人次，补贴400万元，覆盖95%。")
    assert [(one.value, one.measure) for one in found] == [
        (Decimal("18000"), "人次"),
        (Decimal("4000000"), "元"),
        (Decimal("95"), "%"),
    ]


PRINTED = [
    ("培训两万五千人次", "25000"), ("培训二万人", "20000"), ("补贴十万零三千元", "103000"), ("新增廿万人", "200000"), ("培训１．２万人次", "12000"),
    ("补贴25，000元", "25000"), ("签订率达到百分之九十五", "95"), ("九成以上企业参加", "90"), ("收入翻两番", "2"), ("达到10万＋人次", "100000"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "value"), PRINTED)
def test_figures_as_offices_print_them(words: str, value: str) -> None:
    assert [str(target.value) for target in targets(f"{words}。")] == [value]


def test_a_range_has_both_ends() -> None:
    (target,) = targets("培训3-5万人次。")
    assert (str(target.value), str(target.upper)) == ("30000", "50000")


def test_words_that_end_in_the_sign_for_several_raise_no_doubt() -> None:
    text = "云中市服务工作方案\n一、重点任务\n（一）推进落实。职工总数30人以下的企业，完善制度。（市织造局负责）\n（二）加强管理。规范服务。（市灯塔局负责）\n"
    assert not any("数值" in doubt.what for doubt in read_text(text).unsure)


def test_a_date_belongs_to_the_goal_in_its_sentence() -> None:
    found = targets("到2033年，累计培训10万人次。")
    assert [(one.kind, one.by_when) for one in found] == [("goal", "2033年")]


def test_conditions_and_periods_do_not_count() -> None:
    text = "云中市服务工作方案\n一、重点任务\n（一）推进落实。居住半年以上的，在3年内每人补贴500元。（市织造局负责）\n"
    assert read_text(text).clauses[0].n_targets == 1


def test_goals_of_chapters_without_clauses_stand_apart() -> None:
    text = "云中市服务工作方案\n一、总体目标\n到2033年，累计培训10万人次。\n二、重点任务\n（一）推进落实。完善制度。（市织造局负责）\n"
    assert [goal.text for goal in read_text(text).goals_outside_clauses] == ["累计培训10万人次"]


def test_numbers_inside_attributions_are_no_targets() -> None:
    assert [one.kind for one in targets("完善制度。（市织造局5个处室负责）")] == []


BOUNDED = [
    ("失业率控制在3%以内", "at_most"),
    ("失业率控制在3%左右", ""),
    ("失业率控制在3%以上", ""),  # the words on both sides contradict each other
    ("失业率不超过3%", "at_most"),
    ("每班不多于45人", "at_most"),
    ("起重工不得多于45人", "at_most"),
    ("贷款额度不超过申请额的30%", "at_most"),
    ("在10日以内办结", "at_most"),
    ("签订率不低于85%", "at_least"),
    ("签订率达到85%以上", "at_least"),
    ("签订率达到85%", ""),
    ("培训不少于2万人次", "at_least"),
    ("每年至少组织2万人次培训", "at_least"),
    ("按最低工资标准的80%发放", ""),  # a name
    ("不低于最低工资标准的80%", "at_least"),
    ("失业率3%至5%", ""),
]


@each("words, bound", BOUNDED)
def test_a_ceiling_and_a_floor_keep_their_direction(words: str, bound: str) -> None:
    assert [target.bound for target in targets(f"{words}。")] == [bound]
