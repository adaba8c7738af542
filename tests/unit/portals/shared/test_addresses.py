"""Where a request comes from: what the connection says, and what proxies say only where they are trusted."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from huigong.portals.shared.addresses import UNKNOWN, line_of, network_of

PROXY, WORKER, FORGED = "10.0.0.1", "198.51.100.7", "203.0.113.66"


def seen(forwarded: str | None = None, *, connection: str = PROXY) -> str:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return network_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=connection))


@pytest.mark.parametrize(
    ("connection", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("fe80::1%eth0", "fe80::"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("", UNKNOWN),
        ("not an address", UNKNOWN),
    ],
)
def test_the_connection_counts_and_ipv6_by_its_first_half(connection: str, counted: str) -> None:
    assert seen(connection=connection) == counted


def test_without_proxies_nobody_is_believed(settings: Any) -> None:
    assert settings.PROXIES == 0
    assert seen(FORGED) == PROXY


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (1, WORKER, WORKER),
        (1, f"{FORGED}, {WORKER}", WORKER),
        (2, f"{FORGED}, {WORKER}, 10.0.0.2", WORKER),
        (2, f"{FORGED},{WORKER},10.0.0.2", WORKER),
        (2, WORKER, PROXY),
        (1, None, PROXY),
        (1, "", PROXY),
        (1, "unknown", PROXY),
        (1, f"{WORKER}:50123", WORKER),
        (1, "[2001:db8:1:2::9]:50123", "2001:db8:1:2::"),
        (1, "2001:db8:1:2::9", "2001:db8:1:2::"),
    ],
)
def test_with_proxies_the_outermost_of_them_is_believed(
    settings: Any, proxies: int, forwarded: str | None, counted: str
) -> None:
    settings.PROXIES = proxies
    assert seen(forwarded) == counted


@pytest.mark.parametrize(
    ("connection", "line"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2::1", "2001:db8:1::"),
        ("2001:db8:1:ffff::1", "2001:db8:1::"),
        ("2001:db8:2:2::1", "2001:db8:2::"),
    ],
)
def test_passwords_are_counted_by_the_whole_line(connection: str, line: str) -> None:
    assert line_of(RequestFactory().get("/", REMOTE_ADDR=connection)) == line
