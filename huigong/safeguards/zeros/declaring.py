"""What the board counts: `policies/<region>/<document>/clearance.yaml`.

services: [arrears-complaint]                   # cases of these services are cases of arrears
warnings: [wages-not-credited]                  # so are cases that were opened from these warnings
unpaid: {labour-inspection-order: [已申请强制执行]}  # procedure → statuses in which a case is closed and nobody was paid
under_way: [在建]                                # states in which a project owes a month of data
goals:
  - {id: new, name: 新发生的, cases: opened, within: 参数:新欠薪清零期限}
  - {id: standing, name: 历史陈案, cases: standing, by: 陈欠清零日}
callback: {asks: 这个月的工资对得上吗？}           # what workers who were drawn are asked by phone; yes is that it was paid

`cases`: `standing` those that were opened before the year, `opened` those of the year. A goal has `within`, a length from the day
on which a case was opened, or `by`, a parameter that holds the last day. Who has set neither has no last day, and the board says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from huigong.catalogue.checking import PackCheck
from huigong.declarations.durations import Duration, duration
from huigong.kernel.labelled import Labelled
from huigong.kernel.packs import Entry, Kept, Report, Shape, entries, speaks
from huigong.kernel.packs.kinds import as_written, choice, mapped, one, rows, text, texts
from huigong.kernel.packs.shapes import unknown
from huigong.kernel.sentences import wording
from huigong.rules.values import Type
from huigong.wages.warnings.declaring import read_shelf

FILE: Final = "*/clearance.yaml"


class Cohort(Labelled):
    """Which cases a goal is about."""

    STANDING = "standing", wording("以前年度立的")
    OPENED = "opened", wording("当年立的")


_GOAL: Final = Shape(
    "清零目标",
    {
        "id": text(),
        "name": text(said=True),
        "cases": choice(Cohort),
        "within": duration(None),
        "by": text(""),
    },
    named="id",
)
_CALLBACK: Final = Shape("回访", {"asks": text(said=True)})
SHAPE: Final = Shape(
    "欠薪清零",
    {
        "services": texts(needed="写上哪些事项的办件算欠薪"),
        "warnings": texts(),
        "unpaid": mapped(as_written),
        "under_way": texts(needed="写上项目在什么状态时每个月要有数据"),
        "goals": rows(_GOAL, needed="写上几个清零"),
        "callback": one(_CALLBACK),
    },
)
speaks("procedures", after="messages", packs=(FILE,), shape=SHAPE)


@dataclass(frozen=True)
class Goal:
    """One zero: which cases, and by when they have to be settled."""

    id: str
    name: str
    cases: Cohort
    within: Duration | None
    by: str


@dataclass(frozen=True)
class Counted:
    """What counts as a case of arrears, as unpaid, as a project under way, what call-backs ask, and the goals in the order of the board."""

    services: tuple[str, ...]
    warnings: tuple[str, ...]
    unpaid: Mapping[str, tuple[str, ...]]
    under_way: tuple[str, ...]
    asks: str
    goals: tuple[Goal, ...]


def _read(folder: Path, report: Report) -> Counted | None:
    made = [_counted(entry) for _, entry in entries(folder, FILE, SHAPE, report)]
    return made[0] if made else None


def _counted(entry: Entry) -> Counted:
    return Counted(
        tuple(entry["services"]),
        tuple(entry["warnings"]),
        {str(procedure): tuple(map(str, statuses)) for procedure, statuses in entry["unpaid"].items()},
        tuple(entry["under_way"]),
        entry["callback"]["asks"],
        tuple(
            Goal(row["id"], row["name"], Cohort(row["cases"]), row["within"], row["by"])
            for row in entry["goals"]
        ),
    )


counted: Kept[Counted | None] = Kept(_read)


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """What `pack check` asks: services, warnings and parameters are there, and each goal says by when."""
    warnings = read_shelf(folder, Report()).ids
    for _, entry in entries(folder, FILE, SHAPE, report):
        if check.catalogue is None:
            return
        for key, known, kind in (
            ("services", check.catalogue.ids, "事项"),
            ("warnings", warnings, "预警"),
        ):
            for name in (name for name in entry[key] if name not in known):
                unknown(entry.spot(key), name, known, kind=kind)
        for goal in entry["goals"]:
            _check_goal(goal, check)


def _check_goal(goal: Entry, check: PackCheck) -> None:
    assert check.catalogue is not None
    declared = check.catalogue.parameters.declarations
    if bool(goal["by"]) == (goal["within"] is not None):
        goal.wrong("by", "within 和 by 要写一个，只能写一个", "从立案起算的写 within，到某一天的写 by")
    elif goal["within"] is not None:
        if why := goal["within"].misnamed(declared):
            goal.wrong("within", why)
    elif (parameter := declared.get(goal["by"])) is None or parameter.type is not Type.DATE:
        goal.wrong("by", f"“{goal['by']}”不是一个取日期的参数", "请先在 parameters.yaml 里声明，type 写 date")
