"""Places whose names stand inside the name of an office: 深圳市财政局, 南昌海关, 人行南昌中心支行."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from huigong.directory.offices.naming import clean, place_of
from huigong.kernel import regions
from huigong.kernel.regions import Level

_SHORTEST, _LONGEST, _MOST = 2, 14, 8


def named_in(words: str, region: str) -> tuple[str, ...]:
    """Codes of the places that the words name, those in `region` first, then the longest names.

    Provinces and prefectures of the whole country count, counties only in the region's province.
    """
    named = _names()
    codes: dict[str, int] = {}
    for start in range(len(words) - _SHORTEST + 1):
        for end in range(start + _SHORTEST, min(len(words), start + _LONGEST) + 1):
            for code in named.get(words[start:end], ()):
                if code.endswith("00") or code[:2] == region[:2]:
                    codes[code] = max(codes.get(code, 0), end - start)
    ordered = sorted(codes, key=lambda code: (not regions.contains(region, code), -codes[code], code))
    return tuple(ordered[:_MOST])


def is_place(words: str, region: str) -> str | None:
    """The code of the one place below `region` that the words name in full or without 市 or 县, else None."""
    inside = [code for code in _names().get(words, ()) if code != region and regions.contains(region, code)]
    return inside[0] if len(inside) == 1 else None


@cache
def _names() -> dict[str, tuple[str, ...]]:
    named: dict[str, set[str]] = defaultdict(set)
    for region in regions.every():
        place = None if region.abolished or region.level is Level.NATION else place_of(region.code)
        for name in (place.name, place.bare) if place else ():
            named[clean(name)].add(region.code)
    return {name: tuple(sorted(codes)) for name, codes in named.items()}
