"""All kinds of record of the packs: `book()` reads them once, and gives each as it stands in a region on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from huigong.declarations import Shelf, Written, locking, read_written
from huigong.declarations.locking import Meaning, Released
from huigong.declarations.shelf import turns_of
from huigong.directory.offices.book import OfficeBook
from huigong.forms import shelf as forms
from huigong.forms.codes import CodeBook
from huigong.forms.locking import meanings
from huigong.kernel.packs import Kept, Report, refuse
from huigong.kernel.regions import NATION
from huigong.records import slots
from huigong.records.below import own_fields
from huigong.records.declaring import Clerk, compile_kind
from huigong.records.kinds import EventKind, RecordKind
from huigong.records.shapes import FILES, RECORD


@dataclass(frozen=True)
class RecordBook:
    """Every kind of record; `slots` are those of each kind, over all its regions and versions."""

    shelf: Shelf
    forms: forms.Book
    lines: frozenset[str]
    locked: Mapping[str, Meaning] = field(default_factory=dict)
    _made: dict[tuple[str, date, tuple[str, ...]], RecordKind] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all kinds, in order."""
        return self.shelf.ids

    def kind(self, id: str, *, on: date, region: str = NATION) -> RecordKind:
        """The kind as it stands in a region on a day; raises `NotFound` (`record_kind.unknown`, `record_kind.not_yet`)."""
        layers = self.shelf.required(id, on=on, region=region)
        return self._kind(layers, on, region)

    def kind_for(self, id: str, *, on: date, region: str = NATION) -> RecordKind:
        """The kind by which something that took effect on a day is recorded: that of the day, or the first there ever was
        for what is older than any. Raises `NotFound` as `kind`."""
        if self.shelf.layers(id, on=on, region=region):
            return self.kind(id, on=on, region=region)
        later = (each.since for each in self.shelf.written if each.id == id and each.since > on)
        firsts = (day for day in sorted(later) if self.shelf.layers(id, on=day, region=region))
        return self.kind(id, on=next(firsts, on), region=region)

    def kept(self, id: str, *, on: date, region: str = NATION) -> RecordKind:
        """The kind by which records that are kept are read on a day, whether or not it still takes in any (see
        `Shelf.day_of_reading`). Raises `NotFound` (`record_kind.unknown`) for an id that no pack has."""
        layers = self.shelf.layers(id, on=on, region=region)
        if layers:  # asked for every row of many people
            return self._kind(layers, on, region)
        return self.kind(id, on=self.shelf.day_of_reading(id, on=on, region=region), region=region)

    def kinds(self, *, on: date, region: str = NATION) -> tuple[RecordKind, ...]:
        """Every kind that a region has on a day, by id."""
        here = (id for id in self.ids if self.shelf.layers(id, on=on, region=region))
        return tuple(self.kind(id, on=on, region=region) for id in here)

    def kept_kinds(self, *, on: date, region: str = NATION) -> tuple[RecordKind, ...]:
        """Every kind that a region has on a day or had before, by id."""
        read_on = {id: self.shelf.day_of_reading(id, on=on, region=region) for id in self.ids}
        known = (
            id for id, day in read_on.items() if day <= on and self.shelf.layers(id, on=day, region=region)
        )
        return tuple(self.kind(id, on=read_on[id], region=region) for id in known)

    @cached_property
    def every(self) -> tuple[RecordKind, ...]:
        """Every kind as each of its files makes it, those of all regions and days."""
        return tuple(self._kind(layers, day, region) for layers, day, region in self.shelf.situations())

    def granted(self, service: str, *, on: date, region: str) -> tuple[tuple[RecordKind, EventKind], ...]:
        """What the grant of a service is in the registers of a region on a day: kinds, each with its event."""
        return tuple(
            (kind, event)
            for kind in self.kinds(on=on, region=region)
            for event in kind.events.values()
            if service in event.granted_by
        )

    @cached_property
    def facts(self) -> Mapping[str, frozenset[str]]:
        """Fact → the kinds that give it."""
        made: dict[str, frozenset[str]] = {}
        for kind in self.every:
            for name in kind.facts:
                made[name] = made.get(name, frozenset()) | {kind.id}
        return made

    @cached_property
    def turns(self) -> Mapping[str, tuple[date, ...]]:
        """The days on which a kind is declared otherwise than before, anywhere, or its fields are read otherwise; in order."""
        days: dict[str, set[date]] = {}
        for written in self.shelf.written:
            days.setdefault(written.id, set()).update(turns_of(written.since, written.until))
        for kind in self.every:
            days[kind.id] |= {change.since for change in kind.changes}
        return {id: tuple(sorted(each)) for id, each in days.items()}

    def slots(self, id: str) -> Mapping[str, str]:
        """Name → column of the index, for everything that any version of the kind keeps open."""
        if id not in self._slots:
            return {}
        return self._slots[id]

    @cached_property
    def _slots(self) -> Mapping[str, Mapping[str, str]]:
        made: dict[str, dict[str, str]] = {}
        taken = dict(self.locked)
        for kind in self.every:
            for name, column in slots.slots_of(kind, taken).items():
                taken[f"{kind.id}.{name}"] = {slots.SLOT: column}
                made.setdefault(kind.id, {})[name] = column
        return made

    def compiled(
        self, layers: tuple[Written, ...], *, on: date, region: str, report: Report
    ) -> RecordKind | None:
        """The kind of these files; what is wrong goes into the report."""
        document = layers[0].file.document
        desk = self.forms.desk(on=on, region=region, report=report, document=document)
        return compile_kind(layers, Clerk(desk, self.lines))

    def _kind(self, layers: tuple[Written, ...], on: date, region: str) -> RecordKind:
        turned = max((day for day in self.forms.days_of_codes if day <= on), default=date.min)
        key = (region, turned, tuple(f"{each.file.name}@{each.since}" for each in layers))
        if key not in self._made:
            report = Report()
            kind = self.compiled(layers, on=on, region=region, report=report)
            refuse(report)
            assert kind is not None
            self._made[key] = replace(kind, parameters=self.forms.parameters.lookup(region))
        return self._made[key]


