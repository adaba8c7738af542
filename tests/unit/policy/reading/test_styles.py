"""Each way of naming who answers, in documents of our own about places that do not exist."""

from __future__ import annotations

import pytest

from huigong.policy.reading import ReadDocument, read_text

HEAD = """云岭省人民政府关于做好务工人员服务工作的实施意见
云政发〔2031〕7号
各市、县（区）人民政府，省政府各部门：
为贯彻落实《国务院关于做好务工人员服务工作的意见》（国发〔2030〕9号），现提出以下意见：
一、总体要求
加强组织，完善制度，健全机制。
二、主要任务
"""
TAIL = """
各地要结合实际抓好落实。
云岭省人民政府
2031年5月6日
"""


def document(*clauses: str) -> ReadDocument:
    return read_text(HEAD + "\n".join(clauses) + TAIL)


def only(words: str) -> ReadDocument:
    """A document whose two clauses both end in `words`, so that the style is not a single accident."""
    return document(
        f"（一）推进岗前培训。完善培训制度，规范补贴发放。{words}",
        f"（二）保障按时领薪。健全支付机制。{words}",
    )


STYLES = [
    ("（责任单位：省织造厅、省灯塔局）", [], [], ["省织造厅", "省灯塔局"]),
    ("（责任单位：省织造厅）", [], [], ["省织造厅"]),
    ("（省织造厅、灯塔局负责）", [], [], ["省织造厅", "灯塔局"]),
    ("（省织造厅、省灯塔局按职责分工负责）", [], [], ["省织造厅", "省灯塔局"]),
    ("（省织造厅、省灯塔局等按职责分工负责）", [], [], ["省织造厅", "省灯塔局"]),
    ("（省织造厅、省灯塔局分别负责）", [], [], ["省织造厅", "省灯塔局"]),
    ("（省织造厅、省灯塔局按照职责分工分别负责）", [], [], ["省织造厅", "省灯塔局"]),
    ("（省织造厅牵头）", ["省织造厅"], [], []),
    ("（省织造厅、省灯塔局牵头）", ["省织造厅", "省灯塔局"], [], []),
    ("（省织造厅牵头，省灯塔局、省信鸽委配合）", ["省织造厅"], ["省灯塔局", "省信鸽委"], []),
    ("（省织造厅牵头；省灯塔局、省信鸽委配合）", ["省织造厅"], ["省灯塔局", "省信鸽委"], []),
    ("（由省织造厅牵头，省灯塔局、省信鸽委等部门配合）", ["省织造厅"], ["省灯塔局", "省信鸽委"], []),
    ("（省织造厅牵头负责，省灯塔局配合）", ["省织造厅"], ["省灯塔局"], []),
    ("（省织造厅牵头，省灯塔局负责）", ["省织造厅"], ["省灯塔局"], []),
    ("（省织造厅牵头，省灯塔局参与）", ["省织造厅"], ["省灯塔局"], []),
    ("（省织造厅牵头，省灯塔局按职责分工负责）", ["省织造厅"], [], ["省灯塔局"]),
    ("（省织造厅牵头，省灯塔局、省信鸽委等有关部门按职责分工负责）", ["省织造厅"], [], ["省灯塔局", "省信鸽委"]),
    ("（牵头单位：省织造厅）", ["省织造厅"], [], []),
    ("（牵头单位：省织造厅；责任单位：省灯塔局、省信鸽委）", ["省织造厅"], ["省灯塔局", "省信鸽委"], []),
    ("（牵头单位：省织造厅。责任单位：省灯塔局、省信鸽委）", ["省织造厅"], ["省灯塔局", "省信鸽委"], []),
    ("（牵头单位：省织造厅，配合单位：省灯塔局、省信鸽委）", ["省织造厅"], ["省灯塔局", "省信鸽委"], []),
    ("\n牵头部门：省织造厅 配合部门：省灯塔局、省信鸽委", ["省织造厅"], ["省灯塔局", "省信鸽委"], []),
    ("\n牵头单位：省织造厅\n责任单位：省灯塔局、省信鸽委", ["省织造厅"], ["省灯塔局", "省信鸽委"], []),
    ("\n责任单位：省织造厅、省灯塔局", [], [], ["省织造厅", "省灯塔局"]),
    ("责任单位：省织造厅、省灯塔局。", [], [], ["省织造厅", "省灯塔局"]),
    ("（责任单位：*省织造厅、省灯塔局）", ["省织造厅"], ["省灯塔局"], []),
    ("（责任单位：省信鸽委、*省织造厅、省灯塔局）", ["省织造厅"], ["省信鸽委", "省灯塔局"], []),
    ("\n责任单位：＊省织造厅，省灯塔局，各市人民政府", ["省织造厅"], ["省灯塔局", "各市人民政府"], []),
    ("（省织造厅、省灯塔局等和各市级人民政府负责）", [], [], ["省织造厅", "省灯塔局", "各市级人民政府"]),
    ("（省织造厅、省灯塔局和省信鸽委负责）", [], [], ["省织造厅", "省灯塔局", "省信鸽委"]),
    ("（省纺织和灯具厅及各市人民政府负责）", [], [], ["省纺织和灯具厅", "各市人民政府"]),
    ("（省纺织和灯具厅、省信鸽及灯塔委牵头）", ["省纺织和灯具厅", "省信鸽及灯塔委"], [], []),
    ("（省织造厅牵头，各市、县〔区〕人民政府、云新区管委会配合）", ["省织造厅"], ["各市、县〔区〕人民政府", "云新区管委会"], []),
    ("（省织造厅、各市（州）、县（市、区）人民政府负责）", [], [], ["省织造厅", "各市（州）、县（市、区）人民政府"]),
    ("（各省、自治区、直辖市人民政府负责）", [], [], ["各省、自治区、直辖市人民政府"]),
    ("（省委织造办，省灯塔局、信鸽委，云中海关按职责分工负责）", [], [], ["省委织造办", "省灯塔局", "信鸽委", "云中海关"]),
    ("（省织造厅按职责分工负责，各市人民政府结合实际落实）", [], ["各市人民政府"], ["省织造厅"]),
    ("[省织造厅牵头，省灯塔局配合]", ["省织造厅"], ["省灯塔局"], []),
    ("〔省织造厅牵头，省灯塔局配合〕", ["省织造厅"], ["省灯塔局"], []),
    ("(省织造厅牵头, 省灯塔局配合)", ["省织造厅"], ["省灯塔局"], []),
    ("（省织造厅牵头，省灯塔局配合", ["省织造厅"], ["省灯塔局"], []),
    ("（省织造厅牵头，省灯塔局配合）。", ["省织造厅"], ["省灯塔局"], []),
    ("（省织造厅牵头，2031年底前完成）", ["省织造厅"], [], []),
    ("（责任单位：省织造厅；完成时限：2031年12月底）", [], [], ["省织造厅"]),
    ("**（省织造厅、省灯塔局分别负责）**", [], [], ["省织造厅", "省灯塔局"]),
    ("（省织造厅会同省灯塔局负责）", ["省织造厅"], ["省灯塔局"], []),
    ("（牵头单位：省织造厅、省灯塔局）", ["省织造厅", "省灯塔局"], [], []),
    ("（省织造厅分别牵头负责）", ["省织造厅"], [], []),
    ("【责任单位：省织造厅、省灯塔局】", [], [], ["省织造厅", "省灯塔局"]),
    ("（责任部门：省织造厅、省灯塔局）", [], [], ["省织造厅", "省灯塔局"]),
    ("（省织造厅牵头 省灯塔局配合）", ["省织造厅"], ["省灯塔局"], []),
    ("（省织造厅牵头，省灯塔局参与；各市人民政府落实）", ["省织造厅"], ["省灯塔局", "各市人民政府"], []),
    ("（省织造厅、国家灯塔局等国务院相关部门及各地区按职责分工负责）", [], [], ["省织造厅", "国家灯塔局", "各地区"]),
    ("\n【牵头单位】省织造厅\n【责任单位】省灯塔局（省信鸽委）", ["省织造厅"], ["省灯塔局（省信鸽委）"], []),
    ("（省织造厅牵头负责，省灯塔局、信鸽委，各地级以上市人民政府配合）", ["省织造厅"], ["省灯塔局", "信鸽委", "各地级以上市人民政府"], []),
    ("（省织造厅、省灯塔局，各市、州、县人民政府）", [], [], ["省织造厅", "省灯塔局", "各市、州、县人民政府"]),
    ("（云中、湖畔市政府，云新合作区执委会按职责分工负责）", [], [], ["云中", "湖畔市政府", "云新合作区执委会"]),
    ("（含夜间培训的费用）完善管理（省织造厅牵头，省灯塔局配合）", ["省织造厅"], ["省灯塔局"], []),
    ("（含夜间培训的费用完善管理（省织造厅牵头，省灯塔局配合）", ["省织造厅"], ["省灯塔局"], []),
    ("省织造厅牵头，省灯塔局配合。", ["省织造厅"], ["省灯塔局"], []),
    ("（责任单位：省织造厅牵头，省灯塔局配合）", ["省织造厅"], ["省灯塔局"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "lead", "support", "joint"), STYLES, ids=[words.strip() for words, *_ in STYLES]
)
def test_each_style_is_read(words: str, lead: list[str], support: list[str], joint: list[str]) -> None:
    clauses = only(words).clauses
    assert [clause.heading for clause in clauses] == ["推进岗前培训", "保障按时领薪"]
    for clause in clauses:
        assert (list(clause.lead), list(clause.support), list(clause.joint)) == (lead, support, joint)


def test_guiding_departments_are_kept_apart() -> None:
    clause = only("（各市人民政府负责，省织造厅指导）").clauses[0]
    assert clause.guiding == ("省织造厅",)
    assert clause.joint == ("各市人民政府",)


def test_etc_is_recorded_and_no_department() -> None:
    found = only("（省织造厅、省灯塔局等有关部门负责）").clauses[0].attributions[0]
    assert found.etc
    assert found.joint == ("省织造厅", "省灯塔局")


def test_an_alias_is_dropped_from_the_name_and_recorded() -> None:
    found = (
        only("（省织造工作领导小组办公室〔以下简称省织造办〕牵头，省灯塔局配合）").clauses[0].attributions[0]
    )
    assert found.lead == ("省织造工作领导小组办公室",)
    assert found.aliases == (("省织造工作领导小组办公室", "省织造办"),)


def test_a_bracket_that_only_explains_is_no_attribution() -> None:
    read = document(
        "（一）推进岗前培训。县级以上（含县级，下同）政府要完善制度（包括夜间培训），规范服务。",
        "（二）健全机制。费用（由企业负责）规范管理。",
    )
    assert all(not clause.attributions for clause in read.clauses)


def test_several_attributions_in_one_clause_are_united_in_order() -> None:
    clause = document(
        "（一）推进培训。完善制度。（省织造厅负责）规范补贴。（省灯塔局、省织造厅负责）健全机制。",
        "（二）保障领薪。（省灯塔局负责）",
    ).clauses[0]
    assert len(clause.attributions) == 2
    assert clause.joint == ("省织造厅", "省灯塔局")


def test_an_attribution_in_the_middle_of_a_paragraph_is_found() -> None:
    clause = document(
        "（一）推进培训。完善制度（责任单位：省织造厅），并规范补贴发放。",
        "（二）保障领薪。健全机制。（省灯塔局负责）",
    ).clauses[0]
    assert clause.joint == ("省织造厅",)


def test_an_attribution_on_the_heading_line_is_no_part_of_the_heading() -> None:
    clause = document(
        "（一）推进岗前培训（责任单位：省织造厅）\n完善制度，规范补贴发放。",
        "（二）保障按时领薪（责任单位：省灯塔局）\n健全机制。",
    ).clauses[0]
    assert clause.heading == "推进岗前培训"
    assert clause.joint == ("省织造厅",)


def test_the_first_listed_leads_where_the_document_says_so_once() -> None:
    read = document(
        "（一）推进培训。完善制度。（省织造厅、省灯塔局、省信鸽委负责，排在第一位的为牵头单位，下同）",
        "（二）保障领薪。（省灯塔局、省织造厅按职责分工负责）",
    )
    assert read.rules
    assert read.clauses[0].lead == ("省织造厅",)
    assert read.clauses[0].support == ("省灯塔局", "省信鸽委")
    assert read.clauses[1].lead == ("省灯塔局",)
    assert read.clauses[1].joint == ()


def test_those_who_carry_out_everything_below_are_inherited() -> None:
    read = document(
        "（一）推进培训。完善制度。（责任单位：省织造厅，以下均需各市、县（区）人民政府落实，不再列出）",
        "（二）保障领薪。（责任单位：省灯塔局）",
    )
    assert read.inherited == ("各市、县（区）人民政府",)
    assert read.clauses[0].joint == ("省织造厅",)
    assert read.clauses[1].joint == ("省灯塔局",)
    assert read.clauses[1].inherited == ("各市、县（区）人民政府",)


def test_points_are_the_clauses_where_they_carry_the_departments() -> None:
    read = document(
        "（一）推进培训。",
        "1.办好夜校。完善制度。（省织造厅负责）",
        "2.发放补贴。规范管理。（省灯塔局负责）",
        "（二）保障领薪。",
        "3.按月支付。健全机制。（省织造厅牵头）",
    )
    assert [(clause.number, clause.parent, clause.heading) for clause in read.clauses] == [
        ("1.", "（一）", "办好夜校"),
        ("2.", "（一）", "发放补贴"),
        ("3.", "（二）", "按月支付"),
    ]
    assert {clause.chapter for clause in read.clauses} == {"二、主要任务"}


def test_points_stay_points_where_the_group_carries_the_departments() -> None:
    read = document(
        "（一）推进培训。",
        "1.办好夜校。完善制度。",
        "2.发放补贴。规范管理。",
        "（责任单位：省织造厅）",
        "（二）保障领薪。",
        "1.按月支付。",
        "2.设立专户。健全机制。（责任单位：省灯塔局）",
    )
    assert [(clause.number, len(clause.points), clause.joint) for clause in read.clauses] == [
        ("（一）", 2, ("省织造厅",)),
        ("（二）", 2, ("省灯塔局",)),
    ]


def test_chapters_are_the_clauses_where_only_they_carry_departments() -> None:
    read = read_text(
        "云中市务工人员服务工作方案\n为加强服务，制定本方案。\n"
        "一、推进岗前培训\n（一）办好夜校。完善制度。\n（二）发放补贴。规范管理。\n（责任单位：市织造局）\n"
        "二、保障按时领薪\n（一）按月支付。健全机制。\n（二）设立专户。监督落实。\n（责任单位：市灯塔局）\n"
    )
    assert [(clause.number, clause.heading, clause.joint) for clause in read.clauses] == [
        ("一、", "推进岗前培训", ("市织造局",)),
        ("二、", "保障按时领薪", ("市灯塔局",)),
    ]


def test_chapters_are_the_clauses_where_their_headings_carry_departments() -> None:
    read = read_text(
        "云中市务工人员服务工作方案\n为加强服务，制定本方案。\n"
        "一、推进岗前培训（责任单位：市织造局）\n（一）办好夜校。完善制度。\n（二）发放补贴。规范管理。\n"
        "二、保障按时领薪（责任单位：市灯塔局）\n（一）按月支付。健全机制。\n"
    )
    assert [(clause.number, clause.heading, clause.joint, len(clause.points)) for clause in read.clauses] == [
        ("一、", "推进岗前培训", ("市织造局",), 2),
        ("二、", "保障按时领薪", ("市灯塔局",), 1),
    ]


def test_an_asterisk_leads_where_the_document_says_so_once() -> None:
    read = read_text(
        "云中市务工人员服务任务分工\n为推进落实各项工作制度，责任单位中标*号的为牵头单位。\n"
        "一、推进培训。完善管理。\n责任单位：市灯塔局、*市织造局\n二、保障领薪。完善制度。\n责任单位：*市灯塔局，各县（区）人民政府\n"
    )
    assert read.rules
    assert [(clause.lead, clause.support) for clause in read.clauses] == [
        (("市织造局",), ("市灯塔局",)),
        (("市灯塔局",), ("各县（区）人民政府",)),
    ]


def test_chapters_without_numbered_parts_are_clauses_themselves() -> None:
    read = read_text(
        "云中市务工人员服务若干措施\n为加强服务、完善制度，制定以下措施。\n"
        "一、推进岗前培训。规范补贴发放。（市织造局负责）\n二、保障按时领薪。健全支付机制。（市灯塔局负责）\n三、加强监督。（市信鸽委牵头，市织造局配合）\n"
    )
    assert [clause.number for clause in read.clauses] == ["一、", "二、", "三、"]
    assert read.clauses[2].support == ("市织造局",)


def test_articles_are_clauses_and_their_chapters_are_chapters() -> None:
    read = read_text(
        "云岭省务工人员服务办法\n第一章 总则\n第一条 为了规范服务、保障权益，根据国家有关规定，制定本办法。\n"
        "第二条 各级人民政府应当加强组织，完善制度。（省织造厅负责）\n第二章 岗前培训\n第三条 培训机构应当依法管理：\n（一）按时开课；\n（二）如实记录。\n（责任单位：省灯塔局）\n"
    )
    assert [(clause.number, clause.chapter) for clause in read.clauses] == [
        ("第一条", "第一章 总则"),
        ("第二条", "第一章 总则"),
        ("第三条", "第二章 岗前培训"),
    ]
    assert read.clauses[1].joint == ("省织造厅",)
    assert read.clauses[2].joint == ("省灯塔局",)
    assert [point.number for point in read.clauses[2].points] == ["（一）", "（二）"]
