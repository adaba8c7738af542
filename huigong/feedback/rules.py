"""How ratings are handled, as the packs say: `policies/100000/ratings.yaml`.

follow_up_from: 2          # this grade and those below are followed up
answers: hrss              # the line of offices that follows up, where the case was
within: {length: 15, measure: 工作日}
source: …                  # whose rule this is
changeable_days: 30        # how long a rating can be changed; a local setting
least: 5                   # offices with fewer ratings are not shown in figures
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from huigong.casework.procedures.lengths import MEASURES
from huigong.catalogue.checking import PackCheck
from huigong.kernel.packs import Kept, Place, Report, Shape, files
from huigong.kernel.packs.kinds import choice, number, one, text
from huigong.kernel.timelimits import TimeLimit

_WITHIN = Shape("回访的期限", {"length": number(), "measure": choice(MEASURES)})
_RULES = Shape(
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

    follow_up_from: int
    answers: str
    within: TimeLimit
    changeable_days: int
    least: int


def read_rules(folder: Path, report: Report) -> Rules | None:
    """None where the packs have no such file: ratings are then taken and not followed up."""
    for file in files(folder, "ratings.yaml"):
        raw = file.read(report)
        entry = _RULES.read(raw, report=report, place=Place(file.name)) if raw is not None else None
        if entry is not None:
            within = entry["within"]
            return Rules(
                follow_up_from=entry["follow_up_from"],
                answers=entry["answers"],
                within=TimeLimit(within["length"], MEASURES[within["measure"]], entry["source"]),
                changeable_days=entry["changeable_days"],
                least=entry["least"],
            )
    return None


def check(folder: Path, check: PackCheck) -> None:
    """For `huigong pack check`."""
    report = Report()
    read_rules(folder, report)
    check.errors += report.errors


rules: Kept[Rules | None] = Kept(read_rules)


def changeable_days() -> int:
    """For how many days a rating can be changed."""
    known = rules()
    return known.changeable_days if known else 0


def is_changeable(rated_at: datetime, *, now: datetime) -> bool:
    """Whether what was said then can still be said otherwise."""
    return now <= rated_at + timedelta(days=changeable_days())
