"""Tables of brackets with dated bounds: whether they ascend shows only in the values, not in the rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from huigong.catalogue.entries import PublicService
from huigong.catalogue.parameters import DatedValue, ParameterBook
from huigong.kernel.regions import lineage
from huigong.rules.check import misplaced
from huigong.rules.evaluate import Situation, answer
from huigong.rules.nodes import Bracket, Brackets, walk
from huigong.rules.parameters import parameter_names


@dataclass(frozen=True)
class MisplacedLine:
    """A line whose bound, in a region from a day on, is not above the one before it."""

    line: Bracket
    region: str
    on: date


def misplaced_lines(service: PublicService, book: ParameterBook) -> Iterator[MisplacedLine]:
    """The first such line of every table of a service, on the first day in every region where it is one."""
    for table in walk(service.rule, into_derived=True):
        if not isinstance(table, Brackets):
            continue
        dated = [value for name in parameter_names(table) for value in book.values.get(name, ())]
        for region in _regions(service, dated):
            line = _misplaced(table, region, _days(service, dated), book, unverified=not service.verified)
            if line is not None:
                yield line


def _misplaced(
    table: Brackets, region: str, days: Iterable[date], book: ParameterBook, *, unverified: bool
) -> MisplacedLine | None:
    values = book.lookup(region, unverified=unverified)
    for on in days:
        here = Situation({}, on, values)
        line = misplaced(table, [answer(step.upper, here) for step in table.steps])
        if line is not None:
            return MisplacedLine(line, region, on)
    return None


def _regions(service: PublicService, dated: Iterable[DatedValue]) -> list[str]:
    """The region of the service, and those below it that set a bound of their own."""
    below = {value.region for value in dated if service.region in lineage(value.region)}
    return sorted({service.region, *below})


def _days(service: PublicService, dated: Iterable[DatedValue]) -> list[date]:
    """The first day of the service, and every later one on which a bound may change."""
    changes = {value.valid_from for value in dated if service.in_force(value.valid_from)}
    return sorted({service.valid_from, *changes})
