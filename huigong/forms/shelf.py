"""All forms of the packs: `book()` reads them once, and gives each as it stands in a region on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from huigong.declarations import Shelf, Written
from huigong.declarations.shelf import ends_after_it_begins, turns_of
from huigong.forms.codes import CodeBook, read_codes
from huigong.forms.compiling import compile_form
from huigong.forms.declaring import Desk, read_field
from huigong.forms.fields import Form
from huigong.forms.kinds import Role
from huigong.forms.library import Library, read_library, with_parts
from huigong.forms.parameters import NoParameters, Parameters
from huigong.forms.parameters import parameters as registered
from huigong.forms.shapes import FORM
from huigong.forms.tightening import tightened
from huigong.kernel.packs import Kept, Place, Report, files, refuse
from huigong.kernel.regions import NATION
from huigong.rules.facts import Fact, dictionary, read_dictionary


@dataclass(frozen=True)
class Book:
    """The forms of all regions and days. `library` holds the shared fields as loaded, by id."""

    written: tuple[Written, ...]
    library: Mapping[str, Any]
    codes: CodeBook
    facts: Mapping[str, Fact]
    parameters: Parameters = field(default_factory=NoParameters)
    _made: dict[tuple[str, str, str, date], Form] = field(default_factory=dict)

    @cached_property
    def shelf(self) -> Shelf:
        """The files of the forms."""
        return Shelf("表单", "form", self.written)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all forms, in order."""
        return self.shelf.ids

    def form(self, id: str, *, on: date, region: str = NATION) -> Form:
        """The form as it stands in a region on a day. A draft keeps its `began` and passes that day for ever.

        Raises `NotFound`: `form.unknown` for an id that no pack has, `form.not_yet` where no version holds on the day.
        """
        nearest = self._nearest(region)
        layers = self.shelf.required(id, on=on, region=region)
        key = (id, nearest, "+".join(layer.file.name for layer in layers), self._day(layers, on))
        if key not in self._made:
            report = Report()
            form = self.compiled(layers, on=on, region=nearest, report=report)
            refuse(report)
            assert form is not None
            self._made[key] = form
        return replace(self._made[key], region=region, parameters=self.parameters.lookup(region))

    def forms(self, *, on: date, region: str = NATION) -> tuple[Form, ...]:
        """Every form that a region has on a day, by id."""
        return tuple(
            self.form(id, on=on, region=region) for id in self.ids if self.layers(id, on=on, region=region)
        )

    def layers(self, id: str, *, on: date, region: str) -> tuple[Written, ...]:
        """The files that make the form, the highest region first; none where no whole one holds on the day."""
        return self.shelf.layers(id, on=on, region=region)

    def compiled(self, layers: tuple[Written, ...], *, on: date, region: str, report: Report) -> Form | None:
        """The form of these files; what is wrong goes into the report."""
        return compile_form(layers, self.desk(on=on, region=region, report=report), tightened)

    def shared_as(self, role: Role) -> str:
        """The id of the shared field of this role; "" where the packs have none."""
        return next((id for id, raw in self.library.items() if raw.get("role") == role), "")

    def desk(self, *, on: date, region: str, report: Report, document: str = "") -> Desk:
        """What fields are read with."""
        declared = self.parameters.declarations
        return Desk(self.library, self.codes, self.facts, declared, on, region, document, report)

    def _nearest(self, region: str) -> str:
        """The region itself or the first above it for which anything is written; below it nothing differs."""
        return self.shelf.nearest(region, self._regions_of_codes)

    # Asked with every page of a form, so each is gathered once.

    @cached_property
    def _regions_of_codes(self) -> frozenset[str]:
        return frozenset(code.region for listed in self.codes.values() for code in listed.codes)

    @cached_property
    def days_of_codes(self) -> frozenset[date]:
        """The days on which anything in a list began or ended."""
        return frozenset(
            day
            for listed in self.codes.values()
            for code in listed.codes
            for day in turns_of(code.since, code.until)
        )

    def _day(self, layers: tuple[Written, ...], on: date) -> date:
        """The last day up to `on` on which anything in the form or its lists began or ended."""
        days = {each.since for each in layers} | self.days_of_codes
        days |= {day for each in layers for day in _field_days(each)}
        return max((day for day in days if day <= on), default=date.min)


def read_book(
    folder: Path,
    report: Report,
    *,
    parameters: Parameters | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> Book:
    """The forms below `folder`; what is wrong goes into the report, and forms with errors are left out.

    `parameters` are those that rules may name; without them, what is registered gives them. `facts` are those of the
    folder, where they are read already. Raises `PackError` where the facts cannot be read.
    """
    facts = read_dictionary(folder, Report()) if facts is None else facts
    codes, library = read_codes(folder, report), read_library(folder, report)
    book = Book((), library.fields, codes, facts, parameters or registered(folder))
    _check_library(book, report)
    book = replace(book, written=tuple(_written(folder, library, report)))
    sound = book.shelf.sound(
        report,
        lambda layers, on, region: book.compiled(layers, on=on, region=region, report=report),
        _field_days,
    )
    return replace(book, written=sound.written)


def _check_library(book: Book, report: Report) -> None:
    known: dict[Role, str] = {}
    for raw in book.library.values():
        read = read_field(raw, book.desk(on=date.max, region=NATION, report=report))
        role = read.field.role if read else None
        if read and role and known.setdefault(role, read.field.id) != read.field.id:
            read.entry.wrong("role", f"“{known[role]}”已经是 role: {role}", "公用字段里只能有一个")


def _written(folder: Path, library: Library, report: Report) -> Iterator[Written]:
    for file in files(folder, "*/forms/*.yaml"):
        loaded = with_parts(file.read(report), library, report)
        entry = None if loaded is None else FORM.read(loaded, report=report, place=Place(file.name))
        if entry is None:
            continue
        if not entry["inherits"] and (not entry["name"] or not entry["parts"]):
            entry.wrong("parts", "整张的表单要写 name 和 parts", "只加几处的写 inherits: true")
        elif entry["changes"] and not entry["inherits"]:
            entry.wrong("changes", "只有 inherits: true 的表单可以改上级的字段")
        elif ends_after_it_begins(entry):
            yield Written(file, entry)


def _field_days(each: Written) -> Iterator[date]:
    for part in each.entry["parts"]:
        for raw in part["fields"] if isinstance(part["fields"], list) else ():
            if isinstance(raw, Mapping):
                ends = (raw.get("from"), raw.get("until"))
                yield from turns_of(*(end if isinstance(end, date) else None for end in ends))


book = Kept(lambda folder, report: read_book(folder, report, facts=dictionary(folder)))
