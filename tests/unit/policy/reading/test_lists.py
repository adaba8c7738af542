"""Lists of bodies as offices write them: what parts the names, who leads, and what is no name."""

from __future__ import annotations

import pytest

from huigong.policy.reading import ReadDocument, read_text

HEAD = """云中市人民政府办公室关于做好务工人员服务的通知
云政办发〔2031〕12号
各县（区）人民政府，市政府各部门：
为加强服务管理，现通知如下：
一、办好驿站
"""


def plan(*clauses: str) -> ReadDocument:
    return read_text(HEAD + "\n".join(clauses) + "\n云中市人民政府办公室\n2031年5月6日\n")


def only(words: str) -> tuple[list[str], list[str], list[str]]:
    clause = plan(
        f"（一）选好地方。靠近车站。{words}", "（二）配好人手。每点有人。（市织造局牵头，市灯塔局配合）"
    ).clauses[0]
    return list(clause.lead), list(clause.support), list(clause.joint)


A, B, C, D = "市织造局", "市灯塔局", "市信鸽委", "市财务局"
COUNTIES = "各县（区）人民政府"
LISTS = [
    # nobody in general is a body
    ("（市织造局等有关部门和单位负责）", [], [], [A]),
    ("（市织造局等相关单位和部门按职责分工负责）", [], [], [A]),
    ("（市织造局牵头，市灯塔局等部门和单位、各县（区）人民政府配合）", [A], [B, COUNTIES], []),
    ("（市织造局牵头，市级有关部门、单位配合）", [A], ["市级有关部门、单位"], []),
    ("（各有关单位和部门负责）", [], [], ["各有关单位和部门"]),
    ("（各县（区）党委、政府，市织造局负责）", [], [], ["各县（区）党委、政府", A]),
    ("（市织造局、各县（市、区）政府负责）", [], [], [A, "各县（市、区）政府"]),
    ("（市织造局牵头，各县、县级市、区人民政府配合）", [A], ["各县、县级市、区人民政府"], []),
    ("（牵头单位：市织造局；责任单位：涉及的所有部门和单位）", [A], ["涉及的所有部门和单位"], []),
    # what parts the names
    ("（责任单位：市织造局 市灯塔局 市信鸽委）", [], [], [A, B, C]),
    ("（牵头单位：市织造局　配合单位：市灯塔局　市信鸽委）", [A], [B, C], []),
    ("\n牵头单位：市织造局　市灯塔局\n配合单位：市信鸽委", [A, B], [C], []),
    ("（责任单位：市织造局/市灯塔局/市信鸽委）", [], [], [A, B, C]),
    ("（市织造局牵头 市灯塔局 市信鸽委配合）", [A], [B, C], []),
    ("（织造、灯塔、信鸽等部门按职责分工负责）", [], [], ["织造部门", "灯塔部门", "信鸽部门"]),
    ("（织造、灯塔部门负责）", [], [], ["织造部门", "灯塔部门"]),
    ("（市织造局（市纺纱局）牵头，市灯塔局配合）", ["市织造局（市纺纱局）"], [B], []),
    # marks behind a name
    ("（市织造局（牵头）、市灯塔局、市信鸽委）", [A], [B, C], []),
    ("（责任单位：市织造局〔牵头〕、市灯塔局）", [A], [B], []),
    ("（责任单位：市灯塔局、市织造局（牵头单位）、各县（区）人民政府）", [A], [B, COUNTIES], []),
    ("（市织造局［牵头］，市灯塔局〔配合〕）", [A], [B], []),
    ("\n责任单位：市织造局（牵头）、市灯塔局（配合）、市信鸽委（配合）", [A], [B, C], []),
    ("（市织造局（牵头）、市灯塔局（牵头）、市信鸽委）", [A, B], [C], []),
    # other words for the parts
    ("（主办：市织造局；协办：市灯塔局）", [A], [B], []),
    ("（主办单位：市织造局 协办单位：市灯塔局、市信鸽委）", [A], [B, C], []),
    ("（市织造局主办，市灯塔局协办）", [A], [B], []),
    ("（责任科室：就业科、监察科）", [], [], ["就业科", "监察科"]),
    ("（牵头科室：就业科；配合科室：监察科）", ["就业科"], ["监察科"], []),
    ("（牵头单位：市织造局，参加单位：市灯塔局）", [A], [B], []),
    ("【牵头单位：市织造局；配合单位：市灯塔局】", [A], [B], []),
    ("【市织造局牵头，市灯塔局配合】", [A], [B], []),
    # verbs behind a name
    ("（市织造局牵头抓总，各县（区）抓好落实）", [A], ["各县（区）"], []),
    ("（市织造局组织实施，市灯塔局做好经费保障）", [A], [B], []),
    ("（市织造局牵头，市财务局负责资金筹措）", [A], [D], []),
    ("（市织造局负责人员培训，市财务局负责资金筹措）", [], [], [A, D]),
    ("（市织造局、市灯塔局按职责分工负责；各县（区）人民政府负责属地责任落实）", [], [COUNTIES], [A, B]),
    ("（市织造局、市灯塔局联合实施）", [], [], [A, B]),
    ("（市织造局、市灯塔局共同推进）", [], [], [A, B]),
    ("（市织造局牵头，市灯塔局提供技术支持）", [A], [B], []),
    ("（市织造局牵头负责，会同市灯塔局、市信鸽委实施）", [A], [B, C], []),
    # numbered lists
    ("\n责任单位：1.市织造局；2.市灯塔局；3.各县（区）人民政府。", [], [], [A, B, COUNTIES]),
    ("\n责任单位：\n1.市织造局\n2.市灯塔局\n3.市信鸽委", [], [], [A, B, C]),
    ("（责任单位：①市织造局②市灯塔局）", [], [], [A, B]),
    ("\n牵头单位：（1）市织造局；（2）市灯塔局\n配合单位：市信鸽委", [A, B], [C], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "lead", "support", "joint"), LISTS, ids=[words.strip() for words, *_ in LISTS]
)
def test_each_list_is_read(words: str, lead: list[str], support: list[str], joint: list[str]) -> None:
    assert only(words) == (lead, support, joint)


