"""Kinds that documents of other offices showed: each with the smallest text that has it."""

from __future__ import annotations

import pytest

from huigong.policy.reading import ReadClause, ReadDocument, read_text

TITLE = "云中市务工人员服务工作方案"
TARGETS = [
    ("发放创业贷款8000万元", ["goal"]),
    ("每户贷款最高20万元", ["standard"]),
    ("安排应急周转金500万元", ["goal"]),
    ("出勤率低于80%的学员重新编班", ["threshold"]),
    ("租金按市场价的85%执行", ["standard"]),
    ("劳务报酬占比不低于10%", ["standard"]),
    ("举办夜校班8期", ["goal"]),
    ("为60周岁以上务工人员办理参保", ["threshold"]),
    ("开发2万个以上的公益岗位", ["goal"]),
    ("对100人以上的企业上门服务", ["threshold"]),
    ("每个县至少建成一个夜校", ["goal"]),
    ("女职工生育享受98天产假", ["standard"]),
    ("签订率＝已签订数÷应签订数×100%", []),
    ("落实清单（4项）", []),
    ("处1000元以上5000元以下的罚款", ["standard"]),
    ("自合同签订之日起30日内开立专户", ["deadline"]),
]


def read(words: str, *, top: str = TITLE) -> ReadDocument:
    return read_text(f"{top}\n为加强务工人员服务管理，完善制度，制定本方案。\n一、推进工作落实\n{words}")


def clause_of(words: str) -> ReadClause:
    (clause, _) = read(f"（一）完善制度。{words}\n（二）加强管理。健全机制。（市织造局负责）\n").clauses
    return clause


@pytest.mark.parametrize(("words", "kinds"), TARGETS)
def test_what_a_number_promises(words: str, kinds: list[str]) -> None:
    clause = clause_of(f"加强服务，{words}。（市织造局负责）")
    assert [target.kind for target in clause.targets] == kinds


def test_two_ends_of_a_fine_are_one_figure() -> None:
    (target,) = clause_of("处1000元以上5000元以下的罚款。（市织造局负责）").targets
    assert (target.value, target.upper, target.measure) == (1000, 5000, "元")


@pytest.mark.parametrize("label", ["完成时限", "办理时限", "时间安排"])
def test_a_labelled_day_is_a_deadline(label: str) -> None:
    clause = clause_of(f"规范服务。\n责任单位：市织造局、市灯塔局\n{label}：2031年3月底前")
    assert clause.joint == ("市织造局", "市灯塔局")
    assert [(target.kind, target.by_when) for target in clause.targets] == [("deadline", "2031年3月底前")]


@pytest.mark.parametrize("words", ["长期坚持", "每年", "持续推进", "全年"])
def test_a_label_without_a_day_is_no_deadline(words: str) -> None:
    assert not clause_of(f"规范服务。\n责任单位：市织造局\n完成时限：{words}").targets


HEADS = "类别\t序号\t任务\t牵头单位\t配合单位\t完成时限"


def test_an_empty_cell_in_a_column_of_groups_stands_for_the_one_above() -> None:
    rows = (
        "一、夜校\t1\t选址\t市织造局\t市灯塔局\t2031年4月底前\n"
        "\t2\t招生300人\t市灯塔局\t市织造局\t2031/5/30\n"
        "二、驿站\t3\t建设\t市灯塔局\t\t长期\n"
    )
    clauses = read_text(f"附件\n云中市服务工作任务分解表\n{HEADS}\n{rows}").clauses
    assert [(clause.number, clause.chapter) for clause in clauses] == [
        ("1", "一、夜校"), ("2", "一、夜校"), ("3", "二、驿站"),
    ]  # fmt: skip
    assert [[target.kind for target in clause.targets] for clause in clauses] == [
        ["deadline"], ["goal", "deadline"], [],
    ]  # fmt: skip
    assert clauses[1].targets[1].by_when == "2031/5/30"


