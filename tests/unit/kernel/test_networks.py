"""One line of IPv6 is many networks, and counts as one of the larger ones beside."""

from __future__ import annotations

import pytest

from huigong.kernel.networks import HOUSE, LINE, levels, within

NETWORK = "2001:db8:1:2ff::"


def test_a_network_of_ipv6_counts_with_those_around_it_which_may_do_more() -> None:
    assert levels(NETWORK) == ((NETWORK, 1), ("2001:db8:1:200::/56", 4), ("2001:db8:1::/48", 8))


@pytest.mark.parametrize("alone", ["198.51.100.7", "0.0.0.0", "", "0c1f", "not: an address"])
def test_anything_else_counts_alone(alone: str) -> None:
    assert levels(alone) == ((alone, 1),)
    assert within(alone, LINE) == alone


def test_the_last_of_a_house_and_the_first_of_the_next() -> None:
    assert within("2001:db8:1:2ff::", HOUSE) == within("2001:db8:1:200::", HOUSE)
    assert within("2001:db8:1:300::", HOUSE) != within("2001:db8:1:200::", HOUSE)
    assert within("2001:db8:1:ffff::", LINE) == within("2001:db8:1::", LINE) != within("2001:db8:2::", LINE)
