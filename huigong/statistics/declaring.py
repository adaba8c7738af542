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

What can be counted registers itself (`declarations.counted`), with the keys of its own. `records`, `among`, `where` and `during` are
those of registers: without `during` it tells how it stands on a day, with it of a month. The rules read what lies open of a
record: its state, its flags, its fields that have a slot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from huigong.declarations import Head, Shelf, Written, declared, head_of, read_written
from huigong.declarations.counted import Counts, Source, sources, wrong
from huigong.kernel.labelled import Labelled
from huigong.kernel.packs import Entry, Kept, Report, Shape, speaks
from huigong.kernel.packs.kinds import choice, text
from huigong.kernel.sentences import wording

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


_OWN: Final = {
    "kind": choice(Kind),
    "unit": text("", said=True),
    "good": choice(Good, Good.NEITHER),
    "least": text(),
}
speaks("procedures", after="messages", packs=(FILES,), shape=declared("指标", _OWN), at="*")


def shape() -> Shape:
    """The keys that every indicator has, and those of each source."""
    keys = {name: key for source in sources() for name, key in source.keys.items()}
    return declared("指标", {**_OWN, **keys})


@dataclass(frozen=True)
class Indicator:
    """One number as it stands in a region on a day; `least` names the parameter of the smallest number that is shown."""

    head: Head
    kind: Kind
    counts: Counts
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
    def monthly(self) -> bool:
        """Whether it tells of a month, not of a day."""
        return self.counts.monthly


@dataclass(frozen=True)
class Book:
    """The indicators of all regions."""

    shelf: Shelf
    folder: Path
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
            self._made[key] = indicator_of(layers, self.folder, on, region)
        return self._made[key]


def indicator_of(layers: tuple[Written, ...], folder: Path, on: date, region: str) -> Indicator:
    """The indicator of its files. Raises `PackError` for what is wrong with it."""
    entry = layers[0].entry
    return Indicator(
        head=head_of(layers),
        kind=entry["kind"],
        counts=_source(entry).read(entry, entry["kind"] is Kind.SHARE, folder, on, region),
        unit=entry["unit"],
        good=entry["good"],
        least=entry["least"],
    )


def _source(entry: Entry) -> Source:
    known = {source.key: source for source in sources()}
    chosen = [known[key] for key in known if key in entry.raw]
    if len(chosen) != 1:
        words = "、".join(known)
        raise wrong(entry, "kind", "没有写明数什么，或者写了不止一样", f"请在{words}里写一个，只写一个")
    for other in (source for source in known.values() if source is not chosen[0]):
        for key in other.keys:
            if key in entry.raw:
                raise wrong(entry, key, f"这是数{other.key}时写的，这里数的是{chosen[0].key}", "请去掉")
    return chosen[0]


def read_shelf(folder: Path, report: Report) -> Shelf:
    """The files below a policies folder."""
    return Shelf("指标", "indicator", tuple(read_written(folder, shape(), report, FILES)))


def _read(folder: Path, report: Report) -> Book:
    shelf = read_shelf(folder, report)

    def make(layers: tuple[Written, ...], on: date, region: str) -> object:
        for below in layers[1:]:
            below.entry.wrong("inherits", "指标不能改上级写的，请另写一个编号")
        with report.noting():
            return indicator_of(layers, folder, on, region)
        return None

    return Book(shelf.sound(report, make), folder)


book: Kept[Book] = Kept(_read)
