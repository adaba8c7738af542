"""Opens a file by what it is, whatever it is called."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from huigong.sheets import delimited, workbook
from huigong.sheets.refusals import damaged, empty, encrypted, too_large, unknown, web_page
from huigong.sheets.rows import Sheet

MOST_BYTES = 100 * 1024 * 1024
_MOST_UNPACKED = 1024**3  # a million rows of forty columns; what holds more was made to fill memory
_MOST_ENTRIES = 10_000
_BEFORE_LENGTHS = 26  # bytes of an entry's own head before the lengths of its name and extras
_PIECE, _MOST_AT_ONCE = 64 * 1024, 1024**2  # bytes packed and unpacked
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OLD_BOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_LISTED = "Root Entry".encode("utf-16-le")  # the list of what is in it, which a file that was cut has lost
_PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")
_OTHERS = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"Rar!", b"7z\xbc\xaf")


def sheets(data: bytes, *, name: str = "") -> list[Sheet]:
    """The visible sheets of an XLSX, XLS, ODS or CSV; `name` is what the one table of a CSV is called.

    Raises `Invalid`: `sheets.empty`, `sheets.kind`, `sheets.encrypted`, `sheets.damaged`,
    `sheets.too_large`, `sheets.web_page`, `sheets.encoding`; some only while rows are read.
    """
    if len(data) > MOST_BYTES:
        raise too_large(f"文件超过{MOST_BYTES // 1024**2}MB")
    if not data.strip():
        raise empty()
    if data.startswith(_ZIP):
        return workbook.sheets(data, streamed=_is_xlsx(data))
    if data.startswith(_OLD):
        return _old(data)
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_PAGES):
        raise web_page()
    if data.startswith(_OTHERS):
        raise unknown()
    return [delimited.sheet(data, name)]


def _is_xlsx(data: bytes) -> bool:
    """Raises where the archive is cut, holds too much, or is no workbook."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged() from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise encrypted()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise too_large("解开以后太大")
    try:
        honest = all(_holds_what_it_says(data, entry) for entry in entries)
    except (struct.error, zlib.error) as error:
        raise damaged() from error
    if not honest:
        raise damaged()
    names = {entry.filename for entry in entries}
    if "content.xml" in names:
        if b"manifest:encryption-data" in _manifest(data):
            raise encrypted()
        return False
    if not any(name.startswith("xl/") for name in names):
        raise unknown()
    return True


def _holds_what_it_says(data: bytes, entry: zipfile.ZipInfo) -> bool:
    """Whether an entry unpacks to no more than its size in the list, which the parser of workbooks does not look at."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.file_size == entry.compress_size
    name, extra = struct.unpack_from("<HH", data, entry.header_offset + _BEFORE_LENGTHS)
    start = entry.header_offset + _BEFORE_LENGTHS + 4 + name + extra
    packed, inflating, size = (
        memoryview(data)[start : start + entry.compress_size],
        zlib.decompressobj(-15),
        0,
    )
    for at in range(0, len(packed), _PIECE):
        rest: bytes | memoryview = packed[at : at + _PIECE]
        while rest and size <= entry.file_size:
            size += len(inflating.decompress(rest, _MOST_AT_ONCE))
            rest = inflating.unconsumed_tail
    return size <= entry.file_size


def _manifest(data: bytes) -> bytes:
    try:
        return zipfile.ZipFile(io.BytesIO(data)).read("META-INF/manifest.xml")
    except KeyError:
        return b""
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged() from error


def _old(data: bytes) -> list[Sheet]:
    if _ENCRYPTED_PACKAGE in data:
        raise encrypted()
    if not any(name in data for name in _OLD_BOOKS):
        raise unknown() if _LISTED in data else damaged()
    return workbook.sheets(data, streamed=False)
