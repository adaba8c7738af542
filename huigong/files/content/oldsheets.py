"""XLS: the records of its workbook, as far as they say what would run or be fetched when it is opened.

The old container keeps streams in sectors, in chains that its tables give ([MS-CFB]); the stream of the workbook is a row
of records ([MS-XLS]), each with its number and length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from django.utils.translation import gettext as _

from huigong.files.content import refusing

_HEAD, _ENTRY = 512, 128  # bytes
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_IN_HEAD = 109  # sectors of the table that the head names itself
_SMALL = 4096  # bytes; shorter streams lie in small sectors
_NAMES = ("Workbook", "Book")
_SHEET, _BOOK, _OLD_BOOK, _FORMAT = 0x85, 0x1AE, 0x17, 0x809
_OWN, _ADDED = b"\x01\x04", b"\x01\x3a"  # this workbook, and functions of add-ins
_CELLS, _CHART = 0, 2
_NEWEST = 0x600
_FETCHING = b"WEBSERVICE"


def check(data: bytes) -> None:
    """Raises `Invalid`: `files.active`, `files.cut`."""
    try:
        for stream in _workbooks(data):
            _check_records(stream)
    except (struct.error, IndexError, ValueError) as error:
        raise refusing.cut(_("这个表格打不开")) from error


def _check_records(stream: bytes) -> None:
    at, newest = 0, True
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _FORMAT and len(body) >= 2:
            newest = struct.unpack_from("<H", body)[0] >= _NEWEST
        if kind == _SHEET and len(body) > 5 and body[5] not in (_CELLS, _CHART):
            raise refusing.active(_("这个表格里有宏"), _("宏是会自己运行的程序"))
        if (kind == _BOOK and body[2:4] not in (_OWN, _ADDED)) or (
            kind == _OLD_BOOK and not newest and body[1:2] not in (b"\x02", b"\x03", b"\x04")
        ):
            raise _reaching()
    if _FETCHING in stream or _FETCHING.decode().encode("utf-16-le") in stream:
        raise _reaching()


def _reaching() -> Exception:
    return refusing.active(
        _("这个%(what)s打开时会启动别的程序，或者去别处取内容") % {"what": _("表格")},
        _("里面有这样的域代码或者公式，取来的内容谁也没有检查过"),
    )


def _workbooks(data: bytes) -> Iterator[bytes]:
    """The streams of all workbooks; which of them a program opens is its own choice."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    table = _table(data, sector)
    entries = _chain(data, table, struct.unpack_from("<I", data, 48)[0], sector)
    small: bytes | None = None
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        entry = entries[at : at + _ENTRY]
        length = min(struct.unpack_from("<H", entry, 64)[0], 64)
        name = entry[: max(length - 2, 0)].decode("utf-16-le", errors="replace")
        if name.lower() not in [each.lower() for each in _NAMES]:
            continue
        first, size = struct.unpack_from("<II", entry, 116)
        if size >= _SMALL:
            yield _chain(data, table, first, sector)[:size]
            continue
        small = (
            _chain(data, table, struct.unpack_from("<I", entries, 116)[0], sector) if small is None else small
        )
        short = 1 << struct.unpack_from("<H", data, 32)[0]
        tiny = _numbers(_chain(data, table, struct.unpack_from("<I", data, 60)[0], sector))
        yield b"".join(small[each * short : (each + 1) * short] for each in _links(tiny, first))[:size]


def _table(data: bytes, sector: int) -> tuple[int, ...]:
    """Which sector follows which."""
    parts = list(struct.unpack_from(f"<{_IN_HEAD}I", data, 76))
    following, seen = struct.unpack_from("<I", data, 68)[0], set()
    while following < _END and following not in seen:
        seen.add(following)
        more = _numbers(_sector(data, following, sector))
        parts += more[:-1]
        following = more[-1]
    return _numbers(b"".join(_sector(data, part, sector) for part in parts if part < _END))


def _chain(data: bytes, table: tuple[int, ...], first: int, sector: int) -> bytes:
    return b"".join(_sector(data, each, sector) for each in _links(table, first))


def _links(table: tuple[int, ...], first: int) -> Iterator[int]:
    seen = set()
    while first < _END and first < len(table):
        if first in seen:
            raise ValueError("a chain without end")
        seen.add(first)
        yield first
        first = table[first]


def _sector(data: bytes, number: int, sector: int) -> bytes:
    at = max(sector, _HEAD) + number * sector
    return data[at : at + sector]


def _numbers(written: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(written) // 4}I", written[: len(written) // 4 * 4])
