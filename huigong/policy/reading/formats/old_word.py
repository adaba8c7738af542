"""Text of a DOC of Word 97 to 2003, and of a WPS file of that form: made a DOCX and read as one."""

from __future__ import annotations

import tempfile
from pathlib import Path

from doc2docx import convert
from doc2docx.errors import EncryptedDocumentError

from huigong.kernel.errors import DomainError
from huigong.policy.reading.formats.word import word_text
from huigong.policy.reading.refusals import locked, too_large, unreadable

WORD_STREAM = "WordDocument".encode("utf-16-le")
LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
SLIDES_STREAM = "PowerPoint Document".encode("utf-16-le")


def old_word_text(data: bytes) -> str:
    """The document's lines as `word_text` gives them; raises `reading.unreadable` or `reading.too_large`."""
    if LOCKED_STREAM in data:
        raise locked()
    if SLIDES_STREAM in data:
        raise unreadable("这是演示文稿，不是文件正文。", "请选择政策文件的 DOCX、PDF 或 TXT 版。")
    if WORD_STREAM not in data:
        raise unreadable(
            "这不是 Word 能打开的 DOC：可能是早期 WPS 的专用格式，或其他旧版 Office 文件。",
            "请用 WPS 打开，另存为 DOCX 后再试。",
        )
    return word_text(_as_docx(data))


def _as_docx(data: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old.doc"), Path(folder, "new.docx")
        old.write_bytes(data)
        try:
            convert(old, new)
            return new.read_bytes()
        except EncryptedDocumentError as error:
            raise locked() from error
        except DomainError:
            raise
        except (MemoryError, RecursionError) as error:
            raise too_large() from error
        # A damaged file makes the converter raise whatever its bytes happen to hit.
        except Exception as error:
            raise unreadable(
                f"DOC 文件已损坏（{error.__class__.__name__}）。",
                "请用 Word 或 WPS 打开，另存为 DOCX 后再试。",
            ) from error
