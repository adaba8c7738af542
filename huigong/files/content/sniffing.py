"""What the first bytes say. The whole file is judged by its reader afterwards."""

from __future__ import annotations

import re
from enum import Enum

from django.utils.translation import gettext_lazy as _

from huigong.files.content import refusing
from huigong.files.content.refusing import Words
from huigong.kernel.errors import DomainError


class Format(Enum):
    """A container, before anybody has opened it."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"
    PDF = "PDF"
    ZIP = "ZIP"
    OLE = "OLE"
    TEXT = "TEXT"


_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_MARKUP = re.compile(
    rb"<\s*(!doctype|html|head|body|script|svg|iframe|img|object|embed|style|meta|xml|\?xml|\?php|%|!--)",
    re.IGNORECASE,
)
_LOOKED_AT = 4096
# What is often tried and cannot be taken: its name, why, and what to do instead.
_OTHERS: tuple[tuple[bytes, Words, Words, Words], ...] = (
    (b"GIF8", _("动图（GIF）"), _("动图会动，打印出来看不全"), _("请截一张图再传")),
    (b"BM", _("BMP 图片"), "", _("请用手机截图或另存为 JPG 再传")),
    (b"II*\x00", _("TIFF 图片"), "", _("请另存为 JPG 或 PDF 再传")),
    (b"MM\x00*", _("TIFF 图片"), "", _("请另存为 JPG 或 PDF 再传")),
    (b"{\\rtf", _("RTF 文档"), "", _("请另存为 docx 或 PDF 再传")),
    (b"Rar!", _("压缩包（RAR）"), _("压缩包里的文件没法一个个检查"), _("请解压后一个一个传")),
    (b"7z\xbc\xaf", _("压缩包（7z）"), _("压缩包里的文件没法一个个检查"), _("请解压后一个一个传")),
    (b"\x1f\x8b", _("压缩包"), _("压缩包里的文件没法一个个检查"), _("请解压后一个一个传")),
    (b"MZ", _("程序"), _("程序会在打开它的机器上运行"), ""),
    (b"\x7fELF", _("程序"), _("程序会在打开它的机器上运行"), ""),
    (b"#!/", _("程序"), _("程序会在打开它的机器上运行"), ""),
    (b"ID3", _("录音"), _("现在还不能收录音"), _("请在材料里写明有录音，办事的人会联系您")),
    (b"#!AMR", _("录音"), _("现在还不能收录音"), _("请在材料里写明有录音，办事的人会联系您")),
)
_ALSO_WORDS = {b"BM", b"MZ", b"ID3"}  # a text may begin with them too


def sniff(data: bytes) -> Format:
    """Raises `Invalid` (`files.kind`, `files.mixed`) for everything that is not on the list."""
    if data.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Format.WEBP
    if data[4:8] == b"ftyp":
        return _of_brand(data[8:12], data)
    if data.startswith(b"%PDF-"):
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return Format.ZIP
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Format.OLE
    return _of_the_rest(data)


def _of_brand(brand: bytes, data: bytes) -> Format:
    if brand in _HEIC_BRANDS and b"avif" not in data[:64]:
        return Format.HEIC
    if b"avif" in data[:64]:
        raise refusing.unknown(_("AVIF 图片"), do=_("请截一张图再传"))
    raise refusing.unknown(
        _("录像或录音"), _("现在还不能收录像和录音"), _("请在材料里写明有录像，办事的人会联系您")
    )


def _of_the_rest(data: bytes) -> Format:
    for start, name, why, do in sorted(_OTHERS, key=lambda other: -len(other[0])):
        if data.startswith(start) and (start not in _ALSO_WORDS or b"\x00" in data[:512]):
            raise refusing.unknown(name, why, do)
    if b"%PDF-" in data[:1024]:
        raise refusing.mixed(_("这个 PDF 前面还接着别的内容"))
    head = data[:_LOOKED_AT].replace(b"\x00", b"")  # UTF-16 too
    if _MARKUP.search(head):
        raise page()
    return Format.TEXT


def page() -> DomainError:
    """A web page, SVG or XML: what a browser would run."""
    return refusing.unknown(
        _("网页文件（HTML、SVG、XML）"), _("网页里可以藏着会自己运行的内容"), _("请截图或“打印成 PDF”再传")
    )
