"""One spelling for names, numbers, codes and lines, whatever they were typed with; and what is refused by name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.kernel import writing
from huigong.kernel.errors import DomainError

INVISIBLE = [
    "\u200b",
    "\u200d",
    "\u200e",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u00ad",
    "\ufe0f",
    "\U000e0100",
    "\u3164",
]
DOTS = "·.•‧∙⋅・･．﹒。｡●"
SPACES = [" ", "\u3000", "\u00a0", "\u2009", "\u202f", "\t"]


@pytest.mark.parametrize("dot", DOTS)
def test_every_middle_dot_becomes_the_one_of_the_card(dot: str) -> None:
    assert writing.person_name(f"虚力米热{dot}虚比布力") == "虚力米热·虚比布力"
    assert writing.person_name(f"虚力 {dot}{dot} 虚比{dot}") == "虚力·虚比"


@pytest.mark.parametrize("character", [*INVISIBLE, *SPACES])
def test_what_nobody_sees_is_no_part_of_a_name(character: str) -> None:
    assert writing.person_name(f"{character}李{character}虚{character}") == "李虚"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("⻢虚", "马虚"),
        ("⻓⻅", "长见"),
        ("⼀⼥", "一女"),  # Kangxi radicals
        ("虚\uf9e0易", "虚易易"),  # a compatibility ideograph
        ("﨎虚", "﨎虚"),  # looks like one, and is an ideograph of its own
        ("𠮷虚", "𠮷虚"),  # beyond the first plane
        ("〇虚", "〇虚"),
        ("Ｘｕ Ｇｏｕ", "XU GOU"),
        ("o’xu  gou-ming", "O'XU GOU-MING"),
        ("Xu\u0301 Gou", "XÚ GOU"),
    ],
)
def test_a_name_is_kept_as_on_the_card(typed: str, kept: str) -> None:
    assert writing.person_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("虚　构", "虚构"),
        ("虚 构一", "虚构一"),
        ("虚 构 一 二 三", "虚构一二三"),  # every character set apart
        ("虚力 · 虚克", "虚力·虚克"),
        ("虚力米热 ·虚 克", "虚力米热·虚克"),
    ],
)
def test_spaces_that_only_spread_a_name_are_dropped(typed: str, kept: str) -> None:
    assert writing.person_name(typed) == kept


@pytest.mark.parametrize("space", [" ", "\u3000", "\u00a0", "\t", "  "])
@pytest.mark.parametrize(
    "parts", [("虚力", "虚克"), ("虚力米热", "虚"), ("虚力", "虚克", "虚比"), ("虚一·虚力", "虚克")]
)
def test_a_space_that_may_stand_for_the_dot_is_asked_back(space: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(DomainError) as refused:
        writing.person_name(space.join(parts))
    assert refused.value.code == "person.name_space"
    assert "·" in refused.value.do


@pytest.mark.parametrize(
    ("typed", "code", "named"),
    [
        ("", "missing", "没有填写"),
        (" \u200b ", "missing", "没有填写"),
        ("123", "character", "数字“1”"),
        ("虚一2", "character", "数字“2”"),
        ("虚①", "character", "数字“①”"),
        ("虚٣", "character", "数字“٣”"),
        ("-1", "character", "标点“-”"),
        ("<b>张</b>", "character", "“<”"),
        ("虚&虚", "character", "“&”"),
        ("😀", "character", "表情“😀”"),
        ("虚👨‍👩‍👧", "character", "表情"),
        ("虚\x00构", "character", "U+0000"),
        ("虚\x1b[31m", "character", "U+001B"),
        ("虚\ue123", "character", "自造字"),
        ("虚（小）", "character", "标点"),
        ("虚_构", "character", "标点"),
        ("さくら", "character", "文字"),
        ("虚X", "mixed", "汉字和字母"),
        ("·", "no_letter", "只有间隔号"),
        ("．。", "no_letter", "只有间隔号"),
        ("虚" * 51, "too_long", "太长"),
    ],
)
def test_what_is_no_name_is_refused_by_name(typed: str, code: str, named: str) -> None:
    with pytest.raises(DomainError) as refused:
        writing.person_name(typed)
    assert refused.value.code == f"person.name_{code}"
    assert named in refused.value.what
    assert refused.value.do


def test_half_a_character_is_refused_and_never_reaches_the_database() -> None:
    for read in (writing.person_name, writing.line, writing.code, writing.organisation):
        with pytest.raises(DomainError) as refused:
            read("虚\ud83d")
        assert refused.value.code == "text.unreadable"


def taken(text: str) -> str | None:
    """The name, or None where it is refused."""
    try:
        return writing.person_name(text)
    except DomainError:
        return None


@given(st.text(max_size=60))
def test_a_name_that_is_taken_reads_back_as_itself(text: str) -> None:
    name = taken(text)
    assert name is None or (taken(name) == name and unicodedata.is_normalized("NFC", name))


@given(st.text(max_size=60).filter(lambda text: not any("\ud800" <= each <= "\udfff" for each in text)))
def test_a_line_is_one_line_and_reads_back_as_itself(text: str) -> None:
    line = writing.line(text)
    assert writing.line(line) == line
    assert len(line.splitlines()) <= 1
    assert not any(unicodedata.category(each) in ("Cc",) for each in line)


def test_a_line_keeps_what_a_text_means_by_its_signs() -> None:
    assert writing.line("  虚构路\u200b１号（二） ①\x00幢\n") == "虚构路1号（二） ① 幢"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("５１０４２１", "510421"),
        ("5104 21", "510421"),
        ("5104\u201021\u2014", "510421"),
        ("\ufeff510421\u200b", "510421"),
        ("٥١٠٤٢١", "510421"),
        ("m000100y", "M000100Y"),
        ("①②", "①②"),
    ],
)
def test_codes_are_made_alike(typed: str, kept: str) -> None:
    assert writing.code(typed) == kept


def test_an_organisation_has_the_brackets_of_its_licence() -> None:
    assert writing.organisation("虚构(攀枝花) 建筑 有限公司") == "虚构（攀枝花）建筑有限公司"
    assert writing.organisation("XU  GOU Ltd") == "XU GOU Ltd"
    for left, right in ("﹙﹚", "[]", "［］", "【】", "〔〕", "（）"):
        assert writing.organisation(f"虚构{left}攀枝花{right}公司") == "虚构（攀枝花）公司"


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u2066", "\ufeff", "\u00ad", "\ufe0f", "\u3164", "\x00", "\x1b"]
)
def test_what_nobody_sees_goes_and_all_else_stays(unseen: str) -> None:
    assert writing.without_unseen(f"第１条（一）{unseen}①\n下一行") == "第１条（一）①\n下一行"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("窗口办理\n第二行", "窗口办理\n第二行"),
        ("\u200b\u2060\ufeff", ""),
        (" \u3164\u2800\n\u00ad", ""),
        ("\x00\x07", ""),
        ("看\u202e看", "看看"),
        ("  。 ", "。"),
        ("", ""),
    ],
)
def test_what_nobody_can_see_says_nothing(typed: str, kept: str) -> None:
    assert writing.said(typed) == kept
