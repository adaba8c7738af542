"""The numbers that open chapters, clauses and points: 第一章, 第一条, 一、, （一）, 1., （1）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

CHINESE_DIGITS = {"零": 0, "〇": 0, "○": 0, "Ｏ": 0, "O": 0, "o": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5,
                  "六": 6, "七": 7, "八": 8, "九": 9, "两": 2}  # fmt: skip
CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[一二三四五六七八九十百零〇]{1,5}"


class Level(IntEnum):
    """How deep a number stands; smaller is higher."""

    PART = 0  # 第一章
    SECTION = 1  # 第一节
    CHAPTER = 2  # 一、
    ARTICLE = 3  # 第一条
    CLAUSE = 4  # （一）
    POINT = 5  # 1.
    SUBPOINT = 6  # （1）, 1）, ⑴
    ITEM = 7  # ①


@dataclass(frozen=True)
class Marker:
    """A number found at `start`; the unit's words begin at `end`."""

    level: Level
    number: int
    raw: str
    start: int
    end: int
    opens_line: bool
    glued: bool = False  # a figure follows the point: 9.300名


def _signs() -> dict[str, tuple[Level, int]]:
    """Signs that are a number and its brackets in one."""
    rows = (
        (0x2488, 20, Level.POINT),  # ⒈
        (0x3220, 10, Level.CLAUSE),  # ㈠
        (0x2474, 20, Level.SUBPOINT),  # ⑴
        (0x2460, 20, Level.ITEM),  # ①
        (0x3280, 10, Level.ITEM),  # ㊀
        (0x2776, 10, Level.ITEM),  # ❶
    )
    return {chr(first + place): (level, place + 1) for first, count, level in rows for place in range(count)}


SIGNS = _signs()
GROUP_LEVELS = {
    "chapter": Level.CHAPTER,
    "clause": Level.CLAUSE,
    "point": Level.POINT,
    "dotted": Level.SUBPOINT,
    "glued": Level.POINT,
    "subpoint": Level.SUBPOINT,
    "half": Level.SUBPOINT,
}
CANDIDATE = re.compile(
    rf"第[ ]?(?P<law>{NUMERAL}|[0-9０-９]{{1,3}})[ ]?(?P<kind>[章节条]|部分)(?![款项])"
    rf"|(?P<chapter>{NUMERAL})[、．]"
    rf"|[（(][ ]?(?P<clause>{NUMERAL})[ ]?[）)]"
    r"|(?<![0-9０-９.．,，%/—–-])(?P<point>[0-9０-９]{1,3})[.．、](?![0-9０-９])"
    r"|(?m:^)[0-9０-９]{1,2}[.．](?P<dotted>[0-9０-９]{1,2})(?![0-9０-９.．%])[、.．]?(?= ?[\u4e00-\u9fff])(?! ?(?:[万亿千百余多%个人元倍米亩公平年月日]|左右))"
    r"|(?m:^)(?P<glued>[0-9０-９]{1,2})[.．、](?=[0-9０-９])"
    r"|[（(][ ]?(?P<subpoint>[0-9０-９]{1,2})[ ]?[）)]"
    r"|(?m:^)(?P<half>[0-9０-９]{1,2})[)）](?![)）])"
    rf"|(?P<sign>[{''.join(SIGNS)}])[、.．]?"
)
LAW_LEVELS = {"部分": Level.PART, "章": Level.PART, "节": Level.SECTION, "条": Level.ARTICLE}


def chinese_number(word: str) -> int:
    """The value of 二十三 or 一百零五; digits without 十 (二〇一五) are read one by one."""
    if word.isdecimal():
        return int(word)
    if not any(char in CHINESE_UNITS for char in word):
        return int("".join(str(CHINESE_DIGITS.get(char, 0)) for char in word) or "0")
    total, digit = 0, 0
    for char in word:
        if char in CHINESE_UNITS:
            total += (digit or 1) * CHINESE_UNITS[char]
            digit = 0
        else:
            digit = CHINESE_DIGITS.get(char, 0)
    return total + digit


def candidates(text: str) -> list[Marker]:
    """Every place that looks like a number opening a unit, in order; some are not one."""
    markers = []
    for match in CANDIDATE.finditer(text):
        group = match.lastgroup or ""
        if group == "sign":
            level, number = SIGNS[match["sign"]]
        elif group == "kind":
            level, number = LAW_LEVELS[match["kind"]], chinese_number(match["law"])
        else:
            level, number = GROUP_LEVELS[group], chinese_number(match[group])
        markers.append(
            Marker(
                level=level,
                number=number,
                raw=match.group(),
                start=match.start(),
                end=match.end(),
                opens_line=match.start() == 0 or text[match.start() - 1] == "\n",
                glued=group == "glued",
            )
        )
    return markers
