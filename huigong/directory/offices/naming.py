"""The many ways a document writes one office's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from huigong.directory.offices.entries import Line, Office, Place
from huigong.kernel import regions

_ENDINGS = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|自治州|自治县|省|市|地区|盟|县|区|旗)$")
# Of 湘西土家族苗族自治州 people say 湘西州.
_PEOPLES = re.compile(
    "(?:(?:各|土家|苗|彝|藏|羌|哈尼|傣|白|傈僳|景颇|布依|侗|瑶|黎|蒙古|朝鲜|满|回|壮|撒拉|保安|东乡|裕固|土|畲|仫佬|毛南|水|仡佬|拉祜|佤|布朗|独龙|怒|普米|纳西|达斡尔)族|蒙古|哈萨克|柯尔克孜|锡伯|塔吉克)+(?=自治[州县]$)"
)
_LEAST_BARE = 2
# How regulations call all offices of a line: 教育部门, 教育行政部门, 教育主管部门.
_CLASS_ENDINGS = ("部门", "行政部门", "主管部门", "行政主管部门")
_ROUND = str.maketrans("〔〕【】[]{}", "()()()()")


class Spelling(StrEnum):
    """How far a spelling fixes the level: 省教育厅 does, 教育厅 does not, 教育部门 is a class."""

    EXPLICIT = "explicit"
    BARE = "bare"
    CLASS = "class"


def clean(text: str) -> str:
    """A name for comparison: one width, round brackets, no spaces or bold marks, and no 和, which documents drop at will."""
    return re.sub(r"[\s*和]", "", unicodedata.normalize("NFKC", text)).translate(_ROUND)


def abbreviates(short: str, name: str) -> bool:
    """Whether the letters of a cleaned name stand in this order in the full one: 市人社局, 团省委."""
    letters = iter(clean(name))
    return all(letter in letters for letter in short)


def place_of(region: str) -> Place | None:
    """How a region outside the book is written, or None for an unknown code."""
    if not regions.known(region):
        return None
    name = regions.find(region).name
    bare = _ENDINGS.sub("", _PEOPLES.sub("", name))
    level = "省" if region.endswith("0000") and name.endswith("省") else _level_word(name)
    return Place(region=region, name=name, bare=bare if len(bare) >= _LEAST_BARE else name, level=level)


def spellings(versions: Iterable[Office], line: Line | None, place: Place) -> dict[str, Spelling]:
    """Every cleaned spelling of an office under all its names."""
    kinds: dict[str, Spelling] = {}
    shorts = list(line.aliases) if line else []
    for office in versions:
        _add_full_name(kinds, office.name, place)
        shorts += office.short_names
    for short in shorts:
        _add_short_name(kinds, short, place)
    if line:
        for title in {line.title, line.title.replace("监管", "监督管理")}:
            for ending in _CLASS_ENDINGS:
                kinds.setdefault(clean(f"{title}{ending}"), Spelling.CLASS)
            kinds.setdefault(clean(f"{place.level}{title}部门"), Spelling.EXPLICIT)
    return kinds


def _level_word(name: str) -> str:
    return "自治区" if name.endswith("自治区") else name[-1]


def _add_full_name(kinds: dict[str, Spelling], name: str, place: Place) -> None:
    own = name.removeprefix(place.city)
    for known in {name, name.removeprefix("中共"), name.removeprefix("中国"), own}:
        kinds[clean(known)] = Spelling.EXPLICIT
        if place.name in known:
            kinds[clean(known.replace(place.name, place.level))] = Spelling.EXPLICIT
            kinds[clean(known.replace(place.name, place.bare))] = Spelling.EXPLICIT
            kinds[clean(known.replace(place.name, place.bare + place.level))] = Spelling.EXPLICIT
        if known.startswith(place.name):
            kinds.setdefault(clean(known.removeprefix(place.name)), Spelling.BARE)


def _add_short_name(kinds: dict[str, Spelling], short: str, place: Place) -> None:
    written = clean(place.fill(short))
    if any(part in short for part in ("{level}", "{place}", "{bare}")):
        kinds.setdefault(written, Spelling.EXPLICIT)
        return
    kinds.setdefault(written, Spelling.BARE)
    for prefix in dict.fromkeys((place.level, place.name, place.bare, place.bare + place.level)):
        kinds.setdefault(clean(prefix) + written, Spelling.EXPLICIT)
