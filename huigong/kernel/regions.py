"""Regions of China by GB/T 2260 code, now and since 1980.

A code that was abolished still resolves and names its successors, because
people's resident numbers keep it. The table gives years, not days: in the year
of a change the old and the new code are both valid. `data/README.md` says where
the facts are from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from huigong.kernel import days
from huigong.kernel.errors import NotFound
from huigong.kernel.sentences import say

NATION = "100000"
_TABLE = Path(__file__).with_name("data") / "regions.tsv"
_OPEN_SINCE, _OPEN_UNTIL = 0, 9999


class Level(StrEnum):
    """The four levels of the code."""

    NATION = "nation"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True)
class Region:
    """One region code under one name.

    `full_name` runs from the province down. `parent` is the code above it on
    record (the province where there is no prefecture), None for the nation.
    `valid_from` is None for codes older than the record, `valid_until` for
    codes still in force. `successors` are codes; several when it was divided,
    none when the record does not say.
    """

    code: str
    name: str
    full_name: str
    level: Level
    parent: str | None
    valid_from: date | None
    valid_until: date | None
    successors: tuple[str, ...]
    source: str

    def valid_on(self, day: date) -> bool:
        """Whether the code and name were in force in that year."""
        return days.holds(day, self.valid_from, self.valid_until)

    @property
    def abolished(self) -> bool:
        """Whether the code or name is no longer in force."""
        return self.valid_until is not None


@lru_cache(maxsize=8192)
def find(code: str, *, on: date | None = None) -> Region:
    """The region of a six-digit code as it was `on` a day, by default as last known.

    A code not in force on that day answers with its nearest earlier row, else
    its earliest; look at `valid_from` and `valid_until`.
    Raises `DomainError` (`regions.unknown`) with the nearest codes.
    """
    return _pick(_rows_of(code), on)


def six_digits(code: str) -> str:
    """510421 for 510421001 and 510421001000, as statistics number townships and villages; any other text as it is."""
    return code[:6] if len(code) in (9, 12) and code.isdecimal() and code.isascii() else code


def known(code: str) -> bool:
    """Whether the code was ever in the record."""
    return code in _table()


def codes() -> tuple[str, ...]:
    """Every code ever in the record, in order."""
    return tuple(_table())


def ancestors(code: str, *, on: date | None = None) -> tuple[Region, ...]:
    """The regions above, nearest first, the nation last; empty for the nation."""
    region, above = find(code, on=on), []
    while region.parent is not None:
        region = find(region.parent, on=on)
        above.append(region)
    return tuple(above)


def contains(ancestor: str, code: str) -> bool:
    """Whether `code` is `ancestor` or lies in it, by the digits alone."""
    return ancestor == NATION or code.startswith(_stem(ancestor))


def lineage(code: str) -> tuple[str, ...]:
    """A code and those above it, nearest first, by the digits alone: 210700 → 210700, 210000, 100000."""
    return tuple(dict.fromkeys((code, f"{code[:4]}00", f"{code[:2]}0000", NATION)))


@lru_cache(maxsize=8192)
def city_of(code: str) -> str:
    """The city (市, 州, 盟) of a code: a municipality whole, a county held by its province alone; itself above that."""
    if find(f"{code[:2]}0000").name.endswith("市"):
        return f"{code[:2]}0000"
    rows = (find(code), *ancestors(code))
    return next((row.code for row in rows if row.level is Level.PREFECTURE), code)


def children(code: str, *, on: date | None = None) -> tuple[Region, ...]:
    """The regions directly below, in force `on` a day (by default now), by code.

    Counties that a province holds directly are its children beside the prefectures.
    """
    _rows_of(code)
    return tuple(row for row in _in_force(_directly_below().get(code, ()), on) if row.parent == code)


def current(code: str, *, on: date | None = None, stood_on: date | None = None) -> tuple[Region, ...]:
    """The region or regions that now (or `on` a day) stand where `code` stood.

    Codes were given out again: 513425 was 马边县 until 1981 and then 会理县.
    `stood_on` is the day on which the code was used; without it the code as it
    was last (or by `on`). Several when the region was divided; empty when it
    was abolished and the record does not name an heir.
    """
    rows = _rows_of(code)
    if stood_on is not None:
        return heirs(_pick(rows, stood_on), on=on)
    living = [row for row in rows if (row.valid_on(on) if on else not row.abolished)]
    if living:
        return (living[-1],)
    ended = [row for row in rows if row.valid_until and (on is None or row.valid_until < on)]
    return heirs(ended[-1], on=on) if ended else ()


def heirs(region: Region, *, on: date | None = None) -> tuple[Region, ...]:
    """The region or regions that now (or `on` a day) stand where this one stood; itself while it is in force."""
    return tuple(sorted(set(_follow(region, on, frozenset())), key=lambda heir: heir.code))


def every() -> Iterator[Region]:
    """Every region under every name in the record, by code, then from the oldest to the newest."""
    return (row for code in _table() for row in _rows_of(code))


def _follow(region: Region, on: date | None, seen: frozenset[Region]) -> Iterator[Region]:
    if region.valid_on(on) if on else not region.abolished:
        yield region
        return
    if region in seen or region.valid_until is None or (on is not None and region.valid_until > on):
        return
    for heir in _next(region, region.valid_until):
        yield from _follow(heir, on, seen | {region})


def _next(region: Region, end: date) -> Iterable[Region]:
    """What followed at once: the successors on record, else the same name under another code, else the same code."""
    if region.successors:
        return [_pick(_rows_of(code), end) for code in region.successors if known(code)]
    began = [row for row in _rows_named(region.name) if row.valid_from and row.valid_from.year == end.year]
    for stem in (region.code[:4], region.code[:2]):
        moved = [row for row in began if row.code.startswith(stem) and row.code != region.code]
        if len(moved) == 1:
            return moved
    rows = _rows_of(region.code)
    return [row for row in rows if row.valid_from and row.valid_from.year == end.year and row != region]


@cache
def _rows_of(code: str) -> tuple[Region, ...]:
    lines = _table().get(code)
    if lines is None:
        hint = "、".join(f"{other}（{find(other).full_name}）" for other in _near(code))
        raise NotFound(
            code="regions.unknown",
            about="place",
            what=say("没有代码为“{code}”的行政区划", code=code[:12]),
            why="1980年以来的行政区划代码表里都没有它",
            do=say("请核对代码，相近的有：{hint}", hint=hint) if hint else "请使用六位行政区划代码",
        )
    return tuple(_region(line) for line in lines)


def _near(code: str) -> list[str]:
    """Up to three codes that begin with most of the same digits."""
    for digits in (5, 4, 3, 2):
        near = [other for other in _table() if other[:digits] == code[:digits]]
        if near and len(code) >= digits:
            return near[:3]
    return []


def _pick(rows: tuple[Region, ...], on: date | None) -> Region:
    if on is None:
        return next((row for row in reversed(rows) if not row.abolished), rows[-1])
    begun = [row for row in rows if row.valid_from is None or row.valid_from <= on]
    return next((row for row in reversed(begun) if row.valid_on(on)), begun[-1] if begun else rows[0])


def _stem(code: str) -> str:
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


@cache
def _rows_named(name: str) -> tuple[Region, ...]:
    return tuple(row for code in _names().get(name, ()) for row in _rows_of(code) if row.name == name)


@cache
def _directly_below() -> dict[str, list[str]]:
    """Code → the codes that were ever directly below it."""
    below: dict[str, dict[str, None]] = defaultdict(dict)
    for row in every():
        if row.parent is not None:
            below[row.parent][row.code] = None
    return {code: list(codes) for code, codes in below.items()}


def _in_force(among: Iterable[str], on: date | None) -> Iterable[Region]:
    rows = (row for code in among for row in _rows_of(code))
    return (row for row in rows if (row.valid_on(on) if on else not row.abolished))


@cache
def _names() -> dict[str, list[str]]:
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for code, lines in _table().items():
        for line in lines:
            names[line.name][code] = None
    return {name: list(bearers) for name, bearers in names.items()}


class _Line(NamedTuple):
    """One row of the table; years as numbers, 0 and 9999 where it is open."""

    code: str
    name: str
    level: str
    since: int
    until: int
    successors: str
    source: str

    def in_book_before(self, year: int) -> bool:
        """Whether it stood in the code book before the changes of `year`."""
        return self.since < year <= self.until


@cache
def _table() -> dict[str, tuple[_Line, ...]]:
    """Code → its lines from the oldest to the newest, codes in order."""
    table: dict[str, list[_Line]] = {}
    for text in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        code, name, level, since, until, successors, source = text.split("\t")
        line = _Line(
            code, name, level, int(since or _OPEN_SINCE), int(until or _OPEN_UNTIL), successors, source
        )
        table.setdefault(code, []).append(line)
    return {
        code: tuple(sorted(lines, key=lambda line: (line.since, line.until))) for code, lines in table.items()
    }


def _region(line: _Line) -> Region:
    above = _above(line)
    return Region(
        code=line.code,
        name=line.name,
        full_name="".join(other.name for other in above) + line.name,
        level=Level(line.level),
        parent=None if line.code == NATION else (above[-1].code if above else NATION),
        valid_from=date(line.since, 1, 1) if line.since != _OPEN_SINCE else None,
        valid_until=date(line.until, 12, 31) if line.until != _OPEN_UNTIL else None,
        successors=tuple(line.successors.split(",")) if line.successors else (),
        source=line.source,
    )


def _above(line: _Line) -> list[_Line]:
    """Province and prefecture as they were named while `line` was in force."""
    # Of a county right below its province both are the province.
    levels = dict.fromkeys((line.code[:2] + "0000", line.code[:4] + "00"))
    higher = [code for code in levels if code != line.code]
    groups = [_table()[code] for code in higher if code in _table()]
    return [
        next((other for other in lines if other.in_book_before(line.until)), lines[-1]) for lines in groups
    ]
