"""Who is addressed: a line of offices at a level, of the place that something names.

The office itself is found above, by the book of offices; here is only what a declaration says, and whether its words
are known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from huigong.kernel.levels import Level
from huigong.kernel.packs import Entry, Shape
from huigong.kernel.packs.kinds import choice, text
from huigong.kernel.packs.shapes import Key, unknown

KEYS: Final[Mapping[str, Key]] = {"line": text(), "level": choice(Level, None), "of": text("")}
"""The keys of an address, for shapes that say more beside it."""
ADDRESS: Final = Shape("由哪里", KEYS, named="line")


@dataclass(frozen=True)
class Address:
    """`{line: police, level: county, of: 登记地}`. `level` None is every level of the line, `of` "" the place of the matter."""

    line: str
    level: Level | None = None
    of: str = ""


def address_of(entry: Entry) -> Address:
    """The address of a well-formed entry that has the `KEYS`."""
    return Address(entry["line"], entry["level"], entry["of"])


def check_address(entry: Entry, *, lines: Collection[str], places: Collection[str]) -> None:
    """Notes a line that no office has, and a place that the declaration does not know; the nearest is proposed."""
    if entry["line"] not in lines:
        unknown(entry.spot("line"), entry["line"], lines, kind="部门条线")
    if entry["of"] and entry["of"] not in places:
        unknown(entry.spot("of"), entry["of"], places, kind="地方")
