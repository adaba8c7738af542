"""How offices set documents: number signs, headers, signatures, annexes, characters of other sets."""

from __future__ import annotations

import pytest

from huigong.policy.reading import ReadDocument, read_text

TITLE = "云中市人民政府办公室关于做好务工人员服务的通知"
HEAD = f"{TITLE}\n云政办发〔2031〕12号\n各县（区）人民政府：\n为加强服务管理，现通知如下：\n"
TAIL = "云中市人民政府办公室\n2031年5月6日\n"
DUTIES = ("（市织造局牵头，市灯塔局配合）", "（市灯塔局负责）", "（市财务局负责）")


def check_head(read: ReadDocument) -> None:
    assert (read.title, read.issuer) == (TITLE, "云中市人民政府办公室")
    assert (read.document_number, str(read.date)) == ("云政办发〔2031〕12号", "2031-05-06")


SIGNS = [
    ("⒈", "⒉"), ("㈠", "㈡"), ("①", "②"), ("1）", "2）"), ("（1）", "（2）"), ("⑴", "⑵"), ("1、", "2、"), ("１．", "２．"), ("(1)", "(2)"), ("（一）", "（二）"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), SIGNS)
def test_every_sign_of_a_number(first: str, second: str) -> None:
    read = read_text(
        f"{HEAD}一、办好驿站\n{first}选好地方。靠近车站。{DUTIES[0]}\n{second}配好人手。加强管理。{DUTIES[1]}\n"
        f"二、管好驿站\n{first}公开账本。完善制度。{DUTIES[2]}\n{TAIL}"
    )
    check_head(read)
    assert [(c.heading, c.chapter, c.lead, c.joint) for c in read.clauses] == [
        ("选好地方", "一、办好驿站", ("市织造局",), ()),
        ("配好人手", "一、办好驿站", (), ("市灯塔局",)),
        ("公开账本", "二、管好驿站", (), ("市财务局",)),
    ]
    assert [clause.number_raw for clause in read.clauses] == [first, second, first]


@pytest.mark.parametrize(("first", "second"), [("（1）", "（2）"), ("①", "②"), ("1）", "2）")])
def test_the_lowest_level_that_carries_duties_is_the_clause(first: str, second: str) -> None:
    read = read_text(
        f"{HEAD}一、办好驿站\n（一）选好地方。\n1.靠近车站。\n{first}东部建站。完善制度。{DUTIES[0]}\n{second}西部建站。加强管理。{DUTIES[1]}\n"
        f"（二）配好人手。\n1.加强培训。\n{first}办好夜校。规范管理。{DUTIES[2]}\n{second}发放补贴。健全机制。{DUTIES[1]}\n{TAIL}"
    )
    assert [clause.heading for clause in read.clauses] == ["东部建站", "西部建站", "办好夜校", "发放补贴"]


def test_figures_right_behind_the_number_of_a_point() -> None:
    read = read_text(
        f"{HEAD}一、培养人才\n5.办好夜校。完善制度。{DUTIES[0]}\n6.200名班组长轮训。加强管理。{DUTIES[1]}\n"
        f"7.2031年底前建成实训楼。规范管理。{DUTIES[2]}\n8.3万人次培训补贴。健全机制。{DUTIES[1]}\n9.评选能手。{DUTIES[1]}\n{TAIL}"
    )
    assert [clause.number for clause in read.clauses] == ["5.", "6.", "7.", "8.", "9."]
    assert [str(target.value) for target in read.clauses[3].targets] == ["30000"]


def test_a_decimal_at_the_start_of_a_line_is_no_number_of_a_point() -> None:
    read = read_text(
        f"{HEAD}一、培养人才\n（一）办好夜校。全年培训\n3.5万人次，完善制度。{DUTIES[0]}\n（二）加强管理。{DUTIES[1]}\n{TAIL}"
    )
    assert [clause.number for clause in read.clauses] == ["（一）", "（二）"]
    assert [str(target.value) for target in read.clauses[0].targets] == ["35000"]


def test_chapters_without_points_are_clauses_where_nothing_carries_an_attribution() -> None:
    read = read_text(
        f"{HEAD}一、补贴对象\n在本市务工满一年、参加培训并取得证书的人员。\n二、补贴标准\n（一）每人每月不超过300元。\n（二）按证书等级分档发放。\n"
        f"三、施行日期\n本通知自2031年6月1日起施行，有效期3年。\n{TAIL}"
    )
    assert [clause.number for clause in read.clauses] == ["一、", "（一）", "（二）", "三、"]
    assert [target.kind for target in read.clauses[3].targets] == ["period"]


def test_headers_of_pages_inside_a_sentence_are_dropped() -> None:
    text = f"{HEAD}一、办好驿站\n（一）选好地方。靠近车站，方便\n云中市人民政府公报 2031年第5期\n— 3 —\n务工人员，完善制度。{DUTIES[0]}\n（二）配好人手。加强\n云中市人民政府公报 2031年第5期\n— 4 —\n管理，规范服务。{DUTIES[1]}\n{TAIL}"
    read = read_text(text)
    check_head(read)
    assert [clause.text for clause in read.clauses] == [
        f"选好地方。靠近车站，方便务工人员，完善制度。{DUTIES[0]}",
        f"配好人手。加强管理，规范服务。{DUTIES[1]}",
    ]


SIGNERS = [
    ("云岭省织造厅\n云岭省财务厅\n云岭省总工会", "云岭省织造厅、云岭省财务厅、云岭省总工会"),
    ("云岭省织造厅\n（云岭省夜校工作专班办公室）\n云岭省财务厅", "云岭省织造厅、云岭省财务厅"),
    ("云岭省织造厅　　云岭省财务厅", "云岭省织造厅、云岭省财务厅"),
    ("云岭省人民政府\n办公厅", "云岭省人民政府办公厅"),
]


