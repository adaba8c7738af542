"""Fen in, fen out: exact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.kernel.errors import DomainError
from huigong.kernel.money import Fen, format_wan, format_yuan, yuan


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        ("5200.00", 520_000),
        ("5,200.5", 520_050),
        ("５２００元", 520_000),
        ("¥ 5 200", 520_000),
        ("1.2万元", 1_200_000),
        ("-3.01", -301),
        ("六千", 600_000),
        ("六千五", 650_000),
        ("1万2", 1_200_000),
        (5200, 520_000),
        (Decimal("0.01"), 1),
    ],
)
def test_amounts_are_read_exactly(value, fen):
    assert yuan(value) == fen


@pytest.mark.parametrize("text", ["", "两三千", "5,20", "1.2.3", "5200元整", "1e3", "NaN"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(DomainError) as refused:
        yuan(text)

    assert refused.value.code == "money.not_an_amount"


def test_an_infinite_decimal_is_refused():
    with pytest.raises(DomainError, match="不是一个金额"):
        yuan(Decimal("Infinity"))


@pytest.mark.parametrize("value", ["0.001", Decimal("1.005"), "0.0000001万"])
def test_nothing_finer_than_fen(value):
    with pytest.raises(DomainError) as refused:
        yuan(value)

    assert refused.value.code == "money.finer_than_fen"


@pytest.mark.parametrize("value", [0.1, True])
def test_floats_and_truth_values_are_refused(value):
    with pytest.raises(TypeError):
        yuan(value)
    with pytest.raises(TypeError):
        format_yuan(value)


def test_amounts_for_people():
    assert format_yuan(yuan("5200")) == "5,200 元"
    assert format_yuan(yuan("5200.5")) == "5,200.50 元"
    assert format_yuan(yuan("-0.05")) == "-0.05 元"
    assert format_wan(yuan("300000")) == "30 万元"
    assert format_wan(yuan("9600")) == "0.96 万元"
    assert format_wan(yuan("0.01")) == "0.000001 万元"
    assert format_wan(yuan("12345678900")) == "1,234,567.89 万元"


@given(st.integers(-(10**15), 10**15))
def test_what_is_shown_can_be_read_back(fen):
    assert yuan(format_yuan(Fen(fen))) == fen
    assert yuan(format_wan(Fen(fen))) == fen
