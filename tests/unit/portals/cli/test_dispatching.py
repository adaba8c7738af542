"""Networks take turns: whoever asks without pause waits for themselves, and nobody else does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from huigong.portals.cli import connections, dispatching
from huigong.portals.cli.dispatching import TakingTurns, Waiting
from huigong.portals.shared.addresses import network_from

PATIENCE = 30


@dataclass(eq=False)
class Request:
    """What is answered until it is let go."""

    sent_by: str
    begun: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)
    cancelled: bool = False

    def service(self) -> None:
        self.begun.set()
        assert self.let_go.wait(PATIENCE)

    def cancel(self) -> None:
        self.cancelled = True


@contextmanager
def threads(count: int) -> Iterator[Callable[[str], Request]]:
    """Gives a way to ask; in the end everything is let go."""
    dispatcher, asked = TakingTurns(count), list[Request]()

    def ask(network: str) -> Request:
        asked.append(Request(network))
        dispatcher.add_task(asked[-1])
        return asked[-1]

    yield ask
    for each in asked:
        each.let_go.set()
    assert all(each.begun.wait(PATIENCE) for each in asked)
    dispatcher.shutdown()


def has_not_begun(request: Request) -> bool:
    return not request.begun.wait(0.2)


def test_a_network_has_one_short_request_answered_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "LONG", PATIENCE)
    with threads(4) as ask:
        first, second = ask("192.0.2.1"), ask("192.0.2.1")
        assert first.begun.wait(PATIENCE)
        assert has_not_begun(second)
        assert ask("192.0.2.2").begun.wait(PATIENCE)
        first.let_go.set()
        assert second.begun.wait(PATIENCE)


@pytest.mark.parametrize("count", [2, 4])
def test_long_requests_of_a_network_take_every_thread_but_one(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(dispatching, "LONG", 0.01)
    with threads(count) as ask:
        asked = [ask("192.0.2.1") for _ in range(count)]
        assert all(each.begun.wait(PATIENCE) for each in asked[:-1])
        assert has_not_begun(asked[-1])
        assert ask("192.0.2.2").begun.wait(PATIENCE)


def test_one_thread_serves_everybody() -> None:
    with threads(1) as ask:
        asked = [ask("192.0.2.1"), ask("192.0.2.2"), ask("192.0.2.1")]
        for each in (asked[0], asked[1], asked[2]):
            assert each.begun.wait(PATIENCE)
            each.let_go.set()


def test_those_who_wait_take_turns() -> None:
    waiting, asked = Waiting(), [Request(network) for network in "aaabac"]
    for request in asked:
        waiting.append(request)
    answered = [waiting.popleft() for _ in asked]
    assert answered == [asked[number] for number in (0, 3, 5, 1, 2, 4)]
    assert not waiting


def test_what_still_waits_at_the_end_is_cancelled() -> None:
    dispatcher = TakingTurns(1)
    first, second = Request("192.0.2.1"), Request("192.0.2.2")
    dispatcher.add_task(first)
    assert first.begun.wait(PATIENCE)
    dispatcher.add_task(second)
    dispatcher.shutdown(timeout=0)
    first.let_go.set()
    assert second.cancelled


@pytest.mark.parametrize(
    ("proxies", "network"), [(0, "192.0.2.9"), (1, "198.51.100.7")], ids=["no proxy", "one proxy"]
)
def test_behind_a_proxy_it_is_the_network_that_the_proxy_names(
    settings: Any, proxies: int, network: str
) -> None:
    settings.PROXIES = proxies
    channel = object.__new__(connections.Channel)
    asked = type("Asked", (), {"headers": {"X_FORWARDED_FOR": "203.0.113.1, 198.51.100.7"}})
    channel.addr, channel.requests = ("192.0.2.9", 40000), [asked]
    assert channel.sent_by == network


@pytest.mark.parametrize(
    ("connection", "turn"),
    [
        ("192.0.2.9", "192.0.2.9"),
        ("2001:db8:1:200::1", "2001:db8:1:200::/56"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("2001:db8:1:300::1", "2001:db8:1:300::/56"),
    ],
)
def test_a_house_has_one_turn_however_many_networks_of_ipv6_it_has(connection: str, turn: str) -> None:
    channel = object.__new__(connections.Channel)
    channel.addr, channel.requests = (connection, 40000), []
    assert channel.sent_by == turn


@pytest.mark.parametrize(
    ("last", "crowded"),
    [
        ("2001:db8:1:209::1", True),  # the ninth of a house, of which each network may have two
        ("2001:db8:1:309::1", False),  # of the house beside
    ],
)
def test_connections_of_a_house_are_bounded_together(last: str, crowded: bool) -> None:
    server = type("Server", (), {"active_channels": {}})
    channels = []
    for number, address in enumerate([*(f"2001:db8:1:20{number}::1" for number in range(8)), last]):
        channel = object.__new__(connections.Channel)
        channel.server, channel.network = server, network_from(address)
        channel.bounds = connections.Bounds(connections_of_one=2)
        server.active_channels[number] = channel
        channels.append(channel)
    assert [channel._is_one_of_many() for channel in channels][-1] is crowded
