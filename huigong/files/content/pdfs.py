"""PDF: kept byte for byte, since electronic contracts are signed, and only when nothing in it acts by itself.

Two passes: over the raw bytes, so that nothing is unpacked by the reader that was not measured before,
and over the objects as the reader understands them.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from itertools import chain

import pikepdf
from django.utils.translation import gettext as _

from huigong.files.content import pdfinert, pdfnames, refusing
from huigong.files.content.kinds import MEGABYTE

MOST_UNPACKED = 300 * MEGABYTE  # of all streams together
MOST_OBJECTS = 60_000
MOST_PAGES = 1000
_MOST_LAYERS = 3  # of compression inside compression
_PIECE = 16 * 1024  # bytes; what is unpacked at once, and all that a stream of ten bytes may cost
_STREAM = re.compile(rb"(?<!end)stream[ \t\v\f]*(?:\r?\n|\r)?")  # as loosely as the reader takes it
_ENCRYPT = pdfnames.spelt("Encrypt")
_UNPACKED_AT_ONCE = pdfnames.spelt("ObjStm", "XRef")  # by the reader, while it opens the file
_UNUSUAL = pdfnames.spelt(
    "ASCIIHexDecode", "ASCII85Decode", "LZWDecode", "RunLengthDecode", "AHx", "A85", "LZW", "RL"
)


def check(data: bytes) -> None:
    """Raises `Invalid`: `files.mixed`, `files.cut`, `files.encrypted`, `files.bomb`, `files.active`."""
    _check_end(data)
    if _ENCRYPT.search(data):
        raise refusing.encrypted(_("这个 PDF 有密码或限制"))
    _measure(data)
    pdfinert.check_left_over(data)
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
                raise refusing.bomb()
            pdfinert.check(pdf)
    except pikepdf.PasswordError as error:
        raise refusing.encrypted(_("这个 PDF 有密码")) from error
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, TypeError) as error:
        raise refusing.cut(_("这个 PDF 打不开")) from error


def attachments(data: bytes) -> dict[str, bytes]:
    """Name → content of the files that a PDF carries, each at most a megabyte; of one that anybody may have made.

    Raises `Invalid` as `check` does, except for what acts by itself: nothing is run here.
    """
    _measure(data)
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            files = {name: spec.get_file() for name, spec in pdf.attachments.items()}
            return {name: pdfinert.start_of(file.obj, MEGABYTE) for name, file in files.items()}
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, TypeError, KeyError) as error:
        raise refusing.cut(_("这个 PDF 打不开")) from error


def _check_end(data: bytes) -> None:
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise refusing.cut(_("这个 PDF 不完整"))
    if data[end + len(b"%%EOF") :].strip(b"\r\n\t \x00"):
        raise refusing.mixed(_("这个 PDF 后面还接着别的内容"))


def _measure(data: bytes) -> None:
    """Sums what every compressed stream unpacks to, whatever the tables of the file say about it."""
    if _UNPACKED_AT_ONCE.search(data) and _UNUSUAL.search(data):
        raise refusing.bomb()  # only the usual way of packing is measured
    budget = _Budget(MOST_UNPACKED)
    for count, match in enumerate(_STREAM.finditer(data)):
        if count > MOST_OBJECTS:
            raise refusing.bomb()
        starts = range(match.end(), len(data), _PIECE)
        _spend((data[at : at + _PIECE] for at in starts), budget, _MOST_LAYERS)


class _Budget:
    """Bytes that unpacking may still read and write."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, size: int) -> None:
        """Raises `Invalid` (`files.bomb`) when it is used up."""
        self._left -= size
        if self._left < 0:
            raise refusing.bomb()


def _spend(pieces: Iterator[bytes], budget: _Budget, layers: int) -> None:
    """Unpacks what begins there, and what is packed in it, at most so many layers; keeps nothing."""
    first = next(pieces, b"")
    if not _is_packed(first):
        return
    if not layers:
        raise refusing.bomb()
    content = _unpacked(chain([first], pieces), budget)
    _spend(content, budget, layers - 1)
    for _piece in content:
        pass


def _unpacked(pieces: Iterator[bytes], budget: _Budget) -> Iterator[bytes]:
    """The content in small pieces, as far as it is whole."""
    reader = zlib.decompressobj()
    for packed in pieces:
        while packed and not reader.eof:
            try:
                content = reader.decompress(packed, _PIECE)
            except zlib.error:
                budget.take(len(packed) + _PIECE)  # at most; zlib does not tell
                return
            left = reader.unconsumed_tail
            budget.take(len(packed) - len(left) - len(reader.unused_data) + len(content))
            packed = left
            if content:
                yield content
        if reader.eof:
            return


def _is_packed(start: bytes) -> bool:
    """Whether zlib takes the first two bytes for its own; of a single byte it is not known yet."""
    if not start or start[0] & 0x0F != zlib.DEFLATED:
        return False
    return len(start) == 1 or int.from_bytes(start[:2], "big") % 31 == 0