def read_records(
    folder: Path,
    report: Report,
    *,
    forms_book: forms.Book | None = None,
    lines: frozenset[str] | None = None,
) -> RecordBook:
    """The kinds below `folder`; what is wrong goes into the report, and kinds with errors are left out.

    `forms_book` has its shared fields, code lists and facts, `lines` are those of its offices; both are read where they
    are not given.
    """
    shelf = Shelf("记录", "record_kind", tuple(read_written(folder, RECORD, report, *FILES)))
    if not shelf.written:
        return RecordBook(shelf, forms_book or forms.Book((), {}, CodeBook({}), {}), frozenset())
    read_forms = forms_book or forms.book(folder)
    known = _lines(OfficeBook.read(folder, Report())) if lines is None else lines
    book = RecordBook(shelf, read_forms, known, locking.given(folder, slots.SECTION))
    sound = shelf.sound(
        report, lambda layers, on, region: book.compiled(layers, on=on, region=region, report=report)
    )
    return replace(book, shelf=sound, _made={})


def released(book: RecordBook) -> Iterator[Released]:
    """What every id of the packs' records means, with the type of its slot; for the lock."""
    told: set[tuple[str, str]] = set()
    for layers, day, region in book.shelf.situations():
        folder, kind = layers[-1].file.pack, book._kind(layers, day, region)
        opened = slots.slotted(kind)
        own = own_fields(layers[-1])
        for asked in kind.fields.values():
            if asked.id in own:
                for row in meanings(slots.SECTION.name, folder, kind.id, asked):
                    name = row.id.partition(".")[2]
                    yield replace(row, says={**row.says, "open": opened.get(name, "")})
        for name, type_of_slot in opened.items():
            of_an_event = name.partition(".")[0] in layers[-1].entry["events"]
            of_a_part = name.partition(".")[0] in own and name not in kind.fields
            if (of_an_event or of_a_part) and (kind.id, name) not in told:
                told.add((kind.id, name))
                says = {"type": type_of_slot, "open": type_of_slot}
                yield Released(slots.SECTION.name, folder, f"{kind.id}.{name}", says, place=kind.place)


def _lines(offices: OfficeBook) -> frozenset[str]:
    return frozenset(line.id for line in offices.lines())


book: Kept[RecordBook] = Kept(read_records)
