"""Reads what stands in the brackets of `期限内(…)`."""

from __future__ import annotations

from collections.abc import Callable

from huigong.kernel.packs import Place
from huigong.rules.bars import UNITS
from huigong.rules.cursor import Cursor
from huigong.rules.errors import RuleError
from huigong.rules.nodes import Constant, Node, Parameter, TimeBar
from huigong.rules.tokens import MEASURE_WORDS, Kind

RENEWED, SUSPENDED, CLAIMED = "中断于", "扣除", "主张于"


def time_bar(cursor: Cursor, expression: Callable[[], Node], place: Place) -> TimeBar:
    """The bar whose name was read last; `expression` reads the next expression. Raises `RuleError` where a part is missing or written twice."""
    cursor.expect("(")
    cursor.enter()
    start = expression()
    cursor.expect(",")
    length, unit = _length(cursor, expression)
    named: dict[str, Node] = {}
    while cursor.at(","):
        cursor.take()
        words = [] if CLAIMED in named else [word for word in (RENEWED, SUSPENDED) if word not in named]
        if not named:
            words.append(CLAIMED)
        if not cursor.at(*words):
            raise cursor.unexpected("或".join(f"“{word}”" for word in words) or "“)”")
        word = cursor.take().text
        named[word] = expression()
    cursor.levels -= 1
    cursor.expect(")")
    if CLAIMED in named:
        return TimeBar(start, length, unit, named[CLAIMED], claimed=True, place=place)
    return TimeBar(start, length, unit, named.get(RENEWED), named.get(SUSPENDED), place=place)


def _length(cursor: Cursor, expression: Callable[[], Node]) -> tuple[Constant | Parameter, str]:
    place = cursor.now.place
    length = expression()
    if isinstance(length, Constant) and length.measure in UNITS:
        return length, length.measure
    if isinstance(length, Parameter):
        return length, _unit(cursor, length)
    raise RuleError(
        "rule.bar_length",
        what="期限有多长没有写清楚",
        why="期限对人人都要一样，并且要写单位",
        do="请写“1年”“6个月”“15天”，或“参数:名称 个月”；因人而异的，请用“若 … 则 … 否则 …”",
        place=place,
        expected="带年、个月或天的数",
    )


def _unit(cursor: Cursor, length: Parameter) -> str:
    unit = MEASURE_WORDS.get(cursor.now.text, "") if cursor.now.kind is Kind.NAME else ""
    if unit not in UNITS:
        raise RuleError(
            "rule.bar_unit",
            what=f"“参数:{length.name}”后面没有写按什么算期限",
            do=f"请空一格写单位，例如“参数:{length.name} 个月”",
            place=cursor.now.place,
            expected="年、个月或天",
        )
    cursor.take()
    return unit
