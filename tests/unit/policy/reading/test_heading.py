"""Title, number, issuer, date, recipients and basis in the places where documents print them."""

from __future__ import annotations

from datetime import date

from huigong.policy.reading import ReadDocument, read_text

BODY = """一、推进岗前培训
（一）办好夜校。完善培训制度，规范补贴发放。（市织造局牵头，市灯塔局配合）
（二）发放补贴。健全支付机制，加强监督管理。（市灯塔局负责）
"""


def read(head: str, tail: str = "") -> ReadDocument:
    return read_text(head + BODY + tail)


def test_a_red_head_and_a_title_over_two_lines() -> None:
    found = read(
        "云中市人民政府办公室文件\n云政办发〔2031〕3号\n云中市人民政府办公室\n关于做好务工人员服务工作的意见\n各县（区）人民政府：\n为加强服务，提出以下意见：\n"
    )
    assert found.title == "云中市人民政府办公室关于做好务工人员服务工作的意见"
    assert found.issuer == "云中市人民政府办公室"
    assert found.document_number == "云政办发〔2031〕3号"


def test_number_brackets_of_other_shapes_and_lost_ones() -> None:
    for printed in ("云政发[2031]3号", "云政发（2031）3号", "云政发【2031】3号", "云政发〔2031〕第3号"):
        assert (
            read(f"云中市人民政府关于服务工作的意见\n{printed}\n各县人民政府：\n").document_number
            == "云政发〔2031〕3号"
        )
    lost = read("云中市人民政府关于服务工作的意见\n云政发20313号\n各县人民政府：\n")
    assert lost.document_number == "云政发〔2031〕3号"
    assert any("六角括号" in doubt.why for doubt in lost.unsure)


def test_an_unsigned_notice_only_carries_the_plan() -> None:
    found = read(
        "云中市务工办关于印发《云中市2031年务工人员工作要点》的通知\n各成员单位：\n现将《云中市2031年务工人员工作要点》印发给你们，请认真组织实施。\n云中市2031年务工人员工作要点\n"
    )
    assert found.title == "云中市2031年务工人员工作要点"
    assert found.notice_title == "云中市务工办关于印发《云中市2031年务工人员工作要点》的通知"
    assert found.issuer == "云中市务工办"
    assert found.basis == ()


def test_a_signed_notice_is_the_document() -> None:
    found = read(
        "云中市织造局关于印发《务工人员服务行动方案（2031—2033年）》的通知\n云织发〔2031〕8号\n各县（区）织造局：\n"
        "《务工人员服务行动方案（2031—2033年）》已经市政府同意，现印发给你们，请认真贯彻执行。\n云中市织造管理局\n2031年3月9日\n"
        "务工人员服务行动方案（2031—2033年）\n根据《云岭省服务条例》，制定本方案。\n"
    )
    assert found.title == "云中市织造局关于印发《务工人员服务行动方案（2031—2033年）》的通知"
    assert found.enclosed_title == "务工人员服务行动方案（2031—2033年）"
    assert found.issuer == "云中市织造管理局"
    assert found.date == date(2031, 3, 9)
    assert [str(one) for one in found.basis] == ["云岭省服务条例"]


def test_a_date_in_chinese_numerals_and_in_brackets_below_the_title() -> None:
    assert read("云中市服务工作方案\n", "云中市人民政府\n二〇三一年十月二十一日\n").date == date(2031, 10, 21)
    assert read("云中市服务工作方案\n（2031年10月21日）\n").date == date(2031, 10, 21)


def test_the_date_of_printing_is_not_the_date_of_signing() -> None:
    signed = read(
        "云中市人民政府关于服务工作的意见\n",
        "云中市人民政府\n2031年5月6日\n云中市人民政府办公室\n2031年5月9日印发\n",
    )
    assert signed.date == date(2031, 5, 6)
    forwarded = read(
        "云中市人民政府关于服务工作的意见\n",
        "抄送：湖畔县织造局。\n湖畔县织造局办公室\n2032年1月2日印发\n共印50份\n",
    )
    assert forwarded.date is None
    assert any("2032年1月2日" in doubt.what for doubt in forwarded.unsure)


def test_labels_of_a_government_site_above_the_document() -> None:
    found = read(
        "首页 > 政务公开\n索引号：000-1 主题分类：就业\n发文机关：云中市人民政府 成文日期：2031年05月06日\n标题：云中市人民政府关于服务工作的意见\n"
        "发文字号：云政发〔2031〕12号 发布日期：2031年05月20日\n云中市人民政府关于服务工作的意见\n云政发〔2031〕12号\n各县人民政府：\n"
    )
    assert (found.title, found.issuer) == ("云中市人民政府关于服务工作的意见", "云中市人民政府")
    assert (found.document_number, found.date) == ("云政发〔2031〕12号", date(2031, 5, 6))


