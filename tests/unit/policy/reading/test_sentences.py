"""Duties that regulations and plans put into sentences."""

from __future__ import annotations

import pytest

from huigong.policy.reading import ReadDocument, read_text
from huigong.policy.reading.sentences import duties_in_sentences

DUTIES = [
    ("市织造局负责夜校的日常管理", (), (), ("市织造局",)),
    ("市织造局负责选址，市灯塔局负责日常管理", (), (), ("市织造局", "市灯塔局")),
    ("夜校名单由市织造局会同市灯塔局、市财务局制定", ("市织造局",), ("市灯塔局", "市财务局"), ()),
    ("夜校的日常管理由市织造局负责", (), (), ("市织造局",)),
    ("市织造局牵头组织年会，市灯塔局配合", ("市织造局",), ("市灯塔局",), ()),
    ("市织造局应当会同市灯塔局建立机制", ("市织造局",), ("市灯塔局",), ()),
    ("织造主管部门是夜校工作的主管部门，负责组织实施本办法", (), (), ("织造主管部门",)),
    ("织造、灯塔、财务等部门按照各自职责做好相关工作", (), (), ("织造部门", "灯塔部门", "财务部门")),
    ("县级以上人民政府织造主管部门主管本行政区域的夜校工作", (), (), ("县级以上人民政府织造主管部门",)),
    ("各县（区）人民政府负责本辖区夜校的选址", (), (), ("各县（区）人民政府",)),
    ("市织造局牵头，会同市灯塔局、市财务局，对夜校统一管理", ("市织造局",), ("市灯塔局", "市财务局"), ()),
    ("各县（区）人民政府对本辖区夜校负总责", (), (), ("各县（区）人民政府",)),
    ("市织造局、市灯塔局各司其职，办好夜校", (), (), ("市织造局", "市灯塔局")),
    ("市织造局负主体责任", (), (), ("市织造局",)),
    ("各县（区）人民政府承担属地管理责任", (), (), ("各县（区）人民政府",)),
    ("乡镇人民政府、街道办事处协助做好宣传", (), ("乡镇人民政府", "街道办事处"), ()),
]
NONE = [
    "县级以上人民政府应当加强对夜校工作的领导，将经费列入预算",
    "用人单位负责本单位的宣传",
    "施工单位负责人应当到场",
    "由市人民政府分管领导任组长，市织造局、市灯塔局主要负责同志任副组长",
    "市织造局指导企业签订合同",
    "完善制度和解决夜校问题地方政府负总责制度",
    "夜校免费开放，每日不少于十小时",
    "由县级以上织造主管部门责令改正",
    "务工人员有权按照规定参加夜校",
]


@pytest.mark.parametrize(("words", "lead", "support", "joint"), DUTIES)
def test_who_does_what(
    words: str, lead: tuple[str, ...], support: tuple[str, ...], joint: tuple[str, ...]
) -> None:
    (duty,) = duties_in_sentences(f"{words}。")
    assert (duty.lead, duty.support, duty.joint) == (lead, support, joint)


@pytest.mark.parametrize("words", NONE)
def test_what_is_no_duty(words: str) -> None:
    assert not duties_in_sentences(f"{words}。")


REGULATION = """云岭省夜校管理规定
（2031年3月1日云岭省人民政府令第12号公布　自2031年5月1日起施行）
第一章 总则
第一条 为了规范夜校管理，制定本规定。
第二条 省织造主管部门是夜校工作的主管部门，负责组织实施本规定。
财务、灯塔等部门按照各自职责做好相关工作。
第二章 管理
第三条 县级以上人民政府应当加强领导，将经费列入预算。
第四条 各市人民政府负责本辖区夜校的选址，每年培训不少于3万人次。
第五条 本规定自2031年5月1日起施行。
"""


def read() -> ReadDocument:
    return read_text(REGULATION)


def test_articles_are_clauses_with_the_duties_of_their_sentences() -> None:
    assert [(clause.number, clause.joint) for clause in read().clauses] == [
        ("第一条", ()),
        ("第二条", ("省织造主管部门", "财务部门", "灯塔部门")),
        ("第三条", ()),
        ("第四条", ("各市人民政府",)),
        ("第五条", ()),
    ]


def test_an_order_has_its_number_issuer_and_date() -> None:
    document = read()
    assert document.document_number == "云岭省人民政府令第12号"
    assert (document.issuer, str(document.date)) == ("云岭省人民政府", "2031-03-01")
    assert document.title == "云岭省夜校管理规定"


def test_a_figure_in_a_sentence_with_a_duty_is_still_a_target() -> None:
    assert [str(target.value) for target in read().clauses[3].targets] == ["30000"]


def test_one_doubt_says_that_duties_stand_in_sentences() -> None:
    (doubt,) = [doubt for doubt in read().unsure if "句子" in doubt.what]
    assert "2 条" in doubt.what
    assert doubt.place.startswith("第二条")
    assert "核对" in doubt.do


def test_a_plan_without_marks_gives_duties_only_to_bodies_named_with_their_level() -> None:
    plan = (
        "云中市务工服务方案\n为加强服务、完善制度，制定本方案。\n一、重点工作\n"
        "（一）办好夜校。夜校名单由市织造局会同市灯塔局制定。\n（二）加强管理。由织造部门会同有关部门统一组织实施。\n"
    )
    assert [(clause.lead, clause.support) for clause in read_text(plan).clauses] == [
        (("市织造局",), ("市灯塔局",)),
        ((), ()),
    ]
