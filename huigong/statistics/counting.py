"""Rows of a register counted by place: first added up by the database, then judged by the rule, once for each different row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import Count, Q

from huigong.directory.principals import region_prefix
from huigong.directory.reach import within
from huigong.kernel import regions
from huigong.records.kinds import STATE
from huigong.records.models import Record
from huigong.records.shelf import book as records
from huigong.records.slots import as_answers
from huigong.rules.evaluate import Situation, answer
from huigong.rules.nodes import Node
from huigong.rules.values import UNKNOWN
from huigong.statistics.cells import NOBODY, Cell, total
from huigong.statistics.declaring import Indicator


@dataclass(frozen=True)
class Span:
    """The days of which a number tells: one day, or a month."""

    first: date
    last: date


def by_place(indicator: Indicator, region: str, span: Span) -> dict[str, Cell]:
    """Each place directly below a region, and the region itself where rows are kept there or nothing is below, with its cell.

    A place without a row has one of noughts. Of the index, which is right as of today; one query.
    """
    below = [each.code for each in regions.children(region)]
    made = dict.fromkeys(below or [region], NOBODY)
    for row in _rows(indicator, region, span):
        place = next((code for code in below if row["region"].startswith(region_prefix(code))), region)
        made[place] = total([made.get(place, NOBODY), _judged(indicator, row, span.last)])
    return made


def _rows(indicator: Indicator, region: str, span: Span) -> Any:
    slots = records().slots(indicator.records.id)
    columns = [slots[name] for name in indicator.reads if name in slots]
    wanted = Q(kind=indicator.records.id, began__isnull=False) & within("region", region_prefix(region))
    if indicator.during:
        wanted &= Q(**{f"{slots[indicator.during]}__range": (span.first, span.last)})
    some = Record.objects.filter(wanted).order_by()
    return some.values("region", "state", "flags", *columns).annotate(rows=Count("pk"))


def _judged(indicator: Indicator, row: Mapping[str, Any], on: date) -> Cell:
    """The cell of rows that are all alike."""
    kind, rows = indicator.records, row["rows"]
    slots = {name: slot for name, slot in records().slots(kind.id).items() if slot in row}
    answers = as_answers(kind, slots, SimpleNamespace(**row), on)
    answers[STATE] = row["state"] or UNKNOWN
    answers |= {flag.name: f"|{flag.name}|" in row["flags"] for flag in kind.flags}
    here = Situation(answers, on, kind.parameters)

    def holds(rule: Node | None) -> object:
        return True if rule is None else answer(rule, here)

    among = holds(indicator.among)
    so = holds(indicator.where) if among is True else among
    no = indicator.is_share and among is True and so is False
    return Cell(rows * (so is True), rows * no, rows * (so is UNKNOWN))
