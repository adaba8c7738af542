"""Offices by id, by region and by spelling. Pure data, no database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Self

from huigong.directory.offices import loading
from huigong.directory.offices.entries import Collective, Desk, Group, Line, Office, Place, RegionOffices
from huigong.directory.offices.levels import Level
from huigong.directory.offices.naming import Spelling, place_of, spellings
from huigong.directory.offices.overlaying import EMPTY, Overlay
from huigong.kernel.errors import NotFound
from huigong.kernel.packs import Report
from huigong.kernel.regions import lineage

_BY_PATTERN = "按全国通例推出的名称，待核"


class Shelf:
    """Offices of every region: those listed in its file, the others by the national pattern."""

    def __init__(
        self,
        lines: dict[str, Line],
        collectives: tuple[Collective, ...],
        regions: dict[str, RegionOffices],
        overlay: Overlay = EMPTY,
    ) -> None:
        self._lines = lines
        self._listed = regions
        self._overlay = overlay
        self._completed: dict[str, dict[str, tuple[Office, ...]]] = {}
        self._index: dict[str, dict[str, list[tuple[str, Spelling]]]] = {}
        self._letters: dict[str, dict[str, list[str]]] = {}
        self._elsewhere = _by_id(
            office
            for entry in regions.values()
            for office in entry.offices
            if office.region != entry.place.region
        )
        self.collectives = collectives

    @classmethod
    def load(cls, policies_folder: Path) -> Self:
        """Raises `PackError` for anything wrong in any file."""
        report = Report()
        shelf = cls.read(policies_folder, report)
        report.refuse()
        return shelf

    @classmethod
    def read(cls, folder: Path, report: Report) -> Self:
        """What is well formed; what is wrong with a region's file is put into the report."""
        return cls(*loading.load(folder, report))

    def with_local(self, overlay: Overlay) -> Self:
        """The same packs with what places have entered about their own offices over them."""
        return type(self)(self._lines, self.collectives, self._listed, overlay)

    def get(self, office_id: str, on: date | None = None) -> Office:
        """The office under its name of that day (without a day: its latest name).

        A day outside its life gives the nearest name. Raises `DomainError` (`office.unknown`).
        """
        versions = self.versions(office_id)
        if not versions:
            raise NotFound(
                code="office.unknown",
                what=f"部门名录里没有“{office_id}”",
                do="请用“区划/条线”的写法，例如 区划代码/hrss；条线见 policies/100000/offices.yaml",
            )
        if on is None:
            return versions[-1]
        living = [office for office in versions if office.valid_on(on)]
        return living[-1] if living else min(versions, key=lambda office: _distance(office, on))

    def standing(self, office_id: str, on: date | None) -> Office:
        """The version that stands on the day: the one in force, else the last one over, else the first to come.

        So a closing counts from its day on, whatever is planned after it. Without a day the latest. Raises `DomainError`
        (`office.unknown`).
        """
        versions = self.versions(office_id)
        if not versions or on is None:
            return self.get(office_id, on)
        begun = [office for office in versions if office.valid_from is None or office.valid_from <= on]
        living = [office for office in begun if office.valid_on(on)]
        return (living or begun or versions[:1])[-1]

    def offices(self, region: str) -> tuple[Office, ...]:
        """What the region's file lists, every name; empty for a region without a file."""
        entry = self._listed.get(region)
        return entry.offices if entry else ()

    def listed(self, office_id: str) -> bool:
        """Whether a file names this office, rather than the national pattern alone."""
        region = office_id.partition("/")[0]
        named = office_id in self._elsewhere or office_id in self._overlay.offices
        return named or any(office.id == office_id for office in self.offices(region))

    def every_desk(self, region: str) -> tuple[Desk, ...]:
        """The bodies below the county that the region's file lists or the place has entered, whenever they serve."""
        entry = self._listed.get(region)
        return self._overlay.desks_over(region, entry.desks if entry else ())

    def desks(self, region: str, line: str, level: Level, on: date | None = None) -> tuple[Desk, ...]:
        """Those for a line at that level that serve on the day; without a day those without an end."""
        return tuple(desk for desk in self._serving(region, on) if (desk.line, desk.level) == (line, level))

    def windows(self, region: str, on: date | None = None) -> tuple[Desk, ...]:
        """Townships' and communities' desks, whatever their line."""
        near = (Level.TOWNSHIP, Level.COMMUNITY)
        return tuple(desk for desk in self._serving(region, on) if desk.level in near)

    def _serving(self, region: str, on: date | None) -> tuple[Desk, ...]:
        return tuple(
            desk
            for desk in self.every_desk(region)
            if (desk.valid_until is None if on is None else desk.valid_on(on))
        )

    def groups(self, region: str) -> tuple[Group, ...]:
        """Coordinating groups of the region and of those above it, nearest first."""
        return tuple(
            group for code in lineage(region) if code in self._listed for group in self._listed[code].groups
        )

    def lines(self) -> tuple[Line, ...]:
        """All lines of work, in the order of the national file."""
        return tuple(self._lines.values())

    def line(self, line: str) -> Line | None:
        """One line of work, or None."""
        return self._lines.get(line)

    def versions(self, office_id: str) -> tuple[Office, ...]:
        """Every name of one office, oldest first; empty when there is no such office."""
        region = office_id.partition("/")[0]
        return self._completed_region(region).get(office_id) or self._elsewhere.get(office_id, ())

    def spelled(self, region: str) -> dict[str, list[tuple[str, Spelling]]]:
        """Cleaned spellings of one region's offices, each with the offices it may mean."""
        if region not in self._index:
            self._index[region] = self._spellings_of(region)
        return self._index[region]

    def with_letter(self, region: str) -> dict[str, list[str]]:
        """The same spellings by each letter in them."""
        if region not in self._letters:
            index: dict[str, list[str]] = {}
            for spelling in self.spelled(region):
                for letter in set(spelling):
                    index.setdefault(letter, []).append(spelling)
            self._letters[region] = index
        return self._letters[region]

    def _spellings_of(self, region: str) -> dict[str, list[tuple[str, Spelling]]]:
        place = self._place(region)
        index: dict[str, list[tuple[str, Spelling]]] = {}
        if place is None:
            return index
        named_here = {office.id for office in self.offices(region)}
        for office_id in [*self._completed_region(region), *sorted(named_here & set(self._elsewhere))]:
            versions = self.versions(office_id)
            own = self._lines.get(versions[0].line) if office_id.startswith(f"{region}/") else None
            for spelling, kind in spellings(versions, own, place).items():
                index.setdefault(spelling, []).append((office_id, kind))
        return index

    def _completed_region(self, region: str) -> dict[str, tuple[Office, ...]]:
        if region not in self._completed:
            place = self._place(region)
            listed = _by_id(office for office in self.offices(region) if office.region == region)
            derived = {} if place is None or region == loading.NATION else self._by_pattern(place)
            known = {**derived, **listed}
            for office_id in self._overlay.lines_of(region):
                line = self._lines.get(office_id.partition("/")[2])
                known[office_id] = self._overlay.over(office_id, known.get(office_id, ()), line)
            self._completed[region] = known
        return self._completed[region]

    def _by_pattern(self, place: Place) -> dict[str, tuple[Office, ...]]:
        return {
            f"{place.region}/{line.id}": (_derived(line, place),)
            for line in self._lines.values()
            if not line.local
        }

    def _place(self, region: str) -> Place | None:
        entry = self._listed.get(region)
        return entry.place if entry else place_of(region)


def _derived(line: Line, place: Place) -> Office:
    pattern = line.district if line.district and place.city else line.pattern
    return Office(
        id=f"{place.region}/{line.id}",
        region=place.region,
        line=line.id,
        name=place.fill(pattern),
        valid_from=line.valid_from,
        valid_until=line.valid_until,
        kind=line.kind,
        verified=False,
        generic="{" not in pattern,
        note=_BY_PATTERN,
    )


def _by_id(offices: Iterable[Office]) -> dict[str, tuple[Office, ...]]:
    by_id: dict[str, tuple[Office, ...]] = {}
    for office in offices:
        known = (*by_id.get(office.id, ()), office)
        by_id[office.id] = tuple(sorted(known, key=lambda version: version.valid_from or date.min))
    return by_id


def _distance(office: Office, on: date) -> int:
    ends = [abs((day - on).days) for day in (office.valid_from, office.valid_until) if day is not None]
    return min(ends, default=0)
