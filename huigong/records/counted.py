"""Rows of a register in an indicator: `records`, with the rules `among` and `where`, and the day `during` of a month.

First added up by the database, then judged by the rules, once for each different row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db.models import Count, Q

from huigong.declarations.counted import Source, Span, Tally, wrong
from huigong.directory.reach import within as lies_within
from huigong.kernel.packs import Entry
from huigong.kernel.packs.kinds import text, whatever
from huigong.records.kinds import STATE, RecordKind
from huigong.records.models import Record
from huigong.records.shelf import book
from huigong.records.slots import as_answers
from huigong.rules.evaluate import Situation, answer
from huigong.rules.nodes import Fact, Node, fact_names
from huigong.rules.parse import parse_condition
from huigong.rules.values import UNKNOWN, Type


@dataclass(frozen=True)
class Rows:
    """The rows `among` which it is counted and `where` they are so, None for all; `during` is "" where it tells of a day."""

    kind: RecordKind
    among: Node | None
    where: Node | None
    during: str
    share: bool

    @property
    def of(self) -> str:
        return self.kind.head.name

    @property
    def monthly(self) -> bool:
        return bool(self.during)

    @property
    def rules(self) -> Sequence[tuple[Node, Mapping[str, Fact]]]:
        return [(rule, self.kind.told) for rule in (self.among, self.where) if rule is not None]

    def tallies(self, within: str, span: Span) -> Iterable[Tally]:
        slots = book().slots(self.kind.id)
        names = sorted({name for rule, _ in self.rules for name in fact_names(rule)})
        wanted = Q(kind=self.kind.id, began__isnull=False) & lies_within("region", within)
        if self.during:
            wanted &= Q(**{f"{slots[self.during]}__range": (span.first, span.last)})
        some = Record.objects.filter(wanted).order_by()
        columns = [slots[name] for name in names if name in slots]
        for row in some.values("region", "state", "flags", *columns).annotate(rows=Count("pk")):
            yield self._judged(row, span.last)

    def _judged(self, row: Mapping[str, Any], on: date) -> Tally:
        kind, rows = self.kind, row["rows"]
        slots = {name: slot for name, slot in book().slots(kind.id).items() if slot in row}
        answers = as_answers(kind, slots, SimpleNamespace(**row), on)
        answers[STATE] = row["state"] or UNKNOWN
        answers |= {flag.name: f"|{flag.name}|" in row["flags"] for flag in kind.flags}
        here = Situation(answers, on, kind.parameters)

        def holds(rule: Node | None) -> object:
            return True if rule is None else answer(rule, here)

        among = holds(self.among)
        so = holds(self.where) if among is True else among
        no = self.share and among is True and so is False
        return Tally(row["region"], rows * (so is True), rows * no, rows * (so is UNKNOWN))


def _read(entry: Entry, share: bool, folder: Path, on: date, region: str) -> Rows:
    kinds = book(folder)
    if entry["records"] not in kinds.ids:
        raise wrong(entry, "records", f"没有叫“{entry['records']}”的记录", "请核对记录的编号")
    kind = kinds.kind_for(entry["records"], on=on, region=region)
    opened = {*kinds.slots(kind.id), STATE, *(flag.name for flag in kind.flags)}
    day = kind.readable.get(entry["during"])
    if entry["during"] and (day is None or day.type is not Type.DATE or entry["during"] not in opened):
        raise wrong(
            entry, "during", f"“{entry['during']}”不是能数的日期", "请写一个日期字段，或者“某件事.日期”"
        )
    if share and not entry["where"]:
        raise wrong(entry, "where", "比例要写明哪些算数", "请写条件，例如：状态 = 有效")
    among, where = (_rule(entry, key, kind, opened) for key in ("among", "where"))
    return Rows(kind, among, where, entry["during"], share)


def _rule(entry: Entry, key: str, kind: RecordKind, opened: set[str]) -> Node | None:
    if not entry[key]:
        return None
    rule = parse_condition(entry[key], facts=kind.told, where=entry.spot(key).place)
    if sealed := sorted(set(fact_names(rule)) - opened):
        raise wrong(entry, key, f"“{sealed[0]}”不在索引里，数不了", "请用状态、标记或者不保密的字段")
    return rule


SOURCE = Source(
    "records",
    {"records": text(""), "among": whatever(""), "where": whatever(""), "during": text("")},
    _read,
)
