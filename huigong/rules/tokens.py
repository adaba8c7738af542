"""Cuts the text of an expression into tokens that know where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from huigong.kernel.packs import Place
from huigong.rules.errors import RuleError
from huigong.rules.values import AGE, DAYS, FEN, MONTHS, YEARS


class Kind(StrEnum):
    """What a token is."""

    NUMBER = "数字"
    DATE = "日期"
    TEXT = "文字"
    CITATION = "依据"
    PARAMETER = "参数"
    NAME = "名称"
    KEYWORD = "关键字"
    SYMBOL = "符号"
    END = "结尾"


@dataclass(frozen=True)
class Token:
    """A piece of text; `text` is normalised to half-width symbols, `raw` is as written."""

    kind: Kind
    text: str
    raw: str
    place: Place


KEYWORDS = frozenset(
    {
        *("且", "或", "非", "若", "则", "否则", "属于", "不属于", "是", "否", "判定日期"),
        *("不超过", "不满", "其余", "中断于", "扣除", "主张于"),
    }
)
MEASURE_WORDS = {
    "个月": MONTHS,
    "月": MONTHS,
    "年": YEARS,
    "周岁": AGE,
    "岁": AGE,
    "天": DAYS,
    "日": DAYS,
    "元": FEN,
    "分": FEN,
    "人": "人",
    "次": "次",
    "课时": "课时",
    "平方米": "平方米",
}
_SYMBOLS = {
    "（": "(",
    "）": ")",
    "，": ",",
    "、": ",",
    "＝": "=",
    "==": "=",
    "!=": "≠",
    "＞": ">",
    "＜": "<",
    ">=": "≥",
    "<=": "≤",
    "＞＝": "≥",
    "＜＝": "≤",
    "＋": "+",
    "－": "-",
    "＊": "*",
    "×": "*",
    "／": "/",
    "÷": "/",
}
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_NAME = r"[^\W\d_]\w*(?:\.[^\W\d_]\w*)*"
_DIGITS = "[0-9０-９]"
_MEASURES = "|".join(MEASURE_WORDS)
_PATTERN = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<citation>【[^【】]*】)
  | (?P<text>“(?:[^”]|””)*”|"(?:[^"]|"")*")
  | (?P<date>{_DIGITS}{{4}}-{_DIGITS}{{2}}-{_DIGITS}{{2}}(?!\w))
  | (?P<number>{_DIGITS}+(?:[.．]{_DIGITS}+)?(?:[%％]|[万亿]?(?:{_MEASURES})?)(?!\w))
  | (?P<parameter>参数\s?[:：]\s?{_NAME})
  | (?P<name>{_NAME})
  | (?P<symbol>>=|<=|!=|==|＞＝|＜＝|[()（），,、=＝≠<>＜＞≤≥+＋\-－*＊×/／÷])
    """,
    re.VERBOSE,
)


def tokens(text: str, *, where: Place) -> Iterator[Token]:
    """The tokens of `text` and an END; raises `RuleError` at what is not in the language."""
    position = 0
    while position < len(text):
        match = _PATTERN.match(text, position)
        here = where.moved(text[:position])
        if match is None:
            raise _strange(text[position : position + 20], here)
        position = match.end()
        if match.lastgroup != "space":
            yield _token(str(match.lastgroup), match.group(), here)
    yield Token(Kind.END, "", "", where.moved(text))


def _token(group: str, raw: str, place: Place) -> Token:
    match group:
        case "name":
            return Token(Kind.KEYWORD if raw in KEYWORDS else Kind.NAME, raw, raw, place)
        case "symbol":
            return Token(Kind.SYMBOL, _SYMBOLS.get(raw, raw), raw, place)
        case "citation":
            return Token(Kind.CITATION, raw[1:-1], raw, place)
        case "text":
            closing = raw[-1]
            return Token(Kind.TEXT, raw[1:-1].replace(closing * 2, closing), raw, place)
        case "parameter":
            return Token(Kind.PARAMETER, re.split("[:：]", raw, maxsplit=1)[1].strip(), raw, place)
        case "date":
            return Token(Kind.DATE, raw.translate(_WIDE_DIGITS), raw, place)
        case _:
            return Token(Kind.NUMBER, raw.translate(_WIDE_DIGITS), raw, place)


def _strange(text: str, place: Place) -> RuleError:
    if text[0].isdigit():
        return RuleError(
            "rule.number_not_understood",
            what=f"“{text[:12]}”不是能读懂的数字",
            do="数字后面的单位请用元、万元、个月、年、岁、天，并与后面的词空开",
            place=place,
            expected="数字",
        )
    if text[0] in '“"【':
        closing = {"“": "”", '"': '"', "【": "】"}[text[0]]
        return RuleError(
            "rule.not_closed", what=f"这里的 {text[0]} 后面没有 {closing}", place=place, expected=closing
        )
    return RuleError(
        "rule.character_not_understood",
        what=f"不认识“{text[0]}”",
        do="规则里可以写事实名称、数字、日期、且、或、非和比较符号",
        place=place,
        expected="名称、数字或符号",
    )
