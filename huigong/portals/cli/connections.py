"""One connection of the web server: a deadline for each request, and what one address and all together may hold.

A body lies on the temporary disk until all of it has come, so what may come is bounded before the first byte is kept.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import Error

from huigong.kernel.networks import HOUSE, levels_of, within
from huigong.portals.shared.addresses import UNKNOWN, network_from
from huigong.portals.shared.bodies import LARGE

HEAD_WITHIN = 15  # seconds for the head of a request
REQUEST_WITHIN = 120  # seconds for all of it with a small body
SLOWEST_BODY = 8 * 1024  # bytes a second: a photograph without JavaScript, where there is hardly a network


@dataclass(frozen=True)
class Bounds:
    """`most_at` says how many bytes a body may have by its path. More than `small` bytes make a body large.

    `by_network` is off where every connection comes from the proxy in front; of large bodies the proxy's list is read.
    """

    most_at: Callable[[str], int] = lambda _path: LARGE
    small: int = LARGE
    by_network: bool = True
    connections_of_one: int = (
        400  # of one network: a dormitory, or a mobile network's address, is many people
    )
    large_of_one: int = 16
    large_of_all: int = 64


class Busy(Error):
    code = 503
    reason = "Service Unavailable"


def _are_many(networks: list[str], network: str, *, most: int) -> bool:
    """Whether more than `most` of `networks` are this one, or more than its larger networks may be."""
    return any(
        sum(within(each, bits) == within(network, bits) for each in networks) > most * times
        for bits, times in levels_of(network)
    )


class BoundedRequest(HTTPRequestParser):
    """A request whose body is bounded by the address that it is sent to."""

    network = UNKNOWN
    is_large = False

    def __init__(self, adjustments: Any, channel: Channel) -> None:
        super().__init__(adjustments)
        self.channel = channel

    def received(self, data: bytes) -> int:
        head_came = self.headers_finished
        taken = int(super().received(data))
        if self.headers_finished and not head_came and self.is_large and not self.error:
            self._require_room()
        if self.error:
            self.expect_continue = False  # waitress would ask for the body of what is refused
        return taken

    def parse_header(self, head: bytes) -> None:
        super().parse_header(head)
        bounds = self.channel.bounds
        if not self.chunked and self.content_length <= bounds.small:
            return
        most = bounds.most_at(self.path)
        self.adj = self.channel.adjusted(most)
        self.is_large = most > bounds.small
        self.network = network_from(self.channel.addr[0], self.headers.get("X_FORWARDED_FOR", ""))

    def _require_room(self) -> None:
        bounds, others = self.channel.bounds, list(self.channel.large_bodies())
        of_one = _are_many([other.network for other in others], self.network, most=bounds.large_of_one)
        if of_one or len(others) > bounds.large_of_all:
            self.error = Busy(
                "现在传文件的人多，请过几分钟再传。\r\nToo many files are coming in. Try again later."
            )
            self.completed = True


class Channel(HTTPChannel):
    """A connection with a deadline for each request: a socket timeout alone never ends a client that sends a byte now and then.

    The more of a body has come, the later the deadline: who really sends may be slow.
    """

    bounds = Bounds()
    began = 0.0  # when the request that is being read began; 0 between requests

    def __init__(self, server: Any, connection: Any, address: Any, *words: Any, **named: Any) -> None:
        super().__init__(server, connection, address, *words, **named)
        self.network = network_from(address[0])
        if self.bounds.by_network and self._is_one_of_many():
            self.will_close = True

    @property
    def sent_by(self) -> str:
        """The network that sent the request which is to be answered next; of IPv6 what a house has."""
        forwarded = self.requests[0].headers.get("X_FORWARDED_FOR", "") if self.requests else ""
        return within(network_from(self.addr[0], forwarded), HOUSE)

    def parser_class(self, adjustments: Any) -> BoundedRequest:
        return BoundedRequest(adjustments, self)

    def adjusted(self, most: int) -> Any:
        """The server's adjustments with another bound on the body."""
        adjustments = copy.copy(self.adj)
        adjustments.max_request_body_size = most
        return adjustments

    def large_bodies(self) -> Iterator[BoundedRequest]:
        """All that are on their way or being answered in this process, this connection's own among them."""
        for channel in self.server.active_channels.values():
            under_way = [channel.request] if channel.request is not None else []
            yield from (request for request in [*under_way, *channel.requests] if request.is_large)

    def _is_one_of_many(self) -> bool:
        networks = [channel.network for channel in self.server.active_channels.values()]
        return _are_many(networks, self.network, most=self.bounds.connections_of_one)

    def received(self, data: bytes) -> bool:
        more = bool(super().received(data))
        self.began = (self.began or time.time()) if self.request is not None else 0.0
        return more

    def readable(self) -> bool:
        # Asked of every connection at each turn of the loop, at least once a second.
        if self._is_overdue(time.time()):
            self.will_close = True
        return bool(super().readable())

    def _is_overdue(self, now: float) -> bool:
        if self.began:
            if not self.request.headers_finished:
                return now > self.began + HEAD_WITHIN
            return now > self.began + REQUEST_WITHIN + self.request.body_bytes_received / SLOWEST_BODY
        has_said_nothing = self.last_activity == self.creation_time
        return has_said_nothing and not self.requests and now > self.creation_time + HEAD_WITHIN


def channels(bounds: Bounds) -> type[Channel]:
    """The connections of a server with these bounds."""
    return type("BoundedChannel", (Channel,), {"bounds": bounds})
