"""Whether somebody who names an office names one that there is."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from heapq import nlargest

from huigong.directory.offices import book
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import listed, say

_SHOWN = 5


def require_known(office_id: str) -> None:
    """Raises `Invalid` (`office.none`) with the offices of that region that are most like it, for one of which neither
    packs nor place know."""
    if not book().versions(office_id):
        region, _, wanted = office_id.partition("/")
        like = _most_like(wanted, region)
        raise Invalid(
            code="office.none",
            about="office",
            what=say("没有“{office}”这个部门", office=office_id),
            why="部门要写区划代码和条线，写错了的，谁也管不到",
            do=say("最像的有：{offices}；别的请看部门名录", offices=listed(like, "、"))
            if like
            else say("“{region}”没有部门，请核对区划代码", region=region),
        )


def _most_like(wanted: str, region: str) -> list[str]:
    """A few offices of the region, what is most like the line or the name that was written first."""
    likeness = {
        written: max(_likeness(wanted.lower(), each) for each in (line, name))
        for line, name, written in _offices_of(region)
    }
    return nlargest(_SHOWN, likeness, key=lambda written: likeness[written])


def _likeness(wanted: str, known: str) -> float:
    """1 where one begins with the other: `education`, `edu`."""
    begins = wanted and (wanted.startswith(known) or known.startswith(wanted))
    return 1.0 if begins else SequenceMatcher(None, wanted, known).ratio()


def _offices_of(region: str) -> Iterator[tuple[str, str, str]]:
    """Those that work now: line, name, and both as they are written: `510421/edu 米易县教育和体育局`."""
    for line in book().lines():
        versions = book().versions(f"{region}/{line.id}")
        if versions and versions[-1].valid_until is None:
            yield line.id, versions[-1].name, f"{region}/{line.id} {versions[-1].name}"
