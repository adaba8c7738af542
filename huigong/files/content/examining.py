"""One way in: look at the first bytes, open the file with its real reader, and give what is stored of it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from huigong.files.content import heads, kinds, pdfs, pictures, refusing, sheets, texts, word, zips
from huigong.files.content.kinds import Kind
from huigong.files.content.sniffing import Format, sniff


@dataclass(frozen=True)
class Examined:
    """What is stored: for a picture its copy without anything but the picture, and a small one.

    `body` and `thumbnail` are bytes; `thumbnail` is empty for what is no picture.
    """

    kind: Kind
    body: bytes = field(repr=False)
    thumbnail: bytes = field(default=b"", repr=False)

    @property
    def sha256(self) -> str:
        """Of what is stored, 64 hexadecimal digits."""
        return hashlib.sha256(self.body).hexdigest()


def examine(data: bytes, *, longest_side: int, wanted: Collection[Kind] = kinds.EVERYTHING) -> Examined:
    """What to store of a file that somebody handed in, at most `kinds.MOST_BYTES` of it.

    `longest_side` bounds a picture, in pixels. The name of the file is not asked.
    Raises `Invalid` (`files.…`: empty, too_large, kind, cut, encrypted, active, bomb, mixed).
    """
    match check_first_bytes(data):
        case Format.JPEG | Format.HEIC | Format.WEBP as format:
            _require(Kind.JPEG, data, wanted)
            return Examined(Kind.JPEG, *pictures.redrawn(data, format, longest_side=longest_side))
        case Format.PNG:
            _require(Kind.PNG, data, wanted)
            return Examined(Kind.PNG, *pictures.redrawn(data, Format.PNG, longest_side=longest_side))
        case Format.PDF:
            _require(Kind.PDF, data, wanted)
            pdfs.check(data)
            return Examined(Kind.PDF, data)
        case Format.ZIP:
            return _of_zip(data, wanted)
        case Format.OLE:
            _require(Kind.XLS, data, wanted)
            sheets.check_old(data)
            return Examined(Kind.XLS, data)
        case Format.TEXT:
            text, kind = texts.read(data)
            _require(kind, data, wanted)
            return Examined(kind, text.encode())


def check_first_bytes(data: bytes) -> Format:
    """What a file is, as far as it costs nothing to know.

    Raises `Invalid`: `files.empty`, `files.too_large`, `files.kind`, `files.mixed`, `files.bomb`.
    """
    _check_size(data)
    format = sniff(data)
    heads.check_head(data, format)
    return format


def _check_size(data: bytes) -> None:
    """Raises `Invalid`: `files.empty`, `files.too_large`."""
    if not data:
        raise refusing.empty()
    if len(data) > kinds.MOST_BYTES:
        raise refusing.too_large(len(data), kinds.MOST_BYTES)


def _of_zip(data: bytes, wanted: Collection[Kind]) -> Examined:
    names = zips.checked_names(data)
    if "xl/workbook.xml" in names:
        _require(Kind.XLSX, data, wanted)
        sheets.check_new(data, names)
        _check_embedded(data, what=_("表格"))
        return Examined(Kind.XLSX, data)
    if "word/document.xml" in names:
        _require(Kind.DOCX, data, wanted)
        word.check(data, names)
        _check_embedded(data, what=_("文档"))
        return Examined(Kind.DOCX, data)
    if zips.is_open_sheet(data, names):
        _require(Kind.ODS, data, wanted)
        sheets.check_open(data, names)
        return Examined(Kind.ODS, data)
    raise zips.other(names)


def _check_embedded(data: bytes, *, what: str) -> None:
    """A chart in a letter has its figures in a sheet; such documents hold no others."""
    for inner in zips.embedded(data, what=what):
        names = zips.checked_names(inner)
        if "xl/workbook.xml" in names:
            sheets.check_new(inner, names)
        elif "word/document.xml" in names:
            word.check(inner, names)
        else:
            raise zips.embedding(what)
        if zips.embedded(inner, what=what):
            raise zips.embedding(what)


def _require(kind: Kind, data: bytes, wanted: Collection[Kind]) -> None:
    if kind not in wanted:
        raise refusing.not_wanted(kind, wanted)
    if len(data) > kind.most_bytes:
        raise refusing.too_large(len(data), kind.most_bytes)
