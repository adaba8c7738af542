"""How long ahead people are told, as the packs say: `policies/<region>/lapses.yaml`.

lapses:
  - id: residence-permit
    fact: 持有居住证             # what the register records while somebody holds it
    name: 居住证签注             # as the person is told
    ends: anniversary            # each full year; or valid_until, the last day that the record bears
    due: 居住证签注到期日          # anniversary: the day that the paper itself names, where it is on record
    days: 30                     # how many days ahead
    renewed_by: [residence-permit-endorsement]   # services; applicants are not told
    what: 到派出所或者社区窗口签注。
    clause: 100000/residence-permit-regulation#第十条
remedies: {days: 7}              # before the last day for not accepting a decision; of the nearest region that says so
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from huigong.kernel.packs import Kept, Report, Shape, entries, speaks
from huigong.kernel.packs.kinds import choice, number, one, rows, text, texts
from huigong.kernel.regions import lineage


class Ends(StrEnum):
    """When a record ends."""

    VALID_UNTIL = "valid_until"
    ANNIVERSARY = "anniversary"


@dataclass(frozen=True)
class Lapse:
    """One kind of record of a region, and what its holder is told `days` ahead."""

    id: str
    region: str
    fact: str
    name: str
    ends: Ends
    days: int
    renewed_by: tuple[str, ...]
    what: str
    due: str = ""


@dataclass(frozen=True)
class Rules:
    """`remedies` says by region how many days ahead people are told of the last day against a decision."""

    lapses: tuple[Lapse, ...]
    remedies: Mapping[str, int]

    def remedy_days(self, region: str) -> int:
        """The days of the region or the nearest above it; 0 where nobody is told."""
        return next((self.remedies[code] for code in lineage(region) if code in self.remedies), 0)


FILE = "lapses.yaml"
_LAPSE = Shape(
    "到期提醒",
    {
        "id": text(),
        "fact": text(),
        "name": text(said=True),
        "ends": choice(Ends, Ends.VALID_UNTIL),
        "due": text(""),
        "days": number(),
        "renewed_by": texts(),
        "what": text(said=True),
        "clause": text(""),
    },
    named="id",
)
_REMEDIES = Shape("救济期限提醒", {"days": number()})
SHAPE = Shape("到期提醒文件", {"lapses": rows(_LAPSE), "remedies": one(_REMEDIES, default=None)})
speaks("procedures", after="messages", packs=(FILE,), shape=SHAPE)


def read_rules(folder: Path, report: Report) -> Rules:
    """Everything below the policies folder."""
    lapses: list[Lapse] = []
    remedies: dict[str, int] = {}
    for file, entry in entries(folder, FILE, SHAPE, report):
        if entry["remedies"]:
            remedies[file.region] = entry["remedies"]["days"]
        lapses += [
            Lapse(
                id=row["id"],
                region=file.region,
                fact=row["fact"],
                name=row["name"],
                ends=row["ends"],
                days=row["days"],
                renewed_by=row["renewed_by"],
                what=row["what"],
                due=row["due"],
            )
            for row in entry["lapses"]
        ]
    return Rules(tuple(lapses), remedies)


rules: Kept[Rules] = Kept(read_rules)
