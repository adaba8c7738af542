"""What a decision says of where to turn against it: data of the packs, `policies/<region>/<document>/remedies.yaml`.

    remedies:
      - within: 复议申请期限        # the services whose `remedy_within` is this parameter
        by: 部门                    # what kind of office decided
        from: 2024-01-01
        clauses: ["#第二十条"]
        says: 可以自收到之日起{复议申请期限}内向{本级政府}申请行政复议。

In `says`, the name of a parameter stands for its length and `本级政府` or `上一级政府` for the name of the office there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.declarations.durations import MEASURES
from huigong.directory.offices import Office, OfficeBook
from huigong.directory.principals import office_region
from huigong.kernel.packs import Kept, PackError, Place, Report, Shape, entries, nearest_name, speaks
from huigong.kernel.packs.kinds import choice, day, rows, text, texts
from huigong.kernel.packs.references import full_reference
from huigong.kernel.regions import NATION, lineage
from huigong.kernel.validity import Dated
from huigong.policy.library import Library

OWN_GOVERNMENT, GOVERNMENT_ABOVE = "本级政府", "上一级政府"
_GOVERNMENT = "government"
_NAME = re.compile(r"\{([^{}]*)\}")


class Body(StrEnum):
    """What kind of office decided. Bodies that answer to the office above them, and courts, are neither."""

    DEPARTMENT = "部门"
    GOVERNMENT = "政府"


_KINDS = {"government": Body.DEPARTMENT, "institution": Body.DEPARTMENT}


@dataclass(frozen=True)
class Saying(Dated):
    """The sentence for the decisions of one kind of office, while the law is so."""

    within: str
    by: Body
    says: str
    clauses: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    place: Place

    @property
    def names(self) -> tuple[str, ...]:
        """What stands in braces."""
        return tuple(dict.fromkeys(_NAME.findall(self.says)))


_SHAPE = Shape(
    "救济",
    {
        "within": text(),
        "by": choice(Body),
        "from": day(),
        "until": day(None),
        "clauses": texts(needed="写依据的条款"),
        "says": text(said=True),
    },
)
_FILE = Shape("救济文件", {"remedies": rows(_SHAPE, needed="至少写一句")})
speaks("procedures", after="messages", packs=("*/remedies.yaml",), shape=_FILE)


def read_sayings(folder: Path, report: Report) -> tuple[Saying, ...]:
    """Everything below the policies folder."""
    known: list[Saying] = []
    for file, entry in entries(folder, "*/remedies.yaml", _FILE, report):
        known += [
            Saying(
                within=row["within"],
                by=row["by"],
                says=row["says"],
                clauses=tuple(full_reference(clause, file.document) for clause in row["clauses"]),
                valid_from=row["from"],
                valid_until=row["until"],
                place=row.place,
            )
            for row in entry["remedies"]
        ]
    return tuple(known)


sayings: Kept[tuple[Saying, ...]] = Kept(read_sayings)


def of(within: str, office: Office, on: date) -> Saying | None:
    """What a decision of this office says, made on that day; None where no pack says it."""
    body = Body.GOVERNMENT if office.line == _GOVERNMENT else _KINDS.get(office.kind)
    fitting = (row for row in sayings() if row.within == within and row.by is body and row.in_force(on))
    return max(fitting, key=lambda row: row.valid_from, default=None)


def government_for(name: str, office: Office, book: OfficeBook, on: date) -> str:
    """The government that the name means for this office; "" where the country's own would be meant."""
    places = [place for place in lineage(office_region(office.id)) if place != NATION]
    if name == GOVERNMENT_ABOVE:
        places = places[1:]
    government = book.for_line(places[0], _GOVERNMENT, on) if places else None
    return government.name if government else ""


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Reports what is wrong with the sentences below `folder`."""
    if check.catalogue is None or check.library is None:
        return
    declared = check.catalogue.parameters.declarations
    lengths = [name for name, row in declared.items() if row.measure in MEASURES]
    for row in read_sayings(folder, report):
        report.errors.extend(_faults(row, lengths, check.library))


def _faults(row: Saying, lengths: list[str], library: Library) -> Iterator[PackError]:
    known = (*lengths, OWN_GOVERNMENT, GOVERNMENT_ABOVE)
    for name in (row.within, *row.names):
        if name not in known:
            near = nearest_name(name, known)
            do = f"是不是“{near}”？" if near else "可以写期限参数的名称、本级政府、上一级政府"
            yield PackError("remedy.unknown", what=f"救济里没有叫“{name}”的", do=do, place=row.place)
    for clause in row.clauses:
        if clause not in library.places:
            yield PackError("remedy.clause", what=f"救济引了没有的条款“{clause}”", place=row.place)
