"""How many months of the last twelve somebody worked, by the engagements on record.

The statistics of migrant workers count months within a year, whatever lay between them. The year here ends on the
day that is asked about: asked about 31 December it is the calendar year of the statistics.
What the ledger holds is the least that somebody worked, for not all work is registered; what is not on record, the
person may say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from huigong.kernel import regions
from huigong.registry.factvalues import FactValue
from huigong.registry.models import Engagement, Person
from huigong.rules.spans import full_months, months_after

AWAY, COUNTED = "登记的外出月数", "登记的务工月数"
GIVES = frozenset({AWAY, COUNTED})
_A_YEAR = 12
_DAYS_OF_A_MONTH = 30  # by which what is left over of several spells adds up
_DAY = timedelta(days=1)


def year_of(on: date) -> date:
    """The first day of the twelve months that end on `on`."""
    return months_after(on + _DAY, -_A_YEAR) or date.min


def months_of(person: Person, rows: Collection[Engagement], on: date) -> dict[str, FactValue]:
    """The full months of these engagements in the year that ends on `on`; nothing where there are none.

    Work in another county than that of the hukou is work away from its township. Within the county the ledger does not
    tell the township, nor what is farm work: there only a building site surely counts, as work that is no farm work.
    """
    away = [row for row in rows if _elsewhere(person.hukou_place, row.place)]
    counted = [row for row in rows if row in away or row.project]
    totals = ((AWAY, _months(away, on)), (COUNTED, _months(counted, on)))
    return {fact: months for fact, months in totals if months}


@lru_cache(maxsize=4096)
def _elsewhere(hukou: str, place: str) -> bool:
    """Whether both are known and neither lies in the other, whatever their codes were before."""
    if not (hukou and place):
        return False
    theirs, there = ({code, *(heir.code for heir in regions.current(code))} for code in (hukou, place))
    return not any(
        regions.contains(home, work) or regions.contains(work, home) for home in theirs for work in there
    )


def _months(rows: Iterable[Engagement], on: date) -> int:
    months = over = 0
    for start, after in _runs(rows, year_of(on), on + _DAY):
        full = full_months(start, after)
        months += full
        over += (after - (months_after(start, full) or after)).days
    return months + over // _DAYS_OF_A_MONTH


def _runs(rows: Iterable[Engagement], first: date, after: date) -> Iterator[tuple[date, date]]:
    """Unbroken runs of work within the year, each with its first day and the day after its last."""
    spells = sorted(
        (max(row.valid_from, first), min(row.valid_until + _DAY, after) if row.valid_until else after)
        for row in rows
    )
    begun: tuple[date, date] | None = None
    for start, end in spells:
        if start >= end:
            continue
        if begun and start <= begun[1]:
            begun = (begun[0], max(begun[1], end))
            continue
        if begun:
            yield begun
        begun = (start, end)
    if begun:
        yield begun
