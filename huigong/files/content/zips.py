"""Archives, as far as documents are archives: sizes are summed before anything is opened."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Collection

from django.utils.translation import gettext as _
from lxml import etree

from huigong.files.content import links, refusing
from huigong.files.content.kinds import MEGABYTE
from huigong.kernel.errors import DomainError

MOST_INSIDE, MOST_ENTRIES = 300 * MEGABYTE, 5000
_READ_AT_ONCE = MEGABYTE
_END_BYTES, _END_MARK = 22, b"PK\x05\x06"  # the end of an archive without a comment
_ENCRYPTED = 0x1
_MOST_RELATIONS = 5 * MEGABYTE
_OPEN_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_BY_CLICK = "hyperlink"  # opens nothing until somebody clicks
_RUNS = ("vbaproject", "macrosheet", "dialogsheet", "control", "activexcontrolbinary", "afchunk")
_OLD_CONTAINER, _ARCHIVE, _PROGRAM = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"MZ"
_MOST_INSIDE_IT = 20  # documents in a document: the figures of its charts
_FETCHES = ("connections", "querytable")  # of data elsewhere, also without a relation that leads there


def checked_names(data: bytes) -> frozenset[str]:
    """The names inside, after every entry was read once, thrown away, and found as large as it says.

    Raises `Invalid`: `files.cut`, `files.mixed`, `files.bomb`, `files.encrypted`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if data[-_END_BYTES : -_END_BYTES + 4] != _END_MARK or min(_offsets(entries), default=0):
                raise refusing.mixed(_("这个文件前面或后面还接着别的内容"))
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_INSIDE:
                raise refusing.bomb()
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise refusing.encrypted(_("这个文件有密码"))
            for entry in entries:
                _read_through(archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise refusing.cut() from error
    return frozenset(entry.filename for entry in entries)


def _offsets(entries: Collection[zipfile.ZipInfo]) -> list[int]:
    return [entry.header_offset for entry in entries]


def _read_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """The reader stops at the size that the entry states and then compares the checksum."""
    with archive.open(entry) as file:
        while file.read(_READ_AT_ONCE):
            pass


def require_inert(data: bytes, names: Collection[str], *, what: str) -> None:
    """No macros, no controls, no embedded programs, and nothing that is fetched from elsewhere at opening.

    Raises `Invalid` (`files.active`).
    """
    lower = {name.lower() for name in names}
    if any("vbaproject" in name or "/macrosheets/" in name or "/activex/" in name for name in lower):
        raise _with_macros(what)
    if any("/embeddings/" in name and name.endswith((".bin", ".exe")) for name in lower):
        raise embedding(what)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in names:
            if name.lower().endswith(".rels"):
                _check_relations(archive.read(name), what=what)


def embedded(data: bytes, *, what: str) -> list[bytes]:
    """The documents inside, such as the figures of a chart, to be examined like others, whatever they are called.

    Raises `Invalid` (`files.active`) for programs and what programs put into old containers.
    """
    inside: list[bytes] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            with archive.open(entry) as file:
                start = file.read(len(_OLD_CONTAINER))
            if start.startswith((_OLD_CONTAINER, _PROGRAM)) or len(inside) == _MOST_INSIDE_IT:
                raise embedding(what)
            if start == _ARCHIVE:
                inside.append(archive.read(entry))
    return inside


def embedding(what: str) -> DomainError:
    """Of a document with a file in it that nobody would have examined."""
    return refusing.active(
        _("这个%(what)s里嵌着别的文件") % {"what": what}, _("嵌进去的文件打开时会运行别的程序")
    )


def is_open_sheet(data: bytes, names: Collection[str]) -> bool:
    """Whether it is a spreadsheet of the OpenDocument family."""
    if not {"mimetype", "content.xml"} <= set(names):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("mimetype") as file:
        return file.read(len(_OPEN_SHEET) + 1).strip() == _OPEN_SHEET


def _check_relations(relations: bytes, *, what: str) -> None:
    """What a part of the document leads to. Raises `Invalid` (`files.active`, `files.cut`, `files.bomb`)."""
    if len(relations) > _MOST_RELATIONS:
        raise refusing.bomb()
    try:
        root = etree.fromstring(relations, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise refusing.cut() from error
    if root.getroottree().docinfo.doctype:
        raise _fetching(what)  # entities, which no office program writes
    for relation in root.iter("{*}Relationship"):
        kind = relation.get("Type", "").lower().rpartition("/")[2]
        if kind.endswith(_RUNS):
            raise _with_macros(what)
        outside = relation.get("TargetMode", "").lower() == "external"
        clicked = kind == _BY_CLICK and links.is_harmless(relation.get("Target", ""))
        if kind in _FETCHES or (outside and not clicked):
            raise _fetching(what)


def _with_macros(what: str) -> DomainError:
    return refusing.active(_("这个%(what)s里有宏") % {"what": what}, _("宏是会自己运行的程序"))


def _fetching(what: str) -> DomainError:
    return refusing.active(
        _("这个%(what)s打开时会去别的网站取内容") % {"what": what}, _("取来的内容谁也没有检查过")
    )


def other(names: Collection[str]) -> DomainError:
    """What to say of an archive that is no document we take."""
    if "OFD.xml" in names:
        return refusing.unknown(_("OFD 文件"), _("现在还不能查看 OFD"), _("请用阅读软件导出成 PDF 再传"))
    if "content.xml" in names:
        return refusing.unknown(_("ODF 文档"), "", _("请另存为 docx、xlsx 或 PDF 再传"))
    if any(name.startswith("ppt/") for name in names):
        return refusing.unknown(_("演示文稿（PPT）"), "", _("请导出成 PDF 再传"))
    return refusing.unknown(_("压缩包"), _("压缩包里的文件没法一个个检查"), _("请解压后一个一个传"))
