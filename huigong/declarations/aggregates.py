"""The closed list of what may be asked of many rows at once, with its order and what nothing means.

    有(状态 = 有效)                                 whether any row is so
    计数(状态 = 有效)                               how many are
    合计(单数, 状态 = 有效)                         the sum of a field over them
    最近(到期日, 按 签发日)                          the value of a field in the last row by a day
    首次(签发日, 按 签发日)                          … in the first
    自 参保起 起连续(到 参保止, 允许间断 30天)        since when the run lasts that reaches the day of judgement

A condition may stand at the end of each. Rows are what rules read: values by name, absent is not known. Of rows the
order in which they came changes nothing. What would depend on something that is not known is UNKNOWN: a row whose
condition is not known and that could change the answer, two last rows of one day that say different things, and the
absence of rows in a register that is not `complete`. `最近`, `首次` and `起连续` tell of the rows there are; where
there are none they are UNKNOWN. A row without a last day lasts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from huigong.declarations.durations import read_duration
from huigong.kernel.packs.shapes import BROKEN, Spot, unknown
from huigong.kernel.timelimits import Measure
from huigong.rules.check import check
from huigong.rules.evaluate import Situation, answer
from huigong.rules.nodes import Fact, Node
from huigong.rules.parameters import ParameterDeclarations, ParameterLookup, no_parameters
from huigong.rules.parse import parse_condition
from huigong.rules.values import UNKNOWN, Answer, Between, Type

Row = Mapping[str, Answer | None]


class Word(StrEnum):
    """What is asked of the rows."""

    ANY = "有"
    COUNT = "计数"
    SUM = "合计"
    LATEST = "最近"
    FIRST = "首次"
    SINCE = "起连续"


@dataclass(frozen=True)
class Aggregate:
    """One question to many rows.

    `field` is what is summed or told, of `起连续` the first day of a row; `by` the day that orders them, of `起连续`
    their last day; `gap` how many days may lie between two rows of one run.
    """

    word: Word
    field: str = ""
    by: str = ""
    condition: Node | None = None
    gap: int = 0

    def gives(self, fields: Mapping[str, Fact]) -> tuple[Type, str]:
        """The type of its answer and what it counts."""
        match self.word:
            case Word.ANY:
                return Type.BOOL, ""
            case Word.COUNT:
                return Type.INT, ""
            case Word.SINCE:
                return Type.DATE, ""
        return fields[self.field].type, fields[self.field].measure


@dataclass(frozen=True)
class Asked:
    """What an aggregate is worked out with: the day, the parameters, and whether all rows there are are known."""

    on: date
    parameters: ParameterLookup = no_parameters
    complete: bool = False


def worked_out(aggregate: Aggregate, rows: Sequence[Row], asked: Asked) -> Answer:
    """The answer of all rows together."""
    judged = [(row, _holds(aggregate.condition, row, asked)) for row in rows]
    match aggregate.word:
        case Word.ANY:
            if any(holds is True for _, holds in judged):
                return True
            return False if asked.complete and all(holds is False for _, holds in judged) else UNKNOWN
        case Word.COUNT:
            settled = asked.complete and all(holds is not UNKNOWN for _, holds in judged)
            return sum(holds is True for _, holds in judged) if settled else UNKNOWN
        case Word.SUM:
            return _sum(aggregate, judged, asked)
        case Word.SINCE:
            return _run(aggregate, judged, asked.on)
    return _at_the_end(aggregate, judged, last=aggregate.word is Word.LATEST)


Judged = Sequence[tuple[Row, Answer]]


def _holds(condition: Node | None, row: Row, asked: Asked) -> Answer:
    return True if condition is None else answer(condition, Situation(row, asked.on, asked.parameters))


def _sum(aggregate: Aggregate, judged: Judged, asked: Asked) -> Answer:
    if not asked.complete or any(holds is UNKNOWN for _, holds in judged):
        return UNKNOWN
    total: int | Decimal = 0
    for value in (row.get(aggregate.field) for row, holds in judged if holds is True):
        if not isinstance(value, int | Decimal):
            return UNKNOWN
        total += value
    return total


def _at_the_end(aggregate: Aggregate, judged: Judged, *, last: bool) -> Answer:
    """The value of the last or first row; a row that might be it and is not known to count leaves it open."""
    counting = [row for row, holds in judged if holds is not False]
    days = [_day(row.get(aggregate.by)) for row in counting]
    if not counting or None in days:
        return UNKNOWN
    end = (max if last else min)(day for day in days if day is not None)
    values = {_known(row.get(aggregate.field)) for row, day in zip(counting, days, strict=True) if day == end}
    ends = [holds for row, holds in judged if holds is not False and _day(row.get(aggregate.by)) == end]
    return UNKNOWN if UNKNOWN in ends or len(values) != 1 else values.pop()


def _run(aggregate: Aggregate, judged: Judged, on: date) -> Answer:
    """The first day of the run of rows that reaches the day of judgement."""
    spans = []
    for row, holds in judged:
        first, last = _day(row.get(aggregate.field)), row.get(aggregate.by)
        if holds is False:
            continue
        if holds is UNKNOWN or first is None or last is UNKNOWN or isinstance(last, Between):
            return UNKNOWN
        if first <= on:
            spans.append((first, _day(last) or on))
    start: date | None = None
    reaches: date | None = None
    for first, last_day in sorted(spans):
        if start is None or reaches is None or (first - reaches).days - 1 > aggregate.gap:
            start, reaches = first, last_day
        reaches = max(reaches, last_day)
    if start is None or reaches is None or (on - reaches).days > aggregate.gap:
        return UNKNOWN
    return start


def _day(value: Answer | None) -> date | None:
    return value if isinstance(value, date) else None


def _known(value: Answer | None) -> Answer:
    return UNKNOWN if value is None else value


_CALL = re.compile(r"(有|计数|合计|最近|首次)\s*[(（](.*)[)）]", re.DOTALL)
_SINCE = re.compile(r"自\s*(\w+)\s*起连续\s*[(（](.*)[)）]", re.DOTALL)
_BY = re.compile(r"按\s*(\w+)")
_UP_TO = re.compile(r"到\s*(\w+)")
_GAP = re.compile(r"允许间断\s*(.+)")
HOW = "可以写 有(条件)、计数(条件)、合计(字段, 条件)、最近(字段, 按 日期)、首次(字段, 按 日期)、自 日期 起连续(到 日期, 允许间断 30天)"


def read_aggregate(
    raw: Any, spot: Spot, *, fields: Mapping[str, Fact], parameters: ParameterDeclarations
) -> Any:
    """The `Aggregate` that a text writes over rows with these fields; what is wrong is noted."""
    text = str(raw).strip() if isinstance(raw, str) else ""
    if matched := _SINCE.fullmatch(text):
        return _read_run(matched[1], _parts(matched[2]), spot, fields, parameters)
    matched = _CALL.fullmatch(text)
    if matched is None:
        return spot.wrong(f"“{text[:40]}”读不懂", HOW)
    word, parts = Word(matched[1]), _parts(matched[2])
    told, by = "", ""
    if word in (Word.SUM, Word.LATEST, Word.FIRST):
        told = parts.pop(0) if parts else ""
        if told not in fields:
            return unknown(spot, told, fields, kind="字段")
    if word is Word.SUM and fields[told].type not in (Type.INT, Type.DECIMAL):
        return spot.wrong(f"“{told}”不是数，不能合计")
    if word in (Word.LATEST, Word.FIRST):
        by_day = _BY.fullmatch(parts.pop(0)) if parts else None
        by = by_day[1] if by_day else ""
        if not _is_day(by, spot, fields, f"{word}要写按哪个日期排，例如 {word}({told}, 按 {told})"):
            return BROKEN
    condition = _condition(parts, spot, fields, parameters)
    return BROKEN if condition is BROKEN else Aggregate(word, told, by, condition)


def _read_run(
    first: str, parts: list[str], spot: Spot, fields: Mapping[str, Fact], parameters: ParameterDeclarations
) -> Any:
    up_to = _UP_TO.fullmatch(parts.pop(0)) if parts else None
    last, gap = up_to[1] if up_to else "", 0
    how = "起连续要写从哪个日期、到哪个日期，例如 自 参保起 起连续(到 参保止)"
    if not _is_day(first, spot, fields, how) or not _is_day(last, spot, fields, how):
        return BROKEN
    if parts and (allowed := _GAP.fullmatch(parts[0])):
        length = read_duration(allowed[1])
        if length is None or length.parameter or length.measure is not Measure.NATURAL_DAY:
            return spot.wrong("允许间断要按天写", "例如 允许间断 30天")
        gap = length.length
        parts.pop(0)
    condition = _condition(parts, spot, fields, parameters)
    return BROKEN if condition is BROKEN else Aggregate(Word.SINCE, first, last, condition, gap)


def _is_day(name: str, spot: Spot, fields: Mapping[str, Fact], how: str) -> bool:
    is_day = name in fields and fields[name].type is Type.DATE
    if not is_day:
        spot.wrong(f"“{name}”不是日期字段" if name else "没有写日期字段", how)
    return is_day


def _condition(
    parts: list[str], spot: Spot, fields: Mapping[str, Fact], parameters: ParameterDeclarations
) -> Any:
    """The condition that is left over; None for none."""
    if not parts:
        return None
    before = len(spot.report.errors)
    with spot.report.noting():
        tree = parse_condition(", ".join(parts), facts=fields, where=spot.place)
        check(tree, fields, parameters, expect=Type.BOOL)
        return tree
    assert len(spot.report.errors) > before
    return BROKEN


def _parts(inside: str) -> list[str]:
    """What commas divide outside brackets and quotes."""
    return [part for part in _split(inside) if part]


def _split(inside: str) -> Iterator[str]:
    depth, quoted, part = 0, False, ""
    for letter in inside:
        quoted ^= letter in '“”"'
        depth += (letter in "(（") - (letter in ")）")
        if letter in ",，" and not depth and not quoted:
            yield part.strip()
            part = ""
        else:
            part += letter
    yield part.strip()
