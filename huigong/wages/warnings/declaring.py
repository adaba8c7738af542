"""`policies/<region>/<document>/warnings.yaml`: a list of warnings.

- id: account-not-funded
  name: 专户的钱不够发下次工资
  about: construction-project              # the kind of record of which it is raised; where it is left out a project
  from: 2020-05-01
  clauses: ["#第二十四条"]                   # what was not kept
  fine: "#第五十七条"                        # what may follow
  when: 专户期末余额 + 约定每月人工费 < 下次预计应发
  level: orange
  concerns: [not_paid]                     # kinds of difference whose workers are asked whether it was settled
  explain: 参数:预警说明期限                  # how long the employer has to explain
  confirm: 参数:工人确认期限                  # how long the workers have to say whether that is so
  escalates: [{after: 参数:预警升级期限, to: red}]
  owner: {line: hrss, level: county}
  do: 请马上把人工费拨进专户
  examples:
    - {name: 差一分, given: {专户期末余额: 99.99元, 约定每月人工费: 0元, 下次预计应发: 100元}, on: 2026-10-31, raised: 是}

`when` reads what the register has of the record, and of a project what `inputs` has of a month. A warning that reads something of a
month is raised of that month; any other of the record, on each day. A length that no place has set is not zero: the
warning stands without that last day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from huigong.catalogue.parameters import ParameterBook
from huigong.declarations import Head, Shelf, Written, address_of, head_of, read_written
from huigong.declarations.addresses import ADDRESS, Address
from huigong.declarations.durations import Duration, duration
from huigong.declarations.heads import declared
from huigong.declarations.stories import EXAMPLES, PARAMETERS
from huigong.kernel.labelled import Labelled
from huigong.kernel.packs import Kept, Report, Shape, speaks
from huigong.kernel.packs.kinds import as_written, choice, day, mapped, one, rows, text, texts, whatever
from huigong.kernel.packs.references import full_reference
from huigong.kernel.sentences import say, wording
from huigong.records.shelf import RecordBook
from huigong.records.shelf import book as records
from huigong.rules.nodes import Fact, Node, fact_names
from huigong.rules.parse import parse_condition
from huigong.wages.parameters import parameters
from huigong.wages.warnings.inputs import DISPUTES, GONE, LESS, OF_MONTH, PROJECT

FILES: Final = "*/warnings.yaml"


class Level(Labelled):
    """How grave a warning is, from the lightest."""

    YELLOW = "yellow", wording("黄色")
    ORANGE = "orange", wording("橙色")
    RED = "red", wording("红色")

    @property
    def chip(self) -> str:
        """How pages mark it: in its own colour, the gravest as what is late."""
        return "late" if self is Level.RED else self.value


_STEP: Final = Shape("升级", {"after": duration(), "to": choice(Level)})
EXAMPLE: Final = Shape(
    "例子",
    {
        "name": text(),
        "given": mapped(as_written),
        PARAMETERS: mapped(as_written),
        "on": day(),
        "raised": choice(("是", "否", "不知道")),
    },
    named="name",
)
WARNING: Final = declared(
    "预警",
    {
        "about": text(PROJECT),
        "fine": text(""),
        "when": whatever(),
        "level": choice(Level),
        "concerns": texts(),
        "explain": duration(None),
        "confirm": duration(None),
        "escalates": rows(_STEP),
        "owner": one(ADDRESS),
        "do": text(said=True),
        EXAMPLES: rows(EXAMPLE, needed="各写一个要预警的、不要预警的"),
    },
)
speaks("procedures", after="messages", packs=(FILES,), shape=WARNING, at="*")


@dataclass(frozen=True)
class Step:
    """A warning that nobody settled rises to `to` so long after it was raised."""

    after: Duration
    to: Level


@dataclass(frozen=True)
class WarningRule:
    """One declared warning. `of_month` where it is raised of a month, and not of the record on each day."""

    head: Head
    about: str
    fine: str
    when: Node
    level: Level
    concerns: tuple[str, ...]
    explain: Duration | None
    confirm: Duration | None
    escalates: tuple[Step, ...]
    owner: Address
    do: str

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def of_month(self) -> bool:
        return self.about == PROJECT and any(name in OF_MONTH for name in fact_names(self.when))

    @property
    def asks(self) -> bool:
        """Whether there are workers who are asked about what the employer says."""
        return self.of_month and (bool(self.concerns) or bool(self.said_of))

    @property
    def said_of(self) -> frozenset[str]:
        """What it reads that is about people whom a month names or leaves out: `inputs.DISPUTES`, `GONE`, `LESS`."""
        return frozenset(fact_names(self.when, into_derived=True)) & {DISPUTES, GONE, LESS}

    @property
    def of_disputes(self) -> bool:
        """Whether it is of those who dispute what the payroll says of them."""
        return DISPUTES in self.said_of


@dataclass(frozen=True)
class Book:
    """The warnings of all regions."""

    shelf: Shelf
    parameters: ParameterBook
    kinds: RecordBook
    _made: dict[tuple[str, date, str], WarningRule] = field(default_factory=dict, compare=False, repr=False)

    def in_region(self, region: str, *, on: date) -> Iterator[WarningRule]:
        """The warnings that hold in a region on a day."""
        for id in self.shelf.ids:
            if layers := self.shelf.layers(id, on=on, region=region):
                yield self._rule(layers, on, region)

    def rule(self, id: str, region: str, *, on: date) -> WarningRule:
        """One as it stands there, or stood last. Raises `NotFound` (`warning.unknown`)."""
        read_on = self.shelf.day_of_reading(id, on=on, region=region)
        return self._rule(self.shelf.required(id, on=read_on, region=region), read_on, region)

    @property
    def abouts(self) -> tuple[str, ...]:
        """The kinds of record of which warnings are raised."""
        return tuple(sorted({written.entry["about"] for written in self.shelf.written}))

    def facts(self, about: str, region: str, on: date) -> Mapping[str, Fact]:
        """What a rule about that kind of record may read there."""
        return readable(self.kinds, about, region, on)

    def _rule(self, layers: tuple[Written, ...], on: date, region: str) -> WarningRule:
        key = layers[0].id, layers[0].since, region
        if key not in self._made:
            self._made[key] = rule_of(layers, self.facts(layers[0].entry["about"], region, on))
        return self._made[key]


def readable(kinds: RecordBook, about: str, region: str, on: date) -> Mapping[str, Fact]:
    """What a rule may read in a region: of the record, and of a project of its month."""
    of_month = {each.fact.name: each.fact for each in OF_MONTH.values()} if about == PROJECT else {}
    return of_month | dict(kinds.kind_for(about, on=on, region=region).told)


def rule_of(layers: tuple[Written, ...], facts: Mapping[str, Fact]) -> WarningRule:
    """The warning of its files, which were checked before."""
    entry, file = layers[0].entry, layers[0].file
    return WarningRule(
        head=head_of(layers),
        about=entry["about"],
        fine=full_reference(entry["fine"], file.document) if entry["fine"] else "",
        when=parse_condition(entry["when"], facts=facts),
        level=entry["level"],
        concerns=entry["concerns"],
        explain=entry["explain"],
        confirm=entry["confirm"],
        escalates=tuple(Step(row["after"], row["to"]) for row in entry["escalates"]),
        owner=address_of(entry["owner"]),
        do=entry["do"],
    )


def read_shelf(folder: Path, report: Report) -> Shelf:
    """The files below a policies folder."""
    return Shelf("预警", "warning", tuple(read_written(folder, WARNING, report, FILES)))


def _read(folder: Path, report: Report) -> Book:
    shelf = read_shelf(folder, report)
    kinds = records(folder)

    def make(layers: tuple[Written, ...], on: date, region: str) -> object:
        for below in layers[1:]:
            below.entry.wrong("inherits", "预警不能改上级写的，请另写一个编号")
        entry = layers[0].entry
        if entry["about"] not in kinds.ids:  # set aside: what is wrong with it, its own file says
            entry.wrong("about", say("“{about}”这种记录没有，或者写得不对，没有启用", about=entry["about"]))
            return None
        with report.noting():
            return rule_of(layers, readable(kinds, entry["about"], region, on))
        return None

    return Book(shelf.sound(report, make), parameters(folder), kinds)


book: Kept[Book] = Kept(_read)
