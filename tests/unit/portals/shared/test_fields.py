"""Fields that several portals ask for read what people write, and refuse what cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from huigong.kernel import money
from huigong.portals.shared.declared import MoneyField
from huigong.portals.shared.fields import CountyField, DayField


@pytest.mark.parametrize(
    "typed",
    [
        "2016-06-01",
        "2016年6月1日",
        "2016/6/1",
        "2016.6.1",
        "20160601",
        "２０１６－０６－０１",
        " 2016-06-01\u200b",
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert DayField().clean(typed) == date(2016, 6, 1)


@pytest.mark.parametrize(
    "typed", ["去年", "2016-02-30", "6月1日", "42522", "0001-01-01", "9999-12-31", "1899-12-31"]
)
def test_what_is_no_day_that_anybody_can_mean_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_a_day_that_need_not_be_said_may_be_left_out() -> None:
    assert DayField(required=False).clean("  ") is None
    with pytest.raises(ValidationError, match="请填日期"):
        DayField().clean("")


def test_an_amount_ends_where_a_slip_begins() -> None:
    most = money.MOST // money.FEN_PER_YUAN
    assert MoneyField().clean(str(most)) == money.MOST
    for wrong in (str(most + 1), "-1", "0.001", "1e30", "NaN"):
        with pytest.raises(ValidationError):
            MoneyField().clean(wrong)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("5200", 520_000),
        ("5,200", 520_000),
        ("５２００", 520_000),
        ("5200元", 520_000),
        ("5200块", 520_000),
        ("1.2万", 1_200_000),
        ("0", 0),
    ],
)
def test_an_officer_writes_an_amount_as_a_worker_does(typed: str, fen: int) -> None:
    assert MoneyField().clean(typed) == fen


def test_an_amount_that_need_not_be_said_may_be_left_out() -> None:
    assert MoneyField(required=False).clean(" ") is None


@pytest.mark.parametrize(
    ("typed", "code"), [("米易县", "510421"), ("四川省米易县", "510421"), ("东莞", "441900")]
)
def test_a_county_or_what_has_none_is_a_place_to_live(typed: str, code: str) -> None:
    assert CountyField().clean(typed) == code


@pytest.mark.parametrize("typed", ["四川", "攀枝花市", "攀枝花市某某镇", "510400", "100000"])
def test_what_has_counties_is_too_wide(typed: str) -> None:
    with pytest.raises(ValidationError, match="县（市、区）"):
        CountyField().clean(typed)
