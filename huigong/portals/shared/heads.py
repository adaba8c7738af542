"""Files under a name that is no UTF-8, as old programs send them, are read too: Django drops such a part of a form in silence."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.http import parse_header_parameters

_END, _LONGEST, _AT_ONCE = b"\r\n\r\n", 8 * 1024, 64 * 1024  # bytes; Django refuses a longer head itself


def make_readable(request: HttpRequest) -> None:
    """Has the parts of the form read with their heads in UTF-8; what no form is stays as it is."""
    kind, told = parse_header_parameters(request.META.get("CONTENT_TYPE", ""))
    boundary = told.get("boundary", "")
    if kind == "multipart/form-data" and boundary.isascii() and boundary:
        stream: Any = request
        stream._stream = ReadableHeads(stream._stream, boundary.encode())


class ReadableHeads:
    """A body on its way in. Heads of its parts that are not UTF-8 are taken for GB 18030; what that is not becomes a gap."""

    def __init__(self, stream: Any, boundary: bytes) -> None:
        self._stream, self._mark, self._held = stream, b"--" + boundary + b"\r\n", b""

    def read(self, size: int | None = None) -> bytes:
        """About so many bytes, all of them without `size`; none at the end."""
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(_AT_ONCE), b""))
        while data := self._stream.read(size):
            if ready := self._passed(self._held + data):
                return ready
        rest, self._held = self._held, b""
        return rest

    def readline(self, _size: int | None = None) -> bytes:
        """The next piece: what is left behind the last part is read to its end, and nobody asks for lines."""
        return self.read(_AT_ONCE)

    def _passed(self, data: bytes) -> bytes:
        """What can go on; a head of which the end has not come yet is held, and what may be the beginning of one."""
        ready, begins = list[bytes](), 0
        while (head := data.find(self._mark, begins)) >= 0 and (end := data.find(_END, head)) >= 0:
            ready += (data[begins:head], _in_utf8(data[head:end]))
            begins = end
        if head < 0 or len(data) - head > _LONGEST:
            head = max(begins, len(data) - len(self._mark))
        self._held = data[head:]
        return b"".join((*ready, data[begins:head]))


def _in_utf8(head: bytes) -> bytes:
    """Each word between quotation marks by itself: the field has its name from the page, the file from elsewhere."""
    return b'"'.join(map(_readable, head.split(b'"')))


def _readable(word: bytes) -> bytes:
    try:
        word.decode()
    except UnicodeDecodeError:
        return word.decode("gb18030", "replace").encode()
    return word
