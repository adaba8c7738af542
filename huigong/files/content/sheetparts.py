"""Parts of an XLSX: that none of them runs something, or fetches it from elsewhere, when the sheet opens or is clicked at."""

from __future__ import annotations

import re

from huigong.files.content import formulas, links, xmlparts
from huigong.files.content.fields import reaching

_ATTRIBUTES = rb"(?:\s+[^\s=<>\"']+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*"
_PREFIX = rb"(?:[^\s<>/:!?]+:)?"
_NAMES = rb"(?:f|formula[0-9]?|definedName|oldFormula|calculatedColumnFormula|totalsRowFormula)"
_OPENED = re.compile(rb"<" + _PREFIX + _NAMES + rb"(?=[\s/>])")
_FORMULA = re.compile(rb"<" + _PREFIX + _NAMES + _ATTRIBUTES + rb"(?:/>|>([^<]*)</)")
_SHEET_ELEMENTS = re.compile(
    rb"<" + _PREFIX + rb"(?:ddeLink|oleLink|connection|queryTable|dbPr|webPr)(?=[\s/>])"
)
_TAG = re.compile(rb"<" + _PREFIX + rb"([^\s<>/!?:]+)(" + _ATTRIBUTES + rb")")
_ATTRIBUTE = re.compile(rb"(?:\s|:)([^\s=<>\"':]+)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
_LEADING = re.compile(rb"macro|src|href|location|cacheSource")
_PICTURES = frozenset({"imagedata", "fill", "stroke"})


def check(data: bytes, *, what: str) -> None:
    """Every part of an XLSX. Raises `Invalid`: `files.active`, `files.bomb`."""
    for piece in xmlparts.pieces(data, what=what):
        if _SHEET_ELEMENTS.search(piece):
            raise reaching(what)
        if _LEADING.search(piece):
            _check_tags(piece, what=what)
        written = list(_FORMULA.finditer(piece))
        if len(written) != sum(1 for _ in _OPENED.finditer(piece)):
            raise xmlparts.unusual(what)
        for formula in written:
            if formula.group(1) and formulas.reaches(xmlparts.text_of(formula.group(1))):
                raise reaching(what)


def _check_tags(piece: bytes, *, what: str) -> None:
    for tag in _TAG.finditer(piece):
        if not _LEADING.search(tag.group()):
            continue
        name = tag.group(1).decode("utf-8", errors="replace")
        for attribute in _ATTRIBUTE.finditer(tag.group(2)):
            value = xmlparts.text_of(attribute.group(2) or attribute.group(3) or b"").strip()
            if value and _leads_out(name, attribute.group(1).decode("utf-8", errors="replace"), value):
                raise reaching(what)


def _leads_out(element: str, name: str, value: str) -> bool:
    """Whether an attribute makes the program open or run what it names."""
    match name:
        case "macro" | "src":
            return True
        case "href":
            return element in _PICTURES or not links.is_harmless(value)
        case "location":
            return not links.is_harmless(value)
        case "type":
            return element == "cacheSource" and value.lower() == "external"
    return False
