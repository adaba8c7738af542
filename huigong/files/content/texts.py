"""Plain text and CSV, in the encodings that offices and phones write; stored as UTF-8."""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata

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


_FORMULA = re.compile(
    r"(?m)(^|[,;\t\r])([\" \u00a0\u3000]*)(?=[=@＝＠]|[-+－＋](?![\d.,\s%]+[\"]?(?:[,;\t\r]|$)))"
)


def without_formulas(text: str) -> str:
    """A table in which every cell that a spreadsheet would take for a formula begins with an apostrophe; numbers stay."""
    return _FORMULA.sub(r"\1\2'", text)


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
            return data.decode(encoding)
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
