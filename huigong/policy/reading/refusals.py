"""What the reader says to a file that it cannot read, and how much it takes at once."""

from __future__ import annotations

from huigong.kernel.errors import DomainError, Invalid

MAX_BYTES = 32 * 1024 * 1024
MAX_UNPACKED_BYTES = 96 * 1024 * 1024
MAX_CHARACTERS = 2_000_000
MAX_PDF_PAGES = 600


def unreadable(why: str, do: str = "请换一份完好的文件，或另存为 TXT、DOCX 后再试。") -> DomainError:
    return Invalid("reading.unreadable", what="这个文件读不出文字。", why=why, do=do)


def too_large() -> DomainError:
    return Invalid(
        "reading.too_large",
        what="这个文件太大。",
        why=f"一次最多读 {MAX_BYTES // 1024 // 1024} MB、{MAX_CHARACTERS // 10000} 万字。",
        do="请只保留政策文件本身，去掉图片和附表后再试。",
    )


def scanned(kind: str) -> DomainError:
    """A file of pictures, which only text recognition reads."""
    return Invalid(
        "reading.scanned",
        what=f"{kind}里没有文字，可能是扫描件。",
        why="扫描件要先做文字识别（OCR）才能读；这里没有装识别组件，或没有启用。",
        do="请先做文字识别（OCR），再读识别后的文件；或请管理员装上识别组件。",
    )


def locked() -> DomainError:
    return Invalid(
        "reading.locked",
        what="这个文件加了密码。",
        why="不知道密码就读不出文字。",
        do="请解除密码后另存一份再试。",
    )


def not_text() -> DomainError:
    return Invalid(
        "reading.not_text",
        what="这个文件不是文字文件。",
        why="内容不是 TXT、DOCX、PDF、HTML 或 XLSX。",
        do="请选择政策文件的文字版。",
    )
