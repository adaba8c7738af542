"""What stands in the parts of an office document, whatever they are called, in pieces that fit into memory."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

from django.utils.translation import gettext as _

from huigong.files.content import refusing
from huigong.files.content.kinds import MEGABYTE
from huigong.kernel.errors import DomainError

_START = 1024  # bytes
_BEFORE_MARKUP = b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n"  # byte order marks, zeros of wide characters, blanks
_EBCDIC = b"\x4c\x6f\xa7\x94"  # the beginning of a declaration of XML, which its reader knows too
_DECLARATION = re.compile(rb"<\?xml([^>]*)\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']+)")
_USUAL = frozenset({b"utf-8", b"us-ascii", b"ascii"})
_PIECE = MEGABYTE
_LONGEST = 8 * MEGABYTE  # of one text; a cell holds 32,767 characters


def entries(data: bytes) -> Iterator[tuple[zipfile.ZipInfo, zipfile.ZipFile]]:
    """The entries that a reader of XML would begin to read, whatever their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if _may_be_markup(_start(archive, entry)):
                yield entry, archive


def size(data: bytes) -> int:
    """How many bytes all of them have."""
    return sum(entry.file_size for entry, _archive in entries(data))


def pieces(data: bytes, *, what: str) -> Iterator[bytes]:
    """The markup of all parts, cut only behind the end of an element.

    `what` is what the document is called in a refusal. Raises `Invalid`: `files.active` for what office programs do not
    write and by which words could be hidden from a search (entities, other encodings), `files.bomb`.
    """
    for _name, part in parts(data, what=what):
        yield from part


def parts(data: bytes, *, what: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The same part by part, each with its name. Raises as `pieces`."""
    for entry, archive in entries(data):
        _require_usual(_start(archive, entry), what=what)
        yield entry.filename, _pieces(entry, archive, what=what)


def _pieces(entry: zipfile.ZipInfo, archive: zipfile.ZipFile, *, what: str) -> Iterator[bytes]:
    rest = b""
    with archive.open(entry) as file:
        while more := file.read(_PIECE):
            rest += more
            at = rest.find(b">", rest.rfind(b"</")) + 1
            if len(rest) - at > _LONGEST:
                raise refusing.bomb()
            yield _checked(rest[:at], what=what)
            rest = rest[at:]
    yield _checked(rest, what=what)


def text_of(written: bytes) -> str:
    """What a text or an attribute says."""
    return unescape(written.decode("utf-8", errors="replace"))


def _start(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        return file.read(_START)


def _may_be_markup(start: bytes) -> bool:
    begins = start.lstrip(_BEFORE_MARKUP)
    return not begins or begins.startswith((b"<", _EBCDIC))


def _require_usual(start: bytes, *, what: str) -> None:
    begins = start.lstrip(_BEFORE_MARKUP)
    if start.startswith((b"\xfe\xff", b"\xff\xfe", b"\x00")) or begins[1:2] == b"\x00":
        raise unusual(what)
    if begins.startswith(b"<?xml"):
        said = _DECLARATION.match(begins)
        encoding = _ENCODING.search(said.group(1)) if said else None
        if said is None or (encoding and encoding.group(1).lower() not in _USUAL):
            raise unusual(what)
    elif begins.startswith(_EBCDIC):
        raise unusual(what)


def _checked(piece: bytes, *, what: str) -> bytes:
    if b"<!ENTITY" in piece:
        raise unusual(what)
    return piece


def unusual(what: str) -> DomainError:
    """Of markup that no office program writes."""
    return refusing.active(
        _("这个%(what)s的写法很不寻常") % {"what": what}, _("里面可能藏着会自己运行的内容，检查不了")
    )
