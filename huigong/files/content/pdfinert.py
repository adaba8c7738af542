"""That nothing in a PDF acts by itself: said by what is allowed, since readers know more actions than anybody lists.

By itself, a file may go to one of its own pages. By a click on a link, it may also turn the page or open a page of the
web. It carries no files but the figures of invoices and receipts, and names no file elsewhere: a reader that fetches one
from another computer hands out the officer's login.
"""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from django.utils.translation import gettext as _

from huigong.files.content import links, pdfnames, refusing
from huigong.kernel.errors import DomainError

_DATA_LOOKED_AT = 200  # bytes of an attached file
_DATA_ENDINGS = (".xml", ".json", ".xbrl")
_DEEPEST, _MOST_NEXT = 50, 20
_ACTIVE_NAMES = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMedia", "/Movie", "/Sound", "/3D"})
_ACTIVE_KINDS = _ACTIVE_NAMES | {"/Screen", "/Projection"}
_INSIDE = "/GoTo"
_WEB = "/URI"
_BY_BUTTON = "/Named"
_TURNS = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
_FORBIDDEN = frozenset(  # wherever it stands; a dictionary with another /S may be no action at all
    f"/{name}"
    for name in (
        *(
            "Launch",
            "GoToR",
            "GoToE",
            "Thread",
            "SubmitForm",
            "ImportData",
            "ResetForm",
            "JavaScript",
            "Hide",
        ),
        *("Rendition", "RichMediaExecute", "GoTo3DView", "Sound", "Movie", "SetOCGState", "Trans"),
    )
)
_HARMLESS = frozenset({_INSIDE, _WEB, _BY_BUTTON})
_SURE = (
    "Launch",
    "GoToR",
    "GoToE",
    "SubmitForm",
    "ImportData",
    "JavaScript",
    "Rendition",
    "RichMediaExecute",
)
_KEY = re.compile(pdfnames.pattern("S").encode() + rb"[\s\x00]*+")
_LEFT_OVER = pdfnames.spelt(*_SURE)
_MOST_COMMENTS = 50_000  # of those that stand behind a name of ours
_LINE_END, _BLANKS = re.compile(rb"[\r\n]"), re.compile(rb"[\s\x00]*+")
_NAMED_FILES = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
_TELLING = frozenset(
    {"/OpenAction", "/AA", "/A", "/PA", "/S", "/EF", "/FS", "/Ref", "/URI", "/Subtype", *_NAMED_FILES}
)


def check(pdf: pikepdf.Pdf) -> None:
    """Every object, also those in packed streams. Raises `Invalid`: `files.active`, `files.bomb`."""
    addresses: set[tuple[int, int]] = set()  # objects that lead to the web, wherever they are used
    linked: set[tuple[int, int]] = set()  # those that links use
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
            if _kind(item) == _WEB:
                addresses.add(item.objgen)
            for holder, owner in _dictionaries(item):
                names = set(holder.keys())
                if names & _ACTIVE_NAMES:
                    raise _active()
                if names & _TELLING:
                    _check_inert(holder, names, owner, linked)
    if addresses - linked:
        raise _active()


def check_left_over(data: bytes) -> None:
    """Actions in earlier versions that the reader no longer reaches: a damaged file is repaired by each in its own way.

    Raises `Invalid`: `files.active`, `files.bomb`.
    """
    comments = _Comments(data)
    for key in _KEY.finditer(data):
        if _LEFT_OVER.match(data, comments.after(key.end())):
            raise _active()


