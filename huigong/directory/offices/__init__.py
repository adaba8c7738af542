"""Departments over time: who a name in a document meant, and who that is now.

book().resolve("市卫计委", "510400", on=date(2016, 3, 1)).now
book().for_line("510411", "hrss")
book().answering("510411", "hrss", Level.COUNTY).shown
"""

from __future__ import annotations

from datetime import date

from huigong.directory.offices.answering import Answering
from huigong.directory.offices.book import OfficeBook
from huigong.directory.offices.entries import Contact, Desk, Group, Heir, Line, Office, Resolution
from huigong.directory.offices.levels import Level
from huigong.directory.offices.overlaying import Overlay
from huigong.directory.offices.resolving import near_names
from huigong.kernel.packs import Kept
from huigong.kernel.packs.local import Laid

__all__ = [
    "LOCAL",
    "Answering",
    "Contact",
    "Desk",
    "Group",
    "Heir",
    "Level",
    "Line",
    "Office",
    "OfficeBook",
    "Overlay",
    "Resolution",
    "book",
    "near",
    "resolve",
]


LOCAL = "offices"
book = Laid(Kept(OfficeBook.read), name=LOCAL, lay=lambda packs, rows: packs.with_local(Overlay.of(rows)))
"""The book beside the installed packs, with what places entered; needs neither framework nor database."""


def resolve(
    name: str,
    region: str,
    *,
    on: date | None = None,
    today: date | None = None,
    topic: str | None = None,
    except_: tuple[str, ...] = (),
) -> Resolution:
    """`OfficeBook.resolve` on the running platform's book."""
    return book().resolve(name, region, on=on, today=today, topic=topic, except_=except_)


def near(name: str, region: str) -> tuple[str, ...]:
    """Names in the running platform's book that look like `name`, the nearest first; at most three."""
    return near_names(book(), name, region)
