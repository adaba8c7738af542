"""Which network address a request comes from: the one answer for codes, passwords and second factors."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

from huigong.kernel.networks import LINE, within

UNKNOWN = "0.0.0.0"  # all whose address nobody said, counted together
_HOST_BITS = 64


def network_of(request: HttpRequest) -> str:
    """What this request is counted under, see `network_from`."""
    return network_from(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))


def line_of(request: HttpRequest) -> str:
    """The line that this request came by: the same, but of IPv6 all that a subscriber can have. For passwords, which
    somebody with many networks would otherwise try without end.
    """
    return within(network_of(request), LINE).partition("/")[0]


def network_from(connection: str, forwarded: str = "") -> str:
    """The IPv4 address, or the first address of the IPv6 /64, of a `connection`'s sender.

    It is the address of the connection. Where settings.PROXIES says that n proxies of
    the house stand in front, it is the n-th last in X-Forwarded-For: each of them added
    one at the end, and whatever stands before those, anyone may have written.
    """
    address = _parsed(_outermost(forwarded)) or _parsed(connection)
    if address is None:
        return UNKNOWN
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> _HOST_BITS << _HOST_BITS))


def _outermost(forwarded: str) -> str:
    """What the outermost trusted proxy added, or "" where no proxy is trusted or the list is too short."""
    listed = forwarded.split(",")
    trusted = settings.PROXIES
    return listed[-trusted] if 0 < trusted <= len(listed) else ""


def _parsed(written: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it: `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]:443`."""
    plain = written.strip()
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        return ip_address(plain)
    except ValueError:
        return None
