"""`policies/<region>/<document>/filings.yaml`: what a platform is filed with.

- id: real-name-platform
  name: 建筑工人实名制管理平台
  from: 2020-05-01
  clauses: ["#第二十八条"]
  to: {line: housing, level: county}          # whose platform it is
  format: workbook                            # a sheet an object; or json, a list an object
  titles: {证件号码: idCardNumber}              # what a platform calls a column otherwise
  objects:                                    # each the distinct rows of some columns of a table of the month
    - {id: TeamMaster, table: roster, columns: [项目编号, 分包单位, 班组]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from huigong.declarations import Head, Shelf, Written, address_of, head_of, read_written
from huigong.declarations.addresses import ADDRESS, Address
from huigong.declarations.heads import declared
from huigong.kernel.packs import Kept, Report, Shape, speaks
from huigong.kernel.packs.kinds import choice, mapped, one, rows, text, texts
from huigong.kernel.packs.kinds import text as text_kind
from huigong.wages.reconciling.tables import TABLES

FILES: Final = "*/filings.yaml"
COLUMNS: Final = {table.name: {column.name: column for column in table.columns} for table in TABLES}


class Format(StrEnum):
    """What kind of file a platform takes."""

    WORKBOOK = "workbook"
    JSON = "json"


_OBJECT: Final = Shape(
    "对象",
    {
        "id": text(),
        "table": choice(tuple(COLUMNS)),
        "columns": texts(needed="请写这个对象有哪几列"),
    },
    named="id",
)
FILING: Final = declared(
    "报送格式",
    {
        "to": one(ADDRESS),
        "format": choice(Format),
        "titles": mapped(text_kind().kind),
        "objects": rows(_OBJECT, needed="请写报哪些对象"),
    },
)
speaks("procedures", after="messages", packs=(FILES,), shape=FILING, at="*")


@dataclass(frozen=True)
class Object:
    """The distinct rows of `columns`, by their Chinese headers, of a table."""

    id: str
    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """What one platform is filed with. `titles`: header of ours → its name there, where it is another."""

    head: Head
    to: Address
    format: Format
    titles: Mapping[str, str]
    objects: tuple[Object, ...]

    @property
    def id(self) -> str:
        return self.head.id

    def title(self, column: str) -> str:
        """What the platform calls a column."""
        return self.titles.get(column, column)


@dataclass(frozen=True)
class Book:
    """The profiles of all regions."""

    shelf: Shelf

    def in_region(self, region: str, *, on: date) -> Iterator[Profile]:
        """What a place files with on a day."""
        for id in self.shelf.ids:
            if layers := self.shelf.layers(id, on=on, region=region):
                yield profile_of(layers)

    def profile(self, id: str, region: str, *, on: date) -> Profile:
        """One as it stands there, or stood last. Raises `NotFound` (`filing.unknown`)."""
        read_on = self.shelf.day_of_reading(id, on=on, region=region)
        return profile_of(self.shelf.required(id, on=read_on, region=region))


def profile_of(layers: tuple[Written, ...]) -> Profile:
    """The profile of its files, which were checked before."""
    entry = layers[0].entry
    return Profile(
        head=head_of(layers),
        to=address_of(entry["to"]),
        format=entry["format"],
        titles=entry["titles"],
        objects=tuple(Object(row["id"], row["table"], row["columns"]) for row in entry["objects"]),
    )


def read_shelf(folder: Path, report: Report) -> Shelf:
    """The files below a policies folder."""
    return Shelf("报送格式", "filing", tuple(read_written(folder, FILING, report, FILES)))


def _read(folder: Path, report: Report) -> Book:
    return Book(read_shelf(folder, report))


book: Kept[Book] = Kept(_read)