@pytest.mark.parametrize(("printed", "issuer"), SIGNERS)
def test_all_who_sign_are_issuers(printed: str, issuer: str) -> None:
    read = read_text(
        f"关于做好夜校工作的通知\n各市织造局：\n为加强服务，现通知如下：\n一、办好夜校\n（一）选好地方。完善制度。{DUTIES[0]}\n（二）配好人手。加强管理。{DUTIES[1]}\n{printed}\n2031年5月6日\n"
    )
    assert (read.issuer, str(read.date)) == (issuer, "2031-05-06")
    assert read.clauses[-1].text.endswith(DUTIES[1])


def test_a_signature_above_an_annex_ends_the_document() -> None:
    read = read_text(
        f"{HEAD}一、办好驿站\n（一）选好地方。完善制度。{DUTIES[0]}\n（二）配好人手。加强管理。{DUTIES[1]}\n附件：1.驿站名单\n2.联系表\n{TAIL}（此件公开发布）\n附件1\n驿站名单\n一、东部\n（一）东站\n（二）西站\n"
    )
    check_head(read)
    assert [clause.number for clause in read.clauses] == ["（一）", "（二）"]
    assert read.clauses[-1].text.endswith(DUTIES[1])


def test_radicals_and_compatibility_characters_read_as_the_characters_they_show() -> None:
    printed = f"{HEAD}一、办好驿站\n（一）选好地方。完善制度。{DUTIES[0]}\n（二）配好人手。加强管理。{DUTIES[1]}\n{TAIL}"
    odd = printed.translate(str.maketrans({"工": "⼯", "人": "⼈", "车": "⻋", "市": "市", "行": "\ufa08"}))
    read = read_text(odd)
    check_head(read)
    assert read.clauses[0].lead == ("市织造局",)


def test_traditional_characters_read_as_simplified_and_say_so() -> None:
    read = read_text(
        "雲中市關於做好務工人員服務工作的實施意見\n為加強服務、完善制度，規範管理，制定本意見。\n一、辦好驛站\n"
        "（一）選好地方。靠近車站，方便務工人員。（市織造局牽頭，市燈塔局配合）\n（二）發放補貴。規範補貼發放，加強監督檢查。（市財務局、市織造局按職責分工負責）\n"
    )
    assert [(clause.lead, clause.support, clause.joint) for clause in read.clauses] == [
        (("市织造局",), ("市灯塔局",), ()),
        ((), (), ("市财务局", "市织造局")),
    ]
    assert any("繁体" in doubt.what for doubt in read.unsure)


def test_traditional_words_are_shown_as_they_are_printed() -> None:
    read = read_text(
        "雲中市關於做好務工人員\n服務工作的實施意見\n為加強服務、完善制度，規範管理，制定本意見。\n一、辦好驛站\n"
        "（一）選好地方。靠近車站，方便務工人員回鄉發展。（市織造局牽頭，市燈塔局配合）\n（二）美髮培訓。每年培訓300人，規範補貼發放。（市織造局負責）\n"
        "附件\n任務分工表\n序號\t工作任務\t責任單位\n1\t建設夜校\t市財務局\n"
    )
    assert read.title == "雲中市關於做好務工人員服務工作的實施意見"
    assert [clause.heading for clause in read.clauses] == ["選好地方", "美髮培訓", "建設夜校"]
    assert read.clauses[0].text.startswith("選好地方。靠近車站，方便務工人員回鄉發展")
    assert read.clauses[0].attributions[0].raw == "（市織造局牽頭，市燈塔局配合）"
    assert read.clauses[1].targets[0].text == "每年培訓300人"
    assert read.clauses[2].joint == ("市财务局",)


def test_a_title_that_cites_the_same_title_from_above_keeps_it_as_a_basis() -> None:
    read = read_text(
        "云中市人民政府关于办好夜校的意见\n云政发〔2031〕3号\n各县（区）人民政府：\n"
        "为贯彻云岭省人民政府《关于办好夜校的意见》（云岭政发〔2030〕9号）精神，提出如下意见：\n"
        f"一、办好夜校\n（一）选好地方。完善制度。{DUTIES[0]}\n（二）配好人手。加强管理。{DUTIES[1]}\n"
    )
    assert [citation.number for citation in read.basis] == ["云岭政发〔2030〕9号"]


def test_an_excerpt_of_one_line_is_read() -> None:
    read = read_text(
        "云中市人民政府关于做好返乡服务的通知 四、引导就业。摸清返乡人员的打算（市织造局牵头，各县〔区〕人民政府配合）。开店的每户补贴3000元（市织造局牵头，市财务局配合）。"
    )
    (clause,) = read.clauses
    assert (clause.number, clause.lead, clause.support) == (
        "四、",
        ("市织造局",),
        ("各县〔区〕人民政府", "市财务局"),
    )


def test_an_order_over_several_lines() -> None:
    read = read_text(
        "云岭省人民政府令\n第十二号\n《云岭省夜校规定》已经省人民政府常务会议通过，现予公布，自2031年6月1日起施行。\n省长　虚构甲\n2031年5月6日\n云岭省夜校规定\n第一条 为了加强服务管理，保障权益，制定本规定。\n第二条 各级人民政府应当完善制度。\n"
    )
    assert read.document_number == "云岭省人民政府令第12号"
    assert (read.title, read.issuer, str(read.date)) == ("云岭省夜校规定", "云岭省人民政府", "2031-05-06")
    assert [clause.number for clause in read.clauses] == ["第一条", "第二条"]
