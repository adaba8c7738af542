"""A scanner that speaks clamd's protocol: asked where there is one, and its silence is not its consent."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from huigong.files import queries, sweeping
from huigong.kernel.errors import Conflict, Invalid, NotFound
from tests.unit.files.handing import DRAFT, HOLDER, NOW, OFFICER, WORKER, keep, stored

pytestmark = pytest.mark.django_db(transaction=True)
VIRUS = b"invented-virus-signature"


@contextmanager
def scanner(*, answers: bool = True) -> Iterator[str]:
    """What clamd answers to INSTREAM, as its manual says; the address of it."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                if not answers:
                    continue
                assert stream.read(10) == b"zINSTREAM\0"
                body = b""
                while length := int.from_bytes(stream.read(4), "big"):
                    body += stream.read(length)
                found = b"stream: Invented.Test FOUND\0" if VIRUS in body else b"stream: OK\0"
                connection.sendall(found)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def test_without_a_scanner_it_is_said_that_nobody_scanned() -> None:
    keep()
    assert queries.of_place(WORKER, purpose=DRAFT, holder=HOLDER)[0].scanned_by == ""


def test_what_was_scanned_says_by_whom(settings: Any) -> None:
    with scanner() as settings.CLAMD:
        file = keep()
    assert (file.state, file.scanned_by) == ("ready", "ClamAV")


def test_a_virus_is_refused_and_leaves_nothing(settings: Any, folder: Path) -> None:
    with scanner() as settings.CLAMD, pytest.raises(Invalid) as refused:
        keep(b"text " + VIRUS)
    assert refused.value.code == "files.infected"
    assert not stored(folder)


@pytest.mark.parametrize("listens", [True, False])
def test_what_nobody_could_scan_waits_and_is_not_opened(settings: Any, listens: bool) -> None:
    settings.CLAMD = "127.0.0.1:9"
    if listens:
        with scanner(answers=False) as settings.CLAMD:
            file = keep(b"text")
    else:
        file = keep(b"text")
    assert file.state == "waiting"
    with pytest.raises(Conflict) as refused:
        queries.opened(WORKER, file.public_id, now=NOW)
    assert refused.value.code == "files.waiting"
    with scanner() as settings.CLAMD:
        assert sweeping.sweep(by=OFFICER, now=NOW).scanned == 1
    assert b"".join(queries.opened(WORKER, file.public_id, now=NOW).chunks) == b"text"


def test_a_virus_that_was_found_later_is_taken_away_and_stays_named(settings: Any, folder: Path) -> None:
    settings.CLAMD = "127.0.0.1:9"
    file = keep(b"text " + VIRUS)
    with scanner() as settings.CLAMD:
        sweeping.sweep(by=OFFICER, now=NOW)
    assert not stored(folder)
    assert queries.of_place(WORKER, purpose=DRAFT, holder=HOLDER)[0].state == "refused"
    with pytest.raises(NotFound):
        queries.opened(WORKER, file.public_id, now=NOW)
