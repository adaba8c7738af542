"""Checks services against the law they cite: its time limits, and what it leaves to local rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from huigong.catalogue.entries import LimitKind, PublicService
from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import PackError, Place, Report, Shape, place_in, shared_file
from huigong.kernel.packs.errors import guess
from huigong.kernel.packs.kinds import choice, flag, number, text
from huigong.kernel.timelimits import Measure, Roll
from huigong.rules.nodes import fact_names

TABLE = "100000/time-limits.yaml"
ROW = Shape(
    "时限表的一行",
    {
        "article": text(),
        "what": text(),
        "length": number(),
        "measure": choice(Measure),
        "roll": choice(Roll, Roll.FORWARD),
        "fact": text(),
        "verified": flag(True),
    },
)
_DAYS = {
    Measure.WORKING_DAY: "工作日",
    Measure.NATURAL_DAY: "自然日",
    Measure.MONTH: "月",
    Measure.YEAR: "年",
}
_ROLLS = {Roll.FORWARD: "", Roll.BACK: "（遇休息日提前）", Roll.NONE: "（遇休息日不顺延）"}


@dataclass(frozen=True)
class Clock:
    """How long an article of law gives, in which days, and whether the last day moves off rest days."""

    length: int
    measure: Measure
    roll: Roll = Roll.FORWARD

    def __str__(self) -> str:
        return f"{self.length}{_DAYS[self.measure]}{_ROLLS[self.roll]}"


def check(catalogue: Catalogue, folder: Path, report: Report) -> None:
    """Puts what contradicts the law cited into the report."""
    table = read_time_limits(folder, report)
    for service in catalogue.services:
        report.errors.extend(_other_clocks(service, table))
        report.errors.extend(_only_local(service, catalogue))


def read_time_limits(folder: Path, report: Report) -> Mapping[str, tuple[Clock, ...]]:
    """The clocks of each article in the table of limits; what is wrong with the table is noted.

    Empty for a folder without the table.
    """
    file = shared_file(folder, TABLE)
    raw = file.read(report) if file.path.exists() else []
    if raw is not None and not isinstance(raw, list):
        report.add(PackError("packs.field", what="时限表应当是一个列表", place=Place(TABLE)))
    rows = raw if isinstance(raw, list) else []
    clocks: defaultdict[str, list[Clock]] = defaultdict(list)
    for index, written in enumerate(rows):
        row = ROW.read(written, report=report, place=place_in(rows, index, Place(TABLE)))
        if row is not None:
            clocks[row["article"]].append(Clock(row["length"], row["measure"], row["roll"]))
    return {article: tuple(listed) for article, listed in clocks.items()}


def _other_clocks(service: PublicService, table: Mapping[str, tuple[Clock, ...]]) -> Iterator[PackError]:
    for limit in service.limits:
        article = limit.limit.article
        clock = Clock(limit.limit.length, limit.limit.measure, limit.limit.roll)
        known = table.get(article, ())
        if not known and table and limit.kind is not LimitKind.PROMISED and limit.limit.verified:
            nearest, do = guess(article, table)
            yield PackError(
                "pack.limit_unknown",
                what=f"时限表里没有“{article}”，无法核对期限",
                do=do,
                place=limit.place,
                suggestion=nearest,
            )
        if known and clock not in known:
            lengths = "、".join(map(str, known))
            yield PackError(
                "pack.limit_differs",
                what=f"期限写的是{clock}，{article}是{lengths}",
                do=f"请核对条文和 {TABLE}",
                place=limit.place,
            )


def _only_local(service: PublicService, catalogue: Catalogue) -> Iterator[PackError]:
    """Reports a rule made only of local conditions that are asked of the person: the applicant would decide."""
    asked = [catalogue.facts[name] for name in fact_names(service.conditions)]
    if asked and all(fact.local for fact in asked) and any(fact.question for fact in asked):
        yield PackError(
            "pack.only_local",
            what=f"“{service.name}”只问“{asked[0].name}”，等于让办事的人自己说符不符合",
            why="当地的条件没有写出来，谁也不能凭这一句答“是”",
            do="请写出条件；写不出的，去掉事实的 question，答复就是“不知道，要问部门”",
            place=service.place,
        )
