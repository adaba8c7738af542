"""From a file's bytes to its text, by what the bytes are, not by what the file is called.

Sizes are bounded before anything is unpacked, and every failure of a parser becomes a
`DomainError` with a code that starts with `reading.`.
"""

from __future__ import annotations

import importlib
import io
import zipfile
from pathlib import Path
from typing import cast

from huigong.kernel.errors import Invalid, NotFound
from huigong.policy.reading.formats.plain import decoded
from huigong.policy.reading.formats.web import is_page, web_text
from huigong.policy.reading.refusals import MAX_BYTES, MAX_CHARACTERS, scanned, too_large, unreadable

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

RICH_TEXT, OPEN_TEXT, OFD_MARK = b"{\\rtf", b"application/vnd.oasis.opendocument.text", "OFD.xml"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\0", b"MM\0*", b"GIF8")
OLD_WORKBOOK, OLD_WORD = "Workbook".encode("utf-16-le"), "WordDocument".encode("utf-16-le")


def bytes_of(path: str | Path) -> bytes:
    """The file's bytes; refuses folders, missing files and files above `MAX_BYTES`."""
    try:
        place = Path(path)
        if not place.is_file():
            raise NotFound(
                "reading.not_found",
                what=f"找不到文件“{path}”。",
                why="该路径不存在或不是文件。",
                do="请核对路径。",
            )
        if place.stat().st_size > MAX_BYTES:
            raise too_large()
        return place.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(f"打开文件时出错：{error.__class__.__name__}。", "请检查文件的读取权限。") from error


def text_of(data: bytes) -> str:
    """The text in `data`, in any format of the manual's table; plain text is UTF-8, UTF-16 with mark, or GB18030."""
    if len(data) > MAX_BYTES:
        raise too_large()
    if not data.strip(b"\x00 \t\r\n"):
        raise Invalid("reading.empty", what="这个文件是空的。", do="请选择有内容的政策文件。")
    text = _text_by_format(data)
    if len(text) > MAX_CHARACTERS:
        raise too_large()
    return text


def needs_parser(data: bytes) -> bool:
    """Whether the bytes are of a format whose parser may take any time and memory: all but plain text."""
    known = b"%PDF-" in data[:1024] or data.startswith((ZIP, OLD_OFFICE)) or is_picture(data)
    return known or _is_rich(data) or is_page(data)


def _is_rich(data: bytes) -> bool:
    return data[:100].lstrip().startswith(RICH_TEXT)


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin as a photograph or scan does: JPEG, PNG, TIFF, BMP, GIF or WebP."""
    return data.startswith(PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _text_by_format(data: bytes) -> str:
    if is_picture(data):
        raise scanned("图片")
    if b"%PDF-" in data[:1024]:
        return _read_with("pdf", "pdf_text", data)
    if data.startswith(ZIP):
        return _of_archive(data)
    if data.startswith(OLD_OFFICE) and OLD_WORKBOOK in data and OLD_WORD not in data:
        return _read_with("sheet", "sheet_text", data)
    if data.startswith(OLD_OFFICE):
        return _read_with("old_word", "old_word_text", data)
    if _is_rich(data):
        return _read_with("rich_text", "rich_text", data)
    return web_text(data) if is_page(data) else decoded(data)


def _read_with(module: str, function: str, data: bytes) -> str:
    """What a parser reads; each is loaded when its format comes, since together they take longer than a file."""
    parser = importlib.import_module(f"huigong.policy.reading.formats.{module}")
    return cast(str, getattr(parser, function)(data))


def _of_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise unreadable(f"文件已损坏（{error.__class__.__name__}）。") from error
    if "xl/workbook.xml" in names or b"opendocument.spreadsheet" in data[:200]:
        return _read_with("sheet", "sheet_text", data)
    if OFD_MARK in names:
        return _read_with("ofd", "ofd_text", data)
    if OPEN_TEXT in data[:200] or ("content.xml" in names and "word/document.xml" not in names):
        return _read_with("open_text", "open_text", data)
    return _read_with("word", "word_text", data)