def test_a_column_of_values_is_read_with_its_column_of_measures() -> None:
    table = (
        "云中市务工人员服务目标任务表\n序号\t指标\t单位\t目标值\t牵头\t配合\n"
        "1\t城镇新增就业\t万人\t2.6\t市织造局\t市灯塔局\n2\t按期办结率\t%\t≥99\t市灯塔局\t市织造局、市信鸽委\n"
    )
    first, second = read_text(table).clauses
    assert [(target.text, target.value, target.measure) for target in first.targets] == [
        ("2.6万人", 26000, "人")
    ]
    assert [(target.value, target.measure) for target in second.targets] == [(99, "%")]
    assert (second.lead, second.support) == (("市灯塔局",), ("市织造局", "市信鸽委"))


def test_the_days_of_a_table_join_the_clauses_that_it_repeats() -> None:
    text = (
        f"{TITLE}\n云政发〔2031〕1号\n一、加强服务\n（一）办好夜校工作。完善制度。\n（二）建好驿站工作。健全机制。\n"
        "云中市人民政府\n2031年3月1日\n附件\n任务分工表\n序号\t任务\t牵头单位\t完成时限\n"
        "（一）\t办好夜校工作\t市织造局\t2031年9月底前\n（二）\t建好驿站工作\t市灯塔局\t2031年6月底前\n"
    )
    clauses = read_text(text).clauses
    assert [(clause.lead, [target.by_when for target in clause.targets]) for clause in clauses] == [
        (("市织造局",), ["2031年9月底前"]), (("市灯塔局",), ["2031年6月底前"]),
    ]  # fmt: skip


def test_a_title_above_empty_cells_is_the_title() -> None:
    ledger = (
        "云中市服务事项督办台账,,,\n序号,督办事项,主办单位,协办单位\n1,加强夜校管理服务,市织造局,市灯塔局\n"
    )
    assert read_text(ledger).title == "云中市服务事项督办台账"


SENTENCES = [
    ("由市织造局牵头，市灯塔局、市信鸽委参与，办好夜校", ("市织造局",), ("市灯塔局", "市信鸽委"), ()),
    ("由市织造局会同市灯塔局、市信鸽委核对名册", ("市织造局",), ("市灯塔局", "市信鸽委"), ()),
    ("市织造局负责检查收费，发现多收的依法查处", (), (), ("市织造局",)),
    ("云中市人民政府负责夜校的选址", (), (), ("云中市人民政府",)),
    ("由市织造局牵头，云中织造学院配合，开设夜校", ("市织造局",), ("云中织造学院",), ()),
    ("市织造局是夜校工作的牵头部门，市灯塔局配合", ("市织造局",), ("市灯塔局",), ()),
]


@pytest.mark.parametrize(("words", "lead", "support", "joint"), SENTENCES)
def test_duties_in_sentences_of_a_notice(
    words: str, lead: tuple[str, ...], support: tuple[str, ...], joint: tuple[str, ...]
) -> None:
    clause = read(f"（一）完善制度。{words}。\n（二）加强管理。规范服务。\n").clauses[0]
    assert (clause.lead, clause.support, clause.joint) == (lead, support, joint)


def test_others_in_general_beside_a_named_body_name_nobody() -> None:
    duty = clause_of("规范服务。（市织造局会同有关部门负责）").attributions[0]
    assert (duty.lead, duty.support, duty.etc) == (("市织造局",), (), True)
    assert clause_of("规范服务。（有关部门负责）").joint == ("有关部门",)


def test_a_caption_in_brackets_is_the_heading_of_an_article() -> None:
    article = read_text(
        "云中市夜校管理办法\n第一章　总　则\n第一条　（目的依据）为了规范服务管理，根据《云岭省夜校条例》，制定本办法。\n"
        "第二条　（部门职责）市织造局负责夜校的监督管理工作。\n"
    )
    assert [clause.heading for clause in article.clauses] == ["目的依据", "部门职责"]
    assert article.clauses[1].joint == ("市织造局",)
    assert [str(basis) for basis in article.basis] == ["云岭省夜校条例"]


