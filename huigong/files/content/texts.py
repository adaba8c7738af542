"""Plain text and CSV, in the encodings that offices and phones write; stored as UTF-8."""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from django.utils.translation import gettext as _

from huigong.files.content import refusing
from huigong.files.content.kinds import Kind

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALLOWED_CONTROLS = {"\t", "\n", "\r", "\x0c", "\x1a"}  # 0x1A ends a file of old spreadsheets
_STRANGE = {"Cc", "Cn", "Co", "Cs"}
_ROWS_LOOKED_AT = 20
_DIRECTIONS = {"\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068"}


# What a program passes over before a cell begins: blanks, controls and marks that nobody sees.
_UNSEEN = "".join(
    re.escape(chr(code))
    for code in range(0x10000)
    if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zs"}
    and chr(code) not in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85"
)
_PARTED = r",;\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_CELL = re.compile(rf"(^|[{_PARTED}])([\"{_UNSEEN}]*)(?=[-=+@＝＋－＠])")
_AMOUNT = re.compile(r"[-+－＋][¥￥$€£]?[\d.,\s%]+\"?(?:[,;\t\r\n]|$)")
_LINE_END = re.compile(r"[\r\n]")
_REACHING = re.compile(r"[|(（!！]")


def without_formulas(text: str) -> str:
    """A table in which every cell that a spreadsheet would take for a formula begins with an apostrophe; numbers stay.

    What looks like another cell inside a quoted one is told so too where it could reach anything: which sign parts the
    cells is the choice of the program that opens the table.
    """
    table = _Table(text)
    return _CELL.sub(table.told, text)


class _Table:
    """Where its quoted cells, its lines and the signs by which formulas reach something are; each is looked for once."""

    def __init__(self, text: str) -> None:
        self._text, self._quoted = text, _quoted(text)
        self._ends, self._reaching = ([*_starts(each, text), len(text)] for each in (_LINE_END, _REACHING))

    def told(self, begin: re.Match[str]) -> str:
        """The beginning of a cell, as it is given out."""
        at = begin.end()
        if _AMOUNT.match(self._text, at):
            return begin.group()
        place = bisect_left(self._quoted, (begin.start(), 0)) - 1
        span = self._quoted[place] if place >= 0 else (0, 0)
        is_inside = span[0] < begin.start() < span[1]
        if is_inside or self._text[at] in "@＠":  # such as the name of an account
            end = span[1] if is_inside else _next(self._ends, at)
            if _next(self._reaching, at) >= end:
                return begin.group()
        return begin.group(1) + begin.group(2) + "'"


def _starts(sign: re.Pattern[str], text: str) -> Iterator[int]:
    return (each.start() for each in sign.finditer(text))


def _next(places: list[int], at: int) -> int:
    return places[bisect_left(places, at)]


def _quoted(text: str) -> list[tuple[int, int]]:
    """From where to where each quoted cell goes, in a table whose cells are parted by commas."""
    if text.lower().startswith("sep=") and text[4:5] != ",":
        return []
    spans, at = list[tuple[int, int]](), 0
    while (begin := text.find('"', at)) >= 0:
        at = begin + 1
        if text[begin - 1 : begin] not in ("", ",", "\r", "\n"):
            continue
        while (at := text.find('"', at) + 1) and text[at : at + 1] == '"':
            at += 1
        if not at:
            break
        if text[at : at + 1] in ("", ",", "\r", "\n"):
            spans.append((begin, at))
    return spans


def read(data: bytes) -> tuple[str, Kind]:
    """The text and whether it is a table.

    Raises `Invalid` (`files.kind`) for what is no text: GB18030 reads nearly any bytes, so
    characters that no text holds tell it apart.
    """
    text = _decoded(data)
    if any(_is_strange(each) for each in set(text)):
        raise refusing.unknown(_("这种文件"), _("认不出它是什么文件，里面也不是文字"))
    return text, Kind.CSV if _is_table(text) else Kind.TEXT


def _decoded(data: bytes) -> str:
    named = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)
    for encoding in [named] if named else ["utf-8", "gb18030"]:
        try:
            return data.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    raise refusing.unknown(_("这种文件"), _("认不出它是什么文件，里面也不是文字"))


def _is_strange(character: str) -> bool:
    if character in _ALLOWED_CONTROLS:
        return False
    return character in _DIRECTIONS or unicodedata.category(character) in _STRANGE


def _is_table(text: str) -> bool:
    """Whether the first rows have the same number of cells, more than one."""
    lines = [line for line in text.splitlines() if line.strip()][:_ROWS_LOOKED_AT]
    for delimiter in (",", "\t", ";"):
        try:
            widths = {len(row) for row in csv.reader(lines, delimiter=delimiter, strict=True)}
        except csv.Error:
            continue
        if len(lines) > 1 and len(widths) == 1 and widths != {1}:
            return True
    return False
