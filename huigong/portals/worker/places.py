"""Places as a worker chooses them: province, city, county; or by typing a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huigong.kernel import regions
from huigong.kernel.errors import Invalid
from huigong.kernel.regions import Level, Region
from huigong.portals.shared.languages import shown


def place_name(code: str) -> str:
    """`四川省攀枝花市`, or "" where nothing is chosen or the code is unknown."""
    return regions.find(code).full_name if code and regions.known(code) else ""


def county_name(code: str) -> str:
    """As `place_name`; "" too for a place that has counties below it."""
    name = place_name(code)
    return "" if name and regions.children(code) else name


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


def with_local_rules(codes: Iterable[str], on: date) -> tuple[Region, ...]:
    """Places below the nation whose own documents are in the library, for the short list on top."""
    known = (code for code in sorted(set(codes)) if code != regions.NATION and regions.known(code))
    return tuple(region for code in known if (region := regions.find(code, on=on)) and _usable(region))


def province_tiles(onward_too: str) -> SafeString:
    """A link to each province, with `onward_too` appended to the query. Cached: drawing them was most of the page's time."""
    return _province_tiles(onward_too, get_language() or "")


@lru_cache(maxsize=32)
def _province_tiles(onward_too: str, _language: str) -> SafeString:
    provinces = regions.children(regions.NATION)
    tiles = ((region.code, onward_too, shown(region.name)) for region in provinces)
    return format_html_join("\n", '<a class="button tile" href="?in={}{}">{}</a>', tiles)


def _usable(region: Region) -> bool:
    return not region.abolished and region.level is not Level.NATION