def test_a_measure_of_one_sentence_has_no_heading_where_the_duty_is_in_it() -> None:
    reply = read_text(
        "云岭省人民政府关于同意设立织造试验区的批复\n云岭政函〔2031〕3号\n云中市人民政府：\n现批复如下：\n"
        "一、试验区建设要突出服务保障，稳步推进。\n二、试验区建设由省织造厅牵头，省灯塔厅配合。\n"
        "三、重大事项按规定及时报告，落实管理责任。\n云岭省人民政府\n2031年5月6日\n"
    )
    assert [clause.heading for clause in reply.clauses] == ["", "", ""]
    assert reply.clauses[1].lead == ("省织造厅",)


MINUTES = """云中市人民政府专题会议纪要
〔2031〕17号
云中市人民政府办公室　　　　　　2031年5月22日
　　5月20日，会议研究务工人员服务保障工作，议定事项纪要如下：
　　一、关于夜校工作
　　（一）核定学位。由市织造局牵头，市灯塔局配合，完善管理制度。
　　（二）规范收费。市信鸽委负责检查收费公示情况。
　　出席：市政府　虚构甲
　　列席：市总工会　虚构乙
　　发送：市织造局、市灯塔局、市信鸽委。
"""


def test_minutes_have_number_office_and_day_below_their_title() -> None:
    document = read_text(MINUTES)
    assert document.title == "云中市人民政府专题会议纪要"
    assert (document.document_number, document.issuer, str(document.date)) == (
        "〔2031〕17号", "云中市人民政府办公室", "2031-05-22",
    )  # fmt: skip
    assert "市总工会" not in document.clauses[-1].text
    assert document.clauses[-1].joint == ("市信鸽委",)


def test_several_offices_in_a_title_keep_their_spaces_and_are_each_an_issuer() -> None:
    document = read(
        "（一）办好夜校。完善制度。（织造部负责）\n织造部 国家灯塔委 财 政 部\n民 政 部 全国织造工会\n2031年6月18日\n",
        top="织造部 国家灯塔委 财政部\n民政部 全国织造工会\n关于做好务工人员服务工作的通知",
    )
    assert document.title == "织造部 国家灯塔委 财政部 民政部 全国织造工会关于做好务工人员服务工作的通知"
    assert document.issuer == "织造部、国家灯塔委、财政部、民政部、全国织造工会"


def test_party_and_government_in_one_line_are_two_issuers() -> None:
    document = read(
        "（一）办好夜校。完善制度。（市织造局负责）\n中共云中市委办公室\n云中市人民政府办公室\n2031年5月6日\n",
        top="中共云中市委办公室 云中市人民政府办公室印发《务工人员服务方案》的通知\n云委办发〔2031〕3号\n各县（区）党委、政府：",
    )
    assert document.issuer == "中共云中市委办公室、云中市人民政府办公室"


def test_the_foot_of_a_shared_post_is_no_part_of_the_document() -> None:
    document = read(
        "（一）办好夜校。完善制度。（市织造局负责）\n"
        + SIGNED
        + "来源：虚构网\n编辑：虚构甲\n审核：虚构乙\n点赞 在看 分享\n"
    )
    assert (document.issuer, str(document.date)) == ("云中市织造局", "2031-02-03")


def test_who_published_a_regulation_without_brackets() -> None:
    document = read_text(
        "夜校管理规定\n2031年4月18日 国务院第9次常务会议通过\n2031年4月28日 中华人民共和国国务院令第61号公布\n"
        "第一条 为了加强夜校服务管理，保障工作，制定本规定。\n第二条 有关部门应当依法监督实施。\n"
    )
    assert (document.document_number, document.issuer) == ("中华人民共和国国务院令第61号", "国务院")
    assert str(document.date) == "2031-04-28"


SIGNED = "云中市织造局\n2031年2月3日\n"


def test_a_signature_below_an_unfinished_line_is_no_part_of_its_list() -> None:
    document = read(
        "1.办好夜校。完善制度。责任单位：市织造局、市灯塔局\n2.建好驿站。完善服务。责任单位：市灯塔局、市信鸽委\n"
        + SIGNED
    )
    assert document.clauses[-1].joint == ("市灯塔局", "市信鸽委")
    assert document.issuer == "云中市织造局"


