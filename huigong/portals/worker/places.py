"""Places as a worker chooses them: province, city, county; or by typing a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from huigong.kernel import regions
from huigong.kernel.errors import Invalid, NotFound
from huigong.kernel.regions import Level, Region

_MOST_FOUND = 20


def place_name(code: str) -> str:
    """`四川省攀枝花市`, or "" where nothing is chosen or the code is unknown."""
    return regions.find(code).full_name if code and regions.known(code) else ""


def chosen(code: str) -> Region:
    """A region that can be chosen: in force and not the whole country.

    Raises `DomainError`: `regions.unknown`, `place.not_usable`.
    """
    region = regions.find(code)
    if region.abolished or region.level is Level.NATION:
        raise Invalid(
            code="place.not_usable",
            what=_("这个地方现在不能选"),
            why=_("它已经撤销或并入别处。"),
            do=_("请选现在的省、市、县。"),
        )
    return region


def found_by_name(words: str) -> tuple[Region, ...]:
    """Places in force whose name, with or without its ending, is `words`; then those that begin with it."""
    exact = [one for one in regions.by_name(words) if _usable(one)]
    if exact or not words.strip():
        return tuple(exact[:_MOST_FOUND])
    provinces = regions.children(regions.NATION)
    below = [county for one in provinces for county in _all_below(one)]
    return tuple(one for one in (*provinces, *below) if words.strip() in one.full_name)[:_MOST_FOUND]


def one_by_name(words: str) -> Region:
    """The one place of that name, for a hukou place typed by hand.

    Raises `DomainError`: `place.not_found`, `place.several` (with the full names to choose from).
    """
    found = found_by_name(words)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(
            code="place.not_found",
            what=_("没有找到“%(words)s”这个地方") % {"words": words},
            do=_("请写县（市、区）的全名，例如：四川省攀枝花市仁和区"),
        )
    names = "、".join(one.full_name for one in found[:5])
    raise Invalid(
        code="place.several",
        what=_("叫“%(words)s”的地方不止一个") % {"words": words},
        do=_("请写全名，例如：%(names)s") % {"names": names},
    )


def with_local_rules(codes: Iterable[str], on: date) -> tuple[Region, ...]:
    """Places below the nation whose own documents are in the library, for the short list on top."""
    known = (code for code in sorted(set(codes)) if code != regions.NATION and regions.known(code))
    return tuple(region for code in known if (region := regions.find(code, on=on)) and _usable(region))


def _usable(region: Region) -> bool:
    return not region.abolished and region.level is not Level.NATION


def _all_below(region: Region) -> Iterable[Region]:
    for one in regions.children(region.code):
        yield one
        yield from regions.children(one.code)
