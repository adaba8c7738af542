"""Which fonts letters are set in, and which characters they lack.

Noto SC has no Yi, Tibetan or Uyghur. A letter with a character that no font has is not printed with
a gap: it waits until a font that has it is put beside them.
"""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from huigong.kernel.errors import Unavailable
from huigong.notices.printing.where import added_fonts, font_folders

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
_TYPES = (".otf", ".ttf")
_TOLD = 20
_BLANK = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def missing(texts: Iterable[str]) -> tuple[str, ...]:
    """The characters that no font has, each once, in the order in which they come."""
    has = [_ranges(path, path.stat().st_mtime_ns) for path in _files()]
    wanted = dict.fromkeys(
        character for text in texts for character in text if unicodedata.category(character) not in _BLANK
    )
    return tuple(
        character for character in wanted if not any(_holds(ranges, ord(character)) for ranges in has)
    )


def _holds(ranges: Sequence[tuple[int, int]], point: int) -> bool:
    """Whether a code point lies in one of these ranges, which are sorted and apart."""
    before = bisect_right(ranges, point, key=itemgetter(0))
    return before > 0 and point <= ranges[before - 1][1]


def require_printable(texts: Iterable[str]) -> None:
    """Raises `Unavailable` (`notice.glyphs`), naming the characters."""
    lacking = missing(texts)
    if lacking:
        named = "、".join(f"“{each}”（U+{ord(each):04X}）" for each in lacking[:_TOLD])
        raise Unavailable(
            code="notice.glyphs",
            what=f"这份文书有{len(lacking)}个字打不出来：{named}",
            why="装上的字体里没有这些字；缺字的文书不能发，没有占用文号",
            do=f"请管理员把有这些字的字体文件放进 {added_fonts()}，再发一次；急的先用手写的文书",
        )


def _files() -> tuple[Path, ...]:
    return tuple(
        path
        for folder in font_folders()
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in _TYPES
    )


@lru_cache(maxsize=16)
def _ranges(path: Path, _changed: int) -> tuple[tuple[int, int], ...]:
    """The code points of a font, from the table that OpenType calls cmap: ranges in their order, none touching another."""
    font = path.read_bytes()
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    offsets = [struct.unpack_from(">HHI", font, start + 4 + 8 * number)[2] for number in range(count)]
    ranges: list[tuple[int, int]] = []
    for offset in sorted({start + offset for offset in offsets}):
        ranges += _subtable(font, offset)
    return tuple(_joined(sorted(ranges)))


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted ranges with those that overlap or touch made one."""
    apart: list[tuple[int, int]] = []
    for first, last in ranges:
        if apart and first <= apart[-1][1] + 1:
            apart[-1] = (apart[-1][0], max(last, apart[-1][1]))
        else:
            apart.append((first, last))
    return apart


def _subtable(font: bytes, at: int) -> list[tuple[int, int]]:
    kind = struct.unpack_from(">H", font, at)[0]
    if kind == 12:
        groups = struct.unpack_from(">I", font, at + 12)[0]
        return [struct.unpack_from(">II", font, at + 16 + 12 * number) for number in range(groups)]
    if kind == 4:
        half = struct.unpack_from(">H", font, at + 6)[0]
        ends = struct.unpack_from(f">{half // 2}H", font, at + 14)
        starts = struct.unpack_from(f">{half // 2}H", font, at + 16 + half)
        return [pair for pair in zip(starts, ends, strict=True) if pair[0] != 0xFFFF]
    return []
