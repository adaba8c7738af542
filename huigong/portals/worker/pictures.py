"""The pictures that stand beside life events: those that the pages have, and what a pack names instead."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.conversation import EVENTS
from huigong.kernel.packs import PackError, Place, Report
from huigong.kernel.packs.errors import guess
from huigong.portals import shared

KNOWN = frozenset(
    path.stem for path in (Path(shared.__file__).parent / "templates/cotton/icon").glob("*.html")
)
INSTEAD = "next"


def picture_of(icon: str) -> str:
    """The name of the picture to draw: a pack with a name that no page has still gets its page."""
    return icon if icon in KNOWN else INSTEAD


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Every life event has a picture that there is."""
    events = check.catalogue.conversation.events if check.catalogue is not None else {}
    for event in events.values():
        if event.icon not in KNOWN:
            nearest, do = guess(event.icon, sorted(KNOWN))
            what = f"“{event.name}”的图“{event.icon}”没有"
            report.add(
                PackError("pack.unknown", what=what, do=do, suggestion=nearest, place=Place(file=EVENTS))
            )
