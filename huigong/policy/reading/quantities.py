"""Numbers with a measure word, dates and spans of time, as printed.

All patterns here are for text that `numerals.narrow` made of the print: figures in ASCII, the
same length. A number that is not certain has no value and is told as a doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from itertools import zip_longest

from huigong.policy.reading import whole_numbers
from huigong.policy.reading.cues import any_of, worded
from huigong.policy.reading.numerals import APART, ARABIC, value_of

_ARABIC = rf"(?<![0-9A-Za-z.,+/〔\[第-])(?<![0-9万亿%][—–－~～至到])(?:{ARABIC})(?:[百千万亿][0-9]{{1,4}}(?=[百千万])[百千万]?)*"
_COUNTED = r"个(?!人(?!工)|性|别|体|方面|一|不)|家(?!庭|属|政|长|乡|禽|电|具|居|园|人|万户)|名(?!城|牌|额|单|录|企|校)|户(?!籍|口|外)|人次|所(?!有|在|需|以|属|得)|元"
_PEOPLE = r"人(?![工力均民口才士物数造文家间])"
_ONES = "零〇一二两三四五六七八九"
_BEFORE_CHINESE = (
    r"(?<![0-9第零〇一二三四五六七八九十百千万亿两廿卅几数上统之点])(?<![0-9十百千万亿][.,余多几])(?<!千家)"
)
# Small numbers in characters (两个市场, 一所学校) describe; only round ones, spans of time and rates promise something.
_CHINESE = (
    rf"{_BEFORE_CHINESE}(?:(?:[{_ONES}十]{{0,2}}[百千万]|廿万)(?=多?余?(?:{_COUNTED}))"
    rf"|[{_ONES}十百千廿卅点]*[{_ONES}十百千廿卅点](?:[百千万亿][{_ONES}十百千万]*)+(?=多?余?(?:{_COUNTED}|{_PEOPLE}|亩|套|间|床|张|天|学时|课时))"
    rf"|[十百千][余多](?:[百千]?[万亿])(?=人|户|元|家|亩)|[{_ONES}]?十[{_ONES}]?(?=多?余?(?:{_COUNTED}))"
    rf"|[{_ONES}十廿卅]{{1,4}}(?=个月|个工作日|年内|日内|天内|年以上|倍(?!数)|番(?![号茄])|个百分点)"
    rf"|[{_ONES}十百千万]{{1,5}}(?=(?:至|到|[-—–－~～])[{_ONES}十百千]{{1,4}}(?:个月|个工作日|年内|年以上|日内|天|倍|[百千万亿]+(?:{_COUNTED}|{_PEOPLE}))))|(?<![上下])半(?=年(?!度)|个月)"
)
# Longer words first where one begins with the other.
MEASURES = worded(
    "",
    "完成3{}",
    "个百分点|百分点|个基点|基点|个工作日|工作日|个月|个季度|人次|人天|人日|人份|元|亩|平方米|平方公里|公里|立方米|吨|千瓦时|千瓦|兆瓦|米|张床位|个床位|床|间|套|户|家次|家|所|名|人|个|项|件|宗|起|例|张|部|辆|台|架|"
    "条|座|处|幢|栋|批次|批|期|场次|场|次|届|门|篇|本|册|只|头|株|类|大类|种|周岁|岁|年|周|天|日|小时|分钟|倍|番|折|路|对|组|支|片|块|学时|课时|学分|TB|PFlops|P|EFLOPS|标准箱",
)
_MEASURES = any_of(MEASURES)
_SCALE = r" ?(?:万亿|百万|千万|百亿|千亿|亿|万|千|百)?"
_MORE = "(?:多|余|[+＋])?"
_DASH = "(?:[-—–－~～]{1,2}|至|到)"
_NUMBER = rf"(?:{_ARABIC}|{_CHINESE})"
_SECOND = rf"(?:{ARABIC}|[{_ONES}十百千廿卅]+)"
QUANTITY = re.compile(
    rf"(?P<share>百分之|千分之)(?P<of>{ARABIC}|[{_ONES}十百点]+?)(?:{_DASH}(?:百分之|千分之)?(?P<of_to>{ARABIC}|[{_ONES}十百点]+))?(?![{_ONES}十百点0-9])"
    rf"|(?<![{_ONES}十百千万几0-9.,])(?P<parts>[{_ONES}十百千万]{{1,3}}|[1-9][0-9]{{0,2}})分之(?P<of_parts>[{_ONES}十百]{{1,5}}|[1-9][0-9]{{0,2}})(?![{_ONES}十百千万点0-9])"
    r"|(?<![0-9/.])(?<![表图第件])(?P<upper_of>[1-9][0-9]?)/(?P<lower_of>[1-9][0-9]?)(?![0-9/])(?=以[上下内]|的(?!月)|左右)"
    r"|(?<![另前后每])(?P<half_of>一半|半数|过半数?)(?=以[上下内]|左右|的|[，。；、）\n]|$)"
    rf"|(?<![{_ONES}十百千万几完组0-9.])(?P<tenths>[一二两三四五六七八九1-9])成(?P<half>[半五])?(?=以上|以下|以内|左右|多|的|[，。；、）\n]|$)"
    rf"|(?P<number>{_NUMBER})(?:(?P<scale>{_SCALE})(?P<unit>%|‰|{_MEASURES})?(?:{_DASH}|以上(?=[0-9]))(?P<to>{_SECOND})(?P<to_scale>{_SCALE}) ?{_MORE}(?P<to_measure>%|‰|{_MEASURES})"
    rf"|(?P<plain_scale> ?{_MORE}{_SCALE}{_MORE}) ?(?P<measure>%|‰|{_MEASURES})"
    r"|(?P<people> ?[万亿])(?=(?:左右|以上|多|余)?[\u4e00-\u9fff])(?![元多余]))"
)
# Below this a first end without 万 shares that of the second: 3-5万, but 5000-1万.
SMALLEST_UNSCALED = 100
FIRST_YEAR = 1900  # from here on a number of 年 is a year
# Words that make a number a guess, and numbers that are none: 几千人, 数百家.
ABOUT_BEFORE = re.compile(r"(?:近|约|大约|将近|接近|大概)$")
ABOUT_AFTER = re.compile(r"^(?:左右|上下|有余|出头|多(?![渠部措元种方点样])|余(?![额量项款下]))")
VAGUE = re.compile(
    r"(?:几|数|若干|好几)(?:十|百|千|万|亿)+(?:多|余)?(?:人次|人|家|户|名|元|个(?!性))|上[百千万]+(?:人次|人|家|户|名|元)"
)
_TOLD = "(?:人次|人(?!才|民|均|工|员|大|社)|家(?!庭|政|长|乡)|户(?!籍|口)|名(?!城|牌|额|单)|元|%)"
_SIGNS = "零〇○一二两三四五六七八九十百千万亿廿卅"
_THINGS = rf"(?:{_TOLD}|个(?!性|别|体|方面|人)|所(?!有|在|需|以|属|得)|件|起|项|座|处|张|套|间|名|场|次|亩|公里|吨|天|期)"
# Written like numbers, and read by no pattern above: 5w人, 二〇二五人, 二十几万人, 八九成, 三分之四, 2万（含女性5000）人次,
# the first end of 不少于2万、不超过3万人次, 十来个, 一个半百分点, and the blank of a form that nobody filled in: 〇人次, ××人.
UNREAD = re.compile(
    r"[0-9][0-9.,]*(?:[万亿千百]+[0-9.,]*)*[kKwW]?"
    + _TOLD
    + r"|[0-9]+[A-Za-z]+[0-9]*[百千万亿]+"
    + _TOLD
    + "|(?:[零〇○一二三四五六七八九]{3,}|十[一二三四五六七八九]{2})"
    + _TOLD
    + rf"|[{_SIGNS}0-9.]*[{_SIGNS}0-9][几余多半][百千万亿]*"
    + _TOLD
    + rf"|(?:[{_SIGNS}0-9.,]*[十百千万亿]|[1-9][0-9]*0)来{_THINGS}"
    + rf"|[{_SIGNS}0-9]个半(?:百分点|月|小时|工作日|学时|学期|季度)"
    + rf"|(?<![{_SIGNS}0-9.,A-Za-z×＿_□清归])(?:[零〇○]{{1,2}}|[×xX]{{1,4}}|[＿_□]{{1,8}}){_THINGS}"
    + r"|(?<![0-9.])[0-9][0-9.]*成(?=[以半五多，。；]|左右)|[一二三四五六七八九]{2}成(?=[以半五多，。；]|左右)"
    + rf"|(?<![0-9.,{_SIGNS}])[0-9{_SIGNS}][0-9.,{_SIGNS}]*[（(][^（）()\n]{{1,20}}[)）]"
    + _TOLD
    + rf"|不[少低]于[0-9{_SIGNS}][0-9.,{_SIGNS}]*(?=[，、]?(?:且|并)?不[超多高][过于])"
    + rf"|[{_SIGNS}0-9.]+分之[{_SIGNS}0-9.]+|[{_SIGNS}]+%|[0-9]+/[0-9]+(?=以[上下]|的|左右)|(?:一半|半数|过半)(?:以[上下])?(?=以[上下]|[，。；的])"
)
# 两三千 is two to three thousand.
NEIGHBOURS = re.compile(rf"(?P<low>[{_ONES}])(?P<high>[{_ONES}])(?P<scale>[十百千万亿]+)")
ROUND_SHARE = {"百分之": "%", "千分之": "‰"}
_YEAR = r"(?:20[0-9]{2}|二[〇○零Ｏ]一?[一二三四五六七八九〇○零十]{1,2}|“?十[二三四五六]五”?(?:期)?)"
DATE = re.compile(
    rf"(?P<lead>截至|到|至|在|于|自|从)?(?P<date>(?:{_YEAR} ?年|今年|明年|本年度?|当年|年)(?:[0-9]{{1,2}} ?月(?:份)?(?:[0-9]{{1,2}} ?日)?|上半年|下半年|第?[一二三四]季度)?|[0-9]{{1,2}}月[0-9]{{1,2}}日|[0-9]{{1,2}}月)"
    r"(?P<end>底之?前|末之?前|底以前|年底前|底|末|之?前|以前|初|内)?"
)
RANGE = re.compile(
    r"(?:自|从)?20[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:起)?(?:至|到|—|-|－|–)(?:20[0-9]{2}年)?[0-9]{1,2}月(?:[0-9]{1,2}日|底)?(?:期间|止)?"
)
WORDED = re.compile(r"(?:减半(?:收取|征收|缴纳)?|全额(?:补助|补贴|返还|免除))")
WORDED_GOAL = re.compile(
    r"(?:确保|力争|实现|保持)[^，。；\n]{2,30}?(?:不低于|高于|超过|不少于|达到)[^，。；\n]{0,6}?(?:[0-9]{4}年|上年|去年|全国|全省)[^，。；\n]{0,8}?(?:同期|水平|平均)[^，。；\n]{0,6}"
    r"|(?:每个|各)(?:县|市|区|旗|镇|乡|街道|村|社区)[^，。；\n]{0,10}?(?:建成|建设|建立|设立|培育|打造|开设|建)(?=[一两]个)[一两]个[^，。；\n]{1,14}"
    r"|(?:超过?|达到?|突破)[百千]?[万亿](?!分之)(?!元?以上的)元?(?=[^，。；\n]{0,12})"
)


@dataclass(frozen=True)
class Quantity:
    """text[start:end] is the number with its measure; `value` in single measures (万 multiplied out).

    `upper` is the higher end of a range; `about` is true where the print itself is not exact
    (近, 约, 多, 余, 左右); `value` is None where it could not be read for sure.
    """

    start: int
    end: int
    value: Decimal | None
    measure: str
    upper: Decimal | None = None
    about: bool = False


def quantities(text: str) -> list[Quantity]:
    """Every number with a measure, in print order; `text` is narrowed."""
    read = [_quantity(text, match) for match in QUANTITY.finditer(text)]
    return [
        quantity
        for quantity, following in zip_longest(read, read[1:])
        if following is None or quantity.end <= following.start
    ]


def uncertain_numbers(text: str) -> list[tuple[int, str]]:
    """Offset and print of numbers that have no sure value, whether or not a promise hangs on them."""
    read = quantities(text)
    unsure = {
        quantity.start: text[quantity.start : quantity.end]
        for quantity in read
        if quantity.value is None
        and (quantity.measure not in ("年", "日") or text.startswith("半", quantity.end))
    }
    covered = bytearray(len(text))
    for quantity in read:
        covered[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
    for pattern in (VAGUE, UNREAD):
        for match in pattern.finditer(text):
            if not any(covered[match.start() : match.end()]):
                unsure.setdefault(match.start(), match.group())
    return sorted(unsure.items())


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    low, high, measure = _values(match)
    start = whole_numbers.begin(text, match.start())
    if start < match.start():
        low, high = _together(text[start : match.start()], match), None
    if not _is_calendar(low, measure) and _is_part(text, start, match):
        low = high = None
    if low is not None and high is not None and high < low:
        low = high = None
    words = match.group()
    about = _repeats(match) or bool(
        ABOUT_BEFORE.search(text[max(0, match.start() - 2) : match.start()])
        or ABOUT_AFTER.match(text[match.end() : match.end() + 2])
        or re.search("[多余+＋]", words)
    )
    return Quantity(start, match.end(), _plain(low), measure, _plain(high), about)


def _fraction(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """Upper and lower number of a fraction in any wording; None where the match is none or they are not certain."""
    if match["half_of"]:
        return Decimal(1), Decimal(2)
    upper, lower = match["of_parts"] or match["upper_of"], match["parts"] or match["lower_of"]
    top, bottom = (value_of(upper), value_of(lower)) if upper and lower else (None, None)
    return (top, bottom) if top and bottom and top < bottom else None


def _percent(fraction: tuple[Decimal, Decimal] | None) -> Decimal | None:
    """66.6666 for two thirds: rounded down, so that exactly two thirds still reaches it."""
    if fraction is None:
        return None
    share = (fraction[0] * 100 / fraction[1]).quantize(Decimal("0.0001"), rounding=ROUND_DOWN)
    return share.normalize() if share != share.to_integral_value() else share


def _repeats(match: re.Match[str]) -> bool:
    """Whether a fraction has no end in hundredths, as a third."""
    fraction = _fraction(match)
    return fraction is not None and _percent(fraction) != fraction[0] * 100 / fraction[1]


def _together(before: str, match: re.Match[str]) -> Decimal | None:
    """The value with the figures that stand before the match; None for a range or a share."""
    if not match["number"] or match["to"] or NEIGHBOURS.fullmatch(match["number"]):
        return None
    number = before + match["number"] + (match["plain_scale"] or match["people"] or "")
    return None if APART.search(number) else value_of(number)


def _is_calendar(value: Decimal | None, measure: str) -> bool:
    return measure == "日" or (measure == "年" and value is not None and value >= FIRST_YEAR)


def _is_part(text: str, start: int, match: re.Match[str]) -> bool:
    measured = bool(match["measure"] or match["to_measure"])
    return whole_numbers.is_joined(text, start) or whole_numbers.goes_on(
        text, match.end(), measured=measured, share=bool(match["share"] or match["parts"])
    )


def _values(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None, str]:
    """Lower value, higher value of a range, and measure."""
    if match["share"]:
        high = value_of(match["of_to"]) if match["of_to"] else None
        return value_of(match["of"]), high, ROUND_SHARE[match["share"]]
    if match["parts"] or match["upper_of"] or match["half_of"]:
        return _percent(_fraction(match)), None, "%"
    if match["tenths"]:
        tenths = value_of(match["tenths"])
        return (tenths * 10 + (5 if match["half"] else 0) if tenths else None), None, "%"
    if match["to"]:
        return *_range(match), match["to_measure"]
    pair = NEIGHBOURS.fullmatch(match["number"])
    scale = re.sub("[ 多余+＋]", "", match["plain_scale"] or match["people"] or "")
    if pair:
        low, high = (value_of(pair[end] + pair["scale"] + scale) for end in ("low", "high"))
        return low, high, match["measure"] or ""
    return _scaled(match["number"], scale), None, match["measure"] or ""


def _range(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None]:
    """3-5万 scales both ends, 3000-5万 and 3万—5万 each its own; ends in different measures are not certain."""
    scale, unit = match["scale"].strip(), match["unit"]
    low, high = _scaled(match["number"], scale), _scaled(match["to"], match["to_scale"].strip())
    if low is None or high is None or (unit and unit != match["to_measure"]):
        return None, None
    shared = _scaled(match["number"], match["to_scale"].strip()) if not scale else None
    if shared is not None and not unit and shared != low:
        if shared > high and low < SMALLEST_UNSCALED:
            return None, None
        low = shared if shared <= high else low
    return low, high


def _scaled(number: str, scale: str) -> Decimal | None:
    return Decimal("0.5") if number == "半" else value_of(re.sub("[余多]", "", number) + scale)


def _plain(value: Decimal | None) -> Decimal | None:
    """18000, not 18000.0."""
    return value.quantize(Decimal(1)) if value is not None and value == value.to_integral_value() else value
