"""How ratings are handled, as the packs say: `policies/<region>/ratings.yaml`, the nearest of a region's lineage.

follow_up_from: 2          # this grade and those below are followed up
answers: hrss              # the line of offices that follows up, where the case was
within: {length: 15, measure: 工作日}
source: …                  # whose rule this is
changeable_days: 30        # how long a rating can be changed; a local setting
least: 5                   # offices with fewer ratings are not shown in figures
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from huigong.declarations.durations import MEASURES
from huigong.kernel.packs import Entry, Kept, Report, Shape, entries
from huigong.kernel.packs.kinds import choice, number, one, text
from huigong.kernel.regions import lineage
from huigong.kernel.timelimits import TimeLimit

FILE = "ratings.yaml"
_WITHIN = Shape("回访的期限", {"length": number(), "measure": choice(MEASURES)})
SHAPE = Shape(
    "评价的规则",
    {
        "follow_up_from": number(),
        "answers": text(),
        "within": one(_WITHIN),
        "source": text(),
        "changeable_days": number(),
        "least": number(),
    },
)


@dataclass(frozen=True)
class Rules:
    """`follow_up_from` is the highest grade that is followed up, within `within`, by offices of the line `answers`."""

    region: str
    follow_up_from: int
    answers: str
    within: TimeLimit
    changeable_days: int
    least: int


def read_rules(folder: Path, report: Report) -> Mapping[str, Rules]:
    """The rules of each region that states its own."""
    return {file.region: _rules(file.region, entry) for file, entry in entries(folder, FILE, SHAPE, report)}


def _rules(region: str, entry: Entry) -> Rules:
    within = entry["within"]
    return Rules(
        region=region,
        follow_up_from=entry["follow_up_from"],
        answers=entry["answers"],
        within=TimeLimit(within["length"], MEASURES[within["measure"]], entry["source"]),
        changeable_days=entry["changeable_days"],
        least=entry["least"],
    )


rules: Kept[Mapping[str, Rules]] = Kept(read_rules)


def rules_of(region: str) -> Rules | None:
    """The rules of the region or the nearest above it; None where there are none: ratings are then not followed up."""
    known = rules()
    return next((known[code] for code in lineage(region) if code in known), None)


def changeable_days(region: str) -> int:
    """For how many days a rating can be changed there."""
    known = rules_of(region)
    return known.changeable_days if known else 0


def is_changeable(rated_at: datetime, *, region: str, now: datetime) -> bool:
    """Whether what was said then can still be said otherwise."""
    return now <= rated_at + timedelta(days=changeable_days(region))
