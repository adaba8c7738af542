"""Asking a virus scanner that speaks clamd's protocol, where the installation has one."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from enum import Enum

from django.conf import settings

_SECONDS = 20.0
_LENGTH = 4  # bytes that say how long a piece is
_LONGEST_ANSWER = 4096
NAME = "ClamAV"


class Found(Enum):
    """What the scanner says of a file; `UNSCANNED` where none is set up, `SILENT` where it does not answer."""

    NOTHING = "nothing"
    VIRUS = "virus"
    UNSCANNED = "unscanned"
    SILENT = "silent"


def scan(pieces: Iterable[bytes]) -> Found:
    """Sends the bytes to the scanner of `HUIGONG_CLAMD`, piece by piece."""
    if not settings.CLAMD:
        return Found.UNSCANNED
    try:
        with _connected(settings.CLAMD) as connection:
            connection.sendall(b"zINSTREAM\0")
            for piece in pieces:
                connection.sendall(len(piece).to_bytes(_LENGTH, "big") + piece)
            connection.sendall(bytes(_LENGTH))
            answer = _answer(connection)
    except OSError:
        return Found.SILENT
    if answer.endswith(b": OK"):
        return Found.NOTHING
    return Found.VIRUS if answer.endswith(b"FOUND") else Found.SILENT


def _connected(place: str) -> socket.socket:
    """`/run/clamd.socket`, or `host:port`."""
    if place.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(_SECONDS)
        try:
            connection.connect(place)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)


def _answer(connection: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        received = connection.recv(_LONGEST_ANSWER)
        if not received:
            break
        answer += received
    return answer.rstrip(b"\0\r\n ")
