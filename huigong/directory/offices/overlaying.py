"""What a place has entered about its own offices, laid over what the packs say of them. Pure data.

An entry holds from its day until the next one's day begins. Of two for the same day the later one counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from huigong.directory.offices.entries import Contact, Desk, Line, Office, Said
from huigong.directory.offices.levels import Level
from huigong.kernel.packs.local import readable

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OfficeEntry:
    """What the place says of an office from `valid_from` on: its name and contact, or that it is closed.

    `successor` is the office that has its work from then on, where it is closed.
    """

    office: str
    valid_from: date
    name: str
    contact: Contact
    closed: bool
    successor: str
    said: Said

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of the local file."""
        return cls(
            office=row["office"],
            valid_from=date.fromisoformat(row["valid_from"]),
            name=row["name"],
            contact=_contact(row),
            closed=row["closed"],
            successor=row["successor"],
            said=_said(row),
        )


@dataclass(frozen=True)
class DeskEntry:
    """What the place says of one desk from `valid_from` on: what it is, or that it is closed."""

    valid_from: date
    closed: bool
    desk: Desk

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of the local file."""
        desk = Desk(
            region=row["region"],
            line=row["line"],
            level=Level(row["level"]),
            name=row["name"],
            serves=row["serves"],
            contact=_contact(row),
            said=_said(row),
            id=row["desk"],
        )
        return cls(date.fromisoformat(row["valid_from"]), row["closed"], desk)


@dataclass(frozen=True)
class Overlay:
    """Every entry, by office and by region; `EMPTY` where no place has entered anything."""

    offices: Mapping[str, tuple[OfficeEntry, ...]]
    desks: Mapping[str, tuple[Desk, ...]]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]]) -> Self:
        """From the rows of the local file, in the order in which they were said."""
        offices: dict[str, list[OfficeEntry]] = defaultdict(list)
        desks: dict[str, list[DeskEntry]] = defaultdict(list)
        for entry in readable("offices", rows, _entry):
            if isinstance(entry, OfficeEntry):
                offices[entry.office].append(entry)
            else:
                desks[entry.desk.id].append(entry)
        by_region: dict[str, list[Desk]] = defaultdict(list)
        for entries in desks.values():
            for desk in _versions_of_desk(entries):
                by_region[desk.region].append(desk)
        return cls(
            {office: _in_order(entries) for office, entries in offices.items()},
            {region: tuple(known) for region, known in by_region.items()},
        )

    @property
    def closed(self) -> tuple[str, ...]:
        """The offices that a place has closed, on whatever day, and even if they work again since."""
        return tuple(
            office for office, entries in self.offices.items() if any(entry.closed for entry in entries)
        )

    def lines_of(self, region: str) -> Iterable[str]:
        """The offices of a region of which something is entered."""
        return (office for office in self.offices if office.partition("/")[0] == region)

    def over(self, office_id: str, versions: tuple[Office, ...], line: Line | None) -> tuple[Office, ...]:
        """The versions of an office as the packs know them, with the entries of the place over them."""
        known = list(versions)
        for entry in self.offices.get(office_id, ()):
            below = _in_force(versions, entry.valid_from) or _new(entry, line)
            known = [_cut(version, entry) for version in known if _begins_before(version, entry.valid_from)]
            if not entry.closed:
                known.append(_version(below, entry))
        return tuple(known)

    def desks_over(self, region: str, listed: tuple[Desk, ...]) -> tuple[Desk, ...]:
        """The desks of a region: an invented one goes for good on the day on which the first real one of its kind begins."""
        own = self.desks.get(region, ())
        real = _first_of_each_kind(own)
        below = (_until_real(desk, real.get((desk.line, desk.level))) for desk in listed)
        return (*(desk for desk in below if desk is not None), *own)


EMPTY = Overlay({}, {})


def _entry(row: Mapping[str, Any]) -> OfficeEntry | DeskEntry:
    return OfficeEntry.of(row) if "office" in row else DeskEntry.of(row)


def _in_order(entries: Iterable[OfficeEntry]) -> tuple[OfficeEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.valid_from))


def _in_force(versions: Sequence[Office], day: date) -> Office | None:
    living = [version for version in versions if version.valid_on(day)]
    return living[-1] if living else versions[-1] if versions else None


def _begins_before(version: Office, day: date) -> bool:
    return version.valid_from is None or version.valid_from < day


def _cut(version: Office, entry: OfficeEntry) -> Office:
    """The version until the day before the entry, if it is still in force then."""
    last = entry.valid_from - _DAY
    if version.valid_until is not None and version.valid_until < last:
        return version
    return replace(version, valid_until=last, successor=entry.successor if entry.closed else "")


def _version(below: Office, entry: OfficeEntry) -> Office:
    return replace(
        below,
        name=entry.name,
        contact=entry.contact,
        valid_from=entry.valid_from,
        verified=True,
        made_up=False,
        note="",
        said=entry.said,
    )


def _new(entry: OfficeEntry, line: Line | None) -> Office:
    region, _, line_id = entry.office.partition("/")
    kind = line.kind if line else "government"
    return Office(id=entry.office, region=region, line=line_id, name=entry.name, kind=kind)


def _versions_of_desk(entries: Sequence[DeskEntry]) -> Iterable[Desk]:
    ordered = sorted(entries, key=lambda entry: entry.valid_from)
    for entry, later in zip(ordered, [*ordered[1:], None], strict=True):
        until = later.valid_from - _DAY if later else None
        if not entry.closed and (until is None or until >= entry.valid_from):
            yield replace(entry.desk, valid_from=entry.valid_from, valid_until=until)


def _first_of_each_kind(desks: Iterable[Desk]) -> dict[tuple[str, Level], date]:
    first: dict[tuple[str, Level], date] = {}
    for desk in desks:
        kind, begins = (desk.line, desk.level), desk.valid_from or date.min
        first[kind] = min(begins, first.get(kind, begins))
    return first


def _until_real(desk: Desk, real: date | None) -> Desk | None:
    """The desk, an invented one until the day before the first real one; None where it never serves before that."""
    if real is None or not desk.made_up or (desk.valid_until is not None and desk.valid_until < real):
        return desk
    if real <= (desk.valid_from or date.min):
        return None
    return replace(desk, valid_until=real - _DAY)


def _contact(row: Mapping[str, Any]) -> Contact:
    return Contact(row["street"], row["telephone"], row["hours"])


def _said(row: Mapping[str, Any]) -> Said:
    return Said(row["by"], date.fromisoformat(row["said_on"]), row["source"])