def test_links_to_other_documents_below_the_signature_are_no_imprint() -> None:
    document = read(
        "（一）办好夜校。完善制度。（市织造局负责）\n"
        + SIGNED
        + "相关解读\n一图读懂夜校\n相关文件\n云中市织造局关于印发夜校实施方案的通知 2031-01-02\n友情链接：各部门网站\n"
    )
    assert (document.issuer, str(document.date)) == ("云中市织造局", "2031-02-03")


def test_subject_words_below_the_date_end_the_document() -> None:
    document = read(
        "（一）办好夜校。完善制度。（市织造局负责）\n　　　　二〇三一年三月十六日\n（此件公开发布）\n主题词：劳动　通知\n"
        "抄送：市委各部门。\n云中市织造局办公室　　2031年3月17日印发\n"
    )
    assert str(document.date) == "2031-03-16"


def test_a_stop_in_half_width_ends_a_heading() -> None:
    clause = read(
        "(一)推行合同.企业应 当订立合同，完善制度。(市织造局牵头)\n(二)规范服务. 健全机制，加强管理。(市灯塔局负责)\n"
    ).clauses
    assert [one.heading for one in clause] == ["推行合同", "规范服务"]


def test_closing_words_with_a_day_are_no_part_of_the_last_clause() -> None:
    document = read(
        "（一）办好夜校。完善制度。（市织造局负责）\n各有关部门修订后的实施办法，于2031年12月31日前报送市政府。\n"
    )
    assert not document.clauses[-1].targets


A, B, C = "市织造局", "市灯塔局", "市信鸽委"
WORDINGS = [
    ("牵头部门为市织造局，配合部门为市灯塔局、市信鸽委。", (A,), (B, C), ()),
    ("责任单位为：市织造局、市灯塔局。", (), (), (A, B)),
    ("[责任单位]市织造局、市灯塔局", (), (), (A, B)),
    ("——牵头单位：市织造局；配合单位：市灯塔局", (A,), (B,), ()),
    ("主办：市织造局  协办：市灯塔局、市信鸽委", (A,), (B, C), ()),
    ("由市织造局负总责，市灯塔局、市信鸽委等单位密切配合。", (A,), (B, C), ()),
    ("市织造局为牵头单位，市灯塔局、市信鸽委为配合单位。", (A,), (B, C), ()),
    ("（市织造局牵头，市灯塔局、市信鸽委等按职责配合）", (A,), (B, C), ()),
    ("（市织造局统筹，市灯塔局、市信鸽委落实）", (A,), (B, C), ()),
    ("（责任部门：市织造局；协同部门：市灯塔局）", (), (B,), (A,)),
    ("（牵头单位：市织造局；成员单位：市灯塔局、市信鸽委）", (A,), (B, C), ()),
    ("（市织造局<牵头>、市灯塔局）", (A,), (B,), ()),
    ("责任单位：\n市织造局、市灯塔局", (), (), (A, B)),
    ("责任单位：市织造局（含市夜校中心）、市灯塔局", (), (), (A, B)),
    ("（市织造局、市灯塔局负责落实；各县（区）人民政府组织实施）", (), ("各县（区）人民政府",), (A, B)),
]


@pytest.mark.parametrize(("words", "lead", "support", "joint"), WORDINGS)
def test_wordings_of_who_answers(
    words: str, lead: tuple[str, ...], support: tuple[str, ...], joint: tuple[str, ...]
) -> None:
    """In the first clause and in the last, where a signature follows."""
    gap = "" if words[0] == "（" else "\n"
    document = read(
        f"（一）办好夜校。完善制度，规范服务。{gap}{words}\n（二）建好驿站。加强管理。{gap}{words}\n" + SIGNED
    )
    assert [(clause.lead, clause.support, clause.joint) for clause in document.clauses] == [
        (lead, support, joint)
    ] * 2
    assert document.issuer == "云中市织造局"


