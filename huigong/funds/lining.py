"""Which version of its fund a line goes by."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate

from huigong.funds.declared import Fund, YearEnd
from huigong.funds.declaring import fund_of, shelf
from huigong.funds.models import FundLine
from huigong.funds.terms import Nature


def fund_of_line(line: FundLine, *, on: date) -> Fund:
    """The fund by which the line goes on that day: a year's money by the version of the day on which it was opened, to its
    end; trust money, which has no year, by the one of the day, and by its first once the fund is declared no more.

    Raises `DomainError`: `fund.unknown`, `fund.not_yet`.
    """
    opened_on = localdate(line.opened_at)
    is_pinned = line.nature != Nature.TRUST or not _is_declared(line, on)
    return fund_of(line.fund, region=line.region, on=opened_on if is_pinned else on)


def year_end_of(line: FundLine, *, on: date) -> YearEnd | None:
    """What becomes of what is free when the line's year ends; None while nobody has said it. Whoever says it only later
    says it for the years that are still open. Raises as `fund_of_line`."""
    rule = fund_of_line(line, on=on).year_end
    if rule is None and _is_declared(line, on):
        return fund_of(line.fund, region=line.region, on=on).year_end
    return rule


def _is_declared(line: FundLine, on: date) -> bool:
    return bool(shelf().layers(line.fund, on=on, region=line.region))
