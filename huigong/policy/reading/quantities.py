"""Numbers with a measure word, dates and spans of time, as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from huigong.policy.reading.markers import chinese_number

_ARABIC = r"(?<![0-9A-Za-z.+＋/〔\[第-])[0-9]{1,12}(?:[.,][0-9]{1,6}){0,3}"
_COUNTED = r"个(?!人(?!工)|性|别|体|方面|一|不)|家(?!庭|属|政|长|乡|禽|电|具|居|园|人)|名(?!城|牌|额|单|录|企|校)|户(?!籍|口|外)|人次|所(?!有|在|需|以|属|得)|万人|万元"
# Small numbers in characters (两个市场, 一所学校) describe; only round ones and spans of time promise something.
_CHINESE = (
    rf"(?<![第一二三四五六七八九十百千两几数多上])(?:[一二三四五六七八九十]{{0,2}}[百千万](?={_COUNTED})"
    r"|[一二两三四五六七八九十]{1,3}(?=个月|个工作日|年内|日内|天内|年以上|倍以上|个百分点))|(?<![上下])半(?=年(?!度)|个月)"
)
_MEASURES = (
    "个百分点|百分点|个基点|基点|个工作日|工作日|个月|个季度|人次|人天|人日|亿元|万元|千元|元|亩|平方米|平方公里|公里|千米|立方米|吨|千瓦时|千瓦|兆瓦|米|"
    "张床位|个床位|床|间|套|户|家|所|名|人|个|项|件|宗|起|例|张|部|辆|台|架|条|座|处|幢|栋|批次|批|期|场次|场|次|届|门|篇|本|册|只|头|株|家次|"
    "类|大类|种|周岁|岁|年|周|天|日|小时|分钟|倍|折|折以上|元/|小时以上|路|对|组|支|片|块|学时|课时|学分|TB|PFlops|P|EFLOPS|标准箱|人份"
)
QUANTITY = re.compile(
    rf"(?P<number>{_ARABIC}|{_CHINESE})(?:(?P<scale> ?(?:多|余)?(?:万亿|百万|千万|亿|万|千|百)?(?:多|余)?) ?(?P<measure>[%％‰]|{_MEASURES})"
    r"|(?P<people> ?[万亿])(?=(?:左右|以上|多|余)?[\u4e00-\u9fff])(?![元多余]))"
)
SCALES = {
    "千": 1000,
    "百": 100,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 10**8,
    "万亿": 10**12,
}
WORDS = {"百": "100", "千": "1000", "万": "10000", "半": "0.5"}
MONEY = {"亿元": 10**8, "万元": 10_000, "千元": 1000}
_YEAR = r"(?:20[0-9]{2}|二[〇○零Ｏ]一?[一二三四五六七八九〇○零十]{1,2}|“?十[二三四五六]五”?(?:期)?)"
DATE = re.compile(
    rf"(?P<lead>截至|到|至|在|于|自|从)?(?P<date>(?:{_YEAR} ?年|今年|明年|本年度?|当年|年)(?:[0-9]{{1,2}} ?月(?:份)?(?:[0-9]{{1,2}} ?日)?|上半年|下半年|第?[一二三四]季度)?|[0-9]{{1,2}}月[0-9]{{1,2}}日|[0-9]{{1,2}}月)"
    r"(?P<end>底之?前|末之?前|底以前|年底前|底|末|之?前|以前|初|内)?"
)
RANGE = re.compile(
    r"(?:自|从)?20[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:起)?(?:至|到|—|-|－|–)(?:20[0-9]{2}年)?[0-9]{1,2}月(?:[0-9]{1,2}日|底)?(?:期间|止)?"
)
WORDED = re.compile(r"(?:减半(?:收取|征收|缴纳)?|全额(?:补助|补贴|返还|免除)|(?:三|二)分之(?:一|二))")


WORDED_GOAL = re.compile(
    r"(?:确保|力争|实现|保持)[^，。；\n]{2,30}?(?:不低于|高于|超过|不少于|达到)[^，。；\n]{0,6}?(?:[0-9]{4}年|上年|去年|全国|全省)[^，。；\n]{0,8}?(?:同期|水平|平均)[^，。；\n]{0,6}"
    r"|(?:超过?|达到?|突破)[百千]?[万亿](?!元?以上的)元?(?=[^，。；\n]{0,12})"
)


@dataclass(frozen=True)
class Quantity:
    """text[start:end] is the number with its measure; `value` in single measures (万 multiplied out)."""

    start: int
    end: int
    value: Decimal | None
    measure: str


def quantities(text: str) -> list[Quantity]:
    """Every number with a measure, in print order."""
    found = []
    for match in QUANTITY.finditer(text):
        measure = (match["measure"] or "").replace("％", "%")
        value = number_value(match["number"])
        scale = (match["scale"] or match["people"] or "").strip(" 多余")
        if value is not None:
            value *= SCALES.get(scale, 1) * MONEY.get(measure, 1)
        found.append(Quantity(match.start(), match.end(), value, "元" if measure in MONEY else measure))
    return found


def number_value(printed: str) -> Decimal | None:
    """4000, 4,000, 1.8 and 三十 as numbers; None where the print is none."""
    word = printed.replace(",", "")
    try:
        return (
            Decimal(word)
            if word[:1].isascii()
            else Decimal({"百": 100, "千": 1000, "万": 10000}.get(word, chinese_number(word)))
        )
    except InvalidOperation:
        return None
