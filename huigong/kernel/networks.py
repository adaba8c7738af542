"""What a network is counted with: of IPv6, one line has many small networks, and counts beside as one of the larger ones.

Subscribers get a /56 or a /48 and with it 256 or 65,536 networks of 64 bits, each of which looks like a house of its own.
Telephones of strangers lie side by side in one as well, so a larger network may do more, though not so much more.
"""

from __future__ import annotations

from ipaddress import AddressValueError, IPv6Address

_BITS = 128
_LEVELS = ((64, 1), (56, 4), (48, 8))  # of IPv6: length of the prefix, times of what one network may do
HOUSE, LINE = 56, 48


def levels(network: str) -> tuple[tuple[str, int], ...]:
    """What is counted when this network does something, the smallest first, and how many times its limit each may.

    `network` is the first address of an IPv6 /64; whatever else it is (an IPv4 address, an account) counts alone.
    """
    return tuple((within(network, bits), times) for bits, times in levels_of(network))


def levels_of(network: str) -> tuple[tuple[int, int], ...]:
    """The same as lengths of prefixes, to be used with `within`."""
    return _LEVELS[: _depth(network)]


def within(network: str, bits: int) -> str:
    """The network of that many `bits` around an IPv6 network, as `2001:db8:1::/48`; anything else as it is."""
    if _depth(network) == 1 or bits == _LEVELS[0][0]:
        return network
    return f"{IPv6Address(int(IPv6Address(network)) >> _BITS - bits << _BITS - bits)}/{bits}"


def _depth(network: str) -> int:
    if ":" not in network:
        return 1
    try:
        IPv6Address(network)
    except AddressValueError:
        return 1
    return len(_LEVELS)
