"""Which version of its fund a line goes by."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate

from huigong.funds.declared import Fund
from huigong.funds.declaring import fund_of, shelf
from huigong.funds.models import FundLine
from huigong.funds.terms import Nature


def fund_of_line(line: FundLine, *, on: date) -> Fund:
    """The fund by which the line goes on that day: a year's money by the version of the day on which it was opened, to its
    end; trust money, which has no year, by the one of the day, and by its first once the fund is declared no more.

    Raises `DomainError`: `fund.unknown`, `fund.not_yet`.
    """
    opened_on = localdate(line.opened_at)
    is_over = line.nature != Nature.TRUST or not shelf().layers(line.fund, on=on, region=line.region)
    return fund_of(line.fund, region=line.region, on=opened_on if is_over else on)
