"""`policies/<region>/<document>/criteria.yaml`: what has to hold before a move of a procedure about arrears.

- id: refusal-to-pay
  name: 涉嫌拒不支付劳动报酬
  from: 2015-01-01
  clauses: ["#第三条"]
  for: {procedure: unpaid-wages-referral, moves: [移送公安]}   # without it only shown
  asks: {逃匿: {type: bool}}                 # fields of the move that conditions read; a choice of 是 and 否 is a bool
  conditions:
    - {id: 责令了, says: 书面责令支付、过期没有付, when: 责令支付过 且 责令的最后一天 < 判定日期, clause: "#第四条"}
  examples:
    - {name: 最后一天当天, given: {责令支付过: 是, 责令的最后一天: 2026-07-01}, on: 2026-07-01, met: 否}

Where a condition cannot be told, because something is not found out or no place has set an amount, the official who makes
the move says why it holds all the same; where it does not hold the move is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from huigong.arrears.criteria.inputs import OF_MATTER, OF_WORKER
from huigong.catalogue.parameters import ParameterBook
from huigong.declarations import Head, Shelf, Written, head_of, read_written
from huigong.declarations.heads import declared
from huigong.kernel.packs import Entry, Kept, Report, Shape, speaks
from huigong.kernel.packs.kinds import as_written, choice, day, mapped, one, rows, text, texts, whatever
from huigong.kernel.packs.references import full_reference
from huigong.rules.declaring import Declared
from huigong.rules.nodes import Fact, Node, fact_names
from huigong.rules.parse import parse_condition
from huigong.wages.parameters import parameters

FILES: Final = "*/criteria.yaml"
_CONDITION: Final = Shape(
    "条件", {"id": text(), "says": text(said=True), "when": whatever(), "clause": text()}, named="id"
)
EXAMPLE: Final = Shape(
    "例子",
    {
        "name": text(),
        "given": mapped(as_written),
        "set": mapped(as_written),
        "on": day(),
        "met": choice(("是", "否", "不知道")),
    },
    named="name",
)
CRITERION: Final = declared(
    "要件",
    {
        "for": one(Shape("哪一步", {"procedure": text(), "moves": texts()}), None),
        "asks": whatever(None),
        "conditions": rows(_CONDITION, needed="至少写一条"),
        "examples": rows(EXAMPLE, needed="各写一个够的、不够的"),
    },
)
speaks("procedures", after="messages", packs=(FILES,), shape=CRITERION, at="*")


@dataclass(frozen=True)
class Condition:
    """One of them. `of_worker` where one worker for whom it holds is enough."""

    id: str
    says: str
    when: Node
    clause: str

    @property
    def of_worker(self) -> bool:
        return any(name in OF_WORKER for name in fact_names(self.when))


@dataclass(frozen=True)
class Criterion:
    """All that has to hold; `asks` are facts that the move itself asks for."""

    head: Head
    procedure: str
    moves: tuple[str, ...]
    asks: Mapping[str, Fact]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Book:
    """The criteria of all regions."""

    shelf: Shelf
    parameters: ParameterBook
    _made: dict[tuple[str, date, str], Criterion] = field(default_factory=dict, compare=False, repr=False)

    def in_region(self, region: str, *, on: date) -> Iterator[Criterion]:
        """Those that hold in a region on a day."""
        for id in self.shelf.ids:
            if layers := self.shelf.layers(id, on=on, region=region):
                key = id, layers[0].since, region
                if key not in self._made:
                    self._made[key] = criterion_of(layers)
                yield self._made[key]

    def of_move(self, procedure: str, move: str, region: str, *, on: date) -> Criterion | None:
        """What has to hold before a move; None where nothing is declared."""
        return next(
            (
                each
                for each in self.in_region(region, on=on)
                if each.procedure == procedure and move in each.moves
            ),
            None,
        )


def asked_of(entry: Entry, report: Report) -> Mapping[str, Fact]:
    """The facts that a criterion asks for with the move."""
    read = Declared()
    if entry["asks"]:
        read.read(entry["asks"], report)
    return read.facts


def criterion_of(layers: tuple[Written, ...]) -> Criterion:
    """The criterion of its files, which were checked before."""
    entry, file = layers[0].entry, layers[0].file
    asks = asked_of(entry, Report())
    facts = {**OF_MATTER, **OF_WORKER, **asks}
    return Criterion(
        head=head_of(layers),
        procedure=entry["for"]["procedure"] if entry["for"] else "",
        moves=tuple(entry["for"]["moves"]) if entry["for"] else (),
        asks=asks,
        conditions=tuple(
            Condition(
                row["id"],
                row["says"],
                parse_condition(row["when"], facts=facts),
                full_reference(row["clause"], file.document),
            )
            for row in entry["conditions"]
        ),
    )


def read_shelf(folder: Path, report: Report) -> Shelf:
    """The files below a policies folder."""
    return Shelf("要件", "criterion", tuple(read_written(folder, CRITERION, report, FILES)))


def _read(folder: Path, report: Report) -> Book:
    def make(layers: tuple[Written, ...], on: date, region: str) -> object:
        for below in layers[1:]:
            below.entry.wrong("inherits", "要件不能改上级写的，请另写一个编号")
        asked_of(layers[0].entry, report)
        with report.noting():
            return criterion_of(layers)
        return None

    return Book(read_shelf(folder, report).sound(report, make), parameters(folder))


book: Kept[Book] = Kept(_read)