class _Comments:
    """Steps over comments. Each line is walked through once, however many names in it are followed by one."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._asked_from = self._line_end = 0  # of the line that was asked for last
        self._known: dict[int, int] = {}  # end of a line: where the first word after it begins

    def after(self, at: int) -> int:
        """Where the first word from `at` on begins."""
        passed: list[int] = []
        while self._data[at : at + 1] == b"%":
            end = self._end_of_line(at)
            if (known := self._known.get(end)) is not None:
                at = known
                break
            passed.append(end)
            if len(self._known) + len(passed) > _MOST_COMMENTS:
                raise refusing.bomb()
            blanks = _BLANKS.match(self._data, end)
            assert blanks
            at = blanks.end()
        self._known.update(dict.fromkeys(passed, at))
        return at

    def _end_of_line(self, at: int) -> int:
        if not self._asked_from <= at < self._line_end:
            line_end = _LINE_END.search(self._data, at)
            self._asked_from, self._line_end = at, line_end.start() if line_end else len(self._data)
        return self._line_end


def start_of(stream: Any, size: int) -> bytes:
    """Of an attached file so many bytes; nothing where it is packed in a way that was not measured."""
    filters = stream.get("/Filter", [])
    names = [str(name) for name in ([filters] if isinstance(filters, pikepdf.Name) else filters)]
    raw = stream.read_raw_bytes()
    if names in (["/FlateDecode"], ["/Fl"]):
        with contextlib.suppress(zlib.error):
            return zlib.decompressobj().decompress(raw, size)
    return b"" if names else raw[:size]


def _dictionaries(item: Any, owner: str = "", depth: int = 0) -> Iterator[tuple[Any, str]]:
    """The dictionaries that stand inside one object, each with the name under which it stands in another.

    Those that it refers to are objects of their own.
    """
    if depth > _DEEPEST:
        raise refusing.bomb()
    if isinstance(item, pikepdf.Array):
        members = [(owner, member) for member in item]
    else:
        yield item, owner
        members = list(item.items())
    for name, member in members:
        if isinstance(member, pikepdf.Dictionary | pikepdf.Array) and not member.is_indirect:
            yield from _dictionaries(member, name, depth + 1)


def _check_inert(holder: Any, names: set[str], owner: str, linked: set[tuple[int, int]]) -> None:
    if "/OpenAction" in names:
        _check_own(holder["/OpenAction"])
    if "/AA" in names:
        for _trigger, action in _members(holder["/AA"]):
            _check_own(action)
    for name in names & {"/A", "/PA"}:
        if _kind(holder[name]):
            _check_click(holder[name], is_link=holder.get("/Subtype") == "/Link", linked=linked)
    kind = _kind(holder)
    if kind in _FORBIDDEN or (kind and holder.get("/Type") == "/Action" and kind not in _HARMLESS):
        raise _active()
    if kind == _WEB and not holder.is_indirect and owner not in ("/A", "/PA"):
        raise _active()
    if str(holder.get("/Subtype", "")) in _ACTIVE_KINDS:
        raise _active()
    _check_base(holder.get("/URI"))
    _check_files(holder, names)


def _members(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, pikepdf.Dictionary) else []


def _kind(value: Any) -> str:
    """The kind of action that a dictionary is, "" for what is none."""
    if not isinstance(value, pikepdf.Dictionary):
        return ""
    kind = value.get("/S")
    return str(kind) if isinstance(kind, pikepdf.Name) else ""


def _check_own(action: Any) -> None:
    """What happens without a click: going to a page of this file, and after that again only such."""
    for _step in range(_MOST_NEXT):
        if not isinstance(action, pikepdf.Dictionary):
            return  # a page of the file, or nothing
        if _kind(action) != _INSIDE:
            raise _active()
        following = action.get("/Next")
        if isinstance(following, pikepdf.Array):
            raise _active()
        action = following
    raise _active()


def _check_click(action: Any, *, is_link: bool, linked: set[tuple[int, int]]) -> None:
    """What happens by a click; only what everybody knows for a link leads out of the file."""
    kind = _kind(action)
    if kind == _WEB and is_link:
        if not links.is_harmless(str(action.get("/URI"))):
            raise _elsewhere()
        if action.is_indirect:
            linked.add(action.objgen)
    elif kind == _BY_BUTTON:
        if str(action.get("/N", "")) not in _TURNS:
            raise _active()
    elif kind != _INSIDE:
        raise _active()
    if "/Next" in action:
        _check_own(action["/Next"])


def _check_base(value: Any) -> None:
    """The root may say against what short addresses are read."""
    if isinstance(value, pikepdf.Dictionary) and not links.is_harmless(str(value.get("/Base", ""))):
        raise _elsewhere()


def _check_files(holder: Any, names: set[str]) -> None:
    if "/EF" in names:
        if not _carries_only_data(holder):
            raise refusing.active(_("这个 PDF 里夹带着别的文件"), _("夹带的文件谁也没有检查过"))
        return
    is_stream = isinstance(holder, pikepdf.Stream)
    named = any(isinstance(holder.get(name), pikepdf.String) for name in _NAMED_FILES)
    if named or holder.get("/FS") == "/URL" or (is_stream and names & {"/F", "/Ref"}):
        raise _elsewhere()


def _carries_only_data(specification: Any) -> bool:
    """Electronic invoices and receipts carry their figures as XML or JSON."""
    starts = [
        start_of(stream, _DATA_LOOKED_AT).lstrip(b"\xef\xbb\xbf\r\n\t ")
        for _, stream in specification["/EF"].items()
    ]
    called = [str(specification[name]).lower() for name in _NAMED_FILES if name in specification]
    return all(name.isprintable() and name.endswith(_DATA_ENDINGS) for name in called) and all(
        start.startswith((b"<?xml", b"{", b"[")) and b"<html" not in start.lower() for start in starts
    )


def _active() -> DomainError:
    return refusing.active(_("这个 PDF 里有会自己运行的内容"), _("里面有脚本，或者打开时会启动别的东西"))


def _elsewhere() -> DomainError:
    return refusing.active(
        _("这个 PDF 会去打开别处的文件"), _("打开它的电脑会把登录信息交给别人，取来的内容谁也没有检查过")
    )
