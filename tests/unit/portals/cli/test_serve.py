"""The server starts on its own address or not at all, survives rude clients, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import waitress

from huigong.kernel.errors import Unavailable
from huigong.portals.cli import connections
from huigong.portals.cli.connections import Bounds
from huigong.portals.cli.processes import listen
from huigong.portals.cli.serve import is_proxy_untold, warnings
from tests.shipped import without_services

THREADS, PROCESSES = 2, 2
PATIENCE = 60


@pytest.mark.parametrize(
    ("https", "proxies", "untold"), [(False, 0, False), (True, 0, True), (True, 1, False), (False, 1, False)]
)
def test_tls_without_a_named_proxy_is_noticed(settings: Any, https: bool, proxies: int, untold: bool) -> None:
    settings.HTTPS, settings.PROXIES = https, proxies
    assert is_proxy_untold() is untold


@pytest.mark.parametrize(("chosen", "said"), [(False, True), (True, False)])
def test_an_unset_silence_of_phones_is_noticed(settings: Any, chosen: bool, said: bool) -> None:
    settings.UNUSED_FOR_SET, settings.DEMO = chosen, False
    assert any("HUIGONG_UNUSED_FOR_DAYS" in warning for warning in warnings()) is said


@pytest.mark.parametrize(
    ("name", "issuer", "said"),
    [
        ("", "", False),
        ("oidc", "https://idp.example", False),
        ("oidc", "http://idp.example", True),
        ("oidc", "", True),
    ],
)
def test_a_provider_that_cannot_work_is_noticed_at_the_start(
    settings: Any, name: str, issuer: str, said: bool
) -> None:
    settings.REAL_NAME, settings.OIDC_ISSUER = name, issuer
    settings.OIDC_CLIENT = settings.OIDC_SECRET = "x"
    assert any("实名认证用不了" in warning for warning in warnings()) is said


def test_a_taken_port_is_refused_by_name() -> None:
    with listen("127.0.0.1", 0) as other, pytest.raises(Unavailable) as refusal:
        listen("127.0.0.1", other.getsockname()[1])
    assert refusal.value.code == "serve.address_taken"


@pytest.mark.parametrize("port", [-1, 65536, 99999])
def test_what_is_no_port_is_refused_too(port: int) -> None:
    with pytest.raises(Unavailable) as refusal:
        listen("127.0.0.1", port)
    assert refusal.value.code == "serve.address_taken"


COMMAND = [sys.executable, "-m", "huigong.portals.cli.main"]


def surroundings(data: Path, packs: Path) -> dict[str, str]:
    """The environment of an installation that keeps its data in a folder and reads these packs."""
    mine = {**os.environ, "HUIGONG_DATA": str(data), "HUIGONG_POLICIES": str(packs), "HUIGONG_HTTPS": "0"}
    return {
        name: value for name, value in mine.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped packs without their services: a server reads them in a tenth of the time."""
    return without_services(tmp_path_factory.mktemp("packs"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, packs: Path, tables: Path | None) -> Path:
    """The data of an installation that was set up and never served."""
    data = tmp_path_factory.mktemp("installed")
    if tables:
        shutil.copy(tables, data)
    subprocess.run([*COMMAND, "set-up"], env=surroundings(data, packs), check=True, stdout=subprocess.DEVNULL)
    return data


@pytest.fixture
def served(installed: Path, packs: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server of its own on a free port, and the address it told."""
    data = shutil.copytree(installed, tmp_path / "data")
    told = tmp_path / "address"
    words = ["serve", "--port", "0", "--address-file", str(told), "--without-routines"]
    size = ["--workers", str(PROCESSES), "--threads", str(THREADS)]
    server = subprocess.Popen(
        [*COMMAND, *words, *size], env=surroundings(data, packs), stdout=subprocess.DEVNULL
    )
    try:
        eventually(told.exists)
        yield server, told.read_text(encoding="utf-8")
    finally:
        server.kill()
        server.wait()


def test_a_request_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then keeps a client from being silent; the deadline for the whole head does not move."""
    monkeypatch.setattr(connections, "HEAD_WITHIN", 1)
    with listen("127.0.0.1", 0) as listener:
        server = waitress.create_server(lambda *_: [b""], sockets=[listener])
        server.channel_class = connections.Channel
        threading.Thread(target=until_closed, args=(server,), daemon=True).start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with half_a_request(address) as slow, socket.create_connection(listener.getsockname()) as silent:
            silent.settimeout(PATIENCE)
            eventually(lambda: not takes_more(slow))
            assert silent.recv(1) == b""
        server.close()


@pytest.mark.parametrize(("bytes_at_once", "taken"), [(1000, True), (1, False)])
def test_who_really_sends_may_be_slow_and_who_pretends_is_ended(
    monkeypatch: pytest.MonkeyPatch, bytes_at_once: int, taken: bool
) -> None:
    """A second is allowed, and two more for each thousand bytes that have come."""
    monkeypatch.setattr(connections, "REQUEST_WITHIN", 1)
    monkeypatch.setattr(connections, "SLOWEST_BODY", 500)
    with listen("127.0.0.1", 0) as listener:
        server = waitress.create_server(_length_of_body, sockets=[listener])
        server.channel_class = connections.Channel
        threading.Thread(target=until_closed, args=(server,), daemon=True).start()
        with socket.create_connection(listener.getsockname(), timeout=PATIENCE) as slow:
            slow.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000\r\n\r\n")
            assert _sends(slow, bytes_at_once, times=8) is taken
        server.close()


def _length_of_body(environ: Any, start: Any) -> list[bytes]:
    start("200 OK", [])
    return [str(len(environ["wsgi.input"].read())).encode()]


def _sends(connection: socket.socket, bytes_at_once: int, *, times: int) -> bool:
    """Whether the server heard it to the end and answered."""
    try:
        for _ in range(times):
            connection.sendall(bytes(bytes_at_once))
            time.sleep(0.5)
        return connection.recv(15).startswith(b"HTTP/1.1 200")
    except ConnectionError:
        return False


def test_a_body_is_bounded_by_its_address_before_it_is_kept() -> None:
    bounds = Bounds(lambda path: 5000 if path == "/files/" else 1000, small=1000)
    with serving(bounds) as address, begun(address, "/files/", 4000), begun(address, "/login/", 900):
        with begun(address, "/login/", 4000) as small, begun(address, "/files/", 9000) as large:
            assert small.recv(12) == large.recv(12) == b"HTTP/1.1 413"
        with begun(address, "/login/", 4000, more="Expect: 100-continue\r\n") as careful:
            assert careful.recv(12) == b"HTTP/1.1 413"


def test_large_bodies_of_one_network_leave_room_for_others() -> None:
    bounds = Bounds(lambda _: 5000, small=1000, large_of_one=2)
    with serving(bounds) as address, begun(address, "/", 4000), begun(address, "/", 4000) as second:
        with begun(address, "/", 4000) as third:
            assert third.recv(12) == b"HTTP/1.1 503"
        second.sendall(bytes(4000))
        assert second.recv(12) == b"HTTP/1.1 200"
        eventually(lambda: _goes_through(address))


def _goes_through(address: tuple[str, int]) -> bool:
    """Whether another large body is taken; its room is free soon after the one before was answered."""
    with begun(address, "/", 4000) as another:
        try:
            another.sendall(bytes(4000))
            return another.recv(12) == b"HTTP/1.1 200"
        except ConnectionError:
            return False


@pytest.mark.parametrize("by_network", [True, False])
def test_connections_of_one_network_are_bounded_where_no_proxy_stands_in_front(by_network: bool) -> None:
    bounds = Bounds(by_network=by_network, connections_of_one=2)
    one, two, three = (("/", 8000),) * 3
    with (
        serving(bounds) as address,
        begun(address, *one),
        begun(address, *two),
        begun(address, *three) as third,
    ):
        assert _sends(third, 1000, times=8) is not by_network


def until_closed(server: Any) -> None:
    """Runs it; whoever closes it while it waits for connections takes the descriptors away that it waits on."""
    with suppress(OSError):
        server.run()


@contextmanager
def serving(bounds: Bounds) -> Iterator[tuple[str, int]]:
    """A server in this process that says the length of what came."""
    with listen("127.0.0.1", 0) as listener:
        server = waitress.create_server(_length_of_body, sockets=[listener])
        server.channel_class = connections.channels(bounds)
        threading.Thread(target=until_closed, args=(server,), daemon=True).start()
        yield listener.getsockname()
        server.close()


@contextmanager
def begun(address: tuple[str, int], path: str, length: int, *, more: str = "") -> Iterator[socket.socket]:
    """A post whose head was sent and of whose body nothing."""
    with socket.create_connection(address, timeout=PATIENCE) as connection:
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n{more}\r\n"
        connection.sendall(head.encode())
        time.sleep(0.2)  # so that they come in the order in which they are written here
        yield connection


def test_a_killed_parent_leaves_the_port_free(served: tuple[subprocess.Popen[bytes], str]) -> None:
    server, address = served
    assert status_of(address) == 200
    server.kill()
    server.wait()
    eventually(lambda: not answers(address))


def test_half_sent_requests_hold_nobody_up_and_the_server_stops_whole(
    served: tuple[subprocess.Popen[bytes], str],
) -> None:
    server, address = served
    assert status_of(address) == 200
    rude = [half_a_request(address) for _ in range(300)]
    assert status_of(address) == 200
    for connection in rude:
        connection.close()
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=PATIENCE) == 0
    assert not answers(address)


def status_of(address: str) -> int:
    with urllib.request.urlopen(f"{address}/about/", timeout=PATIENCE) as response:
        return int(response.status)


def half_a_request(address: str) -> socket.socket:
    host, port = address.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), timeout=PATIENCE)
    connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n")
    return connection


def takes_more(connection: socket.socket) -> bool:
    try:
        connection.sendall(b"X-Slow: 1\r\n")
    except ConnectionError:
        return False
    return True


def answers(address: str) -> bool:
    host, port = address.removeprefix("http://").split(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True


def eventually(holds: Callable[[], bool]) -> None:
    for _ in range(PATIENCE * 10):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come about")
