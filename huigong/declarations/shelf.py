"""The files of one kind of declaration, of all regions and days: which of them make what holds somewhere on a day.

A region either has a declaration whole or writes `inherits: true` and only what it adds and tightens. The layers of
a declaration are its whole file and what the regions below add to it, the highest first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from huigong.kernel import days
from huigong.kernel.errors import NotFound
from huigong.kernel.packs import (
    Entry,
    PackError,
    PackFile,
    Place,
    Report,
    Shape,
    files,
    nearest_name,
    place_in,
)
from huigong.kernel.packs.references import full_reference
from huigong.kernel.regions import NATION, lineage


@dataclass(frozen=True)
class Written:
    """One declaration as its file writes it: whole, or what a region adds to one above (`inherits`)."""

    file: PackFile
    entry: Entry

    @property
    def id(self) -> str:
        name: str = self.entry["id"]
        return name

    @property
    def inherits(self) -> bool:
        return bool(self.entry["inherits"])

    @property
    def since(self) -> date:
        first: date = self.entry["from"]
        return first

    @property
    def until(self) -> date | None:
        """The last day; None while no end is known."""
        last: date | None = self.entry["until"]
        return last

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses on which it rests, each with its document."""
        return tuple(full_reference(clause, self.file.document) for clause in self.entry["clauses"])

    def in_force(self, on: date) -> bool:
        """Whether this version holds on a day."""
        return days.holds(on, self.since, self.until)


Turns = Callable[[Written], Iterable[date]]
"""The days on which something inside a declaration begins, or has just ended."""


Make = Callable[[tuple[Written, ...], date, str], object]
"""Makes a declaration of its layers, on a day in a region; what is wrong is noted."""


