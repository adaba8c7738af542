"""The numbers that open chapters, clauses and points: 第一章, 第一条, 一、, （一）, 1., （1）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

CHINESE_DIGITS = {"零": 0, "〇": 0, "○": 0, "Ｏ": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5,
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
    SUBPOINT = 6  # （1）


@dataclass(frozen=True)
class Marker:
    """A number found at `start`; the unit's words begin at `end`."""

    level: Level
    number: int
    raw: str
    start: int
    end: int
    opens_line: bool


CANDIDATE = re.compile(
    rf"第[ ]?(?P<law>{NUMERAL}|[0-9０-９]{{1,3}})[ ]?(?P<kind>[章节条])(?![款项])"
    rf"|(?P<chapter>{NUMERAL})[、．]"
    rf"|[（(][ ]?(?P<clause>{NUMERAL})[ ]?[）)]"
    r"|(?<![0-9０-９.．,，%/—–-])(?P<point>[0-9０-９]{1,3})[.．、](?![0-9０-９])"
    r"|[（(][ ]?(?P<subpoint>[0-9０-９]{1,2})[ ]?[）)]"
)
LAW_LEVELS = {"章": Level.PART, "节": Level.SECTION, "条": Level.ARTICLE}


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
        word = match["law"] if group == "kind" else match[group]
        level = LAW_LEVELS[match["kind"]] if group == "kind" else Level[group.upper()]
        opens_line = match.start() == 0 or text[match.start() - 1] == "\n"
        markers.append(
            Marker(
                level=level,
                number=chinese_number(word),
                raw=match.group(),
                start=match.start(),
                end=match.end(),
                opens_line=opens_line,
            )
        )
    return markers
