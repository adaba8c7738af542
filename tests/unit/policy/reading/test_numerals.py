"""Numbers in figures, characters and both: the right value, a range, or a doubt; never a wrong value in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.policy.reading import ReadDocument, read_text
from huigong.policy.reading.numerals import narrow, value_of

DIGITS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
FORMAL = str.maketrans("一二三四五六七八九十百千万", "壹贰叁肆伍陆柒捌玖拾佰仟萬")
UP_TO = 99_999_999
EDGES = [0, 1, 9, 10, 11, 19, 20, 99, 100, 101, 110, 111, 1000, 1001, 1010, 1100, 9999, 10_000, 10_001, 10_010,
         11_000, 100_000, 103_000, 110_001, 1_000_000, 10_000_000, 10_010_010, 99_999_999]  # fmt: skip
SAMPLES = sorted({*EDGES, *range(0, 12_000, 7), *range(0, UP_TO, 104_729)})


def written(number: int) -> str:
    """The number as Chinese characters, as a clerk writes it."""
    high, low = divmod(number, 10_000)
    if not high:
        return _below(low) or "零"
    gap = "零" if low and low < 1000 else ""
    return f"{_below(high)}万{gap}{_below(low)}"


def _below(number: int) -> str:
    said, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            said += ("零" if gap and said else "") + DIGITS[digit] + unit
        gap = not digit
    return said.removeprefix("一") if said.startswith("一十") else said


def test_every_way_to_write_a_number_is_read_back() -> None:
    for number in SAMPLES:
        said = written(number)
        for word in (
            said,
            said.translate(FORMAL),
            said.replace("零", "〇"),
            said.replace("二千", "两千").replace("二万", "两万"),
        ):
            assert value_of(word) == number, word


@given(st.integers(0, UP_TO))
def test_any_number_is_read_back(number: int) -> None:
    ways = [
        written(number),
        str(number),
        f"{number:,}",
        str(number).translate(WIDE),
        f"{number:,}".translate(WIDE),
    ]
    assert [value_of(way) for way in ways] == [number] * len(ways)


@given(st.integers(1, 9999), st.integers(0, 9))
def test_tens_of_thousands_with_a_point(whole: int, tenth: int) -> None:
    assert (
        value_of(f"{whole}.{tenth}万")
        == value_of(f"{whole}.{tenth}万".translate(WIDE))
        == whole * 10_000 + tenth * 1000
    )


@given(st.text(alphabet="零〇一二两三九十百千万亿廿点0159０，,．.", max_size=9))
def test_whatever_is_printed_is_a_number_or_none(word: str) -> None:
    value = value_of(word)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("word", "value"),
    [("两万五", 25_000), ("两万零五", 20_005), ("一百五", 150), ("一百零五", 105), ("三千二", 3200), ("廿五", 25),
     ("卅万", 300_000), ("3万5千", 35_000), ("1亿2000万", 120_000_000), ("2千5百", 2500), ("一点五万", 15_000),
     ("一万亿", 10**12), ("二〇二五", 2025), ("一亿零三百万", 103_000_000)],
)  # fmt: skip
def test_other_ways(word: str, value: int) -> None:
    assert value_of(word) == value


@pytest.mark.parametrize(
    "word", ["3,5万", "1.2.3", "3万5", "3万500", "五五十", "十十", "十百", "百千", "", "多", "一千万千"]
)
def test_what_is_not_certain_has_no_value(word: str) -> None:
    assert value_of(word) is None


def test_narrowing_keeps_the_length() -> None:
    text = "１．２万人次，25，000人，2人，300家；８５％"
    assert narrow(text) == "1.2万人次，25,000人，2人，300家；85%"
    assert len(narrow(text)) == len(text)


def plan(words: str) -> ReadDocument:
    return read_text(
        f"云中市服务工作方案\n一、重点任务\n（一）推进落实。到2035年，{words}。（市织造局负责）\n"
        "（二）加强管理。完善制度，规范服务。（市灯塔局负责）\n"
    )


READ = [
    ("培训工人三万八千人次", "38000", "人次"),
    ("培训工人二万人次", "20000", "人次"),
    ("培训工人二十万零六千人次", "206000", "人次"),
    ("培训工人卅万人次", "300000", "人次"),
    ("培训工人38，500人次", "38500", "人次"),
    ("培训工人38,500人次", "38500", "人次"),
    ("培训工人２．６万人次", "26000", "人次"),
    ("培训工人四千人次", "4000", "人次"),
    ("培训工人五千六百人次", "5600", "人次"),
    ("培训工人三十人次", "30", "人次"),
    ("培训工人一点八万人次", "18000", "人次"),
    ("培训工人4万6千人次", "46000", "人次"),
    ("签订率达到百分之九十六以上", "96", "%"),
    ("签订率达到百分之九十六点五", "96.5", "%"),
    ("八成以上入学", "80", "%"),
    ("七成五以上入学", "75", "%"),
    ("签订率不低于８８％", "88", "%"),
    ("签订率达到四分之三", "75", "%"),
    ("签订率达到五分之一以上", "20", "%"),
    ("签订率达到十分之三", "30", "%"),
    ("签订率达到3/4以上", "75", "%"),
    ("签订率达到万分之五", "0.05", "%"),
    ("签订率达到一半以上", "50", "%"),
    ("半数以上入学", "50", "%"),
    ("3成以上入学", "30", "%"),
    ("产值达到2亿3000万元", "230000000", "元"),
    ("产量增长2．5倍", "2.5", "倍"),
    ("走访不少于400家次", "400", "家次"),
    ("建房一百二十套", "120", "套"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "value", "measure"), READ)
def test_the_value_is_right(words: str, value: str, measure: str) -> None:
    (target,) = plan(words).clauses[0].targets
    assert (target.value, target.measure, target.text) == (Decimal(value), measure, words)
    assert not target.about
    assert target.upper is None


@pytest.mark.parametrize("words", ["签订率达到三分之二以上", "签订率达到2/3以上", "签订率达到3分之2"])
def test_a_fraction_without_end_is_cut_so_that_whoever_has_it_reaches_it(words: str) -> None:
    (target,) = plan(words).clauses[0].targets
    assert target.value is not None
    assert (target.measure, target.about) == ("%", True)
    assert target.value <= Decimal(200) / 3 < target.value + Decimal("0.0001")


@pytest.mark.parametrize("words", ["另一半由企业承担", "附表1/2的填写", "见第2/3页"])
def test_what_only_looks_like_a_fraction_is_no_number(words: str) -> None:
    assert not [target for target in plan(words).clauses[0].targets if target.measure == "%"]


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [("培训工人4-6万人次", 40_000, 60_000), ("培训工人4万—6万人次", 40_000, 60_000), ("培训工人４～６万人次", 40_000, 60_000),
     ("培训工人四至六万人次", 40_000, 60_000), ("培训工人5000-1万人次", 5000, 10_000), ("培训工人三四千人次", 3000, 4000),
     ("签订率达到85%-90%", 85, 90), ("签订率达到百分之八十至百分之九十", 80, 90), ("每人补贴600至900元", 600, 900)],
)  # fmt: skip
def test_a_range_keeps_both_ends(words: str, low: int, high: int) -> None:
    (target,) = plan(words).clauses[0].targets
    assert (target.value, target.upper) == (low, high)


@pytest.mark.parametrize(
    ("words", "value"),
    [("培训工人六千多人次", 6000), ("培训工人近3万人次", 30_000), ("培训工人约3000人次", 3000), ("培训工人3万余人次", 30_000),
     ("培训工人3000人次左右", 3000), ("培训工人十余万人次", 100_000), ("扶持百余家企业", 100)],
)  # fmt: skip
def test_what_is_not_exact_is_said_to_be_about(words: str, value: int) -> None:
    (target,) = plan(words).clauses[0].targets
    assert (target.value, target.about) == (value, True)


@pytest.mark.parametrize(
    "words", ["扶持数百家企业", "培训几千人", "培训上万人次", "培训3,5万人次", "培训6-4万人次",
     "建设十来个服务站", "扶持百来户人家", "新办20来所夜校", "增长一个半百分点", "三个半月内办结", "培训〇人次",
     "培训××人次", "培训＿＿＿人次"],
)  # fmt: skip
def test_what_has_no_sure_value_is_a_doubt(words: str) -> None:
    read = plan(words)
    assert all(target.value is None for target in read.clauses[0].targets)
    assert [doubt.what for doubt in read.unsure if "没有换算成数值" in doubt.what]


@pytest.mark.parametrize(
    "words", ["走进千家万户", "统一万人计划名称", "完成三成立一撤销", "做好2035—2036年工作"]
)
def test_what_only_looks_like_a_number_is_none(words: str) -> None:
    read = plan(words)
    assert [target.value for target in read.clauses[0].targets if target.kind != "deadline"] == []


@pytest.mark.parametrize("words", ["问题清零，件件有回音", "服务千百年来人口最多的村", "扶持来访百家企业"])
def test_words_that_only_look_like_a_guess_or_a_blank_are_no_doubt(words: str) -> None:
    assert not [doubt for doubt in plan(words).unsure if "没有换算成数值" in doubt.what]


def test_dates_and_document_numbers_in_wide_figures() -> None:
    read = read_text(
        "云中市服务工作方案\n云政发〔２０３１〕１２号\n一、重点任务\n（一）推进落实。完善制度。（市织造局负责）\n"
        "（二）加强管理。规范服务。（市灯塔局负责）\n云中市人民政府\n２０３１年５月６日\n"
    )
    assert (read.document_number, str(read.date)) == ("云政发〔2031〕12号", "2031-05-06")