def test_several_bases_with_and_without_numbers() -> None:
    found = read(
        "云中市人民政府关于服务工作的意见\n各县人民政府：\n根据《中华人民共和国灯塔法》《云岭省织造条例》和《云岭省人民政府关于服务的意见》（云岭政发〔2030〕9号）精神，提出如下意见：\n"
    )
    assert [str(one) for one in found.basis] == [
        "中华人民共和国灯塔法",
        "云岭省织造条例",
        "云岭省人民政府关于服务的意见（云岭政发〔2030〕9号）",
    ]


def test_a_basis_that_lost_its_marks() -> None:
    found = read(
        "云中市人民政府关于服务工作的意见\n各县人民政府:\n为贯彻落实云岭省人民政府关于做好服务工作的意见(云岭政发203053号)精神,提出如下意见:\n"
    )
    assert [str(one) for one in found.basis] == [
        "云岭省人民政府关于做好服务工作的意见（云岭政发〔2030〕53号）"
    ]
    assert any("云岭政发〔2030〕53号" in doubt.what for doubt in found.unsure)


def test_what_is_not_printed_is_none_and_said() -> None:
    found = read("为加强服务，提出以下意见：\n")
    assert (found.title, found.issuer, found.date, found.document_number, found.recipients) == (None,) * 5
    assert any("没有找到标题" in doubt.what for doubt in found.unsure)


def test_title_and_recipients_fused_into_the_first_paragraph() -> None:
    found = read(
        "云中市人民政府关于做好服务工作的实施意见各县(市)区人民政府,市政府各部门:为加强服务,提出以下意见:\n"
    )
    assert found.title == "云中市人民政府关于做好服务工作的实施意见"
    assert found.recipients == "各县(市)区人民政府,市政府各部门"


def test_a_forwarded_text_is_the_office_s_that_forwards_it() -> None:
    found = read(
        "云中市人民政府办公室转发市织造局等部门\n关于做好夜校工作意见的通知\n云政办发〔2031〕9号\n各县（区）人民政府：\n"
        "市织造局、市灯塔局《关于做好夜校工作的意见》已经市政府同意，现转发给你们，请认真贯彻执行。\n云中市人民政府办公室\n2031年3月8日\n"
        "关于做好夜校工作的意见\n市织造局　市灯塔局\n（2031年3月1日）\n为做好夜校工作，提出以下意见。\n"
    )
    assert found.title == "云中市人民政府办公室转发市织造局等部门关于做好夜校工作意见的通知"
    assert found.enclosed_title == "关于做好夜校工作的意见"
    assert (found.issuer, found.date) == ("云中市人民政府办公室", date(2031, 3, 8))


def test_labels_with_bullets_and_values_on_the_next_line() -> None:
    found = read(
        "返回顶部\n  • 索引号:\n\n    000/2031-1\n  • 发文字号:\n\n    云政发〔2031〕7号\n  • 发文日期:\n\n    2031年04月06日\n  • 有效性:\n\n云中市服务工作规则\n"
    )
    assert (found.title, found.document_number) == ("云中市服务工作规则", "云政发〔2031〕7号")
    assert found.date == date(2031, 4, 6)


def test_labels_without_colons_in_one_line() -> None:
    found = read(
        "发文机关 云中市人民政府办公室 发文字号 云政办发〔2031〕11号\n文件状态 有效\n云中市服务工作方案\n"
    )
    assert (found.issuer, found.document_number) == ("云中市人民政府办公室", "云政办发〔2031〕11号")


def test_the_day_on_which_a_site_published_is_not_that_of_the_document() -> None:
    found = read(
        "云中市服务工作方案\n云政发〔2031〕3号\n2031-06-01\n有效\n", "云中市人民政府\n2031年5月6日\n"
    )
    assert found.date == date(2031, 5, 6)


def test_a_notice_of_party_and_government_and_a_title_broken_over_lines() -> None:
    found = read(
        "中共云中市委办公室 云中市人民政府办公室印发《云中市打响“夜校”品牌加快建设“学习云中”行动计划（2031—2033年）》的通知\n"
        "云中市打响“夜校”品牌\n加快建设“学习云中”行动计划\n（2031—2033年）\n为贯彻落实部署，制定本计划。\n"
    )
    assert found.title == "云中市打响“夜校”品牌加快建设“学习云中”行动计划（2031—2033年）"
    assert found.issuer == "中共云中市委办公室、云中市人民政府办公室"


def test_a_year_in_characters_with_a_latin_letter_for_the_nought() -> None:
    assert read("云中市服务工作方案\n", "云中市人民政府\n二O三一年六月四日\n").date == date(2031, 6, 4)