RULES = [
    "第一个逗号前为牵头单位，其余为配合单位，下同",
    "首个逗号前的是牵头单位，其后为配合单位，下同",
    "第一个逗号之前的单位为牵头单位，下同",
]


@pytest.mark.parametrize("rule", RULES)
def test_all_before_the_first_comma_lead_where_the_document_says_so(rule: str) -> None:
    read = plan(
        f"（一）选好地方。靠近车站。（责任单位：市织造局、市信鸽委，市灯塔局、市财务局；{rule}）",
        "（二）配好人手。每点有人。（责任单位：市灯塔局，市织造局）",
        "（三）公开账本。按月公开。（责任单位：各县（区）人民政府，市财务局）",
    )
    assert [(clause.lead, clause.support) for clause in read.clauses] == [
        ((A, C), (B, D)),
        ((B,), (A,)),
        ((), ()),
    ]


FIRST = [
    "排在首位的为牵头单位，下同",
    "列第一位的为牵头单位",
    "首位单位为牵头单位，下同",
    "排名第一的责任单位为牵头单位",
]


@pytest.mark.parametrize("rule", FIRST)
def test_many_bodies_named_at_once_never_lead_because_they_stand_first(rule: str) -> None:
    read = plan(
        f"（一）选好地方。靠近车站。（市织造局、市灯塔局负责。{rule}）",
        "（二）配好人手。每点有人。（各县（区）人民政府负责）",
        "（三）公开账本。按月公开。（各有关部门按职责分工负责）",
        "（四）清还旧账。年底清零。（市财务局负责）",
    )
    assert [(clause.lead, clause.support, clause.joint) for clause in read.clauses] == [
        ((A,), (B,), ()),
        ((), (), (COUNTIES,)),
        ((), (), ("各有关部门",)),
        ((D,), (), ()),
    ]
