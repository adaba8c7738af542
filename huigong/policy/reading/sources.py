"""From a file's bytes to its text, by what the bytes are, not by what the file is called.

Sizes are bounded before anything is unpacked, and every failure of a parser becomes a
`DomainError` with a code that starts with `reading.`.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from huigong.kernel.errors import Invalid, NotFound
from huigong.policy.reading.formats.ofd import MARK, ofd_text
from huigong.policy.reading.formats.pdf import pdf_text
from huigong.policy.reading.formats.plain import decoded
from huigong.policy.reading.formats.sheet import sheet_text
from huigong.policy.reading.formats.web import is_page, web_text
from huigong.policy.reading.formats.word import word_text
from huigong.policy.reading.refusals import MAX_BYTES, MAX_CHARACTERS, too_large, unreadable

ZIP, OLD_OFFICE, RICH_TEXT = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"

OLD_WORKBOOK = "Workbook".encode("utf-16-le")


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
    """The text in `data`: PDF, OFD, DOCX, XLSX, XLS, ODS, HTML or plain text (UTF-8, UTF-16 with mark, GB18030)."""
    if len(data) > MAX_BYTES:
        raise too_large()
    if not data.strip(b"\x00 \t\r\n"):
        raise Invalid("reading.empty", what="这个文件是空的。", do="请选择有内容的政策文件。")
    text = _text_by_format(data)
    if len(text) > MAX_CHARACTERS:
        raise too_large()
    return text


def needs_parser(data: bytes) -> bool:
    """Whether the bytes are PDF, DOCX, a workbook or HTML, whose parsers may take any time and memory."""
    return b"%PDF-" in data[:1024] or data.startswith((ZIP, OLD_OFFICE)) or is_page(data)


def _text_by_format(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return pdf_text(data)
    if data.startswith(ZIP):
        return _of_archive(data)
    if data.startswith(OLD_OFFICE) and OLD_WORKBOOK in data:
        return sheet_text(data)
    if data.startswith(OLD_OFFICE):
        raise unreadable(
            "这是旧版 Office 文件（.doc、.wps）或加密的文件。",
            "请解除密码并另存为 DOCX 后再试。",
        )
    if data.startswith(RICH_TEXT):
        raise unreadable("这是 RTF 文件。", "请另存为 DOCX 后再试。")
    return web_text(data) if is_page(data) else decoded(data)


def _of_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise unreadable(f"文件已损坏（{error.__class__.__name__}）。") from error
    if "xl/workbook.xml" in names or b"opendocument.spreadsheet" in data[:200]:
        return sheet_text(data)
    if MARK in names:
        return ofd_text(data)
    if "content.xml" in names:
        raise unreadable("这是 ODF 文件（.odt）。", "请另存为 DOCX 后再试。")
    return word_text(data)
