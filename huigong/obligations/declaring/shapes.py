"""`policies/<region>/<document>/obligations/*.yaml`: one obligation a file.

    id: residence-permit-endorsement
    name: 居住证签注
    from: 2016-01-01
    clauses: ["#第十条"]
    about: ebike-plate              # a kind of record; without it the person
    anchor: 持有居住证              # the fact from whose first day it runs; of a record, the event from which it runs
    while: 持有居住证               # the rule by which it is owed; without one always
    every: 1年                      # or first: 30天, for what is owed once; or due: 检验有效期, a day that the record itself says
    renewed_by: [检验]              # of due: the events of the record that put a new day there, and so prove it
    opens: 参数:居住证提前签注月数      # before the due day; without it as soon as the one before is due
    grace: 10天
    counted_from: late_done         # plan | last_done | late_done
    missed: one_open                # each | latest | one_open
    done_by: [residence-permit-endorsement]     # services whose grant proves it
    proved_by: {record: ebike-check, if: 结果 = 合格, date: 检验日期}     # records of that person that prove it
    excused: {by: {line: police, level: county}, reasons: [住院], effect: shift, for: 60天}     # one excuse for that long at most; without it from one time to the next
    performer: {line: police, level: station}
    tells: [lapsed, withdrawn]      # what the person is told of: open, lapsed, withdrawn; without it nothing
    what: 请到派出所签注。
    on_change: move
    horizon: 90
    examples:
      - {name: 按期, given: [{起算: 2026-03-10}, {办了: 2027-03-01}], on: 2027-04-01, then: [{第: 1, 到期: 2027-03-10, 状态: 按期办了}]}

An example may give `parameters` that are local. A region below writes `inherits: true` and a shorter `every`, `first` or `grace`; a value of its own it gives to the parameter.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from huigong.declarations import ADDRESS, EXAMPLES, PARAMETERS, Way, declared, duration
from huigong.kernel.packs import Shape, speaks
from huigong.kernel.packs.kinds import (
    as_written,
    choice,
    day,
    items,
    mapped,
    number,
    one,
    rows,
    text,
    texts,
    whatever,
)
from huigong.obligations.forecast.states import State
from huigong.obligations.forecast.terms import CountedFrom, Effect, Missed, OnChange

FILES: Final = "*/obligations/*.yaml"
LENGTHS: Final = ("every", "first", "opens", "grace")


class Tells(StrEnum):
    """What a person is told of."""

    OPEN = "open"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


EXCUSED: Final = Shape(
    "免办",
    {
        "by": one(ADDRESS),
        "reasons": texts(needed="请写哪些情况可以免办"),
        "effect": choice(Effect, Effect.SKIP),
        "for": duration(None),
    },
)
GIVEN: Final = Shape(
    "发生的事",
    {
        "起算": day(None),
        "续": day(None),
        "改": day(None),
        "撤销": day(None),
        "说": day(None),
        "有": day(None),
        "没有": day(None),
        "不知道": day(None),
        "办了": day(None),
        "不算": text(""),
        "免办": day(None),
        "到": day(None),
    },
)
THEN: Final = Shape(
    "应当是", {"第": number(), "到期": day(), "状态": choice([state.label for state in State])}
)
PROVED: Final = Shape("凭哪种记录", {"record": text(), "if": whatever(None), "date": text()}, named="record")
STORY: Final = Shape(
    "例子",
    {
        "name": text(),
        PARAMETERS: mapped(as_written),
        "given": rows(GIVEN, needed="例如 [{起算: 2026-03-10}]"),
        "on": day(),
        "then": rows(THEN),
    },
    named="name",
)
OBLIGATION: Final = declared(
    "义务",
    {
        "about": text(""),
        "anchor": text(""),
        "while": whatever(None),
        "due": text(""),
        "renewed_by": texts(),
        **{length: duration(None) for length in LENGTHS},
        "counted_from": choice(CountedFrom, CountedFrom.PLAN),
        "missed": choice(Missed, Missed.ONE_OPEN),
        "done_by": texts(),
        "proved_by": one(PROVED, None),
        "excused": one(EXCUSED, None),
        "performer": one(ADDRESS, None),
        "tells": items(choice(Tells).kind),
        "what": text("", said=True),
        "on_change": choice(OnChange, OnChange.MOVE),
        "horizon": number(90),
        EXAMPLES: rows(STORY),
    },
)
WAYS: Final[Mapping[str, Way]] = {
    **dict.fromkeys(("every", "first", "grace"), Way.SHORTER),
    **dict.fromkeys(
        (
            "about",
            "proved_by",
            "anchor",
            "due",
            "renewed_by",
            "while",
            "opens",
            "counted_from",
            "missed",
            "excused",
            "performer",
            "what",
            "on_change",
            "horizon",
            "tells",
        ),
        Way.SAME,
    ),
    "done_by": Way.MORE,
}
speaks("procedures", after="messages", packs=(FILES,), shape=OBLIGATION)
