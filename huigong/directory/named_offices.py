"""Whether somebody who names an office names one that there is."""

from __future__ import annotations

from collections.abc import Iterator

from huigong.directory.offices import book
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import listed, say


def require_known(office_id: str) -> None:
    """Raises `Invalid` (`office.none`) with the offices of that region, for one of which neither packs nor place know."""
    if not book().versions(office_id):
        raise Invalid(
            code="office.none",
            about="office",
            what=say("没有“{office}”这个部门", office=office_id),
            why="部门要写区划代码和条线，写错了的，谁也管不到",
            do=say("请写有的部门：{offices}", offices=listed(_offices_of(office_id.partition("/")[0]), "、")),
        )


def _offices_of(region: str) -> Iterator[str]:
    """Those that work now, each as it is written and by its name: `510421/edu 米易县教育和体育局`."""
    for line in book().lines():
        versions = book().versions(f"{region}/{line.id}")
        if versions and versions[-1].valid_until is None:
            yield f"{region}/{line.id} {versions[-1].name}"
