"""Numbers as people write and say them."""

import pytest

from huigong.kernel.numerals import figures


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("九月", "9月"),
        ("十二月二十号", "12月20号"),
        ("二〇二六年九月", "2026年9月"),
        ("六千", "6000"),
        ("六千五", "6500"),
        ("六千零五", "6005"),
        ("三万五千", "35000"),
        ("一万二", "12000"),
        ("6千5", "6500"),
        ("1万2000", "12000"),
        ("一百五", "150"),
        ("两百五万", "2500000"),
        ("一千五亿", "150000000000"),
        ("两万亿", "2000000000000"),
        ("三万零五", "30005"),
        ("十五", "15"),
        ("陆仟伍佰", "6500"),
        ("１２", "12"),
    ],
)
def test_numbers_in_chinese_become_figures(written: str, read: str) -> None:
    assert figures(written) == read


@pytest.mark.parametrize("loose", ["两三千", "三五百", "千", "万一", "零万", "五千零", "1,200万", "1.5.2万"])
def test_what_names_no_one_number_stays_as_it_is(loose: str) -> None:
    assert figures(loose) == loose


@pytest.mark.parametrize("sign", "万亿千百十九零")
def test_however_long_a_run_is_it_ends(sign: str) -> None:
    assert figures(sign * 5000) == sign * 5000
