"""XLS: the records of its workbook, as far as they say what would run or be fetched when it is opened.

The old container keeps streams in sectors, in chains that its tables give ([MS-CFB]); the stream of the workbook is a row
of records ([MS-XLS]), each with its number and length.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from django.utils.translation import gettext as _

from huigong.files.content import links, refusing, zips

_HEAD, _ENTRY = 512, 128  # bytes
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_IN_HEAD = 109  # sectors of the table that the head names itself
_MOST_WORKBOOKS = 4
_SMALL = 4096  # bytes; shorter streams lie in small sectors
_NAMES = ("Workbook", "Book")
_SHEET, _BOOK, _OLD_BOOK, _FORMAT = 0x85, 0x1AE, 0x17, 0x809
_OWN, _ADDED = b"\x01\x04", b"\x01\x3a"  # this workbook, and functions of add-ins
_CELLS, _CHART = 0, 2
_NEWEST = 0x600
_FETCHING = re.compile(
    b"|".join(
        b"\0".join(name[at : at + 1] for at in range(len(name))) if is_wide else name
        for name in (b"WEBSERVICE", b"_xlfn.IMAGE", b"_xlfn.TRANSLATE")
        for is_wide in (False, True)
    ),
    re.IGNORECASE,
)
_LINK, _MONIKER_OF_THE_WEB = 0x1B8, bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_FORMULAS = frozenset(
    {0x06, 0x18, 0x206, 0x406, 0x218, 0x21, 0x221, 0x4BC}
)  # of cells, names, arrays and shared ones
# Records that [MS-XLS] and the versions before know, by their first and last number.
_KNOWN = (range(0x000, 0x293 + 1), range(0x300, 0x4FF + 1), range(0x800, 0x8FF + 1), range(0x1000, 0x1070))
# Queries of the web, of texts and databases with their parts, and publishing to the web.
_QUERIES = frozenset({0xDC, 0x1AD, 0x801, 0x803, 0x804, 0x805, 0x806, 0x807, 0x808, 0x80A, 0x876})
# Streams beside the workbook: what the document says of itself, pivot tables, who shares it, and what WPS adds.
_BESIDE = re.compile(
    r"\x05(?:Document)?SummaryInformation|\x01CompObj|_SX_DB_CUR|[0-9A-F]{4}|User Names|Revision Log|Item|Properties|"
    r"ETExtData|WpsCustomData|Workbook|Book",
    re.IGNORECASE,
)
_STREAM, _KIND = 2, 66  # what an entry is, and where it says so


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
        if kind in _QUERIES or not any(kind in known for known in _KNOWN):
            raise _reaching()
        if (kind == _LINK and not _is_harmless(body)) or (kind in _FORMULAS and _names_a_computer(body)):
            raise _reaching()
        if (kind == _BOOK and body[2:4] not in (_OWN, _ADDED)) or (
            kind == _OLD_BOOK and not newest and body[1:2] not in (b"\x02", b"\x03", b"\x04")
        ):
            raise _reaching()
    if _FETCHING.search(stream):
        raise _reaching()


def _names_a_computer(body: bytes) -> bool:
    """Whether an address of another computer stands there, in letters of one byte or two."""
    return any(
        share in body or b"\0".join(share[at : at + 1] for at in range(len(share))) in body
        for share in (b"\\\\", b"file:")
    )


def _is_harmless(link: bytes) -> bool:
    """Of the record of a link, as far as it names a computer or an address of the web."""
    at = link.find(_MONIKER_OF_THE_WEB)
    if at >= 0:
        address = link[at + len(_MONIKER_OF_THE_WEB) + 4 :].decode("utf-16-le", errors="replace")
        if not links.is_harmless(address.partition("\0")[0]):
            return False
    return not _names_a_computer(link)


def _embedding() -> Exception:
    return zips.embedding(_("表格"))


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
    seen: set[tuple[int, bool]] = set()
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        entry = entries[at : at + _ENTRY]
        length = min(struct.unpack_from("<H", entry, 64)[0], 64)
        name = entry[: max(length - 2, 0)].decode("utf-16-le", errors="replace")
        if entry[_KIND] == _STREAM and not _BESIDE.fullmatch(name):
            raise _embedding()
        if name.lower() not in [each.lower() for each in _NAMES]:
            continue
        first, size = struct.unpack_from("<II", entry, 116)
        if len(seen) == _MOST_WORKBOOKS:
            raise ValueError("more workbooks than anybody keeps in one file")
        if (first, size >= _SMALL) in seen:
            raise ValueError("two names of one stream")
        seen.add((first, size >= _SMALL))
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
