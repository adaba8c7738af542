"""Field codes of letters: that none of them runs or fetches something when the document opens.

Said by what is allowed, and read as the program reads them: only what stands in the namespace of letters is a field;
what the program may pass over (another namespace, a branch of alternatives, what a reviewer removed or added) must not
change what the rest says.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.translation import gettext as _
from lxml import etree

from huigong.files.content import links, refusing, xmlparts
from huigong.kernel.errors import DomainError

# None of them runs, prints or opens anything but the letter; by the click of a reader HYPERLINK goes where it is checked to.
_FIELDS = frozenset(
    [
        "=",
        "IF",
        "COMPARE",
        "QUOTE",
        "SET",
        "SYMBOL",
        "EQ",
        "SEQ",
        "ADVANCE",
        "SHAPE",
        "PRIVATE",
        "BARCODE",
        "DISPLAYBARCODE",
        "MERGEBARCODE",
        "PAGE",
        "NUMPAGES",
        "SECTION",
        "SECTIONPAGES",
        "PAGEREF",
        "REF",
        "NOTEREF",
        "STYLEREF",
        "FOOTNOTEREF",
        "GOTOBUTTON",
        "MACROBUTTON",
        "HYPERLINK",
        "TOC",
        "TC",
        "TOA",
        "TA",
        "XE",
        "INDEX",
        "LISTNUM",
        "AUTONUM",
        "AUTONUMLGL",
        "AUTONUMOUT",
        "BIDIOUTLINE",
        "CITATION",
        "BIBLIOGRAPHY",
        "DATE",
        "TIME",
        "CREATEDATE",
        "SAVEDATE",
        "PRINTDATE",
        "EDITTIME",
        "FILENAME",
        "FILESIZE",
        "REVNUM",
        "NUMCHARS",
        "NUMWORDS",
        "TEMPLATE",
        "AUTHOR",
        "TITLE",
        "SUBJECT",
        "KEYWORDS",
        "COMMENTS",
        "LASTSAVEDBY",
        "DOCPROPERTY",
        "DOCVARIABLE",
        "INFO",
        "USERNAME",
        "USERADDRESS",
        "USERINITIALS",
        "FORMTEXT",
        "FORMCHECKBOX",
        "FORMDROPDOWN",
        "MERGEFIELD",
        "MERGEREC",
        "MERGESEQ",
        "NEXT",
        "NEXTIF",
        "SKIPIF",
        "ADDRESSBLOCK",
        "GREETINGLINE",
    ]
)
_TAKING_OTHERS = frozenset({"=", "IF", "COMPARE", "QUOTE", "SET", "EQ", "SEQ", "NEXTIF", "SKIPIF"})
_LINK, _LITERAL = "HYPERLINK", re.compile(r"[^\s\"“”]+")
_NAME = re.compile(r"[\s\"“”]*(=|[A-Za-z]+)")
_BEGIN, _SEPARATE, _END = "begin", "separate", "end"
_ELEMENTS = frozenset({"mailMerge", "altChunk", "subDoc", "control"})
_LETTERS = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_REMOVED, _ADDED = frozenset({"del", "moveFrom"}), frozenset({"ins", "moveTo"})
_VIEWS = (frozenset[str](), _REMOVED, _ADDED, _REMOVED | _ADDED)  # what a reader of changes may not see
_STEPS = frozenset({"fldChar", "instrText", "delInstrText", "fldSimple", "t"})
_PICTURE_FROM = frozenset({"src", "href"})


def check_letter(data: bytes, *, what: str) -> None:
    """Every part of a DOCX. Raises `Invalid`: `files.active`, `files.cut`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for entry, archive in xmlparts.entries(data):
        written = archive.read(entry)
        if not written.strip():
            continue
        try:
            root = etree.fromstring(written, parser)
        except etree.XMLSyntaxError as error:
            if entry.filename.lower().endswith((".xml", ".rels")):
                raise refusing.cut() from error
            continue  # a picture that begins like markup
        if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in written:
            raise xmlparts.unusual(what)
        _check_part(root, what=what)


