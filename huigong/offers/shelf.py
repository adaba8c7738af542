"""All kinds of offers of the packs: `book()` reads them once, and gives each as it stands in a region on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from huigong.catalogue.services import catalogue
from huigong.declarations import Shelf, Written, read_written
from huigong.forms.codes import CodeBook
from huigong.forms.shelf import book as form_book
from huigong.kernel.errors import NotFound
from huigong.kernel.packs import Kept, Report, speaks
from huigong.kernel.regions import NATION
from huigong.offers.kinds import Kind
from huigong.offers.reading import Desk, read_kind
from huigong.offers.shapes import KIND, PATTERN

speaks("procedures", after="messages", packs=(PATTERN,), shape=KIND)


@dataclass(frozen=True)
class Book:
    """The kinds of all regions and days."""

    shelf: Shelf
    desk: Desk
    _made: dict[tuple[str, ...], Kind | None] = field(default_factory=dict, compare=False)

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """Kind → the fact that its places give, of those that name one."""
        return {written.id: written.entry["fact"] for written in self.shelf.written if written.entry["fact"]}

    def kind(self, id: str, *, on: date, region: str = NATION) -> Kind:
        """The kind as it stands in a region on a day. Raises `NotFound` (`offer_kind.unknown`, `offer_kind.not_yet`)."""
        layers = self.shelf.required(id, on=on, region=region)
        key = tuple(f"{layer.file.name} {layer.id} {layer.since}" for layer in layers)
        if key not in self._made:
            self._made[key] = read_kind(layers, self.desk)
        kind = self._made[key]
        if kind is None:
            raise NotFound(
                "offer_kind.unknown",
                what=f"“{id[:40]}”这个名额种类写得有错，不能用",
                do="请运行 huigong pack check",
            )
        return kind

    def kinds(self, *, on: date, region: str) -> tuple[Kind, ...]:
        """All kinds that a region has on a day, in the order of their ids."""
        here = (id for id in self.shelf.ids if self.shelf.layers(id, on=on, region=region))
        return tuple(self.kind(id, on=on, region=region) for id in here)


def read_book(
    folder: Path, report: Report, *, desk: Desk | None = None, beside: Callable[[Written], None] | None = None
) -> Book:
    """The kinds below a policies folder; what is wrong goes into the report, and such kinds are left out.

    `beside` looks at each file too, and notes what is wrong with it.
    """
    shelf = Shelf("名额种类", "offer_kind", tuple(read_written(folder, KIND, report, PATTERN)))
    desk = desk or (_desk(folder) if shelf.written else Desk({}, {}, {}, CodeBook({})))
    if beside is not None:
        for written in shelf.written:
            beside(written)
    return Book(shelf.sound(report, lambda layers, on, region: read_kind(layers, desk)), desk)


def _desk(folder: Path) -> Desk:
    """What kinds are read with; not read where no kind is declared."""
    known, forms = catalogue(folder), form_book(folder)
    return Desk(known.facts, known.parameters.declarations, forms.library, forms.codes)


book: Kept[Book] = Kept(read_book)