@dataclass(frozen=True)
class Shelf:
    """Every declaration of one kind. `called` is what one is called (`表单`), `code` begins the codes of its errors (`form`)."""

    called: str
    code: str
    written: tuple[Written, ...]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every id, in order."""
        return tuple(sorted(self._by_id))

    @cached_property
    def regions(self) -> frozenset[str]:
        """The regions for which anything is written."""
        return frozenset(each.file.region for each in self.written)

    def layers(self, id: str, *, on: date, region: str) -> tuple[Written, ...]:
        """The files that make the declaration, the highest region first; none where no whole one holds on the day."""
        levels = lineage(region)
        mine = [each for each in self._by_id.get(id, ()) if each.file.region in levels and each.in_force(on)]
        mine.sort(key=lambda each: -levels.index(each.file.region))
        return tuple(mine) if mine and not mine[0].inherits else ()

    def required(self, id: str, *, on: date, region: str) -> tuple[Written, ...]:
        """The layers; raises `NotFound` (`form.unknown`, `form.not_yet`) where there are none."""
        layers = self.layers(id, on=on, region=region)
        if layers:
            return layers
        if id not in self._by_id:
            nearest = nearest_name(id, self.ids)
            do = f"是不是“{nearest}”？" if nearest else f"请核对{self.called}的 id"
            raise NotFound(f"{self.code}.unknown", what=f"没有叫“{id[:40]}”的{self.called}", do=do)
        what = f"{on.isoformat()}在{region}没有“{id}”这个{self.called}"
        raise NotFound(f"{self.code}.not_yet", what=what, do="请换一个日期或地区")

    def day_of_reading(self, id: str, *, on: date, region: str) -> date:
        """The day whose version reads what was kept under a declaration: `on` where one holds then, else the last day before
        on which one did, else the first on which one will; `on` for what was never declared there.

        A declaration that was ended (`until`) takes in nothing new; what it took in stays readable.
        """
        mine = self._by_id.get(id, ())
        last_days = sorted((each.until for each in mine if each.until and each.until < on), reverse=True)
        first_days = sorted(each.since for each in mine if each.since > on)
        days_to_try = (on, *last_days, *first_days)
        return next((day for day in days_to_try if self.layers(id, on=day, region=region)), on)

    def nearest(self, region: str, among: Collection[str] = ()) -> str:
        """The region itself or the first above it for which anything is written, here or in `among`; below it nothing differs."""
        levels = (level for level in lineage(region) if level in self.regions or level in among)
        return next(levels, NATION)

    def situations(
        self, turns: Turns = lambda written: ()
    ) -> Iterator[tuple[tuple[Written, ...], date, str]]:
        """Every way in which files come together: the layers, the day and the region; from each day on which one
        of them or something inside one (`turns`) begins or has ended."""
        for mine in self._by_id.values():
            for region in sorted({each.file.region for each in mine}):
                above = [each for each in mine if each.file.region in lineage(region)]
                first_days = {each.since for each in above} | {day for each in above for day in turns(each)}
                for day in sorted(first_days):
                    if layers := self.layers(mine[0].id, on=day, region=region):
                        yield layers, day, region

    def misfits(self) -> Iterator[PackError]:
        """Two files that hold for one id in one region on the same day, a whole one below another, and one that inherits from none."""
        for mine in self._by_id.values():
            for index, each in enumerate(mine):
                for other in mine[:index]:
                    yield from self._together(each, other)
        for each in self.written:
            if each.inherits and not self.layers(each.id, on=each.since, region=each.file.region):
                yield self._told(each, f"上级没有可以继承的{self.called}", "", "请核对 id 和 from")

    def sound(self, report: Report, make: Make | None = None, turns: Turns = lambda written: ()) -> Shelf:
        """The shelf without what cannot be used: one wrong declaration stops no other.

        `report` has what was wrong with these files when they were read. `make` makes the declaration of the layers in every
        way in which they come together (`situations`); what is wrong then goes into the report too, which says each thing once.
        """
        report.errors += self.misfits()
        if make is not None:
            for layers, on, region in self.situations(turns):
                make(layers, on, region)
        unique = {(str(error.place), error.what, error.why): error for error in report}
        report.errors[:] = unique.values()
        return self._without(report.errors)

    def _without(self, errors: Collection[PackError]) -> Shelf:
        """The shelf without what the errors are about, and without all of a declaration of which the whole one is among it."""
        broken = {id(each) for error in errors for each in self._at_fault(error)}
        gone = {each.id for each in self.written if id(each) in broken and not each.inherits}
        sound = (each for each in self.written if id(each) not in broken and each.id not in gone)
        return replace(self, written=tuple(sound))

    def _at_fault(self, error: PackError) -> tuple[Written, ...]:
        """The declaration in which an error stands; all of its file where that is not known."""
        there = [each for each in self.written if each.file.name == error.file]
        before = [each for each in there if each.entry.place.line <= error.line]
        return (max(before, key=lambda each: each.entry.place.line),) if before else tuple(there)

    @cached_property
    def _by_id(self) -> Mapping[str, tuple[Written, ...]]:
        by_id = defaultdict[str, tuple[Written, ...]](tuple)
        for written in self.written:
            by_id[written.id] += (written,)
        return dict(sorted(by_id.items()))

    def _together(self, each: Written, other: Written) -> Iterator[PackError]:
        same = each.file.region == other.file.region
        if same and (each.in_force(other.since) or other.in_force(each.since)):
            why = f"另一个在{other.file.name}"
            yield self._told(each, "同一天有两个版本", why, "请写明前一个的 until")
        elif not same and not each.inherits and not other.inherits and _related(each, other):
            lower = max(each, other, key=lambda written: len(lineage(written.file.region)))
            why, do = "整个另写会丢掉上级写的东西", "请写 inherits: true，只写多出来的"
            yield self._told(lower, "上级已经有了", why, do)

    def _told(self, each: Written, what: str, why: str, do: str) -> PackError:
        said = f"{self.called}“{each.id}”{what}"
        return PackError(
            f"{self.code}.versions", what=said, why=why, do=do, place=each.entry.spot("id").place
        )


def read_written(folder: Path, shape: Shape, report: Report, *patterns: str) -> Iterator[Written]:
    """The declarations below a policies folder, in the order of the files' names; one file holds one, or a list.

    What is wrong with one goes into the report, and it is left out.
    """
    for file in files(folder, *patterns):
        loaded = file.read(report)
        for raw, place in _each(loaded, file):
            entry = shape.read(raw, report=report, place=place)
            if entry is not None and ends_after_it_begins(entry):
                yield Written(file, entry)


def turns_of(since: date | None, until: date | None) -> Iterator[date]:
    """The first day of something, and the day after its last, where there are such."""
    if since is not None:
        yield since
    if until is not None and until < date.max:
        yield until + timedelta(days=1)


def _each(loaded: Any, file: PackFile) -> Iterator[tuple[Any, Place]]:
    if isinstance(loaded, list):
        for index, raw in enumerate(loaded):
            yield raw, place_in(loaded, index) or Place(file.name)
    elif loaded is not None:
        yield loaded, Place(file.name)


def ends_after_it_begins(entry: Entry) -> bool:
    """Whether the last day of a declaration is not before its first, which is noted otherwise."""
    wrong = entry["until"] is not None and entry["until"] < entry["from"]
    if wrong:
        entry.wrong("until", "until 早于 from")
    return not wrong


def _related(each: Written, other: Written) -> bool:
    return each.file.region in lineage(other.file.region) or other.file.region in lineage(each.file.region)
