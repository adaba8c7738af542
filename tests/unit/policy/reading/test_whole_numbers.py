"""Every way to print a number gives its value or a doubt: the part that a pattern knows is never taken for the whole."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.policy.reading.numerals import narrow, value_of
from huigong.policy.reading.quantities import quantities, uncertain_numbers
from tests.unit.policy.reading.test_numerals import FORMAL, plan, written

NUMBERS = [*range(1, 130), 200, 205, 250, 999, 1000, 1005, 1050, 1500, 2345, 9999, 10_000, 10_005, 10_050, 10_500,
           12_000, 12_300, 15_000, 20_500, 25_000, 38_500, 100_000, 105_000, 120_000, 250_000, 1_000_000, 2_345_678]  # fmt: skip
MATHEMATICAL = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
SPACES = " \u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
MEASURES = ("人次", "人", "家", "元", "套", "%")
BEFORE = ("培训工人", "达到", "新增", "队伍", "大陆")


def ways(number: int) -> set[str]:
    """How the number is printed: right, half right, and with what a scan or a copy makes of it."""
    plain, said, grouped = str(number), written(number), f"{number:,}"
    high, low = divmod(number, 10_000)
    made = {plain, said, said.translate(FORMAL), plain.translate(MATHEMATICAL), " ".join(said)}
    made |= {grouped.replace(",", sign) for sign in SPACES + ",，﹐"} | {
        " ".join(plain),
        said.replace("零", "0"),
    }
    if high and low:
        # 一万五 is 15000, and no way to write 10005.
        ends = (str(low), f"零{low}", f" {low}", written(low) if low > 9 else f"零{written(low)}")
        made |= {f"{start}{sign}{end}" for start in (high, written(high)) for sign in "万萬" for end in ends}
    elif high:
        made |= {f"{start}{sign}" for start in (high, written(high)) for sign in ("万", " 万", "萬")}
    return made


def readings(words: str) -> tuple[list[Decimal | None], list[str]]:
    """The values of all numbers in the words, and those that are told as doubts."""
    text = narrow(words)
    return [one.value for one in quantities(text)], [told for _, told in uncertain_numbers(text)]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("before", BEFORE)
def test_a_number_printed_in_any_way_is_itself_or_a_doubt(before: str, measure: str) -> None:
    wrong = []
    for number in NUMBERS:
        for way in ways(number):
            values, told = readings(f"{before}{way}{measure}以上")
            if set(values) - {number, None} or (None in values and not told):
                wrong.append((way, values, told))
    assert not wrong


@pytest.mark.parametrize(
    "joint", ["、", "，", ".", "．", "·", "・", "•", "。", "×", "*", "/", "或", "和", "及", " ", ". "]
)
@pytest.mark.parametrize(
    ("first", "last"), [("2", "5万"), ("3000", "5000"), ("12", "5"), ("一", "二万"), ("三", "五千")]
)
def test_two_numbers_side_by_side_are_never_the_second_alone(first: str, joint: str, last: str) -> None:
    values, told = readings(f"培训工人{first}{joint}{last}人次")
    right = value_of(f"{first}.{last}") if joint in ".．" and first.isdigit() else None
    assert set(values) <= {right, None}
    assert values == [right] if right else told


@given(st.text(alphabet="0123456789一二三五十百千万半几零 ", min_size=1, max_size=8))
def test_what_is_read_is_the_whole_of_what_is_printed(number: str) -> None:
    values, told = readings(f"培训{number}人次")
    if values and not told:
        # 三四千 is a range, read as its lower end and its higher.
        lower = value_of(number.strip()[:1] + number.strip()[2:])
        assert values in ([value_of(number)], [lower])


@pytest.mark.parametrize(
    ("words", "value"),
    [("25 000人次", 25_000), ("叁万人次", 30_000), ("壹万贰仟人次", 12_000), ("半万人次", 5000), ("半百家", 50),
     ("一万2千人次", 12_000), ("2万零500人次", 20_500), ("陆万人次", 60_000), ("兩萬人次", 20_000), ("2萬5仟人次", 25_000),
     ("1 250 000元", 1_250_000), ("3 万 5 千人次", 35_000), ("队伍三千人次", 3000), ("大陆一百家", 100), ("统一5000元", 5000)],
)  # fmt: skip
def test_the_whole_number_is_the_target(words: str, value: int) -> None:
    read = plan(f"力争培训工人达到{words}")
    assert [target.value for target in read.clauses[0].targets if target.measure] == [value]
    assert not [doubt for doubt in read.unsure if "没有换算成数值" in doubt.what]


@pytest.mark.parametrize(
    "words",
    ["培训工人1万5人次", "培训工人2·5万人次", "培训工人一、二万人次", "培训工人1、2万人次", "培训工人二〇二五人次",
     "培训工人2 5000人次", "培训工人25，00人次", "培训工人000人次", "培训工人5O万人次", "培训工人5w人次",
     "培训工人十二三人", "培训工人二十几万人次", "培训工人2万几千人次", "培训工人三或四万人次", "培训工人两万半人次",
     "培训工人3万至5万3千人次", "培训工人二万至三万五千人次", "培训工人表1 200人次", "培训工人3000、5000人次", "培训工人三0人次", "培训工人三5人次",
     "培训工人2万（含女性5000）人次", "培训工人三千(其中困难人员一百)人次", "签订率达到三分之四以上", "八九成以上入学",
     "签订率达到百分之八、九十", "签订率达到百分之九十几", "签订率增长－5%", "签订率增长−5%", "签订率增长-5%",
     "签订率增长±5%", "3个半月内办结", "3年半内完成", "产量增长2倍半以上"],
)  # fmt: skip
def test_what_may_be_another_number_is_a_doubt(words: str) -> None:
    read = plan(words)
    assert {target.value for target in read.clauses[0].targets} <= {None}
    assert [doubt for doubt in read.unsure if "没有换算成数值" in doubt.what]


@pytest.mark.parametrize("joint", ["、", "，", "，且"])
def test_a_lower_end_without_its_measure_is_a_doubt(joint: str) -> None:
    values, told = readings(f"培训工人不少于2万{joint}不超过3万人次")
    assert values == [30_000]
    assert told == ["不少于2万"]


@pytest.mark.parametrize("sign", "%％﹪٪")
def test_every_sign_for_a_hundredth(sign: str) -> None:
    (target,) = plan(f"签订率达到100{sign}").clauses[0].targets
    assert (target.value, target.measure) == (100, "%")


@pytest.mark.parametrize(
    "words", ["培训工人百分之九十多", "九成多入学", "培训工人3万人次有余", "培训工人5000人次出头"]
)
def test_words_after_the_measure_say_that_it_is_about(words: str) -> None:
    assert [quantity.about for quantity in quantities(words)] == [True]


def test_what_an_officer_types_is_not_joined_to_another_number() -> None:
    assert value_of("25 000") == 25_000
    assert [value_of(typed) for typed in ("12 5", "2. 5", "2025 300", "00", "007")] == [None] * 5


@pytest.mark.parametrize("spoilt", ["l", "I", "O", "②", "⑵", "Ⅱ"])
@pytest.mark.parametrize("scale", ["百", "千", "万"])
def test_a_scale_behind_a_spoilt_figure_counts_no_single_one(spoilt: str, scale: str) -> None:
    values, told = readings(f"培训农民工{spoilt}{scale}人次以上")
    assert values in ([], [None])
    assert told
