"""What an indicator counts, by place."""

from __future__ import annotations

from huigong.declarations.counted import Span
from huigong.directory.principals import region_prefix
from huigong.kernel import regions
from huigong.statistics.cells import NOBODY, Cell, total
from huigong.statistics.declaring import Indicator


def by_place(indicator: Indicator, region: str, span: Span) -> dict[str, Cell]:
    """Each place directly below a region, and the region itself where things are kept there or nothing is below, with its cell.

    A place without any has one of noughts. As is known today; one query.
    """
    below = [each.code for each in regions.children(region)]
    made = dict.fromkeys(below or [region], NOBODY)
    for tally in indicator.counts.tallies(region_prefix(region), span):
        place = next((code for code in below if tally.region.startswith(region_prefix(code))), region)
        made[place] = total([made.get(place, NOBODY), Cell(tally.yes, tally.no, tally.unknown)])
    return made
