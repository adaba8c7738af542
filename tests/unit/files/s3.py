"""A small object store over HTTP: what a real one answers to the five requests we make."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

STOPS_WITHIN = 0.02  # seconds; half a one is usual, and every test would wait for it
AT = "2026-03-01T00:00:00.000Z"


class Bucket(ThreadingHTTPServer):
    """Objects by name; `broken` makes it answer nothing but errors."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.objects: dict[str, bytes] = {}
        self.broken = False


class _Answers(BaseHTTPRequestHandler):
    server: Bucket
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        self.server.objects[self._name()] = self.rfile.read(int(self.headers["Content-Length"]))
        self._say(200, b"", ETag='"e"')

    def do_GET(self) -> None:
        if self.server.broken:
            return self._error(503, "SlowDown")
        if "list-type" in parse_qs(urlsplit(self.path).query):
            return self._say(200, self._listing().encode())
        return self._object(with_body=True)

    def do_HEAD(self) -> None:
        self._object(with_body=False)

    def do_DELETE(self) -> None:
        self.server.objects.pop(self._name(), None)
        self._say(204, b"")

    def _object(self, *, with_body: bool) -> None:
        body = self.server.objects.get(self._name())
        if body is None:
            return self._error(404, "NoSuchKey")
        return self._say(200, body, with_body=with_body, ETag='"e"')

    def _listing(self) -> str:
        items = "".join(
            f"<Contents><Key>{name}</Key><LastModified>{AT}</LastModified><ETag>e</ETag>"
            f"<Size>{len(body)}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            for name, body in sorted(self.server.objects.items())
        )
        space = "http://s3.amazonaws.com/doc/2006-03-01/"
        return (
            f'<ListBucketResult xmlns="{space}"><Name>files</Name><Prefix/><MaxKeys>1000</MaxKeys>'
            f"<IsTruncated>false</IsTruncated>{items}</ListBucketResult>"
        )

    def _name(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/files/")

    def _error(self, status: int, code: str) -> None:
        self._say(status, f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode())

    def _say(self, status: int, body: bytes, *, with_body: bool = True, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/xml")
        self.send_header("Last-Modified", formatdate(1_772_323_200, usegmt=True))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body and self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing on the screen."""


@contextmanager
def bucket() -> Iterator[Bucket]:
    server = Bucket()
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": STOPS_WITHIN}, daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