TABLE_HEAD = "云中市服务工作任务分解表\n"
TABLES = {
    "a quoted cell with a break": '序号,工作任务,牵头单位,配合单位\n1,加强夜校管理服务,市织造局,"市灯塔局\n市信鸽委"\n',
    "a break of a page's own": "| 序号 | 工作任务 | 牵头单位 | 配合单位 |\n|---|---|---|---|\n| 1 | **加强夜校管理服务** | 市织造局 | 市灯塔局<br>市信鸽委 |\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_break_inside_a_cell_parts_two_bodies(name: str) -> None:
    (clause,) = read_text(TABLE_HEAD + TABLES[name]).clauses
    assert (clause.heading, clause.lead, clause.support) == ("加强夜校管理服务", (A,), (B, C))


def test_a_partly_empty_column_of_tasks_groups_those_beside_it() -> None:
    rows = (
        "一、就业\t1.加强夜校管理\t市织造局\n\t2.完善驿站服务\t市灯塔局\n二、权益\t3.规范工资发放\t市信鸽委\n"
    )
    clauses = read_text(f"{TABLE_HEAD}重点任务\t具体举措\t责任单位\n{rows}").clauses
    assert [(clause.number, clause.chapter, clause.heading) for clause in clauses] == [
        ("1.", "一、就业", "加强夜校管理"),
        ("2.", "一、就业", "完善驿站服务"),
        ("3.", "二、权益", "规范工资发放"),
    ]


def test_parts_are_chapters() -> None:
    text = f"{TITLE}\n第一部分 就业服务\n1.办好夜校，完善制度。（市织造局负责）\n第二部分 权益维护\n2.规范管理。（市灯塔局负责）\n"
    assert [clause.chapter for clause in read_text(text).clauses] == [
        "第一部分 就业服务",
        "第二部分 权益维护",
    ]


def test_dotted_numbers_are_clauses() -> None:
    text = f"{TITLE}\n1. 就业服务\n1.1 办好夜校。完善制度。（市织造局负责）\n1.2 建好驿站。加强管理。（市灯塔局负责）\n"
    assert [(clause.number, clause.joint) for clause in read_text(text).clauses] == [
        ("1.1", (A,)),
        ("1.2", (B,)),
    ]


def test_a_line_that_begins_with_a_decimal_is_no_dotted_number() -> None:
    document = read(
        "1.办好夜校。完善制度，规范服务。（市织造局负责）\n2.建好驿站，加强管理，投资\n2.5万元。（市灯塔局负责）\n"
    )
    assert [clause.number for clause in document.clauses] == ["1.", "2."]


def test_items_of_an_article_name_their_bodies_without_their_numbers() -> None:
    text = (
        "云中市夜校管理规定\n第一条 为加强夜校管理服务，完善制度，制定本规定。\n第二条 有关部门职责：\n"
        "（一）市织造局负责夜校的设立；\n（二）市灯塔局配合做好安全工作。\n第三条 本规定自公布之日起施行。\n"
    )
    article = read_text(text).clauses[1]
    assert (article.joint, article.support) == ((A,), (B,))


def test_brackets_that_only_list_bodies_count_beside_other_wordings() -> None:
    clauses = read(
        "（一）夜校选址。选定三处。（市织造局、市灯塔局）\n（二）夜校招生。（市信鸽委）每季度一次。\n"
        "（三）夜校师资。聘请教师。（市织造局牵头，市灯塔局配合）\n（四）夜校教材。印发手册（含市织造局读本）。\n"
    ).clauses
    assert [(clause.lead, clause.support, clause.joint) for clause in clauses] == [
        ((), (), ("市织造局", "市灯塔局")),
        ((), (), ("市信鸽委",)),
        (("市织造局",), ("市灯塔局",), ()),
        ((), (), ()),
    ]


def test_one_body_in_a_bracket_is_no_list_where_nothing_else_is_listed() -> None:
    (clause, _) = read(
        "（一）夜校选址。地点可问（市织造局）\n（二）夜校招生。招收学员。（市灯塔局负责）\n"
    ).clauses
    assert not clause.attributions


def test_who_leads_on_a_heading_leads_what_only_lists_bodies_below_it() -> None:
    document = read_text(
        f"{TITLE}\n一、办好夜校（市织造局牵头，市信鸽委配合）\n（一）选址。完善制度。（市织造局、市灯塔局）\n"
        "（二）招生。规范管理。责任单位：市灯塔局\n（三）师资。健全机制。（市财务局牵头）\n（四）教材。落实政策。\n"
        "二、建设驿站\n（五）选址。加强管理。（市灯塔局、市财务局）\n"
    )
    assert [(clause.chapter, clause.lead, clause.support, clause.joint) for clause in document.clauses] == [
        ("一、办好夜校", ("市织造局",), ("市灯塔局",), ()),
        ("一、办好夜校", ("市织造局",), ("市灯塔局",), ()),
        ("一、办好夜校", ("市财务局",), (), ()),
        ("一、办好夜校", ("市织造局",), ("市信鸽委",), ()),
        ("二、建设驿站", (), (), ("市灯塔局", "市财务局")),
    ]  # fmt: skip


def test_a_rule_inside_the_bracket_decides_who_leads() -> None:
    clause = clause_of("规范服务。（市织造局，各县（区）人民政府，列第一的为牵头单位）")
    assert (clause.lead, clause.support) == (("市织造局",), ("各县（区）人民政府",))


@pytest.mark.parametrize("seal", ["（章）", "(印章)", "（盖章）"])
def test_the_word_for_a_seal_is_no_part_of_who_signed(seal: str) -> None:
    document = read(f"（一）完善制度。（市织造局负责）\n云中市人民政府办公室{seal}\n2031年3月2日")
    assert document.issuer == "云中市人民政府办公室"


def test_points_below_points_name_their_group() -> None:
    clauses = read(
        "1.夜校管理。\n（1）选址。完善制度。责任单位：市织造局\n（2）招生。加强管理。责任单位：市灯塔局\n"
    ).clauses
    assert [(clause.number, clause.parent) for clause in clauses] == [("（1）", "1."), ("（2）", "1.")]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("受理后5个工作日内看现场", "deadline"),
        ("接件后24小时内响应", "deadline"),
        ("在3年内招用登记失业的人员", "period"),
    ],
)
def test_what_is_to_be_done_within_days_is_a_deadline(words: str, kind: str) -> None:
    (target,) = clause_of(f"规范服务，{words}。（市织造局负责）").targets
    assert target.kind == kind