def _check_part(root: etree._Element, *, what: str) -> None:
    has_changes = any(etree.QName(each).localname in _REMOVED | _ADDED for each in root.iter("{*}*"))
    for hidden in _VIEWS if has_changes else _VIEWS[:1]:
        for code in _Story(hidden, what=what).read(root):
            _check_code(code, what=what)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        space, _brace, name = element.tag.rpartition("}")
        if "wordprocessingml" in space and name in _ELEMENTS:
            raise reaching(what)
        if space.endswith(":vml"):
            _check_drawing(element, name, what=what)


def _check_drawing(element: etree._Element, name: str, *, what: str) -> None:
    for key, value in element.items():
        local = etree.QName(key).localname
        is_picture = local == "src" or (local == "href" and name in ("imagedata", "fill", "stroke"))
        if local in _PICTURE_FROM and value and (is_picture or not links.is_harmless(value)):
            raise reaching(what)


def _check_code(code: str, *, what: str) -> None:
    if not code.strip():
        return
    name = _name_of(code)
    if name not in _FIELDS or (name == _LINK and not all(map(links.is_harmless, _LITERAL.findall(code)))):
        raise reaching(what)


def _name_of(code: str) -> str:
    """The name of the field, up to what is no letter; "" where it begins with something else."""
    name = _NAME.match(code)
    return name.group(1).upper() if name else ""


class _Story:
    """A row of runs in which fields are open; what a program may pass over is a story of its own."""

    def __init__(self, hidden: Collection[str], *, what: str, is_inner: bool = False) -> None:
        """`hidden` are the names of elements that are not looked into."""
        self._hidden, self._what, self._is_inner = hidden, what, is_inner
        self._open: list[str | None] = []  # None once the code is over and its result stands there
        self._codes: list[str] = []

    def read(self, element: etree._Element) -> list[str]:
        """The codes of all fields in it. Raises `Invalid` (`files.active`) where they depend on what is passed over."""
        self._read(element)
        left = [code for code in self._open if code is not None]
        if self._is_inner and self._open:
            raise xmlparts.unusual(self._what)
        return self._codes + left

    def _read(self, element: etree._Element) -> None:
        space, _brace, name = element.tag[1:].rpartition("}")
        if name in self._hidden:
            return
        if space in _LETTERS and name in _STEPS:
            self._step(element, space, name)
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if child.tag[1:].rpartition("}")[0] in _LETTERS:
                self._read(child)
            else:
                self._codes += _Story(self._hidden, what=self._what, is_inner=True).read(child)

    def _step(self, element: etree._Element, space: str, name: str) -> None:
        if name == "fldSimple":
            self._require_room_for_another()
            self._codes += [value for key, value in element.items() if etree.QName(key).localname == "instr"]
        elif name == "fldChar":
            self._turn(element.get(f"{{{space}}}fldCharType", ""))
        else:
            self._say("".join(element.itertext()), is_code=name != "t")

    def _say(self, text: str, *, is_code: bool) -> None:
        code = self._open[-1] if self._open else None
        if code is not None:
            if not is_code and text.strip():
                raise xmlparts.unusual(self._what)
            self._open[-1] = code + text
        elif is_code and not self._open:
            if self._is_inner and text.strip():
                raise xmlparts.unusual(self._what)
            self._codes.append(text)

    def _turn(self, kind: str) -> None:
        if kind == _BEGIN:
            self._require_room_for_another()
            self._open.append("")
        elif kind not in (_SEPARATE, _END):
            raise xmlparts.unusual(self._what)
        elif self._open:
            if (code := self._open[-1]) is not None:
                self._codes.append(code)
            self._open[-1] = None
            if kind == _END:
                self._open.pop()
        elif self._is_inner:
            raise xmlparts.unusual(self._what)

    def _require_room_for_another(self) -> None:
        """A field in the code of another gives a text to it: to those that open nothing."""
        outer = self._open[-1] if self._open else None
        if outer is not None and _name_of(outer) not in _TAKING_OTHERS:
            raise xmlparts.unusual(self._what)


def reaching(what: str) -> DomainError:
    return refusing.active(
        _("这个%(what)s打开时会启动别的程序，或者去别处取内容") % {"what": what},
        _("里面有这样的域代码或者公式，取来的内容谁也没有检查过"),
    )
