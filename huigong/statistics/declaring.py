"""`policies/<region>/<document>/indicators.yaml`: a list of numbers.

- id: special-operators-in-force
  name: 有效的特种作业操作证
  from: 2020-01-01
  clauses: ["#第二十一条"]                    # what it tells about
  kind: share                               # of how many; or count
  records: special-operation-licence
  among: 状态 ≠ 注销                         # the rows that count at all, where not all do
  where: 状态 = 有效
  unit: 本
  good: up                                  # up, down or neither
  least: 统计公布下限                         # the parameter of the smallest number that is shown
- id: special-operators-new
  name: 新领的特种作业操作证
  kind: count
  records: special-operation-licence
  during: 领证.日期                          # the day by which a row belongs to a month

Without `during` it tells how it stands on a day, with it of a month. The rules read what lies open of a record: its state, its
flags, its fields that have a slot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from huigong.declarations import Head, Shelf, Written, declared, head_of, read_written
from huigong.kernel.labelled import Labelled
from huigong.kernel.packs import Entry, Kept, PackError, Report, speaks
from huigong.kernel.packs.kinds import choice, text, whatever
from huigong.kernel.sentences import wording
from huigong.records.kinds import STATE, RecordKind
from huigong.records.shelf import RecordBook
from huigong.records.shelf import book as records
from huigong.rules.nodes import Node, fact_names
from huigong.rules.parse import parse_condition
from huigong.rules.values import Type

FILES: Final = "*/indicators.yaml"


class Good(Labelled):
    """Which way is better."""

    UP = "up", wording("越高越好")
    DOWN = "down", wording("越低越好")
    NEITHER = "neither", wording("不分高低")


class Kind(Labelled):
    """What is told."""

    COUNT = "count", wording("数量")
    SHARE = "share", wording("比例")


INDICATOR: Final = declared(
    "指标",
    {
        "kind": choice(Kind),
        "records": text(),
        "among": whatever(""),
        "where": whatever(""),
        "during": text(""),
        "unit": text("", said=True),
        "good": choice(Good, Good.NEITHER),
        "least": text(),
    },
)
speaks("procedures", after="messages", packs=(FILES,), shape=INDICATOR, at="*")


@dataclass(frozen=True)
class Indicator:
    """One number as it stands in a region on a day: the rows `among` which it is counted and `where` they are so, None for all.

    `during` is the day by which a row belongs to a month, "" where it tells of a day; `least` names the parameter of the
    smallest number that is shown.
    """

    head: Head
    kind: Kind
    records: RecordKind
    among: Node | None
    where: Node | None
    during: str
    unit: str
    good: Good
    least: str

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def is_share(self) -> bool:
        return self.kind is Kind.SHARE

    @property
    def reads(self) -> tuple[str, ...]:
        """The names that its rules read."""
        rules = (rule for rule in (self.among, self.where) if rule is not None)
        return tuple(sorted({name for rule in rules for name in fact_names(rule)}))


@dataclass(frozen=True)
class Book:
    """The indicators of all regions."""

    shelf: Shelf
    kinds: RecordBook
    _made: dict[tuple[str, date, str], Indicator] = field(default_factory=dict, compare=False, repr=False)

    def in_region(self, region: str, *, on: date) -> Iterator[Indicator]:
        """The indicators of a region on a day, by id."""
        for id in self.shelf.ids:
            if layers := self.shelf.layers(id, on=on, region=region):
                yield self._indicator(layers, on, region)

    def indicator(self, id: str, region: str, *, on: date) -> Indicator:
        """One. Raises `NotFound` (`indicator.unknown`, `indicator.not_yet`)."""
        return self._indicator(self.shelf.required(id, on=on, region=region), on, region)

    def _indicator(self, layers: tuple[Written, ...], on: date, region: str) -> Indicator:
        key = layers[0].id, on, region
        if key not in self._made:
            self._made[key] = indicator_of(layers, self.kinds, on, region)
        return self._made[key]


def indicator_of(layers: tuple[Written, ...], kinds: RecordBook, on: date, region: str) -> Indicator:
    """The indicator of its files. Raises `PackError` for what is wrong with it."""
    entry = layers[0].entry
    if entry["records"] not in kinds.ids:
        raise _wrong(entry, "records", f"没有叫“{entry['records']}”的记录", "请核对记录的编号")
    kind = kinds.kind_for(entry["records"], on=on, region=region)
    opened = {*kinds.slots(kind.id), STATE, *(flag.name for flag in kind.flags)}
    day = kind.readable.get(entry["during"])
    if entry["during"] and (day is None or day.type is not Type.DATE or entry["during"] not in opened):
        raise _wrong(
            entry, "during", f"“{entry['during']}”不是能数的日期", "请写一个日期字段，或者“某件事.日期”"
        )
    if entry["kind"] is Kind.SHARE and not entry["where"]:
        raise _wrong(entry, "where", "比例要写明哪些算数", "请写条件，例如：状态 = 有效")
    return Indicator(
        head=head_of(layers),
        kind=entry["kind"],
        records=kind,
        among=_rule(entry, "among", kind, opened),
        where=_rule(entry, "where", kind, opened),
        during=entry["during"],
        unit=entry["unit"],
        good=entry["good"],
        least=entry["least"],
    )


def _rule(entry: Entry, key: str, kind: RecordKind, opened: set[str]) -> Node | None:
    if not entry[key]:
        return None
    rule = parse_condition(entry[key], facts=kind.told, where=entry.spot(key).place)
    if sealed := sorted(set(fact_names(rule)) - opened):
        raise _wrong(entry, key, f"“{sealed[0]}”不在索引里，数不了", "请用状态、标记或者不保密的字段")
    return rule


def _wrong(entry: Entry, key: str, why: str, do: str) -> PackError:
    spot = entry.spot(key)
    return PackError("packs.field", what=f"{spot.entry}的“{key}”写得不对", why=why, do=do, place=spot.place)


def read_shelf(folder: Path, report: Report) -> Shelf:
    """The files below a policies folder."""
    return Shelf("指标", "indicator", tuple(read_written(folder, INDICATOR, report, FILES)))


def _read(folder: Path, report: Report) -> Book:
    shelf, kinds = read_shelf(folder, report), records(folder)

    def make(layers: tuple[Written, ...], on: date, region: str) -> object:
        for below in layers[1:]:
            below.entry.wrong("inherits", "指标不能改上级写的，请另写一个编号")
        with report.noting():
            return indicator_of(layers, kinds, on, region)
        return None

    return Book(shelf.sound(report, make), kinds)


book: Kept[Book] = Kept(_read)