@pytest.mark.parametrize(
    ("head", "task", "figure", "value", "measure"),
    [
        ("目标值（万人）", "就业", "2.6", 26000, "人"),
        ("目标值", "夜校招生（人次）", "800", 800, "人次"),
        ("目标值", "夜校招生", "800", 800, ""),
        ("目标值", "签订率", "1", None, ""),
        ("目标值", "签订率", "95%", 95, "%"),
    ],
)
def test_a_column_of_figures_takes_its_measure_from_the_head_or_the_task(
    head: str, task: str, figure: str, value: int | None, measure: str
) -> None:
    (clause,) = read_text(
        f"附件\n云中市服务工作任务分解表\n序号\t任务\t{head}\t牵头单位\n1\t{task}\t{figure}\t市织造局\n"
    ).clauses
    assert [(target.kind, target.value, target.measure) for target in clause.targets] == [
        ("goal", value, measure)
    ]


def test_who_attended_answers_for_nothing() -> None:
    (_, clause) = read(
        "（一）完善制度。加强管理。（市灯塔局负责）\n（二）建设驿站。落实责任。\n参加：市织造局虚构甲，市灯塔局虚构乙。\n"
    ).clauses
    assert not clause.attributions


def test_who_fills_a_sheet_in_is_not_addressed() -> None:
    document = read_text(
        "云中市服务工作任务分解表\n填报单位：市织造局\n序号\t任务\t牵头单位\n1\t夜校招生\t市织造局\n"
    )
    assert document.recipients is None
