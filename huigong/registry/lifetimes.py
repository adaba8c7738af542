"""What cannot be so in a person's life, whatever is said from when on."""

from __future__ import annotations

from datetime import date, timedelta

from huigong.kernel.days import in_words
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say

_AHEAD = timedelta(days=366)  # work and permits are agreed some months ahead; what is further off is a slip


def require_begins(since: date, born_on: date, *, today: date, noun: str, label: str) -> None:
    """Raises `Invalid`: `<noun>.before_birth`, `<noun>.too_far` for a first day beyond a year from `today`."""
    if since < born_on:
        raise Invalid(
            code=f"{noun}.before_birth",
            about="since",
            what=say("{label}早于本人出生日期", label=label),
            do=say("请核对{label}和身份证号", label=label),
        )
    if since > today + _AHEAD:
        raise Invalid(
            code=f"{noun}.too_far",
            about="since",
            what=say("{label}{since}在一年以后", label=label, since=in_words(since)),
            do="请看看年份有没有写错；确实那么晚的，临近了再登记",
        )
