"""A letter is a PDF/A-2a in which every character stands, made by a process that cannot hang or eat the machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import segno

from huigong.kernel.errors import DomainError
from huigong.notices.letters import Code, Letter, Paper, Paragraph, Picture, Run, Table, paragraphs
from huigong.notices.printing import missing, render
from tests.unit.notices.reading import standard_of, text_of

LETTER = Letter(
    name="受理通知书",
    number="虚构人社受〔2026〕1号",
    day=date(2026, 11, 25),
    blocks=paragraphs("您于2026年11月20日提出的“某某补贴”申请收到。\n现在受理。"),
    office="虚构区人力资源和社会保障局",
    title="受理通知书",
    recipient="虚构一",
    remedy="不服的，可以申请复议。",
)


def line(*texts: str) -> tuple[tuple[Paragraph, ...], ...]:
    return tuple((Paragraph((Run(text),), indent=False),) for text in texts)


def code() -> Code:
    picture = BytesIO()
    segno.make("https://example.invalid/v/abc").save(picture, kind="svg")
    return Code(picture.getvalue(), "扫码核对")


@pytest.mark.parametrize("paper", [Paper.A4, Paper.RECEIPT])
def test_everything_stands_in_it_and_it_is_archival(paper: Paper) -> None:
    pdf = render([replace(LETTER, paper=paper, code=code())])[0]
    text = text_of(pdf)
    for said in (
        "受理通知书",
        "虚构人社受〔2026〕1号",
        "虚构一：",
        "现在受理。",
        "可以申请复议",
        "2026年11月25日",
        "扫码核对",
    ):
        assert said in text
    assert standard_of(pdf) == "2A"


def test_it_is_tagged_says_its_language_and_embeds_its_fonts() -> None:
    with pikepdf.open(BytesIO(render([LETTER])[0])) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).startswith("zh")
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert all("/FontFile3" in font.DescendantFonts[0].FontDescriptor for font in fonts)


def test_a_document_number_is_found_as_it_is_written() -> None:
    """Noto's wider gap between Chinese and figures would come out as a space."""
    import pypdfium2

    document = pypdfium2.PdfDocument(render([LETTER])[0])
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "虚构人社受〔2026〕1号" in text


def test_the_same_letter_is_the_same_bytes() -> None:
    assert render([LETTER]) == render([LETTER])


def test_many_come_out_in_their_order() -> None:
    letters = [replace(LETTER, number=f"第{number}号") for number in range(12)]
    assert [f"第{number}号" in text_of(pdf) for number, pdf in enumerate(render(letters))] == [True] * 12
    assert render([]) == []


def test_what_looks_like_markup_is_text() -> None:
    hostile = '#panic("x") $a$ *b* \\ #read("/etc/passwd") @c <d> `e` = 一'
    pdf = render([replace(LETTER, blocks=paragraphs(hostile), recipient="#eval(1)")])[0]
    assert '#read("/etc/passwd")' in text_of(pdf) and "#eval(1)" in text_of(pdf)


def test_characters_that_nobody_sees_or_that_turn_the_line_are_left_out() -> None:
    pdf = render([replace(LETTER, recipient="虚\u202e构\u200b一\x00")])[0]
    assert "虚构一：" in text_of(pdf)


def test_rare_characters_of_names_are_printed() -> None:
    assert missing(["䶮㛃𬭎𫘧龘"]) == ()


def test_what_no_font_has_is_named_all_of_it_and_no_letter_has_a_gap() -> None:
    with pytest.raises(DomainError) as refused:
        render([replace(LETTER, recipient="ꀀ阿𠮷", blocks=paragraphs("བ"))])
    assert refused.value.code == "notice.glyphs"
    assert all(f"“{each}”" in refused.value.what for each in "ꀀ𠮷བ")
    assert "阿" not in refused.value.what
    assert "字体" in refused.value.do


def test_a_font_that_an_office_adds_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder may also be missing, or hold what is no font."""
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "readme.txt").write_text("no font")
    monkeypatch.setenv("HUIGONG_FONTS", str(tmp_path / "fonts"))
    assert render([LETTER])
    monkeypatch.setenv("HUIGONG_FONTS", str(tmp_path / "nowhere"))
    assert missing(["ꀀ"]) == ("ꀀ",)


def test_a_long_number_stays_in_its_cell() -> None:
    """Six columns of a receipt: the number of a case breaks behind its hyphens, and is still found as one."""
    heads = line("办件编号", "办什么事", "交给", "收件日", "最晚答复", "收到的材料")
    number, office = "510421-20261128-0001", "虚构县人力资源和社会保障局"
    row = line(number, "投诉拖欠工资", office, "2026-11-28", "2026-12-04", "能说明在哪里干活、欠多少的东西")
    made = render([replace(LETTER, blocks=(Table((heads, row), head=1),))])[0]
    assert number in text_of(made)
    with pypdfium2.PdfDocument(made) as document:
        words = document[0].get_textpage()
        first, last = (words.search(part).get_next() for part in ("510421-", "投诉"))
        right = max(words.get_charbox(first[0] + at)[2] for at in range(first[1]))
        assert right < words.get_charbox(last[0])[0]
        assert words.search("510421-2026", match_case=True).get_next() is None, "in one line it would not fit"


def test_a_table_repeats_its_head_and_a_picture_has_words() -> None:
    rows = tuple(line(f"{number}月", "4,800元") for number in range(1, 90))
    picture = Picture(code().picture, "公章的样子", 30)
    letter = replace(LETTER, blocks=(Table((line("月份", "金额"), *rows), head=1), picture))
    pdf = render([letter])[0]
    assert text_of(pdf).count("月份金额") > 1
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert any(
            "公章的样子" in str(each.get("/Alt", ""))
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary)
        )


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(DomainError) as refused:
        render([LETTER] * 40, within=0.05)
    assert refused.value.code == "notice.too_long"


def test_what_needs_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIGONG_TYPESETTER_MEMORY", "60")
    with pytest.raises(DomainError) as refused:
        render([LETTER])
    assert refused.value.code == "notice.not_printed"


def test_a_picture_that_is_none_is_told_and_not_printed() -> None:
    with pytest.raises(DomainError) as refused:
        render([replace(LETTER, blocks=(Picture(b"<svg", "坏图"),))])
    assert refused.value.code == "notice.not_printed"
