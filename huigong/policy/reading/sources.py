"""From a file's bytes to its text, by what the bytes are, not by what the file is called.

Sizes are bounded before anything is unpacked, and every failure of a parser becomes a
`DomainError` with a code that starts with `reading.`.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
import zipfile
from pathlib import Path

import docx
import pdfplumber
from docx.document import Document as WordDocument
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree, html

from huigong.kernel.errors import DomainError, Invalid, NotFound

MAX_BYTES = 32 * 1024 * 1024
MAX_UNPACKED_BYTES = 96 * 1024 * 1024
MAX_CHARACTERS = 2_000_000
MAX_PDF_PAGES = 600
BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
HTML_OPENING = re.compile(rb"<(?:!doctype html|html|head|body|meta|div|table|p)[\s>/]", re.IGNORECASE)
HTML_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "footer",
        "li",
        "ol",
        "p",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
DROPPED_TAGS = (
    "title",
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "form",
    "button",
    "select",
    "iframe",
)


def unreadable(why: str, do: str = "请换一份完好的文件，或另存为 TXT、DOCX 后再试。") -> DomainError:
    return Invalid("reading.unreadable", what="这个文件读不出文字。", why=why, do=do)


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


def too_large() -> DomainError:
    return Invalid(
        "reading.too_large",
        what="这个文件太大。",
        why=f"一次最多读 {MAX_BYTES // 1024 // 1024} MB、{MAX_CHARACTERS // 10000} 万字。",
        do="请只保留政策文件本身，去掉图片和附表后再试。",
    )


def text_of(data: bytes) -> str:
    """The text in `data`: PDF, DOCX, HTML or plain text (UTF-8, UTF-16 with mark, GB18030)."""
    if len(data) > MAX_BYTES:
        raise too_large()
    if not data.strip(b"\x00 \t\r\n"):
        raise Invalid("reading.empty", what="这个文件是空的。", do="请选择有内容的政策文件。")
    text = _text_by_format(data)
    if len(text) > MAX_CHARACTERS:
        raise too_large()
    return text


def needs_parser(data: bytes) -> bool:
    """Whether the bytes are PDF, DOCX or HTML, whose parsers may take any time and memory."""
    return (
        b"%PDF-" in data[:1024]
        or data.startswith(b"PK\x03\x04")
        or HTML_OPENING.search(data[:4096]) is not None
    )


def _text_by_format(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return _pdf_text(data)
    if data.startswith(b"PK\x03\x04"):
        return _docx_text(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise unreadable(
            "这是旧版 Office 文件（.doc、.wps）或加密的 DOCX。", "请解除密码并另存为 DOCX 后再试。"
        )
    if data.startswith(b"{\\rtf"):
        raise unreadable("这是 RTF 文件。", "请另存为 DOCX 后再试。")
    if HTML_OPENING.search(data[:4096]):
        return _html_text(data)
    return decoded(data)


def decoded(data: bytes) -> str:
    """Plain text; raises `reading.not_text` when the bytes are no text in any known encoding."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return _printable(data.decode(encoding))
            except UnicodeDecodeError as error:
                raise _not_text() from error
    for encoding in ("utf-8", "gb18030"):
        try:
            return _printable(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    # A few broken bytes (a cut download) must not cost the whole document.
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") <= len(text) // 100:
            return _printable(text)
    raise _not_text()


def _not_text() -> DomainError:
    return Invalid(
        "reading.not_text",
        what="这个文件不是文字文件。",
        why="内容不是 TXT、DOCX、PDF 或 HTML。",
        do="请选择政策文件的文字版。",
    )


def _printable(text: str) -> str:
    sample = text[:20_000]
    odd = sum(
        unicodedata.category(char) in ("Cc", "Co", "Cn") and char not in "\t\r\n\f\v" for char in sample
    )
    if odd > max(2, len(sample) // 50):
        raise _not_text()
    return text


def _docx_text(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
            is_word = "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise unreadable(f"DOCX 文件已损坏（{error.__class__.__name__}）。") from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise too_large()
    if not is_word:
        raise unreadable("这是压缩包或其他 Office 文件，不是 DOCX 文档。")
    try:
        return "\n".join(_word_lines(docx.Document(io.BytesIO(data))))
    except MemoryError as error:
        raise too_large() from error
    # Broken archives and broken XML raise many kinds of errors; each means the same to the reader.
    except Exception as error:
        raise unreadable(f"DOCX 文件已损坏（{error.__class__.__name__}）。") from error


def _word_lines(document: WordDocument) -> list[str]:
    lines = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Table):
            lines += ["\t".join(cell.text.strip() for cell in row.cells) for row in block.rows]
    return lines


def _pdf_text(data: bytes) -> str:
    # The parser warns about every odd font; a person who only wants the text cannot act on that.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            short = len(pdf.pages) <= MAX_PDF_PAGES
            pages = [page.extract_text() or "" for page in pdf.pages] if short else []
    except MemoryError as error:
        raise too_large() from error
    except Exception as error:
        if any(word in repr(error) for word in ("Password", "Encrypt", "password")):
            raise unreadable("PDF 设有密码。", "请解除密码后再试。") from error
        raise unreadable(f"PDF 文件已损坏（{error.__class__.__name__}）。") from error
    if not short:
        raise too_large()
    text = "\n".join(pages)
    if not text.strip():
        raise unreadable("PDF 里没有文字，可能是扫描件。", "请先做文字识别（OCR），再读识别后的文件。")
    return text


def _html_text(data: bytes) -> str:
    stated = HTML_CHARSET.search(data[:4096])
    encoding = stated[1].decode("ascii").lower() if stated else ""
    if encoding in ("gb2312", "gbk"):
        encoding = "gb18030"
    try:
        page = data.decode(encoding) if encoding else decoded(data)
    except (LookupError, UnicodeDecodeError):
        page = decoded(data)
    try:
        # Parsed from bytes of a known encoding: a str with an encoding declaration is refused.
        root = html.fromstring(
            page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=False)
        )
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise unreadable(f"网页已损坏（{error.__class__.__name__}）。") from error
    return _page_lines(root)


def _page_lines(root: html.HtmlElement) -> str:
    for element in list(root.iter(*DROPPED_TAGS)):
        element.drop_tree()
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        block = element.tag in BLOCK_TAGS
        if event == "start":
            pieces += ["\n"] if block else []
            pieces.append(re.sub(r"\s+", " ", element.text or ""))
        else:
            pieces += ["\n"] if block and event == "end" else []
            pieces.append(re.sub(r"\s+", " ", element.tail or ""))
    return "".join(pieces)
