"""Field codes of letters and formulas of sheets: that none of them runs or fetches something when the document opens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from huigong.files.content import links, refusing, xmlparts
from huigong.kernel.errors import DomainError

# Each runs, prints, or opens a file that it names; what else a code may say has no effect outside the letter.
_FIELDS = frozenset(
    {
        *("DDE", "DDEAUTO", "LINK", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "IMPORTPICTURE"),
        *("DATABASE", "RD", "PRINT", "CONTROL", "HTMLCONTROL", "OCX"),
    }
)
_LINK, _LITERAL = "HYPERLINK", re.compile(r"[^\s\"“”]+")
_FIRST_WORD = re.compile(r"\s*(?:=|\S+\s)")
_BEGIN, _SEPARATE, _END = "begin", "separate", "end"
_ELEMENTS = frozenset({"mailMerge", "altChunk", "subDoc", "control"})

_ATTRIBUTES = rb"(?:\s+[^\s=<>\"']+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*"
_PREFIX = rb"(?:[^\s<>/:!?]+:)?"
_NAMES = rb"(?:f|formula[0-9]?|definedName|oldFormula|calculatedColumnFormula|totalsRowFormula)"
_OPENED = re.compile(rb"<" + _PREFIX + _NAMES + rb"(?=[\s/>])")
_FORMULA = re.compile(rb"<" + _PREFIX + _NAMES + _ATTRIBUTES + rb"(?:/>|>([^<]*)</)")
_SHEET_ELEMENTS = re.compile(
    rb"<" + _PREFIX + rb"(?:ddeLink|oleLink|connection|queryTable|dbPr|webPr)(?=[\s/>])"
)
_QUOTED = re.compile(r"\"[^\"]*\"")
_OTHER_BOOK = re.compile(r"'[^']*(?:\\\\|//|file:)[^']*'\s*[!#]|(?:\\\\|file:)[^!#\s]*[!#]", re.IGNORECASE)
_SHEET_NAME = re.compile(r"'(?:[^']|'')*'\s*!")
_FUNCTIONS = re.compile(
    r"\b(?:_xlfn\.)?(?:_xlws\.)?(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|DDE|SQL\.REQUEST|IMPORT[A-Z]+|"
    r"INITIATE|FOPEN|RUN)\s*\(",
    re.IGNORECASE,
)


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
    for code in _codes(root, what=what):
        words = code.replace("“", '"').split(None, 1)
        name = words[0].strip('"').upper() if words else ""
        if name in _FIELDS or (name == _LINK and not all(map(links.is_harmless, _LITERAL.findall(code)))):
            raise _reaching(what)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        space, _brace, name = element.tag.rpartition("}")
        is_word = "wordprocessingml" in space
        if is_word and name in _ELEMENTS:
            raise _reaching(what)
        if space.endswith(":vml") and element.get("src"):
            raise _reaching(what)


def _codes(root: etree._Element, *, what: str) -> Iterator[str]:
    """The codes of the fields of a part. Raises `Invalid` where one code makes the first word of another."""
    open_fields: list[str | None] = []  # None once the code is over and its result stands there
    for element in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText", "{*}fldSimple"):
        name = etree.QName(element).localname
        if name == "fldSimple":
            yield _attribute(element, "instr")
        elif name in ("instrText", "delInstrText"):
            text = "".join(element.itertext())
            if not open_fields:
                yield text
            elif open_fields[-1] is not None:
                open_fields[-1] += text
        else:
            yield from _turned(open_fields, _attribute(element, "fldCharType"), what=what)
    yield from (code for code in open_fields if code is not None)


def _turned(open_fields: list[str | None], kind: str, *, what: str) -> Iterator[str]:
    if kind == _BEGIN:
        outer = open_fields[-1] if open_fields else None
        if outer is not None and not _FIRST_WORD.match(outer):
            raise xmlparts.unusual(what)
        open_fields.append("")
    elif open_fields and kind in (_SEPARATE, _END):
        if (code := open_fields[-1]) is not None:
            yield code
        open_fields[-1] = None
        if kind == _END:
            open_fields.pop()


def _attribute(element: etree._Element, name: str) -> str:
    return next((value for key, value in element.items() if etree.QName(key).localname == name), "")


def check_sheet(data: bytes, *, what: str) -> None:
    """Every part of an XLSX. Raises `Invalid`: `files.active`, `files.bomb`."""
    for piece in xmlparts.pieces(data, what=what):
        if _SHEET_ELEMENTS.search(piece):
            raise _reaching(what)
        formulas = list(_FORMULA.finditer(piece))
        if len(formulas) != sum(1 for _ in _OPENED.finditer(piece)):
            raise xmlparts.unusual(what)
        for formula in formulas:
            if formula.group(1) and _reaches(xmlparts.text_of(formula.group(1))):
                raise _reaching(what)


def _reaches(formula: str) -> bool:
    """Whether a formula runs something or fetches from elsewhere; what stands in quotation marks is only text."""
    plain = _QUOTED.sub("", formula)
    return bool(_FUNCTIONS.search(plain) or _OTHER_BOOK.search(plain) or "|" in _SHEET_NAME.sub("", plain))


def _reaching(what: str) -> DomainError:
    return refusing.active(
        _("这个%(what)s打开时会启动别的程序，或者去别处取内容") % {"what": what},
        _("里面有这样的域代码或者公式，取来的内容谁也没有检查过"),
    )
